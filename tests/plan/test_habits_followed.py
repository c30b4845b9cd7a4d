"""Names of the host that generated code takes over."""

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import assert_plan_creates
from plan.shops import planned, shop


def test_bodies_arrive_in_a_parameter_called_as_elsewhere() -> None:
    plan = planned(shop())

    assert_plan_creates(plan, "app/routers/parcels.py", ("payload: ParcelCreate", "(db, payload)"))
    assert_plan_creates(plan, "app/crud/parcel.py", "**payload.model_dump()")


def test_queries_are_declared_as_dependencies_are() -> None:
    plan = shop().plan("Parcel", ["tracking:str40:filter"], auth="none", paginate="cursor")

    assert isinstance(plan, Plan), plan
    assert_plan_creates(plan, "app/routers/parcels.py", "query: ParcelQuery = Query()")
