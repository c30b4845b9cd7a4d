"""The lines of an endpoint: one call of the queries, and what becomes of its answer."""

from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.functions import mapped, passed
from fastapi_endpoint.render.router.failures import guarded, missing
from fastapi_endpoint.render.view import OperationView, ResourceView

Made = tuple[list[Fragment], Fragment, list[Fragment]]


def _crud_call(view: ResourceView, operation: OperationView, *arguments: str) -> Fragment:
    scoped = "".join(f", {scope.keyword}={scope.expression}" for scope in view.scopes)
    return view.crud.reference.put(
        view.idiom.await_, f".{operation.crud}({passed(view, *arguments)}{scoped})"
    )


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
    listing = view.listing
    header, extra = _cached(view)
    arguments = ["query"] if view.schemas.query else []
    call = _crud_call(view, operation, *arguments)
    if listing.helper:
        rows = view.words.plural
        page = listing.helper.function.put(
            "return ", f"({listing.helper.rows}={rows}, {listing.helper.arguments})"
        )
        return [call.put(f"{rows} = "), *header, page], Fragment("dict[str, object]"), extra
    if listing.style in ("cursor", "fastapi_pagination") or not listing.items_key:
        returns = {
            "cursor": Fragment(
                f"Page[{view.model_class}]",
                frozenset({Import(view.shared_place(shared.KEYSET).module, "Page")}) | mapped(view).imports,
            ),
            "fastapi_pagination": Fragment("object"),
            "none": join("", [code("Sequence[", "collections.abc.Sequence"), mapped(view), Fragment("]")]),
        }[listing.style]
        if not header:
            return [call.put("return ")], returns, extra
        return [call.put("rows = "), *header, Fragment("return rows")], returns, extra
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
        values[listing.size_key] = (
            f"query.{listing.limit_parameter}" if listing.limit_parameter else str(listing.limit)
        )
    answer = ", ".join(f'"{key}": {value}' for key, value in values.items())
    body = [call.put(f"{', '.join(names)} = "), *header, Fragment(f"return {{{answer}}}")]
    return body, Fragment("dict[str, object]"), extra


def _create(view: ResourceView, operation: OperationView) -> Made:
    row, getter = view.words.singular, view.operation("get")
    call = _crud_call(view, operation, view.schemas.body)
    body = guarded(view, operation, call.put(f"{row} = "))
    body += _commit(view)
    if getter is None:
        if len(body) == 1:
            return [call.put("return ")], mapped(view), []
        return [*body, Fragment(f"return {row}")], mapped(view), []
    url = f'request.url_for("{getter.handler}", {view.id.parameter}={row}.{view.id.column.python_name})'
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
    body = [call.put("if not ", ":"), missing(view).put("    "), *_commit(view)]
    return body, Fragment("None"), []


BODIES = {
    "list": _list,
    "create": _create,
    "get": _get,
    "update": _write,
    "replace": _write,
    "delete": _delete,
}
