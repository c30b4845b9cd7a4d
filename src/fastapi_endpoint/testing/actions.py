"""What a plan promises of its actions."""

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.spec import Action, EndpointSpec
from fastapi_endpoint.fieldtypes.base import attribute
from fastapi_endpoint.testing.claims import Json, is_taken


def action_claims(plan: Plan) -> list[Json]:
    """Each action with the path below its row, a row that it can be taken on, and what it answers.

    Left out are those that no new row can take: it is made in another state.
    """
    return [
        {
            "name": path.rstrip("/").rpartition("/")[2],
            "method": "POST",
            "status": 200,
            "given": given,
            "expect": {_key(action, plan.spec): action.target},
            "again": 409,
        }
        for action in plan.spec.actions
        for path in (next(route.path for route in plan.routes if route.operation == action.name),)
        if (given := _given(action, plan.spec)) is not None
    ]


def _given(action: Action, spec: EndpointSpec) -> Json | None:
    """What a body says of the state; None where none leads to one that the action can be taken in."""
    field = next(field for field in spec.fields.fields if field.name == action.field)
    if is_taken(field, spec):
        return {attribute(field): action.sources[0]}
    return {} if field.default in action.sources else None


def _key(action: Action, spec: EndpointSpec) -> str:
    return next(attribute(field) for field in spec.fields.fields if field.name == action.field)
