"""The operations: verbs, paths, functions, statuses and what their docstrings say."""

from collections.abc import Mapping

from fastapi_endpoint.dialects.tables import Table
from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.spec import METHODS, EndpointSpec, Method
from fastapi_endpoint.naming import kebab
from fastapi_endpoint.render.docstrings import action_docstring, docstring, whose_rows
from fastapi_endpoint.render.nesting import child_words
from fastapi_endpoint.render.patterns import fill, path_of
from fastapi_endpoint.render.view import (
    AccessView,
    ActionView,
    OperationView,
    ParentView,
    RouterView,
    ScopeView,
    Words,
)

_HTTP = {
    "list": "GET",
    "create": "POST",
    "get": "GET",
    "update": "PATCH",
    "replace": "PUT",
    "delete": "DELETE",
}
_WRITES: tuple[Method, ...] = ("create", "update", "replace")
_CALLED = frozenset({"delete", "insert", "list", "select", "update"})


def operation_views(
    spec: EndpointSpec,
    habits: Conventions,
    words: Words,
    access: AccessView,
    scopes: tuple[ScopeView, ...],
    parent: ParentView | None,
    conflicting: frozenset[Method],
    item: str,
) -> tuple[OperationView, ...]:
    """The operations in the order in which the router has them; `item` is the path of one row below it.

    `conflicting` are those that what is stored may not allow.
    """
    collection = "/" if habits.naming.trailing_slash.value else ""
    owned = any(scope.kind == "owner" for scope in scopes)
    forbidden = [403] if owned and access.others == 403 else []
    whose = whose_rows(scopes, parent)
    functions = function_names(habits, words)
    queries = query_names(functions, words)
    found = []
    for method in METHODS:
        if method not in spec.methods:
            continue
        one = method not in ("list", "create")
        errors = [
            *([400] if method in _WRITES else []),  # what is no JSON
            *access.refuses(method),
            *(forbidden if one or parent is not None else []),
            *([404] if one or parent is not None else []),
            *([409] if method in conflicting else []),
        ]
        found.append(
            OperationView(
                method=method,
                http=_verb(method, spec, habits),
                path=item if one else collection,
                handler=functions[method],
                crud=queries[method],
                status=statuses(habits).get(method, 200),
                errors=tuple(dict.fromkeys(errors)),
                docstring=docstring(method, spec, words, whose),
            )
        )
    return tuple(found)


def action_operations(
    actions: tuple[ActionView, ...],
    habits: Conventions,
    words: Words,
    access: AccessView,
    scopes: tuple[ScopeView, ...],
    parent: ParentView | None,
    item: str,
) -> tuple[OperationView, ...]:
    """The operations that are actions: each at a path of its own below that of the row, `item`."""
    whose = whose_rows(scopes, parent)
    owned = any(scope.kind == "owner" for scope in scopes)
    forbidden = [403] if owned and access.others == 403 else []
    found = []
    for action in actions:
        name = action.spec.name
        tail = f"/{name if habits.naming.path_case.value == 'snake' else kebab(name)}"
        found.append(
            OperationView(
                method=name,
                http="POST",
                path=f"{item.rstrip('/')}{tail}{'/' if item.endswith('/') else ''}",
                handler=f"{name}_{words.singular}",
                crud=f"{name}_{words.singular}",
                status=200,
                errors=tuple(dict.fromkeys((*access.refuses(name), *forbidden, 404, 409))),
                docstring=action_docstring(action.spec, words, whose),
                action=action,
                tail=tail,
            )
        )
    return tuple(found)


def conflicting(table: Table, scopes: tuple[ScopeView, ...], held_by: tuple[str, ...]) -> frozenset[Method]:
    """The operations that keys of the table may refuse; rows of the tables `held_by` keep one from going."""
    given = {scope.column.name for scope in scopes}
    refers = any(column.reference and column.name not in given for column in table.columns)
    writes = _WRITES if table.uniques or refers else ()
    made = ("create",) if any(column.given for column in table.columns) else ()
    return frozenset((*writes, *made, *(("delete",) if held_by else ())))


def statuses(habits: Conventions) -> dict[Method, int]:
    """What the host answers with, where a body may stand below it."""
    update = habits.answers.update_status.value
    return {
        "create": habits.answers.create_status.value,
        "update": update if 200 <= update < 300 and update not in (204, 205) else 200,
        "delete": 204,
    }


def function_names(habits: Conventions, words: Words) -> dict[Method, str]:
    """The name of each operation's function."""
    naming = habits.naming
    return {
        "list": fill(naming.function_list.value, words),
        "create": fill(naming.function_create.value, words),
        "get": fill(naming.function_get.value, words),
        "update": fill(naming.function_update.value, words),
        "replace": f"replace_{words.singular}",
        "delete": fill(naming.function_delete.value, words),
    }


def query_names(handlers: Mapping[Method, str], words: Words) -> dict[Method, str]:
    """Queries are called as their endpoints, unless that would hide a function that they call themselves."""
    return {
        method: f"{name}_{words.plural if method == 'list' else words.singular}" if name in _CALLED else name
        for method, name in handlers.items()
    }


def _verb(method: Method, spec: EndpointSpec, habits: Conventions) -> str:
    if method == "update" and "replace" not in spec.methods:
        return habits.answers.update_method.value.upper()
    return _HTTP[method]


def router_view(
    spec: EndpointSpec, habits: Conventions, words: Words, access: AccessView, parent: ParentView | None
) -> RouterView:
    """The router object, and what is said where it is included."""
    naming, registration = habits.naming, habits.router_registration
    path = path_of(habits, child_words(words, parent))
    if parent is not None:
        before, _, last = path.rpartition("/")
        path = f"{before}{parent.path}/{last}"
    tag = (fill(naming.tag.value, words),)
    own_prefix = registration.prefix_on.value == "router"
    on = registration.tags_on.value
    return RouterView(
        variable=fill(naming.router_variable.value, words),
        prefix=path if own_prefix else None,
        tags=tag if on == "router" else (),
        include_prefix=None if own_prefix else path,
        include_tags=tag if on == "include" else (),
        annotated=habits.answers.dependency_style.value == "annotated",
        error_model=access.secured or set(spec.methods) != {"list"},
        cache_control=_cache_control(spec, access),
    )


def _cache_control(spec: EndpointSpec, access: AccessView) -> str | None:
    if spec.cache.kind != "control":
        return None
    return f"{'private' if access.secured else 'public'}, max-age={spec.cache.seconds}"
