"""Roles: the host's own check as the host asks it, a new one beside its sign-in, or a reason why not."""

from typing import Any

import pytest
from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.facts import Fact, Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render import ResourceView, describe_routes, make_view, render
from render.cases import PARCEL, SYNC, project_of, spec_of, view_of

ADMIN_CREATES = Access(auth="existing", owner="owner", roles=(("create", ("admin",)),))
EVERYTHING_BY_ADMINS = Access(
    auth="existing",
    owner="owner",
    roles=tuple((method, ("admin",)) for method in ("list", "create", "get", "update", "replace", "delete")),  # type: ignore[arg-type]  # the methods are literals
)
CHECK = Symbol("app/api/deps.py", "require_role", "app.api.deps")
NAMED = {"auth__role_field": "role", "auth__role_names": (("user", "USER"), ("admin", "ADMIN"))}
ENUM = {"auth__role_type": Symbol("app/models/user.py", "Role", "app.models.user")}


def text_of(view: ResourceView, artefact: str) -> str:
    return next(file.text for file in render(view) if artefact in file.artefacts)


@pytest.mark.parametrize(
    ("habits", "asked"),
    [
        ({"auth__role_form": "each", **NAMED, **ENUM}, "Depends(require_role(Role.ADMIN))"),
        ({"auth__role_form": "each", **NAMED}, 'Depends(require_role("admin"))'),
        ({"auth__role_form": "list", **NAMED}, 'Depends(require_role(["admin"]))'),
        (
            {"auth__role_form": "list", "auth__role_keyword": "any_of", **NAMED},
            'Depends(require_role(any_of=["admin"]))',
        ),
        ({"auth__role_form": "list", "auth__role_depends": True, **NAMED}, 'require_role(["admin"])'),
        (
            {
                "auth__role_check": Symbol("app/api/deps.py", "get_current_superuser", "app.api.deps"),
                "auth__superuser_field": "is_superuser",
            },
            "Depends(get_current_superuser)",
        ),
    ],
)
def test_the_check_of_the_host_is_asked_as_the_host_asks_it(habits: dict[str, Any], asked: str) -> None:
    view = view_of(spec_of(PARCEL, access=ADMIN_CREATES), **{"auth__role_check": CHECK, **habits})
    router = text_of(view, "router")

    assert router.count(f"dependencies=[{asked}]") == 1
    assert "error_responses(400, 403, " in router
    assert not any("role" in file.artefacts for file in render(view))


def test_a_role_of_every_operation_stands_on_the_router() -> None:
    habits = {"auth__role_check": CHECK, "auth__role_form": "each", **NAMED}
    router = text_of(view_of(spec_of(PARCEL, access=EVERYTHING_BY_ADMINS), **habits), "router")

    head, _, rest = router.partition("\n@router")
    assert 'dependencies=[Depends(require_role("admin"))]' in head
    assert "error_responses(401, 403)" in head
    assert "403" not in rest
    assert "require_role" not in rest


def test_without_a_check_a_small_one_is_put_beside_the_sign_in() -> None:
    view = view_of(spec_of(PARCEL, access=ADMIN_CREATES), **NAMED, **ENUM)
    added = next(file for file in render(view) if "role" in file.artefacts)

    assert added.path == "app/api/deps.py"
    assert "def require_role(*roles: Role) -> Callable[[User], Awaitable[User]]:" in added.body
    assert "async def check_role(current_user: CurrentUser) -> User:" in added.body
    assert "if current_user.role not in roles and not current_user.is_superuser:" in added.body


def test_a_check_of_ours_waits_for_no_thread() -> None:
    view = view_of(spec_of(PARCEL, access=ADMIN_CREATES), **NAMED, **SYNC)
    added = next(file for file in render(view) if "role" in file.artefacts)

    assert "async def check_role(" in added.body


def test_a_flag_is_a_role_too() -> None:
    view = view_of(spec_of(PARCEL, access=ADMIN_CREATES), auth__superuser_field="is_superuser")
    added = next(file for file in render(view) if "role" in file.artefacts)

    assert "async def require_superuser(current_user: CurrentUser) -> User:" in added.body
    assert "dependencies=[Depends(require_superuser)]" in text_of(view, "router")
    assert "is_superuser=True" in text_of(view, "test")


EDITORS_CREATE = Access(auth="existing", roles=(("create", ("editor",)),))
APART = Access(auth="existing", roles=(("create", ("admin",)), ("delete", ("user",))))
TOKEN = Symbol("app/schemas/token.py", "TokenData", "app.schemas.token")
SUPERUSERS = Symbol("app/api/deps.py", "get_current_superuser", "app.api.deps")
BARE = {"auth__superuser_field": None}


@pytest.mark.parametrize(
    ("access", "habits", "said"),
    [
        (ADMIN_CREATES, BARE, "nothing says which users are admin: User has no column for it (role, "),
        (
            ADMIN_CREATES,
            {"auth__role_check": CHECK, "auth__role_form": "each", **BARE},
            "is_staff), though require_role asks for one",
        ),
        (
            ADMIN_CREATES,
            {**BARE, **NAMED, "auth__role_names": (("user", ""), ("guest", ""))},
            "User.role knows no admin: it has user, guest",
        ),
        (EDITORS_CREATE, {**NAMED, **ENUM}, "Role knows no editor: it has user, admin"),
        (EDITORS_CREATE, {"auth__superuser_field": "is_superuser"}, "User has is_superuser and no column"),
        (
            EDITORS_CREATE,
            {"auth__role_check": SUPERUSERS, "auth__role_form": "dependency", **BARE},
            "get_current_superuser is the only check of users here",
        ),
        (APART, {**BARE, **NAMED}, "no value of User.role passes all of create=admin, delete=user"),
        (ADMIN_CREATES, {"user_model": None, **BARE}, "no class of the project is known to be its users"),
        (ADMIN_CREATES, {"auth__annotation": TOKEN, **BARE}, "get_current_user gives a TokenData, no User"),
    ],
)
def test_a_role_that_no_user_can_have_is_refused(access: Access, habits: dict[str, Any], said: str) -> None:
    lines = PARCEL if access.owner else PARCEL[:-1]
    refused = make_view(spec_of(lines, access=access), project_of(**habits))

    assert isinstance(refused, Refusal)
    assert said in refused.message
    assert refused.hint


def test_it_is_said_where_users_lack_a_role() -> None:
    project = project_of(**BARE)
    seen = Fact(value=project.conventions.user_model.value, witnesses=(Witness("app/models/user.py", 15),))
    refused = make_view(
        spec_of(PARCEL, access=ADMIN_CREATES),
        replace(project, conventions=replace(project.conventions, user_model=seen)),
    )

    assert isinstance(refused, Refusal)
    assert refused.where == Witness("app/models/user.py", 15)


def test_the_plan_says_who_may() -> None:
    view = view_of(spec_of(PARCEL, access=ADMIN_CREATES), **NAMED)
    routes = {route.operation: route for route in describe_routes(view)}

    assert routes["create"].who == "a user who is admin"
    assert 403 in routes["create"].statuses
    assert 403 not in routes["delete"].statuses


def test_whoever_lacks_the_role_is_tested_for_each_operation() -> None:
    roles = Access(auth="existing", roles=(("create", ("admin",)), ("delete", ("admin", "user"))))
    names = {"auth__role_field": "role", "auth__role_names": (("user", ""), ("admin", ""), ("guest", ""))}
    test = text_of(view_of(spec_of(PARCEL[:-1], access=roles), **names), "test")

    assert (
        "test_parcels_need_a_role(anonymous: AsyncClient, sign_in: Callable[[User], None], stranger: User"
        in test
    )
    assert 'return await create_user(sessions, "mallory", role="guest")' in test


@pytest.mark.parametrize("access", [Access(auth="existing", owner="owner"), ADMIN_CREATES])
def test_a_caller_that_is_no_row_has_neither_rows_nor_roles(access: Access) -> None:
    refused = make_view(spec_of(PARCEL, access=access), project_of(auth__plain_type="dict"))

    assert isinstance(refused, Refusal)
    assert "dict" in refused.message
    assert "get_current_user" in refused.message


def test_who_calls_may_be_anything_where_nobody_reads_it() -> None:
    public = spec_of(PARCEL[:-1], access=Access(auth="existing"))

    assert isinstance(make_view(public, project_of(auth__plain_type="dict")), ResourceView)


def test_a_caller_that_a_call_gives_is_refused() -> None:
    refused = make_view(spec_of(PARCEL), project_of(auth__by_call=True))

    assert isinstance(refused, Refusal)
    assert "comes by a call" in refused.message
