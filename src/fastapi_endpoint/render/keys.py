"""Names and columns of a table's constraints and indexes."""

from hashlib import sha256

from fastapi_endpoint.dialects.tables import Check, Column, Index, Table, Unique
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec
from fastapi_endpoint.fieldtypes.reserved import RESERVED
from fastapi_endpoint.render.view import FieldView, FilterView, ListView, ScopeView

LONGEST_NAME = 60
_BOUNDS = (("gt", ">"), ("min", ">="), ("lt", "<"), ("max", "<="))


def key_name(prefix: str, table: str, columns: tuple[str, ...]) -> str:
    """`ix_parcels_owner_id_created_at_id`, shortened with a digest where databases would refuse it."""
    name = "_".join((prefix, table, *columns))
    return name if len(name) <= LONGEST_NAME else f"{name[:51]}_{sha256(name.encode()).hexdigest()[:8]}"


def composite_columns(spec: EndpointSpec, kind: str, columns: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """The columns of the lines of that kind; `columns` gives them by the name of the field."""
    return tuple(
        tuple(columns.get(name, name) for name in each.names)
        for each in spec.fields.composites
        if each.kind == kind
    )


def uniques(
    table: str, fields: tuple[FieldView, ...], spec: EndpointSpec, scopes: tuple[ScopeView, ...]
) -> tuple[Unique, ...]:
    """The unique constraints: of fields and of `+unique/...` lines, per scope where so answered.

    What one tenant has is always free for another: a conflict would tell of its rows.
    """
    tenants = [scope.column.name for scope in scopes if scope.kind == "tenant"]
    first = [scope.column.name for scope in scopes] if spec.access.unique_scope == "owner" else tenants
    found = [
        (field.name, tuple(dict.fromkeys((*first, field.column.name))))
        for field in fields
        if field.spec.unique
    ]
    by_name = {field.spec.name: field for field in fields} | {field.name: field for field in fields}
    for composite in spec.fields.composites:
        if composite.kind == "unique":
            chosen = [by_name[name] for name in composite.names]
            columns = (*tenants, *(field.column.name for field in chosen))
            found.append((chosen[-1].name, tuple(dict.fromkeys(columns))))
    return tuple(
        Unique(name=key_name("uq", table, columns), columns=columns, field=field) for field, columns in found
    )


def held_by_itself(table: Table) -> tuple[str, ...]:
    """The table, where its own rows keep one of them from being deleted."""
    references = [column.reference for column in table.columns if column.reference]
    held = any(each.table == table.name and each.on_delete == "restrict" for each in references)
    return (table.name,) if held else ()


def checks(table: str, fields: tuple[FieldView, ...]) -> tuple[Check, ...]:
    """What the database itself holds values to: labels of enums and bounds of numbers."""
    found = []
    for field in fields:
        condition = _condition(field)
        if condition:
            label = _label(field.spec)
            name, expression = key_name("ck", table, (label,)), _expression(field)
            found.append(Check(label=label, name=name, condition=condition, expression=expression))
    return tuple(found)


def _condition(field: FieldView) -> str:
    column = field.column.name
    if field.enum:
        return f"{column} IN ({', '.join(repr(value) for value in field.spec.type.values)})"
    if field.column.kind not in ("int", "decimal", "float") or field.column.reference:
        return ""
    return " AND ".join(f"{column} {sign} {value}" for sign, value in _bounds(field))


def _expression(field: FieldView) -> str:
    """The condition in Python, where the column is called as a word of SQL."""
    if field.column.name not in RESERVED:
        return ""
    column = f'column("{field.column.name}")'
    if field.enum:
        return f"{column}.in_([{', '.join(repr(value) for value in field.spec.type.values)}])"
    bounds = [f"{column} {sign} {value}" for sign, value in _bounds(field)]
    return bounds[0] if len(bounds) == 1 else " & ".join(f"({each})" for each in bounds)


def _bounds(field: FieldView) -> list[tuple[str, str]]:
    given = [(sign, getattr(field.spec, word)) for word, sign in _BOUNDS]
    return [(sign, value) for sign, value in given if value is not None]


def _label(field: FieldSpec) -> str:
    if field.type.name == "enum":
        return field.name
    only = [(word, getattr(field, word)) for word, _ in _BOUNDS if getattr(field, word) is not None]
    match only:
        case [("gt", "0")]:
            return f"{field.name}_positive"
        case [("min", "0")]:
            return f"{field.name}_not_negative"
        case _:
            return f"{field.name}_range"


def indexes(
    table: str,
    fields: tuple[FieldView, ...],
    listing: ListView | None,
    scopes: tuple[ScopeView, ...],
    identifier: Column,
    existing: tuple[Unique, ...],
    composites: tuple[tuple[str, ...], ...] = (),
) -> tuple[Index, ...]:
    """One index for each order and each filter, scopes first, ending in the id; and for references.

    `composites` are the columns of `+index/...` lines.
    """
    first = tuple(scope.column.name for scope in scopes)
    unowned = tuple(scope.column.name for scope in scopes if not scope.bypass)
    wanted: list[tuple[str, ...]] = []
    if listing is not None:
        default = next(sort for sort in listing.sorts if sort.key == listing.default_sort).column.name
        wanted += [(*first, sort.column.name, identifier.name) for sort in listing.sorts]
        if unowned != first:
            wanted += [(*unowned, sort.column.name, identifier.name) for sort in listing.sorts]
        filters = [each for each in listing.filters if each.column.name != identifier.name]
        wanted += [(*first, each.column.name, default, identifier.name) for each in filters if _ordered(each)]
        wanted += [(*first, each.column.name, identifier.name) for each in filters if not _ordered(each)]
    wanted += [(*first, field.column.name) for field in fields if field.spec.index]
    wanted += [(*first, *columns) for columns in composites]
    wanted += [
        (field.column.name,)
        for field in fields
        if field.column.reference and not any(columns[0] == field.column.name for columns in wanted)
    ]
    covered = {unique.columns for unique in existing}
    chosen = [
        columns
        for columns in (tuple(dict.fromkeys(each)) for each in wanted)
        if not any(columns[: len(unique)] == unique for unique in covered) and columns != (identifier.name,)
    ]
    return tuple(
        Index(name=key_name("ix", table, columns), columns=columns) for columns in dict.fromkeys(chosen)
    )


def _ordered(each: FilterView) -> bool:
    """Do the rows that one value keeps still come in the order of the list?"""
    return each.operator == "equals"
