"""The lines of an endpoint: one call of the queries, and what becomes of its answer."""

from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.functions import giving, mapped, passed
from fastapi_endpoint.render.router.failures import guarded, missing, missing_parent
from fastapi_endpoint.render.scopes import SEES_ALL
from fastapi_endpoint.render.view import OperationView, ResourceView

Made = tuple[list[Fragment], Fragment, list[Fragment]]


def _crud_call(view: ResourceView, operation: OperationView, *arguments: str) -> Fragment:
    scopes = giving(view) if operation.method == "create" else view.scopes
    given = [Fragment(f"{scope.keyword}={scope.expression}") for scope in scopes]
    given += [scope.bypass.put(f"{SEES_ALL}=") for scope in scopes if scope.bypass]
    scoped = join("", [each.put(", ") for each in given])
    call = view.crud.reference.put(view.idiom.await_, f".{operation.crud}({passed(view, *arguments)}")
    return join("", [call, scoped, Fragment(")")])


def _commit(view: ResourceView) -> list[Fragment]:
    return [view.session.commit_call] if view.session.commit == "endpoint" else []


def _cached(view: ResourceView) -> tuple[list[Fragment], list[Fragment]]:
    """The header of successful reads, and the parameter that it needs."""
    value = view.router.cache_control
    if value is None:
        return [], []
    line = Fragment(f'response.headers["Cache-Control"] = "{value}"')
    return [line], [code("response: Response", "fastapi.Response")]


def _list(view: ResourceView, operation: OperationView) -> Made:
    header, extra = _cached(view)
    call = _crud_call(view, operation, *(["query"] if view.schemas.query else []))
    names, answer, returns = _listed(view)
    if answer.text == names and not header and view.parent is None:
        return [call.put("return ")], returns, extra
    return [*_bound(view, call, names), *header, answer.put("return ")], returns, extra


def _bound(view: ResourceView, call: Fragment, names: str) -> list[Fragment]:
    """The answer of a query of the whole collection, by its names; under a parent it may be none."""
    if view.parent is None:
        return [call.put(f"{names} = ")]
    name = names if names.isidentifier() else "found"
    lines = [
        call.put(f"{name} = "),
        Fragment(f"if {name} is None:"),
        missing_parent(view, view.parent).put("    "),
    ]
    return lines if name == names else [*lines, Fragment(f"{names} = {name}")]


def _listed(view: ResourceView) -> tuple[str, Fragment, Fragment]:
    """The names of what the query gives, the endpoint's answer, and its type."""
    listing = view.listing
    as_keys = Fragment("dict[str, object]")
    if listing.helper:
        rows = view.words.plural
        given = f"({listing.helper.rows}={rows}, {listing.helper.arguments})"
        return rows, listing.helper.function.put("", given), as_keys
    if listing.style == "cursor":
        page = Import(view.shared_place(shared.KEYSET).module, "Page")
        return "rows", Fragment("rows"), mapped(view).put("Page[", "]").needing(page)
    if listing.style == "fastapi_pagination":
        return "rows", Fragment("rows"), Fragment("object")
    if not listing.items_key:
        many = join("", [code("Sequence[", "collections.abc.Sequence"), mapped(view), Fragment("]")])
        return "rows", Fragment("rows"), many
    names = ["rows"]
    values = {listing.items_key: "rows"}
    if listing.style == "offset":
        names.append("has_more")
        values[listing.more_key or "has_more"] = "has_more"
    if listing.total_key:
        names.append("total")
        values[listing.total_key] = "total"
    if listing.page_key:
        values[listing.page_key] = f"query.{listing.position_parameter}"
    if listing.size_key:
        size = f"query.{listing.limit_parameter}" if listing.limit_parameter else str(listing.limit)
        values[listing.size_key] = size
    answer = ", ".join(f'"{key}": {value}' for key, value in values.items())
    return ", ".join(names), Fragment(f"{{{answer}}}"), as_keys


def _create(view: ResourceView, operation: OperationView) -> Made:
    row, getter = view.words.singular, view.operation("get")
    call = _crud_call(view, operation, view.schemas.body)
    body = guarded(view, operation, call.put(f"{row} = "))
    if view.parent is not None:
        body += [Fragment(f"if {row} is None:"), missing_parent(view, view.parent).put("    ")]
    body += _commit(view)
    if getter is None:
        if len(body) == 1:
            return [call.put("return ")], mapped(view), []
        return [*body, Fragment(f"return {row}")], mapped(view), []
    under = f"{view.parent.parameter}={view.parent.parameter}, " if view.parent else ""
    one = f"{under}{view.id.parameter}={row}.{view.id.column.python_name}"
    url = f'request.url_for("{getter.handler}", {one})'
    extra = [code("request: Request", "fastapi.Request"), code("response: Response", "fastapi.Response")]
    location = Fragment(f'response.headers["Location"] = {url}.path')
    return [*body, location, Fragment(f"return {row}")], mapped(view), extra


def _get(view: ResourceView, operation: OperationView) -> Made:
    header, extra = _cached(view)
    row = view.words.singular
    call = _crud_call(view, operation, view.id.parameter).put(f"{row} = ")
    return [call, *_found(view, row), *header, Fragment(f"return {row}")], mapped(view), extra


def _found(view: ResourceView, row: str) -> list[Fragment]:
    return [Fragment(f"if {row} is None:"), missing(view).put("    ")]


def _write(view: ResourceView, operation: OperationView) -> Made:
    row = view.words.singular
    call = _crud_call(view, operation, view.id.parameter, view.schemas.body).put(f"{row} = ")
    body = [*guarded(view, operation, call), *_found(view, row), *_commit(view), Fragment(f"return {row}")]
    return body, mapped(view), []


def _delete(view: ResourceView, operation: OperationView) -> Made:
    call = _crud_call(view, operation, view.id.parameter)
    asked = [call.put("if not ", ":")]
    if 409 in operation.errors:
        asked = [*guarded(view, operation, call.put("deleted = ")), Fragment("if not deleted:")]
    body = [*asked, missing(view).put("    "), *_commit(view)]
    return body, Fragment("None"), []


BODIES = {
    "list": _list,
    "create": _create,
    "get": _get,
    "update": _write,
    "replace": _write,
    "delete": _delete,
}
