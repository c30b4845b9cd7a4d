"""How projects ask for a role, and which roles their users have."""

import pytest

from explore.projects import BY_TYPE
from fastapi_endpoint.domain.conventions import Auth, Symbol
from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree

_DEPS = """
from enum import StrEnum
from typing import Annotated
from fastapi import Depends, HTTPException

class Role(StrEnum):
    READER = "reader"
    ADMIN = "admin"

class User: ...

def get_current_user() -> User: ...

CurrentUser = Annotated[User, Depends(get_current_user)]
"""
_ROUTES = """
from fastapi import APIRouter, Depends
from app.deps import *
from app.deps import CurrentUser, Role, {name}
router = APIRouter(prefix="/things")
{before}
@router.get("")
def list_things(user: CurrentUser): ...

@router.post("", dependencies=[{asked}])
def create_thing(user: CurrentUser): ...

@router.delete("/x", dependencies=[{asked}])
def delete_thing(user: CurrentUser): ...
"""
_EACH = """
def require_role(*roles):
    def check(user: CurrentUser): ...
    return check
"""
_ONE = """
def require_role(role):
    def check(user: CurrentUser): ...
    return check
"""
_LIST = """
class RoleChecker:
    def __init__(self, allowed): ...
    def __call__(self, user: CurrentUser): ...
"""
_PLAIN = """
def get_current_superuser(user: CurrentUser): ...
"""
_GIVES = """
def has_roles(roles):
    def check(user: CurrentUser): ...
    return Depends(check)
"""


def auth_of(check: str, asked: str, name: str, before: str = "") -> Auth:
    files = {
        **BY_TYPE,
        "app/deps.py": _DEPS + check,
        "app/routers/things.py": _ROUTES.format(asked=asked, name=name, before=before),
    }
    return explore(SourceTree.of_files(files)).conventions.auth


@pytest.mark.parametrize(
    ("check", "asked", "name", "before", "form"),
    [
        (_EACH, 'Depends(require_role("admin", "reader"))', "require_role", "", "each"),
        (_ONE, 'Depends(require_role("admin"))', "require_role", "", "one"),
        (_LIST, 'Depends(RoleChecker(["admin"]))', "RoleChecker", "", "list"),
        (_LIST, "Depends(allow_admin)", "RoleChecker", 'allow_admin = RoleChecker(["admin"])', "list"),
        (_PLAIN, "Depends(get_current_superuser)", "get_current_superuser", "", "dependency"),
        (_GIVES, 'has_roles(["admin"])', "has_roles", "", "list"),
    ],
)
def test_how_endpoints_ask_for_a_role(check: str, asked: str, name: str, before: str, form: str) -> None:
    found = auth_of(check, asked, name, before)

    assert found.role_check.value == Symbol("app/deps.py", name, "app.deps")
    assert found.role_form.value == form
    assert found.role_depends.value is (name == "has_roles")


def test_the_keyword_that_roles_go_by() -> None:
    found = auth_of(_LIST, 'Depends(RoleChecker(allowed=["admin"]))', "RoleChecker")

    assert (found.role_form.value, found.role_keyword.value) == ("list", "allowed")


def test_roles_of_an_enum_are_its_members() -> None:
    found = auth_of(_EACH, "Depends(require_role(Role.ADMIN))", "require_role")

    assert found.role_type.value == Symbol("app/deps.py", "Role", "app.deps")
    assert found.role_names.value == (("reader", "READER"), ("admin", "ADMIN"))


def test_a_check_that_nothing_asks_yet_is_found_beside_the_sign_in() -> None:
    files = {
        **BY_TYPE,
        "app/deps.py": _DEPS + _EACH,
        "app/routers/things.py": _ROUTES.format(asked="", name="User", before=""),
    }
    found = explore(SourceTree.of_files(files)).conventions.auth

    assert found.role_check.value == Symbol("app/deps.py", "require_role", "app.deps")
    assert found.role_form.value == "each"


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("dict[str, object] | None", "dict"),
        ("Optional[dict]", "dict"),
        ("str", "str"),
        ("UUID", "UUID"),
        ("User", ""),
    ],
)
def test_a_caller_that_has_no_attributes_is_told(given: str, plain: str) -> None:
    deps = _DEPS.replace("def get_current_user() -> User", f"def get_current_user() -> {given}")
    files = {
        **BY_TYPE,
        "app/deps.py": deps.replace("Annotated[User,", f"Annotated[{given},"),
        "app/routers/things.py": _ROUTES.format(asked="", name="User", before=""),
    }

    assert explore(SourceTree.of_files(files)).conventions.auth.plain_type.value == plain
