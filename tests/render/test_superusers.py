"""Superusers who reach everybody's rows: the WHERE that yields for them, its index, what is said of it."""

from typing import Any

import pytest

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render import ResourceView, describe_routes, describe_table, make_view, render
from render.cases import PARCEL, project_of, spec_of, view_of

REACHING = Access(auth="existing", owner="owner", admins="all")
ROLE = {
    "auth__superuser_field": None,
    "auth__role_field": "role",
    "auth__role_names": (("user", "USER"), ("admin", "ADMIN")),
    "auth__role_type": Symbol("app/models/user.py", "Role", "app.models.user"),
}


def text_of(view: ResourceView, artefact: str) -> str:
    return next(file.text for file in render(view) if artefact in file.artefacts)


def test_the_where_yields_and_stays_one_statement() -> None:
    crud = text_of(view_of(spec_of(PARCEL, access=REACHING)), "crud")

    assert "def reachable_parcels(owner_id: UUID, *, sees_all: bool) -> ColumnElement[bool]:" in crud
    assert "return true() if sees_all else Parcel.owner_id == owner_id" in crud
    assert crud.count("reachable_parcels(owner_id, sees_all=sees_all)") == 5
    assert crud.count("Parcel.owner_id") == 1


def test_a_new_row_belongs_to_its_maker() -> None:
    view = view_of(spec_of(PARCEL, access=REACHING))

    assert "data: ParcelCreate, *, owner_id: UUID) -> Parcel:" in text_of(view, "crud")
    assert "create_parcel(session, data, owner_id=current_user.id)" in text_of(view, "router")


def test_nothing_is_said_of_it_where_it_was_not_asked_for() -> None:
    view = view_of(spec_of(PARCEL, access=Access(auth="existing", owner="owner")))

    for file in render(view):
        assert "sees_all" not in file.text
    assert not any(name == "ix_parcels_created_at_id" for name, _ in describe_table(view).indexes)


def test_only_what_makes_rows_needs_no_such_function() -> None:
    view = view_of(spec_of(PARCEL, access=REACHING, methods=("create",)))

    for artefact in ("crud", "router"):
        assert "sees_all" not in text_of(view, artefact)


def test_the_order_of_all_rows_has_an_index_too() -> None:
    indexes = [columns for _, columns in describe_table(view_of(spec_of(PARCEL, access=REACHING))).indexes]

    assert ("owner_id", "created_at", "id") in indexes
    assert ("created_at", "id") in indexes


@pytest.mark.parametrize(
    ("habits", "asked", "made"),
    [
        ({}, "sees_all=current_user.is_superuser", "is_superuser=True"),
        (
            {"auth__superuser_field": "is_admin"},
            "sees_all=current_user.is_admin",
            "is_admin=True",
        ),
        (ROLE, "sees_all=current_user.role == Role.ADMIN", "role=Role.ADMIN"),
    ],
)
def test_superusers_are_those_of_the_host(habits: dict[str, Any], asked: str, made: str) -> None:
    view = view_of(spec_of(PARCEL, access=REACHING), **habits)

    assert text_of(view, "router").count(asked) == 5
    assert f'create_user(sessions, "edsger", {made})' in text_of(view, "test")


def test_the_plan_and_the_documentation_say_so() -> None:
    view = view_of(spec_of(PARCEL, access=REACHING))
    who = {route.operation: route.who for route in describe_routes(view)}

    assert who["list"] == "any signed-in user, who sees their own rows; superusers see all"
    assert who["delete"] == "the row's owner, and superusers; others get 404"
    assert who["create"] == "any signed-in user"
    assert "Return a parcel that the caller reaches." in text_of(view, "router")


def test_one_column_cannot_say_two_things() -> None:
    access = Access(auth="existing", owner="owner", admins="all", roles=(("create", ("admin",)),))
    refused = make_view(spec_of(PARCEL, access=access), project_of(**ROLE))

    assert isinstance(refused, Refusal)
    assert "role says who has the role and who reaches" in refused.message
