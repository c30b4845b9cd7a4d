"""A plan of a kit and an endpoint on it: one hash, one step, and nothing to do afterwards."""

from typing import Any

import pytest

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.plan import CreateFile, Plan, Refusal
from fastapi_endpoint.testing import SampleProject, assert_plan_creates, assert_plan_edits, project
from kits.hosts import files_of
from kits.sqlmodel_hosts import BY_FEATURE

FIELDS = ("tracking:str40:unique", "owner:ref/users:owner")
ANSWERS: dict[str, Any] = {"auth": "jwt", "paginate": "cursor"}


def planned(host: str, **answers: Any) -> tuple[SampleProject, Plan]:
    found = project(files_of(host))
    plan = found.plan("Parcel", FIELDS, **{**ANSWERS, **answers})
    assert isinstance(plan, Plan), plan
    return found, plan


def created(plan: Plan) -> set[str]:
    return {each.path for each in plan.operations if isinstance(each, CreateFile)}


def test_the_sign_in_lies_where_the_project_keeps_such_things() -> None:
    _, by_type = planned("stall")
    _, by_feature = planned("pier")

    assert created(by_type) >= {
        *("app/models/user.py", "app/schemas/user.py", "app/crud/user.py", "app/api/routes/users.py"),
        *("app/core/auth.py", "app/core/security.py", "tests/test_users.py"),
    }
    assert created(by_feature) >= {
        *("pier/users/models.py", "pier/users/schemas.py", "pier/users/service.py", "pier/users/router.py"),
        *("pier/auth.py", "pier/security.py", "pier/auth_settings.py"),
    }


def test_both_parts_stand_in_one_plan() -> None:
    _, plan = planned("stall")

    assert [kit.name for kit in plan.kits] == ["sign-in"]
    assert [kit.table.name for kit in plan.kits] == ["users"]
    assert [route.path for route in plan.every_route][:3] == [
        "/api/users",
        "/api/users/token",
        "/api/users/me",
    ]
    assert plan.spec.access.auth == "jwt"
    assert plan.settings == ("SECRET_KEY",)
    assert plan.tests == ("tests/test_users.py", "tests/test_parcels.py")
    assert_plan_creates(plan, "app/api/routes/parcels.py", "from app.core.auth import CurrentUser")


def test_the_secret_is_a_setting_without_a_default() -> None:
    _, plan = planned("stall")

    assert_plan_edits(plan, "app/core/config.py", "+    SECRET_KEY: str = Field(min_length=32, repr=False)")


def test_a_sign_in_is_not_made_on_tables_of_sqlmodel() -> None:
    refused = project(BY_FEATURE).plan("Crate", ("code:str20:unique",), auth="jwt")
    assert isinstance(refused, Refusal)
    assert "SQLModel" in refused.message


def test_the_revisions_stand_on_one_another() -> None:
    _, plan = planned("pier")
    texts = {each.path: each.text for each in plan.operations if isinstance(each, CreateFile)}
    users = next(text for path, text in texts.items() if path.endswith("_create_users.py"))
    parcels = next(text for path, text in texts.items() if path.endswith("_create_parcels.py"))

    revision = users.split('revision = "')[1].split('"')[0]
    assert 'down_revision = "0123456789ab"' in users
    assert f'down_revision = "{revision}"' in parcels


@pytest.mark.parametrize("host", ["stall", "pier"])
@pytest.mark.parametrize("roles", [(), ("create=admin", "delete=admin")])
def test_planned_again_there_is_nothing_to_do(host: str, roles: tuple[str, ...]) -> None:
    before, plan = planned(host, role=roles)
    again = before.after(plan).plan("Parcel", FIELDS, **{**ANSWERS, "role": roles})

    assert isinstance(again, Plan), again
    assert again.operations == ()


def test_the_next_endpoint_finds_the_sign_in() -> None:
    before, plan = planned("stall")
    after = before.after(plan)
    auth = after.explored.conventions.auth

    assert auth.current_user_dependency.value == Symbol(
        "app/core/auth.py", "get_current_user", "app.core.auth"
    )
    next_one = after.plan("Crate", ("label:str40", "owner:ref/users:owner"), auth="jwt", paginate="cursor")
    assert isinstance(next_one, Plan), next_one
    assert next_one.kits == ()
    assert not any("user" in path for path in created(next_one))


def test_a_role_gives_users_a_role() -> None:
    _, plan = planned("stall", role=("delete=admin/editor",))

    assert_plan_creates(plan, "app/models/user.py", "role IN ('user', 'admin', 'editor')")
    assert_plan_creates(plan, "app/core/auth.py", "def require_role(*roles: str)")
    assert_plan_creates(plan, "tests/test_parcels.py", 'role="admin"')


def test_keys_stand_on_a_small_table_of_users_where_there_are_none() -> None:
    before, plan = planned("stall", auth="api-key")

    assert [kit.name for kit in plan.kits] == ["users", "API keys"]
    assert_plan_creates(plan, "app/models/api_key.py", "digest: Mapped[str] = mapped_column(String(64))")
    assert_plan_creates(plan, "app/core/api_keys.py", "        return await api_key_crud.revoke_api_key(")
    assert_plan_creates(plan, "app/core/api_keys.py", 'issuing = commands.add_parser("issue"')
    assert_plan_creates(plan, "app/api/routes/parcels.py", "from app.core.api_key import ApiKeyOwner")
    again = before.after(plan).plan("Parcel", FIELDS, auth="api-key", paginate="cursor")
    assert isinstance(again, Plan), again
    assert again.operations == ()


def test_keys_are_issued_to_whoever_can_sign_in() -> None:
    before, first = planned("stall")
    plan = before.after(first).plan("Crate", ("label:str40",), auth="api-key", paginate="cursor")

    assert isinstance(plan, Plan), plan
    assert [kit.name for kit in plan.kits] == ["API keys"]
    assert [route.function for route in plan.every_route][:3] == [
        "list_api_keys",
        "create_api_key",
        "delete_api_key",
    ]
    assert not any(path.endswith("api_keys.py") and "core" in path for path in created(plan))


def test_roles_of_holders_are_checked_by_their_keys() -> None:
    _, plan = planned("pier", auth="api-key", role=("delete=admin",))

    assert_plan_creates(plan, "pier/api_key.py", "def require_role(*roles: str)")
    assert_plan_creates(plan, "pier/api_keys.py", 'issuing.add_argument("--role"')


def test_a_project_with_a_sign_in_of_its_own_is_asked_for_another_answer() -> None:
    files = files_of("stall")
    files["app/api/deps.py"] += (
        "\n\nasync def get_current_user(session: SessionDep) -> str:\n    return ''\n\n\n"
        "CurrentUser = Annotated[str, Depends(get_current_user)]\n"
    )
    router = files["app/api/routes/brands.py"]
    files["app/api/routes/brands.py"] = router.replace(
        "SessionDep)", "SessionDep, user: CurrentUser)"
    ).replace("import SessionDep", "import CurrentUser, SessionDep")
    refused = project(files).plan("Parcel", ("tracking:str40",), **ANSWERS)

    assert isinstance(refused, tuple)
    assert "has a sign-in already" in refused[0].message


def test_a_table_of_users_that_is_there_is_not_made_again() -> None:
    files = files_of("stall")
    files["app/models/user.py"] = (
        files["app/models/brand.py"].replace("Brand", "User").replace("brands", "users")
    )
    refused = project(files).plan("Parcel", ("tracking:str40",), **ANSWERS)

    assert isinstance(refused, Refusal)
    assert "users" in refused.message or "User" in refused.message
