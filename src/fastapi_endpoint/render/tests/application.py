"""Which application the tests call."""

from fastapi_endpoint.domain.conventions import EntryPoint
from fastapi_endpoint.render.view import ResourceView


def entry_of(view: ResourceView) -> EntryPoint | None:
    """The project's own; None where none is known to take in the router, which is then mounted alone."""
    habits = view.conventions
    if not habits.router_registration.editable.value:
        return None
    return next(iter(habits.entry_points.value), None)
