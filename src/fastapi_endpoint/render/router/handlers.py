"""An endpoint as its template takes it: decorator, parameters, lines."""

from http import HTTPStatus

from msgspec import Struct

from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render.access import declared
from fastapi_endpoint.render.envelopes import enveloped
from fastapi_endpoint.render.functions import schema
from fastapi_endpoint.render.router.answers import listed
from fastapi_endpoint.render.router.bodies import body_of
from fastapi_endpoint.render.router.failures import refusals_of_all, responses
from fastapi_endpoint.render.router.identifiers import taken_id
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


def handler(view: ResourceView, operation: OperationView) -> Handler:
    """The endpoint of one operation."""
    body, returns, extra = body_of(view, operation)
    return Handler(
        verb=operation.http.lower(),
        def_=view.idiom.def_,
        name=operation.handler,
        docstring=operation.docstring,
        arguments=_decorator(view, operation, returns),
        parameters=_parameters(view, operation, extra),
        returns=returns,
        body=tuple(body),
    )


def _decorator(view: ResourceView, operation: OperationView, returns: Fragment) -> Fragment:
    """The path and what the signature does not say: a return type that is the answer's says so itself."""
    arguments = [Fragment(f'"{operation.path}"')]
    if operation.method != "delete":
        answer = listed(view) if operation.method == "list" else schema(view, view.schemas.response)
        model = enveloped(view, operation.method, answer)
        if model.text != returns.text:
            arguments.append(model.put("response_model="))
    if operation.status != 200:
        named = HTTPStatus(operation.status)
        name = f"HTTP_{named.value}_{named.name}"
        arguments.append(code(f"status.{name}", "fastapi.status").put("status_code="))
    guard = view.access.role.guard(operation.method) if view.access.role else None
    if guard is not None and guard != view.access.dependency:
        arguments.append(guard.put("dependencies=[", "]"))
    own = tuple(error for error in operation.errors if error not in refusals_of_all(view))
    if own:
        arguments.append(responses(view, own))
    return join(", ", arguments)


def _parameters(view: ResourceView, operation: OperationView, extra: list[Fragment]) -> Fragment:
    """The path, the body, the query, request and response, the session, the caller."""
    parameters = []
    if view.parent is not None:
        parameters.append(taken_id(view, view.parent))
    if operation.method not in ("list", "create"):
        parameters.append(taken_id(view, view.id))
    body = {
        "create": view.schemas.create,
        "update": view.schemas.update,
        "replace": view.schemas.replace,
    }.get(operation.method)
    if body:
        parameters.append(schema(view, body).put(f"{view.schemas.body}: "))
    if operation.method == "list" and view.schemas.query:
        parameters.append(_query(view, view.schemas.query))
    parameters += extra
    session, access = view.session, view.access
    parameters.append(declared(session.parameter, session.annotation, session.default))
    reads = any(scope.of_caller for scope in view.scopes)
    if access.annotation is not None and (reads or access.dependency is None):
        name = access.parameter if reads else "_"
        parameters.append(declared(name, access.annotation, access.default))
    return join(", ", parameters)


def _query(view: ResourceView, name: str) -> Fragment:
    """The query, said as dependencies are said."""
    model = schema(view, name).needing(Import("fastapi", "Query"))
    if view.router.annotated:
        return model.put("query: Annotated[", ", Query()]").needing(Import("typing", "Annotated"))
    return model.put("query: ", " = Query()")
