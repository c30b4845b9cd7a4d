"""A mapped class of the project, printed in the field language."""

from msgspec import Struct

from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.domain.spec import FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.grammar import print_field
from fastapi_endpoint.source.expression import call_of
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
        if field is None:
            left_out.append(column.name)
        else:
            lines.append(print_field(field))
    return PrintedModel(tuple(lines), tuple(left_out))


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
        return FieldType(name="ref", target=column.foreign_key.rpartition(".")[0] or column.foreign_key)
    if column.values:
        return FieldType(name="enum", values=column.values)
    if not column.type or column.type == "enum":
        return None
    if column.type == "decimal" and column.size is None:
        return None
    if column.type in _SIZED:
        return FieldType(name=column.type, size=column.size, scale=column.scale)
    return FieldType(name=column.type)


def _default(column: Column) -> str | None:
    """The default that the column spells out as a literal."""
    call = call_of(column.source) if column.has_default and column.source else None
    given = call.keyword("default") if call else None
    if given is None or not is_literal(given):
        return None
    value = literal(given)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else None
