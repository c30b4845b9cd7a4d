"""The endpoints of a resource: dependencies in, one call, return."""

from collections.abc import Sequence

from fastapi_endpoint.fragments import Fragment, Import, Module, join
from fastapi_endpoint.render.router.failures import missing_helpers, refusals_of_all, responses
from fastapi_endpoint.render.router.handlers import Handler, handler
from fastapi_endpoint.render.router.identifiers import id_aliases
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import ResourceView


def router_module(view: ResourceView) -> Module:
    """The router and its endpoints, in their usual order."""
    return router_of(view, [handler(view, operation) for operation in view.operations])


def router_of(view: ResourceView, handlers: Sequence[Handler]) -> Module:
    """The router with these endpoints."""
    arguments = _router_arguments(view)
    helpers, aliases = missing_helpers(view), id_aliases(view)
    imports = arguments.imports | {Import("fastapi", "APIRouter")}
    imports |= frozenset().union(*(handler.imports for handler in handlers))
    imports |= frozenset().union(*(each.imports for each in (*helpers, *aliases)))
    variable = view.router.variable
    body = shape(
        "router.py",
        variable=variable,
        arguments=arguments.text,
        aliases=[alias.text for alias in aliases],
        handlers=handlers,
        helpers=[helper.text for helper in helpers],
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
        arguments.append(responses(view, refusals_of_all(view)))
    return join(", ", arguments)
