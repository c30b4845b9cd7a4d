"""A model that is there already: its name, the fields that its columns give, and what cannot be served."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from fastapi_endpoint.dialects.fieldlines import print_model
from fastapi_endpoint.domain.project import Column, Model, ProjectMap
from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.domain.spec import Fields, FieldSpec
from fastapi_endpoint.fieldtypes.base import attribute, python_name
from fastapi_endpoint.fieldtypes.grammar import parse, print_field, print_fields
from fastapi_endpoint.interview.answers import resolve
from fastapi_endpoint.naming import plural, snake
from fastapi_endpoint.render.columns import keeps_zone

_KEYS = ("int", "uuid", "str")
_CONFIDENTIAL = re.compile(r"(?i)passw|secret|token|hash|api_?key|salt")
_POWERS = frozenset({"is_superuser", "is_staff", "is_admin", "is_active", "is_verified", "role", "roles"})
_PROVIDED = ("id", "created_at", "updated_at")
_LIKE_TEXT = frozenset({"str", "text", "email", "url", "ip", "secret", "enum"})


def found_models(project: ProjectMap, wanted: str) -> tuple[Model, ...]:
    """The mapped classes that `module:Class`, a class, a table, or the plural of a class may mean."""
    exact = tuple(model for model in project.models if wanted in (model.path, _dotted(model)))
    named = tuple(model for model in project.models if wanted in (model.name, model.table))
    return exact or named or tuple(m for m in project.models if plural(m.name) == snake(wanted))


def host_model(project: ProjectMap, answers: Mapping[str, Answer]) -> Model | None:
    """The one model that the answers name, or None."""
    answer = answers.get("model")
    if answer is None or not isinstance(answer.value, str):
        return None
    found = found_models(project, answer.value)
    return found[0] if len(found) == 1 else None


def with_model(project: ProjectMap, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers, with the lines given for an existing model laid over those of its columns."""
    resolved = resolve(answers)
    model, given = host_model(project, resolved), resolved.get("fields")
    if model is None or given is None:
        return tuple(answers)
    lines = (given.value,) if isinstance(given.value, str) else given.value
    wanted = parse(lines)
    if not isinstance(wanted, Fields):
        return tuple(answers)
    merged = print_fields(_over(served(project, model), wanted))
    return (*(answer for answer in answers if answer.id != "fields"), replace(given, value=merged))


def served(project: ProjectMap, model: Model) -> Fields:
    """The columns that bodies hold, as fields: what the server sets is read only, what is secret left out."""
    parsed = parse(print_model(model).lines)
    fields = parsed if isinstance(parsed, Fields) else Fields()
    settled = (
        _settled(project, model, field, column)
        for field in fields.fields
        if (column := model.column(attribute(field))) is not None and _is_served(field, column)
    )
    own = tuple(field for field in settled if not field.readonly or field.optional or field.default)
    names = {field.name for field in own}
    return replace(
        fields,
        fields=own,
        composites=tuple(each for each in fields.composites if names >= set(each.names)),
    )


def left_out(project: ProjectMap, model: Model) -> tuple[str, ...]:
    """The columns that no body holds."""
    names = {attribute(field) for field in served(project, model).fields}
    return tuple(
        column.name
        for column in model.columns
        if column.name not in names and column.name not in _PROVIDED and not column.primary_key
    )


def model_problems(
    project: ProjectMap, answers: Mapping[str, Answer], fields: Fields | None
) -> Iterator[Problem]:
    """What is wrong with the model that is named, and with the lines that are laid over its columns."""
    answer = answers.get("model")
    if answer is None:
        return
    text = answer.value if isinstance(answer.value, str) else ",".join(answer.value)
    found = found_models(project, text)
    if len(found) != 1:
        yield _unknown(project, text, found)
        return
    model = found[0]
    if model.key is None or model.key.name != "id" or model.key.type not in _KEYS:
        message = f"rows of {model.name} cannot be named in a path ({model.file}:{model.line})"
        hint = "a model that is served has one primary key called id: an integer, a UUID or a text"
        yield Problem(id="model", message=message, text=text, hint=hint)
        return
    yield from _creation(project, model, answers, fields)
    for field in fields.fields if fields else ():
        yield from _beside_column(model, field)


def _dotted(model: Model) -> str:
    return model.path.replace(":", ".")


def _is_served(field: FieldSpec, column: Column) -> bool:
    """Can bodies show the column, and will a client never have to give what the server sets?"""
    if _CONFIDENTIAL.search(column.name) or column.primary_key or python_name(field) != column.name:
        return False
    labels = column.type == "enum" and column.enum is None and "(" not in column.source
    unseen = column.has_default and field.default is None and not field.optional
    return not labels and not unseen


def _settled(project: ProjectMap, model: Model, field: FieldSpec, column: Column) -> FieldSpec:
    users = project.conventions.user_model.value
    power = users is not None and users.name == model.name and field.name in _POWERS
    unset = column.has_default and field.default is None
    naive = column.type == "datetime" and not keeps_zone(column, project)
    return replace(field, readonly=field.readonly or power or unset or naive)


def _over(base: Fields, wanted: Fields) -> Fields:
    """The fields of the columns, those that are given again in their place."""
    given = {attribute(field): field for field in wanted.fields}
    kept = tuple(given.pop(attribute(field), field) for field in base.fields)
    composites = (*base.composites, *wanted.composites)
    return Fields(
        fields=(*kept, *given.values()),
        objects=wanted.objects,
        composites=tuple(dict.fromkeys(composites)),
    )


def _unknown(project: ProjectMap, text: str, found: tuple[Model, ...]) -> Problem:
    if found:
        hint = f"say which: {', '.join(model.path for model in found)}"
        return Problem(id="model", message=f'"{text}" is the name of several models', text=text, hint=hint)
    names = [name for model in project.models for name in (model.path, model.name, model.table)]
    near = get_close_matches(text, names, n=1)
    known = ", ".join(sorted(model.name for model in project.models)[:12]) or "none that could be read"
    hint = f'did you mean "{near[0]}"?' if near else f"models are {known}"
    return Problem(id="model", message=f'this project has no model "{text}"', text=text, hint=hint)


def _creation(
    project: ProjectMap, model: Model, answers: Mapping[str, Answer], fields: Fields | None
) -> Iterator[Problem]:
    """Columns that a new row needs and no body gives."""
    methods = answers.get("methods")
    if methods is None or "create" not in methods.value:
        return
    given = {attribute(field) for field in (fields or served(project, model)).fields}
    missing = [
        column.name
        for column in model.columns
        if not (column.nullable or column.has_default or column.primary_key or column.name in given)
    ]
    missing = [name for name in missing if name not in ("created_at", "updated_at")]
    if model.key is not None and model.key.type != "int" and not model.key.has_default:
        missing.insert(0, model.key.name)
    if missing:
        names = ", ".join(missing)
        message = f"no {model.name} can be created: nothing gives {names} ({model.file}:{model.line})"
        hint = "leave create out (--methods list,get,update,delete), or write a line for it"
        yield Problem(id="methods", message=message, text="create", hint=hint)


def _beside_column(model: Model, field: FieldSpec) -> Iterator[Problem]:
    """What a line says beside, or against, its column."""
    column = model.column(attribute(field))
    text = print_field(field)
    if column is None:
        names = [each.name for each in model.columns]
        near = get_close_matches(field.name, names, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"columns are {', '.join(names)}"
        yield Problem(
            id="fields", message=f"{model.name} has no column {attribute(field)}", text=text, hint=hint
        )
    elif field.optional and not column.nullable:
        message = f"{column.name} is never null in the table {model.table}"
        yield Problem(id="fields", message=message, text=text, hint="take optional out of the line")
    elif not _fits(field, column):
        message = f"{column.name} is {_said(column)} in the table {model.table}"
        hint = f"run explore --fields {model.name} for the lines that fit"
        yield Problem(id="fields", message=message, text=text, hint=hint)


def _fits(field: FieldSpec, column: Column) -> bool:
    kind = field.type
    if column.foreign_key:
        return kind.name in ("ref", column.type)
    if column.type in ("str", "text"):
        room = column.size or (255 if column.type == "str" else None)
        length = field.maxlen or kind.size or 0
        return kind.name in _LIKE_TEXT and (room is None or column.size is None or length <= room)
    if column.type == "int":
        return kind.name == "int" and (kind.size or 32) <= _width(column)
    return kind.name == (column.type or kind.name)


def _width(column: Column) -> int:
    said = f"{column.source} {column.declared}".lower()
    return 64 if "bigint" in said else 16 if "smallint" in said else 32


def _said(column: Column) -> str:
    size = column.size if column.type in ("str", "decimal") and column.size else ""
    return f"{column.type}{size}"
