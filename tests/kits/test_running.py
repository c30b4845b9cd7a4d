"""Projects that were given a kit, migrated, type-checked, and run with their own tests."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import project
from kits.hosts import files_of

pytestmark = pytest.mark.slow
FIELDS = ("tracking:str40:unique", "carrier:enum/dhl/ups:filter", "owner:ref/users:owner")
SECRET = "0123456789abcdef" * 4


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hidden = ("SECRET_KEY", "DATABASE_URL", "PYTEST_ADDOPTS", "PYTHONPATH")
    inherited = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=inherited | {"SECRET_KEY": SECRET, "PYTHONPATH": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def made(folder: Path, host: str, **answers: Any) -> Plan:
    """The host in the folder, with the plan carried out."""
    before = project(files_of(host))
    plan = before.plan("Parcel", FIELDS, paginate="cursor", **answers)
    assert isinstance(plan, Plan), plan
    after = before.after(plan)
    for path in after.tree.paths():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(after.tree.read(path))
    return plan


@pytest.mark.parametrize("host", ["stall", "pier"])
def test_its_tests_are_green(tmp_path: Path, host: str) -> None:
    plan = made(tmp_path, host, auth="jwt", role=("create=admin", "delete=admin/editor"))

    migrated = run(tmp_path, "alembic", "upgrade", "head")
    assert migrated.returncode == 0, migrated.stderr
    tested = run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", *plan.tests)
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_its_types_are_clean(tmp_path: Path) -> None:
    plan = made(tmp_path, "stall", auth="jwt", role=("create=admin",))

    checked = run(tmp_path, "mypy", "--strict", "app", *plan.tests)

    assert checked.returncode == 0, checked.stdout
