"""What a plan says of an endpoint in words: its routes, who may call them, and its table."""

from fastapi_endpoint.dialects.sqlalchemy.columns import column_type
from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.domain.plan import PlannedColumn, PlannedParent, PlannedRoute, PlannedTable
from fastapi_endpoint.render.view import OperationView, ResourceView


def describe_routes(view: ResourceView) -> tuple[PlannedRoute, ...]:
    """Every operation with its whole path, its statuses in ascending order, and who may call it."""
    return tuple(_route(view, operation) for operation in view.operations)


def _route(view: ResourceView, operation: OperationView) -> PlannedRoute:
    one = operation.method not in ("list", "create")
    path = view.item_url(f"{{{view.id.parameter}}}", operation.tail) if one else view.url
    asks = one or operation.method in ("create", "update", "replace") or view.schemas.query is not None
    statuses = {operation.status, *operation.errors, *([422] if asks else [])}
    return PlannedRoute(
        operation=operation.method,
        method=operation.http,
        path=path,
        function=operation.handler,
        statuses=tuple(sorted(statuses)),
        who=_who(view, operation),
    )


def _who(view: ResourceView, operation: OperationView) -> str:
    if not view.access.secured:
        return "anybody"
    roles = dict(view.spec.access.roles).get(operation.method)
    caller = f"a user who is {' or '.join(roles)}" if roles else "any signed-in user"
    if view.owner is None and view.tenant is not None and operation.method != "create":
        return _of_tenant(operation, caller, view.tenant.human)
    if view.owner is None or (operation.method == "create" and view.owner_stored):
        return caller
    if not view.owner_stored and view.parent is not None:
        return _owner(f"the {view.parent.words.human}'s owner", roles, view)
    if operation.method == "list":
        all_ = f"; {view.access.seeing.name} see all" if view.access.seeing else ""
        return f"{caller}, who sees their own rows{all_}"
    return _owner("the row's owner", roles, view)


def _of_tenant(operation: OperationView, caller: str, tenant: str) -> str:
    if operation.method == "list":
        return f"{caller}, who sees the rows of their {tenant}"
    return f"{caller} of the row's {tenant}; others get 404"


def _owner(whose: str, roles: tuple[str, ...] | None, view: ResourceView) -> str:
    known = f"{whose}, who is {' or '.join(roles)}" if roles else whose
    known += f", and {view.access.seeing.name}" if view.access.seeing else ""
    return f"{known}; others get {view.access.others}"


def describe_parent(view: ResourceView) -> PlannedParent | None:
    """What a nested resource hangs on."""
    parent = view.parent
    if parent is None:
        return None
    field = next(field for field in view.fields if field.scope == "parent")
    assert field.column.reference is not None  # noqa: S101 - for the type checker: a parent is referred to
    return PlannedParent(
        table=parent.model.table,
        path=view.url.partition(f"/{{{parent.parameter}}}")[0],
        parameter=parent.parameter,
        on_delete=field.column.reference.on_delete,
        needs=tuple(
            column
            for column in parent.model.columns
            if not (
                column.has_default or column.nullable or column.primary_key or column.name == parent.owner
            )
        ),
    )


def describe_table(view: ResourceView) -> PlannedTable:
    """The table with the names of its keys."""
    return PlannedTable(
        name=view.table.name,
        columns=tuple(_column(column) for column in view.table.columns),
        indexes=tuple((index.name, index.columns) for index in view.table.indexes),
        uniques=tuple(
            ("" if view.table.named_by_metadata else unique.name, unique.columns)
            for unique in view.table.uniques
        ),
    )


def _column(column: Column) -> PlannedColumn:
    notes = []
    if column.primary_key:
        notes.append("primary key")
    if column.reference:
        action = column.reference.on_delete
        notes.append(f"references {column.reference.table}.{column.reference.column}, on delete {action}")
    if column.provided:
        notes.append("from the base or a mixin")
    return PlannedColumn(
        name=column.name,
        type=column_type(column).text,
        nullable=column.nullable,
        note=", ".join(notes),
    )
