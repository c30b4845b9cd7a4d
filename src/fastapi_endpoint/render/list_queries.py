"""The query of a list: filters, order, and where each page begins and ends."""

from fastapi_endpoint.dialects.sqlalchemy.queries import condition, order_by, search_condition
from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.existence import parent_missing
from fastapi_endpoint.render.functions import function, schema, scope, shared_name
from fastapi_endpoint.render.view import FilterView, OperationView, ParentView, ResourceView, SortView

MOST_ROWS = 1000
MOST_BRANCHES = 5


def constant(view: ResourceView, word: str) -> str:
    """The name of a constant; with the resource's where the queries of several share a file."""
    alone = "{" in view.conventions.layout.crud.value
    return word if alone else f"{view.words.singular.upper()}_{word}"


def orders(view: ResourceView) -> list[Fragment]:
    """The orders that a caller may choose from, or the only one."""
    listing = view.listing
    if view.operation("list") is None:
        return []
    if listing.style == "cursor":
        keyset = shared_name(view, shared.KEYSET, "Keyset")
        made = [(sort, join("", [keyset, Fragment(_keyset_arguments(view, sort))])) for sort in listing.sorts]
        if not listing.choosable:
            return [made[0][1].put(f"{constant(view, 'ORDER')} = ")]
        items = [text.put(f'    "{sort.key}": ', ",") for sort, text in made]
        return [join("\n", [Fragment(f"{constant(view, 'ORDERS')} = {{"), *items, Fragment("}")])]
    if not listing.choosable:
        return []
    items = [_order(view, sort).put(f'    "{sort.key}": (', "),") for sort in listing.sorts]
    head = code(
        f"{constant(view, 'ORDERS')}: dict[str, tuple[UnaryExpression[Any], ...]] = {{",
        "typing.Any",
        "sqlalchemy.UnaryExpression",
    )
    return [join("\n", [head, *items, Fragment("}")])]


def _keyset_arguments(view: ResourceView, sort: SortView) -> str:
    model = view.model_class
    way = ", descending=True" if sort.descending else ""
    return f"({model}.{sort.column.python_name}, {model}.{view.id.column.python_name}{way})"


def _order(view: ResourceView, sort: SortView) -> Fragment:
    return order_by(
        view.column(sort.column),
        view.column(view.id.column),
        nullable=sort.column.nullable,
        descending=sort.descending,
        words=view.databases.nulls_first_last,
    )


def list_query(view: ResourceView, operation: OperationView) -> Fragment:
    """The function that answers the list: scope, filters, search, then its cut."""
    parameters = [schema(view, view.schemas.query).put("query: ")] if view.schemas.query else []
    where = scope(view, by_id=False)
    name, where_ = _spoken(view)
    start = view.idiom.selected(f"select({view.model_class})")
    if view.listing.helper:
        start = Fragment(f"{view.session.parameter}.query({view.model_class})")
    lines = [start.put(f"{name} = ", f".{where_}({where})" if where else ""), *_filtered(view)]
    if view.listing.search:
        lines.append(Fragment("if query.q:"))
        found = search_condition(tuple(map(view.column, view.listing.search)), "query.q")
        lines.append(found.put(f"    {name} = {name}.{where_}(", ")"))
    ending, returns = (_helper_end if view.listing.helper else _LIST_ENDS[view.listing.style])(view)
    if view.parent is not None:
        ending, returns = _under_parent(view, view.parent, ending), returns.put("", " | None")
    return function(view, operation.crud, parameters, returns, [*lines, *ending])


def _under_parent(view: ResourceView, parent: ParentView, ending: list[Fragment]) -> list[Fragment]:
    """A child proves that its parent is there; only where none is found, the parent is looked for."""
    missing = parent_missing(view, parent)
    nowhere = [Fragment("    return None")]
    if any(line.text.startswith("rows = ") for line in ending):
        return [*ending[:-1], Fragment(f"if not rows and {missing}:"), *nowhere, ending[-1]]
    return [Fragment(f"if {missing}:"), *nowhere, *ending]


def _spoken(view: ResourceView) -> tuple[str, str]:
    """What the query is called and how it is narrowed: a statement, or a legacy query of rows."""
    return (view.words.plural, "filter") if view.listing.helper else ("statement", "where")


def _filtered(view: ResourceView) -> list[Fragment]:
    """One condition for each filter that is given; many of them come from a table."""
    name, where = _spoken(view)
    if len(view.listing.filters) > MOST_BRANCHES:
        table = constant(view, "FILTERS")
        given = f"query.model_dump(include=set({table}), exclude_none=True).items()"
        return [
            Fragment(f"for name, value in {given}:"),
            Fragment(f"    {name} = {name}.{where}({table}[name](value))"),
        ]
    lines = []
    for each in view.listing.filters:
        kept = condition(view.column(each.column), each.operator, f"query.{each.attribute}")
        lines.append(Fragment(f"if query.{each.attribute} is not None:"))
        lines.append(kept.put(f"    {name} = {name}.{where}(", ")"))
    return lines


def _callable(view: ResourceView, each: FilterView) -> Fragment:
    """A function from the value to the condition."""
    if each.operator == "in":
        return Fragment(f"{view.column(each.column)}.in_")
    return condition(view.column(each.column), each.operator, "value").put("lambda value: ")


def filter_table(view: ResourceView) -> list[Fragment]:
    """The conditions by parameter, where a branch for each would be too many."""
    if view.operation("list") is None or len(view.listing.filters) <= MOST_BRANCHES:
        return []
    items = [
        join("", [Fragment(f'    "{each.attribute}": '), _callable(view, each), Fragment(",")])
        for each in view.listing.filters
    ]
    head = code(
        f"{constant(view, 'FILTERS')}: dict[str, Callable[[Any], ColumnElement[bool]]] = {{",
        "collections.abc.Callable",
        "typing.Any",
        "sqlalchemy.ColumnElement",
    )
    return [join("\n", [head, *items, Fragment("}")])]


def _rows(view: ResourceView, statement: str) -> str:
    session = view.session.parameter
    if view.idiom.is_async:
        return f"(await {session}.{view.idiom.rows}({statement})).all()"
    return f"{session}.{view.idiom.rows}({statement}).all()"


def _ordered(view: ResourceView) -> Fragment:
    """The ORDER BY of lists that are not cut by cursors."""
    if view.listing.choosable:
        return Fragment(f"*{constant(view, 'ORDERS')}[query.sort]")
    return _order(view, view.listing.sorts[0])


def _many(view: ResourceView) -> Fragment:
    return code(f"Sequence[{view.model_class}]", "collections.abc.Sequence")


def _cursor_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    order = f"{constant(view, 'ORDERS')}[query.sort]"
    lines = [Fragment(f"order = {order}")] if view.listing.choosable else []
    name = "order" if view.listing.choosable else constant(view, "ORDER")
    selected = f"{name}.select(statement, query.cursor, query.limit)"
    lines.append(Fragment(f"rows = {_rows(view, selected)}"))
    lines.append(Fragment(f"return {name}.page(rows, query.limit)"))
    return lines, shared_name(view, shared.KEYSET, "Page").put("", f"[{view.model_class}]")


def _offset_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    listing = view.listing
    cut = f"statement.offset(query.{listing.position_parameter}).limit(query.limit + 1)"
    lines = [
        _ordered(view).put("statement = statement.order_by(", ")"),
        Fragment(f"rows = {_rows(view, cut)}"),
    ]
    result = "rows[: query.limit], len(rows) > query.limit"
    returns = _many(view).put("tuple[", ", bool]")
    if listing.total_key:
        lines.insert(0, _total(view))
        result, returns = f"{result}, total or 0", _many(view).put("tuple[", ", bool, int]")
    return [*lines, Fragment(f"return {result}")], returns


def _page_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    listing = view.listing
    size = f"query.{listing.limit_parameter}" if listing.limit_parameter else str(listing.limit)
    cut = f"statement.offset((query.{listing.position_parameter} - 1) * {size}).limit({size})"
    lines = [
        _total(view),
        _ordered(view).put("statement = statement.order_by(", ")"),
        Fragment(f"rows = {_rows(view, cut)}"),
        Fragment("return rows, total or 0"),
    ]
    return lines, _many(view).put("tuple[", ", int]")


def _helper_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    """What the host's own function cuts: the whole query, in order."""
    returns = code(f"Query[{view.model_class}]", "sqlalchemy.orm.Query")
    return [_ordered(view).put(f"return {view.words.plural}.order_by(", ")")], returns


def _total(view: ResourceView) -> Fragment:
    counted = "statement.with_only_columns(func.count(), maintain_column_froms=True)"
    return code(f"total = {view.idiom.await_}{view.session.parameter}.scalar({counted})", "sqlalchemy.func")


def _library_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    function = "apaginate" if view.idiom.is_async else "paginate"
    orm = view.idiom.select.module
    call = _ordered(view).put(
        f"return {view.idiom.await_}{function}({view.session.parameter}, statement.order_by(", "))"
    )
    return [call.needing(Import(f"fastapi_pagination.ext.{orm}", function))], Fragment("object")


def _whole_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    ordered = _ordered(view)
    rows = _rows(view, f"statement.order_by({ordered.text}).limit({MOST_ROWS})")
    return [Fragment(f"return {rows}", ordered.imports)], _many(view)


_LIST_ENDS = {
    "cursor": _cursor_end,
    "offset": _offset_end,
    "page": _page_end,
    "fastapi_pagination": _library_end,
    "none": _whole_end,
}
