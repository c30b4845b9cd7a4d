"""`verify`: an applied plan, checked in a copy of the project as it stands now."""

import pytest

from execute.hosts import ROUTE, added, host, options
from execute.plans import plan_of, plant, tree
from fastapi_endpoint.domain.plan import ManualStep
from fastapi_endpoint.execute import verify

BEFORE = host()
AFTER = added(BEFORE)
STEP = ManualStep(file="app/main.py", line=9, reason="a loop", snippet="app.include_router(parcels.router)")


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "settings.env"
    path.write_text(f"DATABASE_URL=sqlite:///{tmp_path / 'production.sqlite3'}\n")
    return str(path)


def verified(tmp_path, files, settings=None, **more):
    root = plant(tmp_path / "project", files)
    values = {
        "routes": (ROUTE,),
        "tests": ("tests/test_parcels.py",),
        "test_names": ("test_the_list_is_empty",),
        "modules": ("app.parcels",),
    }
    plan = plan_of(BEFORE, AFTER, **(values | more))
    before = tree(root)
    done = verify(plan, root=root, options=options(env_file=settings))
    assert tree(root) == before
    return {check.name: (check.outcome, check.why) for check in done.checks}


@pytest.mark.slow
def test_what_was_applied_and_stands_is_green(tmp_path, settings):
    seen = verified(tmp_path, BEFORE | AFTER, settings)
    assert {name: seen[name][0] for name in ("import", "openapi", "tests")} == {
        "import": "green",
        "openapi": "green",
        "tests": "green",
    }, seen
    assert "host-tests" not in seen
    assert "by-hand" not in seen
    assert not (tmp_path / "production.sqlite3").exists()


@pytest.mark.slow
def test_a_router_that_was_taken_out_again_is_red(tmp_path, settings):
    seen = verified(tmp_path, BEFORE | AFTER | {"app/main.py": BEFORE["app/main.py"]}, settings)
    assert seen["import"][0] == "green"
    assert seen["openapi"] == ("red", "GET /parcels is not served")
    assert seen["tests"][0] == "red"


@pytest.mark.slow
def test_a_manual_step_is_seen_through_the_routes(tmp_path, settings):
    undone = BEFORE | AFTER | {"app/main.py": BEFORE["app/main.py"]}
    left = verified(tmp_path, undone, settings, manual=(STEP,))
    assert left["by-hand"] == ("not-verified", "still to do: app/main.py:9 (GET /parcels is not served)")
    assert "red" not in {outcome for outcome, _ in (left["openapi"], left["tests"])}
    done = verified(tmp_path / "done", BEFORE | AFTER, settings, manual=(STEP,))
    assert done["by-hand"][0] == "green"
    assert done["openapi"][0] == "green"


@pytest.mark.slow
def test_what_the_project_lacks_is_no_red(tmp_path):
    seen = verified(tmp_path, BEFORE | AFTER)
    assert seen["import"][0] == "not-verified"
    assert "DATABASE_URL" in seen["import"][1]
    assert seen["tests"][0] == "not-verified"


@pytest.mark.slow
def test_a_module_that_is_gone_is_red(tmp_path, settings):
    files = {path: data for path, data in (BEFORE | AFTER).items() if path != "app/parcels.py"}
    seen = verified(tmp_path, files, settings)
    assert seen["import"][0] == "red"
    assert seen["openapi"][0] == "red"


@pytest.mark.slow
def test_tests_that_are_gone_are_named(tmp_path, settings):
    files = {path: data for path, data in (BEFORE | AFTER).items() if path != "tests/test_parcels.py"}
    seen = verified(tmp_path, files, settings)
    assert seen["tests"] == ("red", "tests/test_parcels.py is gone")


def test_without_an_interpreter_nothing_is_verified(tmp_path):
    root = plant(tmp_path / "project", BEFORE | AFTER)
    done = verify(plan_of(BEFORE, AFTER), root=root, options=options(python="/nowhere/python"))
    assert {check.outcome for check in done.checks} == {"not-verified"}
    assert "interpreter" in done.checks[0].why
