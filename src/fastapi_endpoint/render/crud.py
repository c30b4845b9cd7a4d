"""The queries of a resource: one statement per operation, the scopes in its WHERE."""

from fastapi_endpoint.fragments import Fragment, Import, Module, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.actions import action_query
from fastapi_endpoint.render.commits import committed, committed_change, conflict_error
from fastapi_endpoint.render.existence import existence_queries, parent_missing
from fastapi_endpoint.render.functions import (
    call,
    dumped,
    function,
    giving,
    identified,
    schema,
    scope,
    shared_name,
    within,
)
from fastapi_endpoint.render.list_queries import filter_table, list_query, orders
from fastapi_endpoint.render.scopes import SEES_ALL, is_named, reach_name
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import OperationView, ParentView, ResourceView


def crud_module(view: ResourceView) -> Module:
    """Constants, then one function for each operation."""
    constants = [*orders(view), *filter_table(view), *reach(view)]
    functions = [
        (action_query if operation.action else _FUNCTIONS[operation.method])(view, operation)
        for operation in view.operations
    ]
    functions += existence_queries(view)
    conditions = [
        scope.condition
        for scope in view.scopes
        if any(scope.condition.text in each.text for each in functions)
    ]
    imports = frozenset().union(*(each.imports for each in (*constants, *functions, *conditions)))
    imports = imports.union(*(view.idiom.wrapping(each.text) for each in (*constants, *functions)))
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


def reach(view: ResourceView) -> list[Fragment]:
    """The function that says which rows a caller reaches, where that is not the same for all."""
    owner = view.owner
    if owner is None or owner.own is None or not view.reads_rows:
        return []
    scopes = [each for each in view.scopes if each is owner or is_named(each.keyword, owner.own.text)]
    taken = join(", ", [each.column.python.put(f"{each.keyword}: ") for each in scopes])
    head = taken.put(f"def {reach_name(view.words)}(", f", *, {SEES_ALL}: bool) -> ColumnElement[bool]:")
    body = owner.own.put(f"    return true() if {SEES_ALL} else ")
    needed = (Import("sqlalchemy", "ColumnElement"), Import("sqlalchemy", "true"))
    return [join("\n", [head, body]).needing(*needed)]


def _base_imports(view: ResourceView) -> frozenset[Import]:
    return view.idiom.session_type.imports | {Import(view.places.model.module, view.model_class)}


def guarded_write(view: ResourceView, operation: OperationView, write: list[Fragment]) -> list[Fragment]:
    """The write; where a constraint may refuse it, with the refusal turned into a conflict."""
    if operation.method == "create" and view.parent is not None:
        return _guarded_child(view, operation, view.parent, write)
    if 409 not in operation.errors:
        return write
    session, await_ = view.session.parameter, view.idiom.await_
    conflict = shared_name(view, shared.CONFLICTS, "conflict")
    return [
        Fragment("try:"),
        *(line.put("    ") for line in write),
        code("except IntegrityError as error:", "sqlalchemy.exc.IntegrityError"),
        Fragment(f"    {await_}{session}.rollback()"),
        *(line.put("    ") for line in _taken_key(view, operation)),
        conflict.put("    raise ", f"(error, {view.model_class}) from error"),
    ]


def _taken_key(view: ResourceView, operation: OperationView) -> list[Fragment]:
    """A key that another row has: databases name primary keys in too many ways, so the row is looked for."""
    if operation.method != "create" or not view.id.column.given:
        return []
    given = f"{view.schemas.body}.{view.id.column.python_name}"
    found = f"{view.idiom.await_}{view.session.parameter}.get({view.model_class}, {given})"
    return [
        Fragment(f"if {found} is not None:"),
        conflict_error(view).put("    raise ", f'("This {view.id.name} is already taken") from error'),
    ]


def _guarded_child(
    view: ResourceView, operation: OperationView, parent: ParentView, write: list[Fragment]
) -> list[Fragment]:
    """The write of a child: refused too where the parent went after it had been seen."""
    session, await_ = view.session.parameter, view.idiom.await_
    refused = [
        Fragment(f"if {parent_missing(view, parent)}:"),
        Fragment("    return None"),
        Fragment("raise"),
    ]
    caught = "except IntegrityError:"
    if 409 in operation.errors:
        caught = "except IntegrityError as error:"
        conflict = shared_name(view, shared.CONFLICTS, "conflict")
        refused[-1] = conflict.put("raise ", f"(error, {view.model_class}) from error")
    return [
        Fragment("try:"),
        *(line.put("    ") for line in write),
        code(caught, "sqlalchemy.exc.IntegrityError"),
        Fragment(f"    {await_}{session}.rollback()"),
        *(line.put("    ") for line in refused),
    ]


def _create(view: ResourceView, operation: OperationView) -> Fragment:
    row = view.words.singular
    scoped = "".join(f", {each.column.python_name}={each.keyword}" for each in view.scopes if each.stored)
    returns, checked = Fragment(view.model_class), []
    if view.parent is not None:
        checked = [Fragment(f"if {parent_missing(view, view.parent)}:"), Fragment("    return None")]
        returns = returns.put("", " | None")
    body = [
        *checked,
        dumped(view).put(f"{row} = {view.model_class}(**", f"{scoped})"),
        Fragment(f"{view.session.parameter}.add({row})"),
        *guarded_write(view, operation, committed(view, row)),
        Fragment(f"return {row}"),
    ]
    parameters = [schema(view, view.schemas.create).put(f"{view.schemas.body}: ")]
    return within(view, giving(view), operation.crud, parameters, returns, body)


def get_query(view: ResourceView, operation: OperationView) -> Fragment:
    """The function that gives one row, or none."""
    model = Fragment(f"{view.model_class} | None")
    return function(view, operation.crud, [identified(view)], model, _one(view))


def _one(view: ResourceView) -> list[Fragment]:
    """One row or none. What `scalar` gives has no type to older checkers where it is returned at once."""
    found = f"{view.session.parameter}.{view.idiom.rows}(select({view.model_class}).where({scope(view)}))"
    return [
        view.idiom.selected(f"rows = {view.idiom.await_}{found}"),
        Fragment("return rows.one_or_none()"),
    ]


def _update(view: ResourceView, operation: OperationView) -> Fragment:
    dump = dumped(view, "" if view.schemas.missing else "exclude_unset=True")
    getter = view.operation("get")
    unchanged = _one(view)
    if getter is not None:
        unchanged = [Fragment(f"return {call(view, view.scopes, getter.crud, view.id.parameter)}")]
    nothing = [line.put("    ") for line in unchanged]
    head = [dump.put("changes = "), Fragment("if not changes:"), *nothing]
    parameters = [identified(view), schema(view, view.schemas.update).put(f"{view.schemas.body}: ")]
    body = [*head, *_written(view, operation, Fragment("**changes"))]
    return function(view, operation.crud, parameters, Fragment(f"{view.model_class} | None"), body)


def _replace(view: ResourceView, operation: OperationView) -> Fragment:
    parameters = [identified(view), schema(view, view.schemas.replace).put(f"{view.schemas.body}: ")]
    body = _written(view, operation, dumped(view).put("**"))
    return function(view, operation.crud, parameters, Fragment(f"{view.model_class} | None"), body)


def _written(view: ResourceView, operation: OperationView, values: Fragment) -> list[Fragment]:
    """UPDATE, and the row as it is afterwards: from the same statement where every database can."""
    model, row = view.model_class, view.words.singular
    session, await_ = view.session.parameter, view.idiom.await_
    touched = view.touch[1].put(f", {view.touch[0]}=") if view.touch else Fragment("")
    update = [
        code("statement = (", "sqlalchemy.update"),
        Fragment(f"    update({model})"),
        Fragment(f"    .where({scope(view)})"),
        join("", [values, touched]).put("    .values(", ")"),
    ]
    if view.databases.update_returning:
        update += [
            Fragment(f"    .returning({model})"),
            Fragment("    .execution_options(populate_existing=True, synchronize_session=False)"),
            Fragment(")"),
        ]
        read = [Fragment(f"{row} = {await_}{session}.scalar(statement)")]
    else:
        update.append(Fragment(")"))
        fresh = f"select({model}).where({scope(view)}).execution_options(populate_existing=True)"
        read = [
            Fragment(f"{await_}{session}.{view.idiom.execute}(statement)"),
            view.idiom.selected(f"{row} = {await_}{session}.scalar({fresh})"),
        ]
    commit = committed_change(view)
    return [*update, *guarded_write(view, operation, [*read, *commit]), Fragment(f"return {row}")]


def _delete(view: ResourceView, operation: OperationView) -> Fragment:
    session, await_ = view.session.parameter, view.idiom.await_
    lines = _deleting(view)
    if 409 in operation.errors:
        made = conflict_error(view)
        said = f"Other rows refer to this {view.words.human}"
        lines = [
            lines[0],
            Fragment("try:"),
            *(line.put("    ") for line in lines[1:-1]),
            code("except IntegrityError as error:", "sqlalchemy.exc.IntegrityError"),
            Fragment(f"    {await_}{session}.rollback()"),
            made.put("    raise ", f'("{said}") from error'),
            lines[-1],
        ]
    return function(view, operation.crud, [identified(view)], Fragment("bool"), lines)


def _deleting(view: ResourceView) -> list[Fragment]:
    """The statement, its execution and commit, and what it found."""
    model, session, await_ = view.model_class, view.session.parameter, view.idiom.await_
    statement = f"delete({model}).where({scope(view)})"
    if view.databases.delete_returning:
        found = f"{statement}.returning({view.column(view.id.column)})"
        return [
            code(f"statement = {found}", "sqlalchemy.delete"),
            Fragment(f"deleted = {await_}{session}.scalar(statement)"),
            *committed(view),
            Fragment("return deleted is not None"),
        ]
    return [
        code(f"statement = {statement}", "sqlalchemy.delete"),
        code(
            f'result = cast("CursorResult[Any]", {await_}{session}.{view.idiom.execute}(statement))',
            "typing.cast",
            "typing.Any",
            "sqlalchemy.CursorResult",
        ),
        *committed(view),
        Fragment("return result.rowcount == 1"),
    ]


_FUNCTIONS = {
    "list": list_query,
    "create": _create,
    "get": get_query,
    "update": _update,
    "replace": _replace,
    "delete": _delete,
}
