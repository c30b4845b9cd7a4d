"""What stands in the way of a new resource: names that are taken."""

from collections.abc import Iterable

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import PlannedRoute, PlannedTable, Refusal
from fastapi_endpoint.domain.project import ProjectMap, Route


def find_conflict(
    project: ProjectMap,
    *,
    model_class: str,
    table: PlannedTable | None,
    routes: Iterable[PlannedRoute],
) -> Refusal | None:
    """The first name that is taken: the table, the model class, or a route; None where all are free."""
    if table is not None:
        for model in project.models:
            if model.table == table.name or model.name == model_class:
                what = f"table {model.table}" if model.table == table.name else f"model {model.name}"
                return Refusal(
                    kind="collision",
                    message=f"{what} exists already: {model.name} at {model.file}:{model.line}.",
                    hint="Choose another resource name.",
                    where=Witness(file=model.file, line=model.line),
                )
    taken = {(route.method.upper(), _shape(route.path)): route for route in project.routes}
    for planned in routes:
        route = taken.get((planned.method, _shape(planned.path)))
        if route is not None:
            return _route_conflict(planned, route)
    return None


def _route_conflict(planned: PlannedRoute, route: Route) -> Refusal:
    return Refusal(
        kind="collision",
        message=(
            f"{planned.method} {planned.path} is served already by {route.function}"
            f" at {route.file}:{route.line}."
        ),
        hint="Choose another resource name, or leave that method out with --methods.",
        where=Witness(file=route.file, line=route.line),
    )


def _shape(path: str) -> str:
    """`/items/{item_id}` and `/items/{id}` are the same route; so are paths that differ in a last slash."""
    parts = ["{}" if part.startswith("{") else part for part in path.rstrip("/").split("/")]
    return "/".join(parts)
