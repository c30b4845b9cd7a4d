"""The lines of an endpoint: one call of the queries, and what becomes of its answer."""

from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render.existence import widened
from fastapi_endpoint.render.functions import giving, passed
from fastapi_endpoint.render.router.answers import list_answer, row_answer
from fastapi_endpoint.render.router.failures import guarded, missing, missing_parent
from fastapi_endpoint.render.scopes import SEES_ALL
from fastapi_endpoint.render.view import OperationView, ResourceView, ScopeView

_COLLECTION = ("list", "create")
Made = tuple[list[Fragment], Fragment, list[Fragment]]


def _crud_call(view: ResourceView, operation: OperationView, *arguments: str) -> Fragment:
    scopes = giving(view) if operation.method == "create" else view.scopes
    bound = {scope.keyword for scope in _told_apart(view)} if operation.method not in _COLLECTION else set()
    given = [
        Fragment(f"{scope.keyword}={scope.keyword if scope.keyword in bound else scope.expression}")
        for scope in scopes
    ]
    given += [scope.bypass.put(f"{SEES_ALL}=") for scope in scopes if scope.bypass]
    scoped = join("", [each.put(", ") for each in given])
    call = view.crud.reference.put(view.idiom.await_, f".{operation.crud}({passed(view, *arguments)}")
    return join("", [call, scoped, Fragment(")")])


def _told_apart(view: ResourceView) -> tuple[ScopeView, ...]:
    """The scopes of the caller that are asked again where no row was found, to tell 403 from 404."""
    if view.owner is None or view.access.others != 403:
        return ()
    return tuple(scope for scope in widened(view) if scope.of_caller)


def _read_first(view: ResourceView) -> list[Fragment]:
    """What is read of the caller before a commit may make them unreadable."""
    return [Fragment(f"{scope.keyword} = {scope.expression}") for scope in _told_apart(view)]


def _commit(view: ResourceView) -> list[Fragment]:
    return [view.session.commit_call] if view.session.commit == "endpoint" else []


def _cached(view: ResourceView) -> tuple[list[Fragment], list[Fragment]]:
    """The header of successful reads, and the parameter that it needs."""
    value = view.router.cache_control
    if value is None:
        return [], []
    line = Fragment(f'response.headers["Cache-Control"] = "{value}"')
    return [line], [_response(view)]


def _response(view: ResourceView) -> Fragment:
    """The parameter that takes headers; its type has another name where the envelope is called as it is."""
    taken = view.envelope is not None and any(
        each.bound == "Response" for each in view.envelope.model.imports | view.envelope.maker.imports
    )
    if not taken:
        return code("response: Response", "fastapi.Response")
    imported = Import("fastapi", "Response", "FastAPIResponse")
    return Fragment(f"response: {imported.bound}", frozenset({imported}))


def _list(view: ResourceView, operation: OperationView) -> Made:
    header, extra = _cached(view)
    call = _crud_call(view, operation, *(["query"] if view.schemas.query else []))
    names, (answer, returns) = list_answer(view)
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


def _create(view: ResourceView, operation: OperationView) -> Made:
    row, getter = view.words.singular, view.operation("get")
    answer, returns = row_answer(view, "create")
    call = _crud_call(view, operation, view.schemas.body)
    body = guarded(view, operation, call.put(f"{row} = "))
    if view.parent is not None:
        body += [Fragment(f"if {row} is None:"), missing_parent(view, view.parent).put("    ")]
    body += _commit(view)
    if getter is None:
        if len(body) == 1 and answer.text == row:
            return [call.put("return ")], returns, []
        return [*body, answer.put("return ")], returns, []
    under = f"{view.parent.parameter}={view.parent.parameter}, " if view.parent else ""
    one = f"{under}{view.id.parameter}={row}.{view.id.column.python_name}"
    url = f'request.url_for("{getter.handler}", {one})'
    extra = [code("request: Request", "fastapi.Request"), _response(view)]
    location = Fragment(f'response.headers["Location"] = {url}.path')
    return [*body, location, answer.put("return ")], returns, extra


def _get(view: ResourceView, operation: OperationView) -> Made:
    header, extra = _cached(view)
    row, (answer, returns) = view.words.singular, row_answer(view, "get")
    call = _crud_call(view, operation, view.id.parameter).put(f"{row} = ")
    body = [*_read_first(view), call, *_found(view, row), *header, answer.put("return ")]
    return body, returns, extra


def _found(view: ResourceView, row: str) -> list[Fragment]:
    return [Fragment(f"if {row} is None:"), missing(view).put("    ")]


def _write(view: ResourceView, operation: OperationView) -> Made:
    row, (answer, returns) = view.words.singular, row_answer(view, operation.method)
    call = _crud_call(view, operation, view.id.parameter, view.schemas.body).put(f"{row} = ")
    body = [*guarded(view, operation, call), *_found(view, row), *_commit(view), answer.put("return ")]
    return [*_read_first(view), *body], returns, []


def _act(view: ResourceView, operation: OperationView) -> Made:
    row, (answer, returns) = view.words.singular, row_answer(view, operation.method)
    call = _crud_call(view, operation, view.id.parameter).put(f"{row} = ")
    body = [*guarded(view, operation, call), *_found(view, row), *_commit(view), answer.put("return ")]
    return [*_read_first(view), *body], returns, []


def _delete(view: ResourceView, operation: OperationView) -> Made:
    call = _crud_call(view, operation, view.id.parameter)
    asked = [call.put("if not ", ":")]
    if 409 in operation.errors:
        asked = [*guarded(view, operation, call.put("deleted = ")), Fragment("if not deleted:")]
    body = [*_read_first(view), *asked, missing(view).put("    "), *_commit(view)]
    return body, Fragment("None"), []


def body_of(view: ResourceView, operation: OperationView) -> Made:
    """The lines of an endpoint, its answer's type, and the parameters that it needs beside the usual ones."""
    return (_act if operation.action else _BODIES[operation.method])(view, operation)


_BODIES = {
    "list": _list,
    "create": _create,
    "get": _get,
    "update": _write,
    "replace": _write,
    "delete": _delete,
}
