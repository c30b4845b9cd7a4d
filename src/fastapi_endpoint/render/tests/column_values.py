"""Values of the host's own columns, as tests write them into rows: one for each of two rows."""

from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.domain.spec import FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.base import Context, Sample
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fragments import Fragment, Import

_NO_SCALAR = frozenset({"", "enum", "list"})


def is_required(column: Column) -> bool:
    """Must a row be given its value?"""
    return not (column.nullable or column.has_default)


def value_of(column: Column, row: int, python: tuple[int, int]) -> Fragment | None:
    """A value of a column that refers to nothing; None where its type is not understood."""
    if "password" in column.name or "hash" in column.name:
        return Fragment('"not a hash"')
    if column.values:
        return _label(column, row)
    if column.type in _NO_SCALAR or (column.type == "decimal" and column.size is None):
        return None
    value = sample_of(column, row).python
    if python >= (3, 11):
        return value
    return Fragment(value.text.replace("tzinfo=UTC", "tzinfo=timezone.utc"), value.imports)


def sample_of(column: Column, row: int) -> Sample:
    """A value of that column as the field language has it."""
    if column.type == "str" and "email" in column.name:
        kind = FieldType(name="email")
    else:
        sized = column.type in ("str", "decimal")
        kind = FieldType(name=column.type, size=column.size if sized else None, scale=column.scale)
    field = FieldSpec(name=column.name, type=kind, pk=column.primary_key)
    return kind_of(field).sample(field, Context(), row)


def _label(column: Column, row: int) -> Fragment:
    label = repr(column.values[min(row, len(column.values) - 1)])
    if column.enum is None:
        return Fragment(label)
    name = column.enum.name
    return Fragment(f"{name}({label})", frozenset({Import(column.enum.module, name)}))
