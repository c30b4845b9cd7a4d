"""A project that is set up in a folder of the repository runs there, as its people run it."""

import pytest
from msgspec.structs import replace

from execute.hosts import options
from execute.plans import plan_of, plant
from fastapi_endpoint.domain.conventions import EntryPoint
from fastapi_endpoint.execute import rehearse
from fastapi_endpoint.execute.preparing import folder_of

MAIN = b"""
from pathlib import Path

from fastapi import FastAPI

TITLE = Path("title.txt").read_text()
app = FastAPI(title=TITLE)
"""
TEST = b"""
import os
from pathlib import Path


def test_here():
    assert Path("title.txt").exists()
    assert os.environ["GREETING"] == "hello"
"""
BEFORE = {
    ".env": b"GREETING=hello\n",
    "backend/pyproject.toml": b'[tool.pytest.ini_options]\npythonpath = ["."]\n',
    "backend/title.txt": b"shop",
    "backend/app/__init__.py": b"",
    "backend/app/main.py": MAIN,
    "backend/tests/test_before.py": TEST,
}
AFTER = {"backend/tests/test_parcels.py": TEST, "backend/app/parcels.py": b""}


def placed(folder, tests):
    """The options of a project that lies in that folder."""
    given = options(tests__dir=tests)
    habits = given.conventions
    layout = replace(habits.layout, import_root=replace(habits.layout.import_root, value=folder))
    entry = EntryPoint(file=f"{folder}/app/main.py", object="app", module="app.main")
    entries = replace(habits.entry_points, value=(entry,))
    return replace(given, conventions=replace(habits, layout=layout, entry_points=entries))


def outcomes(tmp_path, before):
    root = plant(tmp_path / "project", before)
    tests = {"tests": ("backend/tests/test_parcels.py",), "test_names": ("test_here",)}
    plan = plan_of(before, before | AFTER, **tests, modules=("app.parcels",))
    wanted = placed("backend", tests="backend/tests")
    rehearsal = rehearse(plan, AFTER, root=root, options=wanted)
    return {check.name: (check.outcome, check.why) for check in rehearsal.checks}


@pytest.mark.slow
def test_it_runs_in_the_folder_that_it_is_set_up_in(tmp_path):
    found = outcomes(tmp_path, BEFORE)
    assert found["import"][0] == "green"
    assert found["tests"] == ("green", "1 passed")
    assert found["host-tests"] == ("green", "1 passed")


def test_tests_beside_the_folder_are_not_left_out(tmp_path):
    plant(tmp_path, {"src/alembic.ini": b"", "tests/test_x.py": b""})
    assert folder_of(tmp_path, placed("src", tests="tests")) == ""
    assert folder_of(tmp_path, placed("src", tests="src/tests")) == "src"


@pytest.mark.slow
def test_a_folder_of_sources_alone_is_no_such_folder(tmp_path):
    found = outcomes(tmp_path, {path: data for path, data in BEFORE.items() if "pyproject" not in path})
    assert found["import"][0] == "not-verified"
    assert "title.txt" in found["import"][1]
