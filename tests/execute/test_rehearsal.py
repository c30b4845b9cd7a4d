"""The rehearsal: what it verifies, what it blames on the plan, and what it only says it cannot tell."""

import socket
import sqlite3
import threading

import pytest

from execute.hosts import ROUTE, added, host, options
from execute.plans import plan_of, plant, tree
from fastapi_endpoint.execute import rehearse
from fastapi_endpoint.execute.blindspots import blind_spots

BEFORE = host()
AFTER = added(BEFORE)


def the_plan(after=AFTER, **more):
    values = {
        "routes": (ROUTE,),
        "tests": ("tests/test_parcels.py",),
        "test_names": ("test_the_list_is_empty",),
        "modules": ("app.parcels",),
    }
    return plan_of(BEFORE, after, **(values | more))


@pytest.fixture
def outside(tmp_path):
    """A database of somebody else's, with a row in it."""
    path = tmp_path / "production.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("create table users (id integer primary key)")
        connection.execute("insert into users values (42)")
    return path


@pytest.fixture
def settings(tmp_path, outside):
    path = tmp_path / "settings.env"
    path.write_text(f"DATABASE_URL=sqlite:///{outside}\n")
    return str(path)


@pytest.fixture
def root(tmp_path):
    return plant(tmp_path / "project", BEFORE)


def run(root, after=AFTER, plan=None, **more):
    return rehearse(
        plan or the_plan(after), after, root=root, options=options(**({"host_tests": False} | more))
    )


def outcomes(rehearsal):
    return {check.name: check.outcome for check in rehearsal.checks}


def check(rehearsal, name):
    return next(check for check in rehearsal.checks if check.name == name)


@pytest.mark.slow
def test_a_good_plan_is_green_and_nothing_is_touched(root, outside, settings):
    before = tree(root)
    bytes_outside = outside.read_bytes()
    rehearsal = run(root, env_file=settings, host_tests=True)
    assert {
        o for n, o in outcomes(rehearsal).items() if n in ("import", "openapi", "tests", "host-tests")
    } == {"green"}, rehearsal.checks
    assert check(rehearsal, "host-tests").why == "1 passed, 1 red as before"
    assert tree(root) == before
    assert outside.read_bytes() == bytes_outside
    assert any(r.wanted.endswith("production.sqlite3") for r in rehearsal.redirects)


@pytest.mark.slow
def test_missing_settings_are_named_and_are_not_our_red(root):
    rehearsal = run(root, host_tests=True)
    assert outcomes(rehearsal)["import"] == "not-verified"
    assert "DATABASE_URL" in check(rehearsal, "import").why
    assert not rehearsal.red


@pytest.mark.slow
def test_missing_settings_are_not_our_red_where_there_were_no_tests(tmp_path):
    bare = {path: data for path, data in BEFORE.items() if not path.startswith("tests/")}
    first = {path: data for path, data in AFTER.items() if path in bare or path not in BEFORE}
    first |= {"tests/conftest.py": b"import app.main\n"}
    more = {"routes": (ROUTE,), "tests": ("tests/test_parcels.py",), "modules": ("app.parcels",)}
    rehearsal = run(plant(tmp_path / "project", bare), first, plan_of(bare, first, **more))
    assert outcomes(rehearsal)["tests"] == "not-verified"
    assert "does not import without the plan" in check(rehearsal, "tests").why


@pytest.mark.slow
def test_a_plan_that_does_not_import_is_red(root, settings):
    broken = AFTER | {"app/parcels.py": b"import this_is_nowhere_to_be_found_but_ours\nrouter = None\n"}
    assert outcomes(run(root, broken, env_file=settings))["import"] == "not-verified"
    broken = AFTER | {"app/parcels.py": b"router = undefined_name\n"}
    rehearsal = run(root, broken, env_file=settings)
    assert outcomes(rehearsal)["import"] == "red"
    assert "undefined_name" in check(rehearsal, "import").why


@pytest.mark.slow
def test_a_failing_generated_test_is_red_by_name(root, settings):
    failing = AFTER | {"tests/test_parcels.py": b"def test_the_list_is_empty():\n    assert 1 == 2\n"}
    rehearsal = run(root, failing, env_file=settings)
    assert outcomes(rehearsal)["tests"] == "red"
    assert "test_the_list_is_empty" in check(rehearsal, "tests").detail


@pytest.mark.slow
def test_a_document_that_was_red_before_excuses_no_test(root, settings):
    broken = b"\n\ndef nothing():\n    raise ValueError\n\n\napp.openapi = nothing\n"
    (root / "app/main.py").write_bytes(BEFORE["app/main.py"] + broken)
    failing = AFTER | {
        "app/main.py": AFTER["app/main.py"] + broken,
        "tests/test_parcels.py": b"def test_the_list_is_empty():\n    assert 1 == 2\n",
    }
    rehearsal = run(root, failing, env_file=settings)
    assert outcomes(rehearsal)["openapi"] == "not-verified"
    assert "has no OpenAPI document without the plan" in check(rehearsal, "openapi").why
    assert outcomes(rehearsal)["tests"] == "red"
    assert "1 new or edited" in check(rehearsal, "import").why


@pytest.mark.slow
def test_a_change_to_another_route_is_red(root, settings):
    changed = AFTER | {"app/main.py": AFTER["app/main.py"].replace(b"def health()", b"def healthy()")}
    rehearsal = run(root, changed, env_file=settings)
    assert check(rehearsal, "openapi").outcome == "red"
    assert check(rehearsal, "openapi").why == "GET /health has changed"


@pytest.mark.slow
def test_a_socket_at_import_reaches_nobody(root, tmp_path, outside):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        came = []
        stop = threading.Event()

        def watch():
            while not stop.is_set():
                try:
                    came.append(server.accept())
                except TimeoutError:
                    continue

        watcher = threading.Thread(target=watch)
        watcher.start()
        settings = tmp_path / "watched.env"
        port = server.getsockname()[1]
        settings.write_text(f"DATABASE_URL=sqlite:///{outside}\nWATCHED_PORT={port}\n")
        rehearsal = run(root, env_file=str(settings))
        stop.set()
        watcher.join()
    assert not came
    assert f"127.0.0.1:{port}" in {redirect.wanted for redirect in rehearsal.redirects}
    assert outcomes(rehearsal)["import"] == "green"


def test_without_an_interpreter_nothing_is_verified(root):
    rehearsal = run(root, python="/nowhere/python")
    assert set(outcomes(rehearsal).values()) == {"not-verified"}


@pytest.mark.parametrize(
    "line",
    [
        "engine = create_engine('postgresql://', creator=lambda: None)",
        "connection = psycopg.connect('dbname=prod')",
        "from psycopg2 import connect",
        "pool = await asyncpg.create_pool(DSN)",
    ],
)
def test_a_host_the_guard_cannot_see_through_is_not_executed(root, line):
    plant(root, {"app/raw.py": f"# first line\n{line}\n".encode()})
    rehearsal = run(root)
    assert set(outcomes(rehearsal).values()) == {"not-verified"}
    assert "app/raw.py:2" in check(rehearsal, "import").why


USES_NO_CONNECTION = b"""
from psycopg2.errors import UniqueViolation
import asyncpg

engine = create_engine(url(a, b), pool_size=5)
post = Post(creator=user)
"""


def test_using_a_drivers_errors_is_no_blind_spot(tmp_path):
    plant(tmp_path, {"a.py": USES_NO_CONNECTION})
    assert blind_spots(tmp_path) == ()


@pytest.mark.slow
def test_a_conftest_that_ends_pytest_is_no_red_of_ours(tmp_path, settings):
    hook = b'def pytest_sessionstart(session):\n    raise RuntimeError("no container here")\n'
    before = BEFORE | {"tests/conftest.py": hook}
    rehearsal = run(plant(tmp_path / "project", before), env_file=settings)
    assert check(rehearsal, "tests").outcome == "not-verified"
    assert "no container here" in check(rehearsal, "tests").why
