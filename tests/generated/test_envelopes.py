"""Endpoints of hosts that wrap their rows, and their generated tests, which must be green."""

from pathlib import Path

import pytest

from fastapi_endpoint.domain.plan import CreateFile, Plan
from fastapi_endpoint.testing import project
from generated.building import failing, run
from plan.wrappers import WRAPPERS

HOSTS = {
    "rows alone": {"is_async": True, "users": True},
    "called Response": {"is_async": False, "users": False},
    "with words": {"is_async": False, "ids": "int", "users": True},
    "by a function": {"layout": "feature", "is_async": True, "users": False},
    "by a dictionary": {"is_async": False, "layout": "feature", "ids": "str"},
}
CANCEL = "cancel:from=placed:to=cancelled"
LINES = (
    "status:enum/placed/cancelled=placed:readonly",
    "sku:str20:unique",
    "weight:int:filter:sort",
    "metadata:json:optional",
)
pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("wrapper", "pages"),
    [
        ("rows alone", "cursor"),
        ("called Response", "none"),
        ("with words", "cursor"),
        ("by a function", "offset"),
        ("by a function", "cursor"),
        ("by a dictionary", "none"),
    ],
)
def test_its_tests_are_green_and_its_types_hold(tmp_path: Path, wrapper: str, pages: str) -> None:
    host = project(WRAPPERS[wrapper](**HOSTS[wrapper]))
    users = HOSTS[wrapper].get("users", True)
    lines = (*LINES, "owner:ref/users:owner") if users else LINES
    auth = "existing" if users else "none"
    plan = host.plan("OrderItem", lines, auth=auth, paginate=pages, action=CANCEL)
    assert isinstance(plan, Plan), plan
    after = host.after(plan).tree
    for path in after.paths():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(after.read(path))

    broken, output = failing(tmp_path, *plan.tests)

    assert not broken, output
    made = [each.path for each in plan.operations if isinstance(each, CreateFile)]
    own = [path for path in made if path.startswith("app/") and path.endswith(".py")]
    typed = run(tmp_path, "mypy", "--strict", "--no-incremental", "--follow-imports=silent", *own)
    assert not typed.returncode, typed.stdout
