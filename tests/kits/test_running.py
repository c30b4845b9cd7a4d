"""Projects that were given a kit, migrated, type-checked, and run with their own tests."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.testing import project
from kits.hosts import files_of

pytestmark = pytest.mark.slow
FIELDS = ("tracking:str40:unique", "carrier:enum/dhl/ups:filter", "owner:ref/users:owner")
SECRET = "0123456789abcdef" * 4
ROLES = ("create=admin", "delete=admin/editor")


def run(folder: Path, *command: str) -> None:
    hidden = ("SECRET_KEY", "DATABASE_URL", "PYTEST_ADDOPTS", "PYTHONPATH")
    inherited = {key: value for key, value in os.environ.items() if key not in hidden}
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=inherited | {"SECRET_KEY": SECRET},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def made(folder: Path, files: dict[str, str], **answers: Any) -> Plan:
    """The project in the folder, with the plan carried out."""
    before = project(files)
    plan = before.plan("Parcel", FIELDS, paginate="cursor", **answers)
    assert isinstance(plan, Plan), plan
    after = before.after(plan)
    for path in after.tree.paths():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(after.tree.read(path))
    return plan


@pytest.mark.parametrize(
    ("host", "answers"),
    [
        ("stall", {"auth": "jwt", "role": ROLES}),
        ("pier", {"auth": "jwt"}),
        ("pier", {"auth": "api-key", "role": ROLES}),
    ],
    ids=["asynchronous sign-in", "synchronous sign-in", "synchronous keys"],
)
def test_its_tests_are_green(tmp_path: Path, host: str, answers: dict[str, Any]) -> None:
    plan = made(tmp_path, files_of(host), **answers)

    run(tmp_path, "alembic", "upgrade", "head")
    run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", *plan.tests)
    if host == "stall":
        run(tmp_path, "mypy", "--strict", "app", *plan.tests)


def test_keys_of_users_who_sign_in(tmp_path: Path) -> None:
    plan = made(tmp_path, new_project("shop", secret=SECRET), auth="api-key")

    run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", *plan.tests)
    run(tmp_path, "mypy")
    run(tmp_path, "ruff", "check", ".")


@pytest.mark.parametrize("host", ["stall", "pier"])
def test_a_role_for_users_who_have_none(tmp_path: Path, host: str) -> None:
    before = project(files_of(host))
    first = before.plan("Parcel", FIELDS, paginate="cursor", auth="jwt")
    assert isinstance(first, Plan), first
    there = before.after(first)
    second = there.plan("Crate", ("label:str40",), paginate="cursor", auth="jwt", role=ROLES)
    assert isinstance(second, Plan), second
    after = there.after(second)
    for path in after.tree.paths():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(after.tree.read(path))

    run(tmp_path, "alembic", "upgrade", "head")
    run(tmp_path, "alembic", "downgrade", "-2")
    run(tmp_path, "alembic", "upgrade", "head")
    run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", *first.tests, *second.tests)
    if host == "stall":
        run(tmp_path, "mypy", "--strict", "app", *second.tests)
