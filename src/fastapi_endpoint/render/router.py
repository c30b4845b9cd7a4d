"""The endpoints of a resource: dependencies in, one call, return."""

from http import HTTPStatus

from msgspec import Struct

from fastapi_endpoint.fragments import Fragment, Import, Module, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.crud import exists_name
from fastapi_endpoint.render.functions import passed
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import OperationView, ResourceView


class Handler(Struct, frozen=True, kw_only=True):
    """One endpoint, ready for its template."""

    verb: str
    def_: str
    name: str
    docstring: str
    arguments: Fragment
    parameters: Fragment
    returns: Fragment
    body: tuple[Fragment, ...]

    @property
    def imports(self) -> frozenset[Import]:
        """All that it needs imported."""
        parts = (self.arguments, self.parameters, self.returns, *self.body)
        return frozenset().union(*(part.imports for part in parts))


def router_module(view: ResourceView) -> Module:
    """The router and its endpoints, in their usual order."""
    handlers = [_handler(view, operation) for operation in view.operations]
    arguments = _router_arguments(view)
    helper = _missing_helper(view)
    imports = arguments.imports | {Import("fastapi", "APIRouter")}
    imports |= frozenset().union(*(handler.imports for handler in handlers))
    if helper is not None:
        imports |= helper.imports
    variable = view.router.variable
    body = shape(
        "router.py",
        variable=variable,
        arguments=arguments.text,
        handlers=handlers,
        helper=helper.text if helper else "",
    )
    return Module(body=body, imports=imports, defines=(variable, *(handler.name for handler in handlers)))


def _router_arguments(view: ResourceView) -> Fragment:
    router, access = view.router, view.access
    arguments = [Fragment(f'prefix="{router.prefix}"')] if router.prefix else []
    if router.tags:
        tags = ", ".join(f'"{tag}"' for tag in router.tags)
        arguments.append(Fragment(f"tags=[{tags}]"))
    if access.dependency is not None:
        arguments.append(access.dependency.put("dependencies=[", "]"))
    if access.secured:
        arguments.append(_responses(view, (401,)))
    return join(", ", arguments)


def _responses(view: ResourceView, statuses: tuple[int, ...]) -> Fragment:
    items = ", ".join(f'{status}: {{"model": {view.error_model.name}}}' for status in statuses)
    return Fragment(f"responses={{{items}}}", frozenset({view.error_model}))


def _schema(view: ResourceView, name: str) -> Fragment:
    return Fragment(name, frozenset({Import(view.places.schema.module, name)}))


def _model(view: ResourceView) -> Fragment:
    return Fragment(view.model_class, frozenset({Import(view.places.model.module, view.model_class)}))


def _handler(view: ResourceView, operation: OperationView) -> Handler:
    body, returns, extra = _BODIES[operation.method](view, operation)
    return Handler(
        verb=operation.http.lower(),
        def_=view.idiom.def_,
        name=operation.handler,
        docstring=operation.docstring,
        arguments=_decorator(view, operation),
        parameters=_parameters(view, operation, extra),
        returns=returns,
        body=tuple(body),
    )


def _decorator(view: ResourceView, operation: OperationView) -> Fragment:
    arguments = [Fragment(f'"{operation.path}"')]
    if operation.method == "list":
        arguments.append(_listed(view).put("response_model="))
    elif operation.method != "delete":
        arguments.append(_schema(view, view.schemas.response).put("response_model="))
    if operation.status != 200:
        named = HTTPStatus(operation.status)
        name = f"HTTP_{named.value}_{named.name}"
        arguments.append(code(f"status.{name}", "fastapi.status").put("status_code="))
    own = tuple(error for error in operation.errors if error != 401)
    if own:
        arguments.append(_responses(view, own))
    return join(", ", arguments)


def _listed(view: ResourceView) -> Fragment:
    response = _schema(view, view.schemas.response)
    if view.listing.style == "fastapi_pagination":
        return response.put("Page[", "]").needing(Import("fastapi_pagination", "Page"))
    return _schema(view, view.schemas.listing) if view.schemas.listing else response.put("list[", "]")


def _parameters(view: ResourceView, operation: OperationView, extra: list[Fragment]) -> Fragment:
    """The path, the body, the query, request and response, the session, the caller."""
    parameters = []
    if operation.method not in ("list", "create"):
        parameters.append(view.id.path_type.put(f"{view.id.parameter}: "))
    body = {
        "create": view.schemas.create,
        "update": view.schemas.update,
        "replace": view.schemas.replace,
    }.get(operation.method)
    if body:
        parameters.append(_schema(view, body).put(f"{view.schemas.body}: "))
    if operation.method == "list" and view.schemas.query:
        parameters.append(_query(view, view.schemas.query))
    parameters += extra
    session, access = view.session, view.access
    parameters.append(_declared(session.parameter, session.annotation, session.default))
    if access.annotation is not None and access.dependency is None:
        name = access.parameter if any(scope.of_caller for scope in view.scopes) else "_"
        parameters.append(_declared(name, access.annotation, access.default))
    return join(", ", parameters)


def _query(view: ResourceView, name: str) -> Fragment:
    """The query, said as dependencies are said."""
    model = _schema(view, name).needing(Import("fastapi", "Query"))
    if view.router.annotated:
        return model.put("query: Annotated[", ", Query()]").needing(Import("typing", "Annotated"))
    return model.put("query: ", " = Query()")


def _declared(name: str, annotation: Fragment, default: Fragment | None) -> Fragment:
    declared = annotation.put(f"{name}: ")
    return declared if default is None else join(" = ", [declared, default])


def _crud_call(view: ResourceView, operation: OperationView, *arguments: str) -> Fragment:
    scoped = "".join(f", {scope.keyword}={scope.expression}" for scope in view.scopes)
    return view.crud.reference.put(
        view.idiom.await_, f".{operation.crud}({passed(view, *arguments)}{scoped})"
    )


def _guarded(view: ResourceView, operation: OperationView, line: Fragment) -> list[Fragment]:
    if 409 not in operation.errors or view.conventions.answers.conflict.value is not None:
        return [line]
    module = view.shared_place(shared.CONFLICTS).module
    return [
        Fragment("try:"),
        line.put("    "),
        Fragment("except ConflictError as error:", frozenset({Import(module, "ConflictError")})),
        _raise(409, "error.detail").put("    ", " from error"),
    ]


def _raise(status: int, detail: str) -> Fragment:
    name = {403: "HTTP_403_FORBIDDEN", 404: "HTTP_404_NOT_FOUND", 409: "HTTP_409_CONFLICT"}[status]
    return code(
        f"raise HTTPException(status.{name}, detail={detail})", "fastapi.HTTPException", "fastapi.status"
    )


def _missing(view: ResourceView) -> Fragment:
    """What is raised where the statement found no row."""
    if view.owner and view.access.others == 403:
        call = f"{view.idiom.await_}unreachable({view.session.parameter}, {view.id.parameter})"
        return Fragment(f"raise {call}")
    if view.not_found is not None:
        exception, keyword = view.not_found
        return exception.put("raise ", f'({keyword}="{view.not_found_detail}")')
    return _raise(404, f'"{view.not_found_detail}"')


def _missing_helper(view: ResourceView) -> Fragment | None:
    if not view.owner or view.access.others != 403:
        return None
    session = view.session.parameter
    exists = view.crud.reference.put(
        view.idiom.await_, f".{exists_name(view)}({passed(view, view.id.parameter)})"
    )
    head = view.idiom.session_type.put(
        f"{view.idiom.def_} unreachable({session}: ", f", {view.id.parameter}: {view.id.plain_type.text})"
    )
    lines = [
        head.put("", " -> HTTPException:"),
        Fragment(f'    """The answer for another\'s {view.words.human}, or for none."""'),
        exists.put("    if ", ":"),
        code(
            "        return HTTPException(status.HTTP_403_FORBIDDEN, "
            f'detail="This {view.words.human} belongs to somebody else")',
            "fastapi.HTTPException",
            "fastapi.status",
        ),
        Fragment(f'    return HTTPException(status.HTTP_404_NOT_FOUND, detail="{view.not_found_detail}")'),
    ]
    return join("\n", lines)


def _commit(view: ResourceView) -> list[Fragment]:
    return [view.session.commit_call] if view.session.commit == "endpoint" else []


def _cached(view: ResourceView) -> tuple[list[Fragment], list[Fragment]]:
    """The header of successful reads, and the parameter that it needs."""
    value = view.router.cache_control
    if value is None:
        return [], []
    line = Fragment(f'response.headers["Cache-Control"] = "{value}"')
    return [line], [code("response: Response", "fastapi.Response")]


Made = tuple[list[Fragment], Fragment, list[Fragment]]


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
                frozenset({Import(view.shared_place(shared.KEYSET).module, "Page")}) | _model(view).imports,
            ),
            "fastapi_pagination": Fragment("object"),
            "none": join("", [code("Sequence[", "collections.abc.Sequence"), _model(view), Fragment("]")]),
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
    body = _guarded(view, operation, call.put(f"{row} = "))
    body += _commit(view)
    if getter is None:
        if len(body) == 1:
            return [call.put("return ")], _model(view), []
        return [*body, Fragment(f"return {row}")], _model(view), []
    url = f'request.url_for("{getter.handler}", {view.id.parameter}={row}.{view.id.column.python_name})'
    extra = [code("request: Request", "fastapi.Request"), code("response: Response", "fastapi.Response")]
    location = Fragment(f'response.headers["Location"] = {url}.path')
    return [*body, location, Fragment(f"return {row}")], _model(view), extra


def _get(view: ResourceView, operation: OperationView) -> Made:
    header, extra = _cached(view)
    row = view.words.singular
    call = _crud_call(view, operation, view.id.parameter).put(f"{row} = ")
    return [call, *_found(view, row), *header, Fragment(f"return {row}")], _model(view), extra


def _found(view: ResourceView, row: str) -> list[Fragment]:
    return [Fragment(f"if {row} is None:"), _missing(view).put("    ")]


def _write(view: ResourceView, operation: OperationView) -> Made:
    row = view.words.singular
    call = _crud_call(view, operation, view.id.parameter, view.schemas.body).put(f"{row} = ")
    body = [*_guarded(view, operation, call), *_found(view, row), *_commit(view), Fragment(f"return {row}")]
    return body, _model(view), []


def _delete(view: ResourceView, operation: OperationView) -> Made:
    call = _crud_call(view, operation, view.id.parameter)
    body = [call.put("if not ", ":"), _missing(view).put("    "), *_commit(view)]
    return body, Fragment("None"), []


_BODIES = {
    "list": _list,
    "create": _create,
    "get": _get,
    "update": _write,
    "replace": _write,
    "delete": _delete,
}
