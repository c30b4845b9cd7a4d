"""The queries of a resource: one statement per operation, ownership in its WHERE."""

from fastapi_endpoint.dialects.sqlalchemy.queries import condition, order_by, search_condition
from fastapi_endpoint.fragments import Fragment, Import, Module, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import OperationView, ResourceView, SortView

MOST_ROWS = 1000


def crud_module(view: ResourceView) -> Module:
    """Constants, then one function for each operation."""
    constants = _orders(view)
    functions = [_FUNCTIONS[operation.method](view, operation) for operation in view.operations]
    if view.access.owner and view.access.others == 403:
        functions.append(_exists(view))
    imports = frozenset().union(*(each.imports for each in (*constants, *functions)))
    body = shape(
        "crud.py",
        constants=[each.text for each in constants],
        functions=[each.text for each in functions],
        class_name=view.crud.class_name,
    )
    defines = (
        (view.crud.class_name,) if view.crud.class_name else tuple(each.crud for each in view.operations)
    )
    return Module(body=body, imports=imports | _base_imports(view), defines=defines)


def exists_name(view: ResourceView) -> str:
    """The function that tells another's row from no row."""
    return f"{view.words.singular}_exists"


def _base_imports(view: ResourceView) -> frozenset[Import]:
    return view.idiom.session_type.imports | {Import(view.places.model.module, view.model_class)}


def _schema(view: ResourceView, name: str | None) -> Fragment:
    return Fragment(name or "", frozenset({Import(view.places.schema.module, name or "")}))


def _shared(view: ResourceView, module: str, name: str) -> Fragment:
    return Fragment(name, frozenset({Import(view.shared_place(module).module, name)}))


def _function(
    view: ResourceView, name: str, parameters: list[Fragment], returns: Fragment, body: list[Fragment]
) -> Fragment:
    session = view.idiom.session_type.put(f"{view.session.parameter}: ")
    owner = view.access.owner
    scope = [owner.column.python.put(f"*, {owner.keyword}: ")] if owner else []
    arguments = join(", ", [session, *parameters, *scope])
    head = join("", [arguments.put(f"{view.idiom.def_} {name}(", ")"), returns.put(" -> ", ":")])
    return join("\n", [head, *(line.put("    ") for line in body)])


def _identified(view: ResourceView) -> Fragment:
    return view.id.plain_type.put(f"{view.id.parameter}: ")


def _scope(view: ResourceView, *, by_id: bool = True) -> str:
    """What every WHERE of the resource holds."""
    model, owner = view.model_class, view.access.owner
    parts = []
    if by_id:
        parts.append(f"{model}.{view.id.column.python_name} == {view.id.lookup.format(view.id.parameter)}")
    if owner:
        parts.append(f"{model}.{owner.column.python_name} == {owner.keyword}")
    return ", ".join(parts)


def _call(view: ResourceView, name: str, arguments: str) -> str:
    owner = view.access.owner
    scope = f", {owner.keyword}={owner.keyword}" if owner else ""
    prefix = f"{view.crud.class_name}." if view.crud.class_name else ""
    return f"{view.idiom.await_}{prefix}{name}({view.session.parameter}, {arguments}{scope})"


def _orders(view: ResourceView) -> list[Fragment]:
    """The orders that a caller may choose from, or the only one."""
    listing = view.listing
    if view.operation("list") is None:
        return []
    if listing.style == "cursor":
        keyset = _shared(view, shared.KEYSET, "Keyset")
        made = [(sort, join("", [keyset, Fragment(_keyset_arguments(view, sort))])) for sort in listing.sorts]
        if not listing.choosable:
            return [made[0][1].put("ORDER = ")]
        items = [text.put(f'    "{sort.key}": ', ",") for sort, text in made]
        return [join("\n", [Fragment("ORDERS = {"), *items, Fragment("}")])]
    if not listing.choosable:
        return []
    items = [_order(view, sort).put(f'    "{sort.key}": (', "),") for sort in listing.sorts]
    head = code(
        "ORDERS: dict[str, tuple[UnaryExpression[Any], ...]] = {", "typing.Any", "sqlalchemy.UnaryExpression"
    )
    return [join("\n", [head, *items, Fragment("}")])]


def _keyset_arguments(view: ResourceView, sort: SortView) -> str:
    model = view.model_class
    way = ", descending=True" if sort.descending else ""
    return f"({model}.{sort.column.python_name}, {model}.{view.id.column.python_name}{way})"


def _order(view: ResourceView, sort: SortView) -> Fragment:
    return order_by(
        view.model_class,
        sort.column,
        view.id.column,
        descending=sort.descending,
        words=view.databases.nulls_first_last,
    )


def _list(view: ResourceView, operation: OperationView) -> Fragment:
    parameters = [_schema(view, view.schemas.query).put("query: ")] if view.schemas.query else []
    where = _scope(view, by_id=False)
    statement = f"select({view.model_class})" + (f".where({where})" if where else "")
    lines = [code(f"statement = {statement}", "sqlalchemy.select")]
    for each in view.listing.filters:
        kept = condition(view.model_class, each.column, each.operator, f"query.{each.parameter}")
        lines.append(Fragment(f"if query.{each.parameter} is not None:"))
        lines.append(kept.put("    statement = statement.where(", ")"))
    if view.listing.search:
        lines.append(Fragment("if query.q:"))
        found = search_condition(view.model_class, view.listing.search, "query.q")
        lines.append(found.put("    statement = statement.where(", ")"))
    ending, returns = _LIST_ENDS[view.listing.style](view)
    return _function(view, operation.crud, parameters, returns, [*lines, *ending])


def _rows(view: ResourceView, statement: str) -> str:
    session = view.session.parameter
    if view.idiom.is_async:
        return f"(await {session}.scalars({statement})).all()"
    return f"{session}.scalars({statement}).all()"


def _ordered(view: ResourceView) -> Fragment:
    """The ORDER BY of lists that are not cut by cursors."""
    if view.listing.choosable:
        return Fragment("*ORDERS[query.sort]")
    return _order(view, view.listing.sorts[0])


def _many(view: ResourceView) -> Fragment:
    return code(f"Sequence[{view.model_class}]", "collections.abc.Sequence")


def _cursor_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    order = "ORDERS[query.sort]" if view.listing.choosable else "ORDER"
    lines = [Fragment(f"order = {order}")] if view.listing.choosable else []
    name = "order" if view.listing.choosable else "ORDER"
    selected = f"{name}.select(statement, query.cursor, query.limit)"
    lines.append(Fragment(f"rows = {_rows(view, selected)}"))
    lines.append(Fragment(f"return {name}.page(rows, query.limit)"))
    return lines, _shared(view, shared.KEYSET, "Page").put("", f"[{view.model_class}]")


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


def _total(view: ResourceView) -> Fragment:
    counted = "statement.with_only_columns(func.count(), maintain_column_froms=True)"
    return code(f"total = {view.idiom.await_}{view.session.parameter}.scalar({counted})", "sqlalchemy.func")


def _library_end(view: ResourceView) -> tuple[list[Fragment], Fragment]:
    function = "apaginate" if view.idiom.is_async else "paginate"
    call = _ordered(view).put(
        f"return {view.idiom.await_}{function}({view.session.parameter}, statement.order_by(", "))"
    )
    return [call.needing(Import("fastapi_pagination.ext.sqlalchemy", function))], Fragment("object")


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


def _guarded(view: ResourceView, operation: OperationView, write: list[Fragment]) -> list[Fragment]:
    """The write; where a constraint may refuse it, with the refusal turned into a conflict."""
    if 409 not in operation.errors:
        return write
    session, await_ = view.session.parameter, view.idiom.await_
    conflict = _shared(view, shared.CONFLICTS, "conflict")
    return [
        Fragment("try:"),
        *(line.put("    ") for line in write),
        code("except IntegrityError as error:", "sqlalchemy.exc.IntegrityError"),
        Fragment(f"    {await_}{session}.rollback()"),
        conflict.put("    raise ", f"(error, {view.model_class}) from error"),
    ]


def _commit(view: ResourceView, row: str | None = None, *, flushed: bool = False) -> list[Fragment]:
    """Make the write final here, or leave that to the endpoint; rows stay readable afterwards."""
    session, await_ = view.session.parameter, view.idiom.await_
    here = view.session.commit == "crud"
    lines = []
    if row and (view.session.keep_readable or not here) and not flushed:
        lines.append(Fragment(f"{await_}{session}.flush()"))
    if row and view.session.keep_readable:
        lines.append(Fragment(f"{session}.expunge({row})  # stays readable after the commit"))
    if here:
        lines.append(view.session.commit_call)
    return lines


def _create(view: ResourceView, operation: OperationView) -> Fragment:
    row, owner = view.words.singular, view.access.owner
    scope = f", {owner.column.python_name}={owner.keyword}" if owner else ""
    body = [
        Fragment(f"{row} = {view.model_class}(**data.model_dump(){scope})"),
        Fragment(f"{view.session.parameter}.add({row})"),
        *_guarded(view, operation, _commit(view, row)),
        Fragment(f"return {row}"),
    ]
    parameters = [_schema(view, view.schemas.create).put("data: ")]
    return _function(view, operation.crud, parameters, Fragment(view.model_class), body)


def _get(view: ResourceView, operation: OperationView) -> Fragment:
    return _function(
        view, operation.crud, [_identified(view)], Fragment(f"{view.model_class} | None"), [_get_line(view)]
    )


def _get_line(view: ResourceView) -> Fragment:
    call = f"{view.session.parameter}.scalar(select({view.model_class}).where({_scope(view)}))"
    return code(f"return {view.idiom.await_}{call}", "sqlalchemy.select")


def _update(view: ResourceView, operation: OperationView) -> Fragment:
    dump = "data.model_dump()" if view.schemas.missing else "data.model_dump(exclude_unset=True)"
    getter = view.operation("get")
    unchanged = _get_line(view)
    if getter is not None:
        unchanged = Fragment(f"return {_call(view, getter.crud, view.id.parameter)}")
    head = [Fragment(f"changes = {dump}"), Fragment("if not changes:"), unchanged.put("    ")]
    parameters = [_identified(view), _schema(view, view.schemas.update).put("data: ")]
    body = [*head, *_written(view, operation, "**changes")]
    return _function(view, operation.crud, parameters, Fragment(f"{view.model_class} | None"), body)


def _replace(view: ResourceView, operation: OperationView) -> Fragment:
    parameters = [_identified(view), _schema(view, view.schemas.replace).put("data: ")]
    body = _written(view, operation, "**data.model_dump()")
    return _function(view, operation.crud, parameters, Fragment(f"{view.model_class} | None"), body)


def _written(view: ResourceView, operation: OperationView, values: str) -> list[Fragment]:
    """UPDATE, and the row as it is afterwards: from the same statement where every database can."""
    model, row = view.model_class, view.words.singular
    session, await_ = view.session.parameter, view.idiom.await_
    touched = view.touch[1].put(f", {view.touch[0]}=") if view.touch else Fragment("")
    update = [
        code("statement = (", "sqlalchemy.update"),
        Fragment(f"    update({model})"),
        Fragment(f"    .where({_scope(view)})"),
        touched.put(f"    .values({values}", ")"),
    ]
    if view.databases.update_returning:
        update += [
            Fragment(f"    .returning({model})"),
            Fragment("    .execution_options(populate_existing=True)"),
            Fragment(")"),
        ]
        read = [Fragment(f"{row} = {await_}{session}.scalar(statement)")]
    else:
        update.append(Fragment(")"))
        fresh = f"select({model}).where({_scope(view)}).execution_options(populate_existing=True)"
        read = [
            Fragment(f"{await_}{session}.execute(statement)"),
            code(f"{row} = {await_}{session}.scalar({fresh})", "sqlalchemy.select"),
        ]
    commit = _commit(view)
    if view.session.keep_readable:
        commit = [
            Fragment(f"if {row} is not None:"),
            Fragment(f"    {session}.expunge({row})  # stays readable after the commit"),
            *commit,
        ]
    return [*update, *_guarded(view, operation, [*read, *commit]), Fragment(f"return {row}")]


def _delete(view: ResourceView, operation: OperationView) -> Fragment:
    model, session, await_ = view.model_class, view.session.parameter, view.idiom.await_
    statement = f"delete({model}).where({_scope(view)})"
    if view.databases.delete_returning:
        found = f"{statement}.returning({model}.{view.id.column.python_name})"
        lines = [
            code(f"statement = {found}", "sqlalchemy.delete"),
            Fragment(f"deleted = {await_}{session}.scalar(statement)"),
            *_commit(view),
            Fragment("return deleted is not None"),
        ]
    else:
        lines = [
            code(f"statement = {statement}", "sqlalchemy.delete"),
            code(
                f'result = cast("CursorResult[Any]", {await_}{session}.execute(statement))',
                "typing.cast",
                "typing.Any",
                "sqlalchemy.CursorResult",
            ),
            *_commit(view),
            Fragment("return result.rowcount == 1"),
        ]
    return _function(view, operation.crud, [_identified(view)], Fragment("bool"), lines)


def _exists(view: ResourceView) -> Fragment:
    model, identifier = view.model_class, view.id.column.python_name
    value = view.id.lookup.format(view.id.parameter)
    statement = f"select({model}.{identifier}).where({model}.{identifier} == {value})"
    session = view.session.parameter
    head = f"{view.idiom.def_} {exists_name(view)}({session}: {view.idiom.session_type.text}, "
    body = f"return {view.idiom.await_}{session}.scalar({statement}) is not None"
    return code(f"{head}{_identified(view).text}) -> bool:\n    {body}", "sqlalchemy.select")


_FUNCTIONS = {
    "list": _list,
    "create": _create,
    "get": _get,
    "update": _update,
    "replace": _replace,
    "delete": _delete,
}
