"""How the list is cut, ordered and filtered: our shape, or the host's own."""

import re
from collections.abc import Mapping, Sequence

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.domain.conventions import Conventions, Symbol
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fieldtypes.composites import names_of
from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.render.access import reference
from fastapi_endpoint.render.columns import CREATED
from fastapi_endpoint.render.types import guarded
from fastapi_endpoint.render.view import (
    EnvelopeView,
    FieldView,
    FilterView,
    ListStyle,
    ListView,
    PageHelperView,
    Place,
    SortView,
)

_ITEM_KEYS = ("items", "data", "results", "rows", "records")
_TOTAL_KEYS = ("total", "count", "total_count", "total_items", "total_entries")
_PAGE_PARAMETERS = ("page", "page_number", "pageNum", "page_num")
_PAGE_KEYS = ("page", "page_number", "pageNum", "current_page")
_MORE_KEYS = ("has_more", "has_next", "hasMore", "hasNext")
_SEARCH = "q"


def list_view(
    spec: EndpointSpec,
    habits: Conventions,
    fields: tuple[FieldView, ...],
    columns: tuple[Column, ...],
    modules: Mapping[str, Place],
    envelope: EnvelopeView | None = None,
) -> ListView:
    """The list as it was asked for. `modules` are the shared modules by name."""
    asked = spec.listing
    style: ListStyle = asked.pagination
    shape = (
        keys_of_shape(habits.answers.list_shape.value)
        if style == "page" or (style == "offset" and asked.host)
        else ()
    )
    counted = total_key(shape)
    parameters = habits.answers.page_parameters.value if style == "page" or asked.host else ()
    page = _first(_PAGE_PARAMETERS, parameters) or "page"
    size = next((name for name in parameters if name != page), None if parameters else "page_size")
    position = {"cursor": "cursor", "offset": offset_name(parameters), "page": page}.get(style)
    limit_parameter = {"cursor": "limit", "offset": "limit", "page": size}.get(style)
    sorts = _sorts(spec, fields, columns)
    default = next(sort for sort in sorts if sort.descending == asked.order.descending)
    return ListView(
        style=style,
        limit=asked.limit,
        limit_max=max(asked.limit, asked.limit_max),
        limit_parameter=limit_parameter,
        position_parameter=position,
        items_key=_items_key(style, shape, envelope),
        next_key="next_cursor" if style == "cursor" else None,
        more_key="has_more" if style in ("cursor", "offset") else _first(_MORE_KEYS, shape),
        total_key=(counted or "total") if asked.total or counted or style == "page" else None,
        page_key=(_first(_PAGE_KEYS, shape) or "page") if style == "page" else None,
        size_key=_size_key(shape) if style == "page" else None,
        page_base=_page_base(habits) if style == "page" and shape else None,
        sorts=sorts,
        default_sort=default.key,
        choosable=len({sort.column.name for sort in sorts}) > 1,
        filters=_filters(fields, modules),
        search=tuple(field.column for field in fields if field.spec.search),
        sealed_with=_secret(habits.auth.secret.value) if style == "cursor" else None,
        helper=_helper(habits, page, size) if style == "page" and asked.host else None,
    )


def _items_key(style: ListStyle, shape: tuple[str, ...], envelope: EnvelopeView | None) -> str:
    """The key of the rows; "" where they are all that is put into an envelope."""
    wrapped = envelope is not None and envelope.lists
    if wrapped and style == "none":
        return ""
    usual = "items" if wrapped or style in ("page", "fastapi_pagination") else "data"
    return items_key(shape) or usual


def _helper(habits: Conventions, page: str, size: str | None) -> PageHelperView | None:
    known = habits.answers.page_helper.value
    if known is None or (known.size and size is None):
        return None
    given = [f"{known.page}=query.{page}", *([f"{known.size}=query.{size}"] if known.size else [])]
    return PageHelperView(function=reference(known.function), rows=known.rows, arguments=", ".join(given))


def keys_of_shape(shape: str) -> tuple[str, ...]:
    """The keys in `{items,total,page,page_size}`; none of a shape that is no object."""
    found = re.search(r"\{([\w, ]+)\}", shape)
    return tuple(key.strip() for key in found[1].split(",")) if found else ()


def items_key(shape: tuple[str, ...]) -> str | None:
    """The key of the rows among those of a page."""
    return _first(_ITEM_KEYS, shape)


def total_key(shape: tuple[str, ...]) -> str | None:
    """The key of the number of all rows."""
    return _first(_TOTAL_KEYS, shape)


def _page_base(habits: Conventions) -> Import | None:
    symbol = habits.answers.page_model.value
    return Import(symbol.module, symbol.imported) if symbol and symbol.module and not symbol.owner else None


def _size_key(shape: tuple[str, ...]) -> str | None:
    """The key of the page size: `page_size`, `itemsPerPage`, `size`, `limit`; our own where none is known."""
    if not shape:
        return "page_size"
    return next((key for key in shape if re.search(r"size|per|limit", key, re.IGNORECASE)), None)


def offset_name(parameters: Sequence[str]) -> str:
    """The parameter that says how many rows are passed over, as the host calls it."""
    return "skip" if "skip" in parameters else "offset"


def _first(known: tuple[str, ...], given: tuple[str, ...]) -> str | None:
    return next((name for name in known if name in given), None)


def _order_column(spec: EndpointSpec, columns: tuple[Column, ...]) -> Column:
    by_name = {column.python_name: column for column in columns}
    wanted = spec.listing.order.column
    return by_name.get(wanted) or by_name.get(f"{wanted}_id") or by_name.get(CREATED) or columns[0]


def _sorts(
    spec: EndpointSpec, fields: tuple[FieldView, ...], columns: tuple[Column, ...]
) -> tuple[SortView, ...]:
    """The default order first; both directions of each key where there is something to choose."""
    by_name = {column.python_name: column for column in columns}
    default = _order_column(spec, columns)
    chosen = [field.column for field in fields if field.spec.sort]
    chosen += [by_name[name] for name in names_of(spec.fields, "sort") if name in by_name]
    distinct = tuple({column.name: column for column in (default, *chosen)}.values())
    keys = {field.column.name: field.name for field in fields}
    ways = (False, True) if len(distinct) > 1 else (spec.listing.order.descending,)
    return tuple(_sort(column, keys, descending=down) for column in distinct for down in ways)


def _sort(column: Column, keys: dict[str, str], *, descending: bool) -> SortView:
    name = keys.get(column.name, column.python_name)
    return SortView(key=f"-{name}" if descending else name, column=column, descending=descending)


def _filters(fields: tuple[FieldView, ...], modules: Mapping[str, Place]) -> tuple[FilterView, ...]:
    return tuple(
        FilterView(
            parameter=each.parameter,
            attribute=field.python_name if each.parameter == field.name else each.parameter,
            operator=each.operator,
            annotation=_named(guarded(field.spec, each.annotation, modules), field),
            column=field.column,
        )
        for field in fields
        if field.scope is None
        for each in field.kind.filters(field.spec, field.context)
    )


def _named(annotation: Fragment, field: FieldView) -> Fragment:
    """The type by the name that bodies give it, where it is the same."""
    return field.written if annotation.text == field.taken.text else annotation


def _secret(symbol: Symbol | None) -> Fragment | None:
    if symbol is None or not symbol.module:
        return None
    return Fragment(symbol.expression, frozenset({Import(symbol.module, symbol.imported)}))
