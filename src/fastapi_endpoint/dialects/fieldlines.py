"""A mapped class of the project, printed in the field language."""

from msgspec import Struct
from msgspec.structs import replace

from fastapi_endpoint.dialects.typenames import scalar_of
from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.domain.spec import Fields, FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.grammar import parse, print_field
from fastapi_endpoint.source.expression import call_of, subscript_of
from fastapi_endpoint.source.literals import is_literal, literal

_RESERVED = frozenset({"id", "created_at", "updated_at"})
_SIZED = frozenset({"str", "decimal", "int"})


class PrintedModel(Struct, frozen=True):
    """The field lines of a model, and the columns that the language has no word for."""

    lines: tuple[str, ...]
    left_out: tuple[str, ...]


def print_model(model: Model) -> PrintedModel:
    """Its columns as field lines; `id`, `created_at` and `updated_at` go without saying."""
    lines, left_out = [], []
    for column in model.columns:
        if column.name in _RESERVED:
            continue
        field = _field(column)
        line = _readable(field) if field is not None else None
        if line is None:
            left_out.append(column.name)
        else:
            lines.append(line)
    return PrintedModel(tuple(lines), tuple(left_out))


def _readable(field: FieldSpec) -> str | None:
    """The line, without what the language refuses: a key of several columns, an odd default or size."""
    plain = replace(field, pk=False)
    tries = (field, plain, replace(plain, default=None), replace(plain, type=replace(field.type, size=None)))
    lines = (print_field(each) for each in tries)
    return next((line for line in lines if isinstance(parse((line,)), Fields)), None)


def _field(column: Column) -> FieldSpec | None:
    kind = _type(column)
    if kind is None:
        return None
    name = column.name.removesuffix("_id") if kind.name == "ref" else column.name
    return FieldSpec(
        name=name,
        type=kind,
        default=_default(column),
        optional=column.nullable,
        unique=column.unique,
        index=column.index and not column.unique,
        pk=column.primary_key,
    )


def _type(column: Column) -> FieldType | None:
    if column.foreign_key:
        table = column.foreign_key.rpartition(".")[0] or column.foreign_key
        return FieldType(name="ref", target=table.rpartition(".")[2])  # without the schema
    if column.values:
        return FieldType(name="enum", values=column.values)
    if column.type == "list":
        return _list(column.source)
    if column.type in ("", "enum") or (column.type == "decimal" and column.size is None):
        return None
    sized = column.type in _SIZED
    return FieldType(
        name=column.type, size=column.size if sized else None, scale=column.scale if sized else None
    )


def _list(source: str) -> FieldType | None:
    """`list[str]` and `ARRAY(String(40))` say what they hold, JSON does not."""
    subscript, call = subscript_of(source), call_of(source)
    items = subscript.items if subscript else call.positional if call else ()
    head = items[0].partition("(")[0].rpartition(".")[2] if items else ""
    return FieldType(name="list", item=FieldType(name=scalar)) if (scalar := scalar_of(head)) else None


def _default(column: Column) -> str | None:
    """The default that the column spells out as a literal."""
    call = call_of(column.declared or column.source) if column.has_default else None
    given = call.keyword("default") if call else None
    if given is None or not is_literal(given):
        return None
    value = literal(given)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else None
