"""A mapped class of the project, printed in the field language."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from fastapi_endpoint.dialects.typenames import scalar_of
from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.domain.spec import Fields, FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.base import attribute
from fastapi_endpoint.fieldtypes.choice import member
from fastapi_endpoint.fieldtypes.grammar import parse, print_field
from fastapi_endpoint.source.expression import call_of, subscript_of
from fastapi_endpoint.source.literals import is_literal, literal
from fastapi_endpoint.source.statements import Call

_RESERVED = frozenset({"id", "created_at", "updated_at"})
_CLOCK = re.compile(r"\b(?:now|utcnow|utc_now|current_timestamp|CURRENT_TIMESTAMP)\b")
_DEFAULTS = ("default", "default_factory", "insert_default", "server_default")
_SIZED = frozenset({"str", "decimal", "int"})


class PrintedModel(Struct, frozen=True):
    """The field lines of a model, and the columns that the language has no word for."""

    lines: tuple[str, ...]
    left_out: tuple[str, ...]


def print_model(model: Model) -> PrintedModel:
    """Its columns and its unique constraints as field lines; `id`, `created_at` and `updated_at` go without
    saying.
    """
    lines, left_out = [], []
    for column in model.columns:
        if column.name in _RESERVED:
            continue
        field = _field(
            column, unique=column.unique or (column.name,) in model.uniques, key=column == model.key
        )
        line = _readable(field) if field is not None else None
        if line is None:
            left_out.append(column.name)
        else:
            lines.append(line)
    return PrintedModel((*lines, *_constraints(model, lines)), tuple(left_out))


def _constraints(model: Model, lines: Sequence[str]) -> Iterator[str]:
    """Unique constraints over several columns that all have a line."""
    fields = parse(lines)
    known = {attribute(each): each.name for each in fields.fields} if isinstance(fields, Fields) else {}
    for columns in model.uniques:
        if len(columns) > 1 and set(columns) <= known.keys():
            yield f"+unique/{'/'.join(known[name] for name in columns)}"


def _readable(field: FieldSpec) -> str | None:
    """The line, without what the language refuses: a key of several columns, an odd default or size."""
    plain = replace(field, pk=False)
    given = replace(plain, readonly=False)
    tries = (
        field,
        plain,
        given,
        replace(given, default=None),
        replace(given, type=replace(field.type, size=None)),
    )
    lines = (print_field(each) for each in tries)
    return next((line for line in lines if isinstance(parse((line,)), Fields)), None)


def _field(column: Column, *, unique: bool, key: bool) -> FieldSpec | None:
    kind = _type(column)
    if kind is None:
        return None
    name = column.name.removesuffix("_id") if kind.name == "ref" else column.name
    default = _default(column)
    return FieldSpec(
        name=name,
        type=kind,
        default=default,
        optional=column.nullable,
        unique=unique,
        index=column.index and not unique,
        pk=key,
        readonly=default == "now" or "Computed(" in column.declared,
    )


def _type(column: Column) -> FieldType | None:
    if column.foreign_key:
        table = column.foreign_key.rpartition(".")[0] or column.foreign_key
        return FieldType(name="ref", target=table.rpartition(".")[2])  # without the schema
    if column.values:
        return FieldType(name="enum", values=column.values)
    if column.type == "list":
        return _list(column.source)
    if _is_nameless(column):
        return None
    if column.type == "int" and (bits := _bits(column)):
        return FieldType(name="int", size=bits)
    sized = column.type in _SIZED
    return FieldType(
        name=column.type, size=column.size if sized else None, scale=column.scale if sized else None
    )


def _is_nameless(column: Column) -> bool:
    """Has the language no word for it? A decimal has a size, a time of day no zone."""
    unsized = column.type == "decimal" and column.size is None
    zoned = column.type == "time" and "timezone=True" in column.declared
    return column.type in ("", "enum") or unsized or zoned


def _bits(column: Column) -> int | None:
    """64 or 16, where a column says that it is no usual integer."""
    said = f"{column.source} {column.declared}".lower()
    return 64 if "bigint" in said else 16 if "smallint" in said else None


def _list(source: str) -> FieldType | None:
    """`list[str]` and `ARRAY(String(40))` say what they hold, JSON does not."""
    subscript, call = subscript_of(source), call_of(source)
    items = subscript.items if subscript else call.positional if call else ()
    head = items[0].partition("(")[0].rpartition(".")[2] if items else ""
    return FieldType(name="list", item=FieldType(name=scalar)) if (scalar := scalar_of(head)) else None


def _default(column: Column) -> str | None:
    """The default that the column spells out: a literal, a member of its enum, the clock."""
    call = call_of(column.declared or column.source)
    given = _given(call) if call else column.declared
    if not column.has_default or given is None:
        return None
    if column.type == "datetime" and _CLOCK.search(given):
        return "now"
    if column.values and "." in given:
        return next((label for label in column.values if member(label) == given.rpartition(".")[2]), None)
    return _written(literal(given)) if is_literal(given) else None


def _written(value: object) -> str | None:
    """A default as the field language has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else None


def _given(call: Call) -> str | None:
    """The source of the default: as it is named, or SQLModel's first argument."""
    named = (
        call.keyword(word) for word in ("default", "default_factory", "insert_default", "server_default")
    )
    first = call.positional[0] if call.last == "Field" and call.positional else None
    return next((text for text in named if text is not None), first)
