"""Rows of a tenant: in each WHERE, first in every key and index, never in a body, and the caller's own."""

from typing import Any

import pytest

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.domain.spec import Access, Action, EndpointSpec
from fastapi_endpoint.render import ResourceView, describe_routes, describe_table, make_view, render
from projects import USER
from render.cases import project_of, spec_of

ORGANISATION = Model(
    name="Organisation",
    table="organisations",
    file="app/models/organisation.py",
    line=5,
    module="app.models.organisation",
    columns=(
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True),
        Column(name="name", type="str", size=80, nullable=False, has_default=False),
    ),
)
CUSTOMER = Model(
    name="Customer",
    table="customers",
    file="app/models/customer.py",
    line=5,
    module="app.models.customer",
    columns=(
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True),
        Column(
            name="organisation_id",
            type="uuid",
            nullable=False,
            has_default=False,
            foreign_key="organisations.id",
        ),
    ),
)
TENANT = "organisation:ref/organisations:tenant"
SIGNED_IN = Access(auth="existing")


def member(**changes: Any) -> Model:
    """Users with a column that says whose tenant they are of."""
    known = {"name": "organisation_id", "type": "uuid", "nullable": False, "has_default": False}
    column = Column(**{**known, "foreign_key": "organisations.id", "line": 14, **changes})
    return Model(
        name=USER.name,
        table=USER.table,
        file=USER.file,
        line=USER.line,
        module=USER.module,
        columns=(*USER.columns, column),
    )


def made(*lines: str, users: Model | None = None, **asked: Any) -> ResourceView | Refusal:
    spec: EndpointSpec = spec_of(lines, access=asked.pop("access", SIGNED_IN), **asked)
    return make_view(spec, project_of(models=(users or member(), ORGANISATION, CUSTOMER)))


def view_of(*lines: str, **asked: Any) -> ResourceView:
    view = made(*lines, **asked)
    assert isinstance(view, ResourceView), view
    return view


def text_of(view: ResourceView, artefact: str) -> str:
    return next(file.text for file in render(view) if artefact in file.artefacts)


def test_each_statement_keeps_to_the_tenant_of_the_caller() -> None:
    view = view_of("code:str20:unique", TENANT)
    crud, router = text_of(view, "crud"), text_of(view, "router")

    assert crud.count("Parcel.organisation_id == organisation_id") == 5
    assert "organisation_id=organisation_id)" in crud
    assert router.count("organisation_id=current_user.organisation_id") == 6


def test_no_body_and_no_filter_holds_it() -> None:
    schema = text_of(view_of("code:str20", f"{TENANT}:filter"), "schema")

    assert schema.count("organisation_id: UUID") == 1
    assert "organisation_id: UUID" in schema.partition("class ParcelResponse")[2]


@pytest.mark.parametrize(
    ("access", "uniques"),
    [
        (SIGNED_IN, [("organisation_id", "code"), ("organisation_id", "branch", "number")]),
        (
            Access(auth="existing", owner="owner"),
            [("organisation_id", "owner_id", "code"), ("organisation_id", "branch", "number")],
        ),
        (
            Access(auth="existing", owner="owner", unique_scope="global"),
            [("organisation_id", "code"), ("organisation_id", "branch", "number")],
        ),
    ],
)
def test_what_is_unique_is_so_within_a_tenant(access: Access, uniques: list[tuple[str, ...]]) -> None:
    lines = ["code:str20:unique", "branch:str20", "number:int", TENANT, "+unique/branch/number"]
    lines += ["owner:ref/users:owner"] if access.owner else []
    table = describe_table(view_of(*lines, access=access))

    assert [columns for _, columns in table.uniques] == uniques


def test_every_index_starts_with_it() -> None:
    table = describe_table(view_of("code:str20:sort:filter", "kind:str20:index", TENANT))

    assert {columns[0] for _, columns in table.indexes} == {"organisation_id"}


def test_a_row_of_another_tenant_is_none_where_others_are_forbidden() -> None:
    access = Access(auth="existing", owner="owner", others=403)
    view = view_of("code:str20", TENANT, "owner:ref/users:owner", access=access)
    router = text_of(view, "router")

    assert "organisation_id = current_user.organisation_id" in router
    assert "raise await unreachable(session, organisation_id, parcel_id)" in router
    assert "organisation_id: UUID) -> bool:" in text_of(view, "crud")


def test_actions_tell_403_from_404_within_the_tenant_too() -> None:
    lines = ("code:str20", "state:enum/open/closed=open", TENANT, "owner:ref/users:owner")
    close = Action(name="close", field="state", sources=("open",), target="closed")
    access = Access(auth="existing", owner="owner", others=403)
    router = text_of(view_of(*lines, access=access, actions=(close,)), "router")
    acting = router.partition("async def close_parcel")[2].partition("async def ")[0]

    assert "organisation_id = current_user.organisation_id" in acting
    assert "raise await unreachable(session, organisation_id, parcel_id)" in acting


def test_superusers_stay_within_their_tenant() -> None:
    access = Access(auth="existing", owner="owner", admins="all")
    view = view_of("code:str20", TENANT, "owner:ref/users:owner", access=access)

    assert text_of(view, "crud").count("Parcel.organisation_id == organisation_id") == 5
    assert ("organisation_id", "created_at", "id") in [each for _, each in describe_table(view).indexes]


def test_the_column_of_the_users_may_be_called_otherwise() -> None:
    view = view_of("code:str20", TENANT, users=member(name="company_id"))

    assert "organisation_id=current_user.company_id" in text_of(view, "router")


def test_a_tenant_may_be_a_mere_word() -> None:
    users = member(name="region", type="str", foreign_key=None)
    view = view_of("code:str20", "region:str20:tenant", users=users)

    assert "region=current_user.region" in text_of(view, "router")
    assert 'REGION = "north"' in text_of(view, "test")


def test_the_plan_and_the_documentation_say_so() -> None:
    view = view_of("code:str20", TENANT)
    who = {route.operation: route.who for route in describe_routes(view)}

    assert who["list"] == "any signed-in user, who sees the rows of their organisation"
    assert who["get"] == "any signed-in user of the row's organisation; others get 404"
    assert "Return a parcel of the caller's organisation." in text_of(view, "router")


def test_references_across_tenants_are_told_of() -> None:
    risks = view_of("code:str20", TENANT, "customer:ref/customers").risks

    assert any("customer_id may name a row of another organisation" in risk for risk in risks)
    assert not any("may name" in risk for risk in view_of("code:str20", TENANT).risks)


@pytest.mark.parametrize(
    ("line", "users", "message"),
    [
        (TENANT, USER, "no column of User says which is the caller's"),
        (TENANT, member(nullable=True), "User.organisation_id may be null"),
        (TENANT, member(type="int"), "User.organisation_id is of another type"),
        ("region:str20:tenant", member(), "no column of User says which is the caller's"),
    ],
)
def test_a_tenant_that_nobody_tells_is_refused(line: str, users: Model, message: str) -> None:
    refused = made("code:str20", line, users=users)

    assert isinstance(refused, Refusal), refused
    assert message in refused.message


def test_below_a_parent_it_is_refused() -> None:
    lines = ("code:str20", TENANT, "customer:ref/customers")
    refused = made(*lines, parent="customers", parent_field="customer")

    assert isinstance(refused, Refusal), refused
    assert "cannot be nested yet" in refused.message
