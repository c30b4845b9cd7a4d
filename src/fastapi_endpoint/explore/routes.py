"""The routes of the chosen application with their whole paths, as the domain knows them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from fastapi_endpoint.domain.project import Route
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import front_of
from fastapi_endpoint.explore.reach import UNKNOWN
from fastapi_endpoint.explore.routing import VERBS, Endpoint
from fastapi_endpoint.explore.texts import text_value
from fastapi_endpoint.explore.uses import Use
from fastapi_endpoint.source.literals import integer, literal, strings


def find_routes(index: Index) -> tuple[Route, ...]:
    """One Route for each verb and each path that leads to an endpoint."""
    taken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for use in index.uses:
        if use.where == "endpoint":
            taken[use.file, use.function].append(_depends(use))
    routes = [route for endpoint in index.endpoints for route in _routes(index, endpoint, taken)]
    return tuple(sorted(routes, key=lambda route: (route.path, route.method, route.file, route.line)))


def _depends(use: Use) -> str:
    """`Depends(get_db)`, with what else is said there."""
    told = [f"{each.name}={each.value}" for each in use.call.arguments if each.name] if use.call else []
    return f"{use.marker}({', '.join((use.text, *(each for each in told if 'dependency=' not in each)))})"


def _routes(index: Index, endpoint: Endpoint, taken: Mapping[tuple[str, str], Sequence[str]]) -> list[Route]:
    own = (
        endpoint.path
        if endpoint.path is not None
        else text_value(index.files, endpoint.file, endpoint.path_text)
    )
    fronts = index.reach.shown.get(endpoint.router) if endpoint.router else ("",)
    if fronts is None:  # nothing is seen to take the router in: what it says itself still stands in front
        fronts = (front_of(index, endpoint),)
    router = index.routing.routers.get(endpoint.router) if endpoint.router else None
    dependencies = tuple(dict.fromkeys(taken.get((endpoint.file, endpoint.function.name), ())))
    tags = (
        strings(endpoint.call.keyword("tags"))
        or (strings(router.call.keyword("tags")) if router else None)
        or ()
    )
    return [
        Route(
            method=method.upper(),
            path=front + (own if own is not None else UNKNOWN),
            function=endpoint.function.name,
            file=endpoint.file,
            line=endpoint.line,
            response_model=endpoint.call.keyword("response_model"),
            status_code=_status(endpoint.call.keyword("status_code")),
            dependencies=dependencies,
            tags=tags,
        )
        for front in fronts
        for method in _methods(endpoint)
    ]


def _methods(endpoint: Endpoint) -> tuple[str, ...]:
    if endpoint.verb in VERBS:
        return (endpoint.verb,)
    if endpoint.verb.startswith("websocket"):
        return ("websocket",)
    said = literal(endpoint.call.keyword("methods"))
    return tuple(sorted(map(str, said))) if isinstance(said, (list, tuple, set)) else ("get",)


def _status(text: str | None) -> int | None:
    """201 of `201` and of `status.HTTP_201_CREATED`."""
    if text is None:
        return None
    for part in text.replace(".", "_").split("_"):
        if len(part) == 3 and part.isdigit():
            return int(part)
    return integer(text)
