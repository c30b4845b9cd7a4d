"""The operations: verbs, paths, functions, statuses and what their docstrings say."""

from collections.abc import Mapping

from fastapi_endpoint.dialects.tables import Table
from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.spec import METHODS, EndpointSpec, Method
from fastapi_endpoint.naming import human
from fastapi_endpoint.render.patterns import fill
from fastapi_endpoint.render.view import AccessView, IdView, OperationView, RouterView, ScopeView, Words

_HTTP = {
    "list": "GET",
    "create": "POST",
    "get": "GET",
    "update": "PATCH",
    "replace": "PUT",
    "delete": "DELETE",
}
_WRITES = ("create", "update", "replace")
_CALLED = frozenset({"delete", "insert", "list", "select", "update"})


def operation_views(
    spec: EndpointSpec,
    habits: Conventions,
    words: Words,
    access: AccessView,
    scopes: tuple[ScopeView, ...],
    table: Table,
    identifier: IdView,
    *,
    item_slash: bool,
) -> tuple[OperationView, ...]:
    """The operations in the order in which the router has them."""
    collection = "/" if habits.naming.trailing_slash.value else ""
    item = f"/{{{identifier.parameter}}}{'/' if item_slash else ''}"
    given = {scope.column.name for scope in scopes}
    conflicts = bool(table.uniques) or any(
        column.reference and column.name not in given for column in table.columns
    )
    owned = any(scope.kind == "owner" for scope in scopes)
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
            *([403] if one and owned and access.others == 403 else []),
            *([404] if one else []),
            *([409] if conflicts and method in _WRITES else []),
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
                docstring=docstring(method, spec, words, owned=owned),
            )
        )
    return tuple(found)


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


def docstring(method: Method, spec: EndpointSpec, words: Words, *, owned: bool) -> str:
    """One sentence that says who gets what."""
    whose = "the caller's " if owned else ""
    one = f"one of the caller's {words.human_plural}" if owned else f"{words.article} {words.human}"
    match method:
        case "list":
            return f"List {whose}{words.human_plural}, {order_in_words(spec)}."
        case "create":
            belongs = " that belongs to the caller" if owned else ""
            return f"Create {words.article} {words.human}{belongs}."
        case "get":
            return f"Return {one}."
        case "update":
            return f"Change {one}: only the fields that are sent."
        case "replace":
            return f"Replace {one}: what is not sent falls back to its default."
        case _:
            return f"Delete {one}."


def order_in_words(spec: EndpointSpec) -> str:
    """`newest first`, or `ordered by price, descending`."""
    order = spec.listing.order
    if order.column == "created_at":
        return "newest first" if order.descending else "oldest first"
    return f"ordered by {human(order.column)}{', descending' if order.descending else ''}"


def router_view(spec: EndpointSpec, habits: Conventions, words: Words, access: AccessView) -> RouterView:
    """The router object, and what is said where it is included."""
    naming, registration = habits.naming, habits.router_registration
    pattern = naming.path.value
    if naming.path.origin == "default":
        pattern = pattern.replace("{plural}", "{plural-kebab}")
    path = fill(pattern, words)
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
