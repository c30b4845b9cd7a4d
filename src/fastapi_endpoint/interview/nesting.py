"""The parent of a nested resource: which table it is, which field refers to it, whose it is."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from msgspec.structs import replace

from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.domain.spec import Fields, FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.base import attribute
from fastapi_endpoint.fieldtypes.grammar import print_field
from fastapi_endpoint.naming import plural, snake

OF_PARENT = "parent"
"""The answer to `owner` by which rows belong to whom their parent belongs."""

_KEYS = ("int", "uuid", "str")
_OWNING = ("owner", "user")


def parent_model(project: ProjectMap, answers: Mapping[str, Answer]) -> Model | None:
    """The mapped class that is named by table, class, or the plural of either."""
    answer = answers.get("parent")
    if answer is None or not isinstance(answer.value, str):
        return None
    wanted = answer.value
    named = (model for model in project.models if plural(model.name) == snake(wanted))
    return project.model(wanted) or next(named, None)


def owning_column(model: Model, users: Model | None) -> str | None:
    """The column of the parent that says which user it belongs to; a user is their own."""
    if users is None:
        return None
    if model.table == users.table:
        return next((column.name for column in model.columns if column.primary_key), None)
    refers = [c.name for c in model.columns if (c.foreign_key or "").partition(".")[0] == users.table]
    return next((name for start in _OWNING for name in refers if name.startswith(start)), None) or next(
        iter(refers), None
    )


def referring(model: Model, fields: Fields) -> list[FieldSpec]:
    """The fields that refer to the parent; the one that is called as it comes first."""
    found = [
        field
        for field in fields.fields
        if field.type.name == "ref" and field.type.target in (model.name, model.table)
    ]
    return sorted(found, key=lambda field: field.name != snake(model.name))


def with_parent(model: Model, fields: Fields) -> tuple[Fields, str]:
    """The fields with one that refers to the parent, and its name; it goes with the parent unless told."""
    found = referring(model, fields)
    if not found:
        name = snake(model.name)
        own = FieldSpec(name=name, type=FieldType(name="ref", target=model.table), ondelete="cascade")
        return replace(fields, fields=(*fields.fields, own)), name
    chosen = found[0]
    settled = replace(chosen, ondelete=chosen.ondelete or "cascade")
    return replace(
        fields, fields=tuple(settled if each is chosen else each for each in fields.fields)
    ), chosen.name


def parent_problems(
    project: ProjectMap, resource: str, answers: Mapping[str, Answer], fields: Fields | None
) -> Iterator[Problem]:
    """What is wrong with the parent. `resource` is in CapWords, "" where it is not known yet."""
    answer = answers.get("parent")
    if answer is None:
        return
    model = parent_model(project, answers)
    text = answer.value if isinstance(answer.value, str) else ",".join(answer.value)
    if model is None:
        names = [name for each in project.models for name in (each.table, each.name)]
        near = get_close_matches(text, names, n=1)
        tables = ", ".join(sorted(each.table for each in project.models)[:12]) or "none that could be read"
        hint = f'did you mean "{near[0]}"?' if near else f"tables are {tables}"
        yield _problem(f'this project has no table or model "{text}"', text, hint)
        return
    keys = [column for column in model.columns if column.primary_key]
    if len(keys) != 1 or keys[0].type not in _KEYS:
        hint = "a parent has one primary key: an integer, a UUID or a text"
        yield _problem(f"rows of {model.table} cannot be named in a path", text, hint)
    elif model.name == resource:
        yield _problem(f"{resource} cannot hang on itself", text, f"a field such as parent:ref/{model.table}")
    elif fields is not None:
        there = "model" in answers
        yield from _field_problems(model, resource, fields, text, model_is_there=there)


def _field_problems(
    model: Model, resource: str, fields: Fields, text: str, *, model_is_there: bool
) -> Iterator[Problem]:
    found, name = referring(model, fields), snake(model.name)
    if not found and any(name in (field.name, attribute(field)) for field in fields.fields):
        yield _problem(
            f"the field {name} does not refer to {model.table}", text, f"write {name}:ref/{model.table}"
        )
        return
    if not found and model_is_there:
        hint = "leave --parent out, or add the column first"
        yield _problem(f"no column of the model refers to {model.table}", text, hint)
    if not found:
        return
    if len(found) > 1 and found[0].name != name:
        names = ", ".join(field.name for field in found)
        yield _problem(f"{names} all refer to {model.table}", text, f"call the one of the path {name}")
    elif found[0].optional and not model_is_there:
        message = f"{found[0].name} is optional: nobody could reach a row without its {name}"
        yield Problem(
            id="fields", message=message, text=print_field(found[0]), hint="take optional out of the line"
        )
    elif attribute(found[0]) == f"{snake(resource)}_id":
        yield _problem(f"{attribute(found[0])} would be in the path twice", text, "choose another name")


def _problem(message: str, text: str, hint: str) -> Problem:
    return Problem(id="parent", message=message, text=text, hint=hint)
