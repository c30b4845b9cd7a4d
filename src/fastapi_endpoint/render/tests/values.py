"""The values that tests send: samples, borders, filters and orders, as Python source."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi_endpoint.domain.spec import FieldType
from fastapi_endpoint.fieldtypes.base import Context, Sample
from fastapi_endpoint.fieldtypes.objects import held
from fastapi_endpoint.render.tests import urls
from fastapi_endpoint.render.tests.computed import computed_values, values_apart, values_ascending
from fastapi_endpoint.render.tests.host_rows import unseen
from fastapi_endpoint.render.tests.variety import (
    LISTED,
    counted,
    cycled,
    distinct,
    is_empty,
    made_fields,
    sample,
)
from fastapi_endpoint.render.view import FieldView, FilterView, ResourceView, ScopeView

EXACT = {"str", "text", "int", "float", "bool", "date", "uuid", "enum", "ref", "email", "json", "ip"}
_OF_ANOTHER_TYPE = {"a word", "no text"}
_TELLS_BAD_VALUES = {"enum", "int", "uuid", "date", "datetime", "decimal"}


def is_exact(field: FieldView) -> bool:
    """Does an answer show the very JSON that was sent?"""
    return _is_exact(field.spec.type, field.context)


def _is_exact(kind: FieldType, context: Context) -> bool:
    inner = kind.item or kind
    if not held(inner):
        return inner.name in EXACT
    parts = [each for each in context.objects if each.name in held(inner)]
    return all(_is_exact(part.type, context) for each in parts for part in each.fields)


def payload(view: ResourceView) -> list[tuple[str, str]]:
    """Name and source of each value of a new row; `number` counts the rows."""
    differing, posted = distinct(view), view.operation("create") is not None
    values = [
        (
            field.name if posted else field.column.python_name,
            _varied(view, field) if field.name in differing else _source(view, field, 0),
        )
        for field in made_fields(view)
    ]
    if not posted:
        values += [(each.column.python_name, _given(view, each)) for each in view.scopes if each.stored]
        values += unseen(view)
    return values


def _given(view: ResourceView, scope: ScopeView) -> str:
    """What a test takes for the value that keeps rows apart."""
    if view.parent is not None and scope.kind == "parent":
        return urls.id_source(view.parent, urls.id_name(view.parent))
    return f"user.{scope.expression.rpartition('.')[2]}"


def counts(view: ResourceView) -> bool:
    """Does a value of a new row depend on `number`?"""
    differing = distinct(view)
    return any(field.name in differing and counted(view, field) for field in made_fields(view))


def cycles(view: ResourceView) -> list[tuple[str, str]]:
    """Name and values of what cannot be counted: so many samples that a test never sees one twice."""
    return [
        (_cycle(field), f"[{', '.join(dict.fromkeys(_source(view, field, n) for n in range(LISTED)))}]")
        for field in cycled(view)
    ]


def _source(view: ResourceView, field: FieldView, number: int) -> str:
    return _written(view, field, sample(view, field, number))


def _written(view: ResourceView, field: FieldView, value: Sample) -> str:
    """The value as JSON, which JSON columns hold too, or as the row has it."""
    sent = view.operation("create") or field.column.kind == "json"
    return value.source if sent else value.python.text


def _varied(view: ResourceView, field: FieldView) -> str:
    if is_empty(view, field):
        return "None"
    return counted(view, field) or f"next({_cycle(field)})"


def _cycle(field: FieldView) -> str:
    return f"{field.name}_values"


def accepted(fields: Iterable[FieldView]) -> str:
    """Cases of values that must be taken."""
    return _cases(
        (field.name, case.source)
        for field in fields
        for case in field.kind.boundaries(field.spec, field.context).accepted
    )


def rejected(fields: Iterable[FieldView]) -> str:
    """Cases of values that must be refused, but for those of another type: Pydantic sees to them."""
    return _cases(
        (field.name, case.source)
        for field in fields
        for case in field.kind.boundaries(field.spec, field.context).rejected
        if case.why not in _OF_ANOTHER_TYPE
    )


def computed_cases(view: ResourceView, taken: Iterable[FieldView]) -> str:
    """Cases of a computed field, its value, and what is sent for it."""
    found = computed_values(view, taken)
    return ", ".join(f'("{name}", {worth}, {_sent(given)})' for name, worth, given in found)


def _sent(given: Mapping[str, Sample]) -> str:
    return _body(*((name, each.source) for name, each in given.items()))


def first_told(view: ResourceView, fields: Iterable[FieldView]) -> bool:
    """Must the test of changes say what a field is at first? New rows have any value of a cycle."""
    cycling = cycled(view)
    return any(can_change(view, field) and field in cycling for field in fields)


def changes(view: ResourceView, fields: Collection[FieldView]) -> str:
    """Cases of a field, its first value where that must be told, and another one."""
    numbers = (0, 1) if first_told(view, fields) else (1,)
    return ", ".join(
        f'("{field.name}", {", ".join(sample(view, field, number).source for number in numbers)})'
        for field in fields
        if can_change(view, field)
    )


def can_change(view: ResourceView, field: FieldView) -> bool:
    """Has it two values, and does an answer show which?"""
    return field.in_response and sample(view, field, 0).json != sample(view, field, 1).json


def one_change(view: ResourceView, fields: Iterable[FieldView]) -> str | None:
    """The body of an update of one field."""
    field = next((field for field in fields if can_change(view, field)), None)
    return None if field is None else _body((field.name, sample(view, field, 1).source))


def _cases(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f'("{name}", {source})' for name, source in pairs)


def _body(*pairs: tuple[str, str]) -> str:
    return "{" + ", ".join(f'"{name}": {source}' for name, source in pairs) + "}"


def field_of(view: ResourceView, column: str) -> FieldView | None:
    """The field that is stored in this column, if rows can be made with any value in it."""
    return next((each for each in made_fields(view) if each.column.name == column), None)


def filters(view: ResourceView) -> str:
    """Cases of query, values of a row that it keeps, values of a row that it drops."""
    cases = []
    for each in view.listing.filters:
        pair = rows_apart(view, each.column.name)
        if pair:
            (wanted, kept), (_, dropped) = pair if each.operator == "max" else pair[::-1]
            cases.append(f"({_body((each.parameter, wanted))}, {kept}, {dropped})")
    for column in view.listing.search:
        pair = rows_apart(view, column.name)
        if pair:
            (wanted, kept), (_, dropped) = pair
            cases.append(f"({_body((view_search_parameter(view), wanted))}, {kept}, {dropped})")
    return ", ".join(cases)


Apart = tuple[tuple[str, str], tuple[str, str]]


def rows_apart(view: ResourceView, column: str) -> Apart | None:
    """A lesser and a greater value of a column as source, each with values of a row that has it."""
    field = next((each for each in view.fields if each.column.name == column), None)
    if field is not None and field.spec.computed:
        apart = values_apart(view, field)
        return apart and ((apart[0][0], _sent(apart[0][1])), (apart[1][0], _sent(apart[1][1])))
    made = field_of(view, column)
    pair = low_and_high(view, made) if made else None
    if made is None or pair is None:
        return None
    low, high = pair
    return (low.source, _row(view, made, low)), (high.source, _row(view, made, high))


def view_search_parameter(view: ResourceView) -> str:  # noqa: ARG001 - one name for all, so far
    """The query parameter of the search."""
    return "q"


def bad_filters(view: ResourceView) -> list[str]:
    """Queries with a value that the filter's type refuses."""
    return [query for each in view.listing.filters if (query := _bad_filter(view, each))]


def _bad_filter(view: ResourceView, each: FilterView) -> str | None:
    field = field_of(view, each.column.name)
    if field is None or each.operator != "equals" or field.spec.type.name not in _TELLS_BAD_VALUES:
        return None
    cases = field.kind.boundaries(field.spec, field.context).rejected
    words = [case.source for case in cases if isinstance(case.json, str) and case.json.isalpha()]
    return _body((each.parameter, words[0])) if words else None


def low_and_high(view: ResourceView, field: FieldView) -> tuple[Sample, Sample] | None:
    """Two samples in ascending order, or None where it has not two."""
    first, second = sample(view, field, 0), sample(view, field, 1)
    if first.json == second.json:
        return None
    low, high = sorted((first, second), key=lambda each: _rank(each.json))
    return low, high


def _rank(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value


def sorts(view: ResourceView) -> str:
    """Cases of order, and values of three rows as they are made: the one in the middle comes first."""
    cases = []
    for each in view.listing.sorts:
        rows = _ascending(view, each.column.name)
        if rows:
            first, *others = rows[::-1] if each.descending else rows
            cases.append(f'("{each.key}", {others[0]}, {first}, {others[-1]})')
    return ", ".join(cases)


def _ascending(view: ResourceView, column: str) -> list[str]:
    """Values of rows that ascend in a column: three, or two if several rows may have them; else none."""
    field = next((each for each in view.fields if each.column.name == column), None)
    if field is None:
        return []
    if field.spec.computed:
        ascending = values_ascending(view, field)
        rows = [_sent(given) for _, given in ascending]
        sent = {name for _, given in ascending for name in given}
    else:
        numbers = range(3) if field_of(view, column) else ()
        samples = {each.source: each for each in (sample(view, field, number) for number in numbers)}.values()
        rows = [_row(view, field, each) for each in sorted(samples, key=lambda each: _rank(each.json))]
        sent = {field.name}
    return rows if len(rows) > (2 if sent & distinct(view) else 1) else []


def sort_rows(view: ResourceView) -> str:
    """Values of rows that differ in every key they are sorted by, NULL included."""
    names = sorted({each.column.name for each in view.listing.sorts})
    fields = [field for name in names if (field := field_of(view, name)) and name not in distinct(view)]
    pairs = [(field, pair) for field in fields if (pair := low_and_high(view, field))]
    rows = [{field.name: pair[index].source for field, pair in pairs} for index in (0, 1)]
    rows.append({field.name: "None" for field, _ in pairs if field.nullable})
    for field in view.fields:
        apart = values_apart(view, field) if field.column.name in names else None
        for row, (_, given) in zip(rows, apart or (), strict=False):
            row.update({name: each.source for name, each in given.items() if name not in row})
    return ", ".join(_body(*row.items()) for row in rows)


def _row(view: ResourceView, field: FieldView, value: Sample) -> str:
    name = field.name if view.operation("create") else field.column.python_name
    return _body((name, _written(view, field, value)))
