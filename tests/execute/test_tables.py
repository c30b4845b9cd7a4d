"""Tests that miss their tables run once more on a database that the project's migrations were run on."""

import pytest

from execute.hosts import DATABASE, MAIN, options
from execute.plans import plan_of, plant
from execute.test_migration import ENV, FIRST, INI, MODELS, REVISION, SECOND
from fastapi_endpoint.domain.plan import PlannedTable
from fastapi_endpoint.execute import rehearse

WRITES = """
from sqlalchemy import text

from app.database import engine


def test_{table}():
    with engine.begin() as connection:
        connection.execute(text("select * from {table}"))
"""
BEFORE = {
    path: text.encode()
    for path, text in {
        "app/__init__.py": "",
        "app/database.py": DATABASE.replace("Base.metadata.create_all(engine)\n", ""),
        "app/main.py": MAIN,
        "app/models.py": "",
        "alembic.ini": INI,
        "alembic/env.py": ENV,
        "alembic/versions/0001_first.py": FIRST,
        "tests/test_users.py": WRITES.format(table="users"),
        "pytest.ini": "[pytest]\npythonpath = .\n",
    }.items()
}
AFTER = {
    path: text.encode()
    for path, text in {
        "app/models.py": MODELS,
        REVISION: SECOND,
        "tests/test_parcels.py": WRITES.format(table="parcels"),
    }.items()
}


def outcomes(tmp_path, before, **more):
    root = plant(tmp_path / "project", before)
    settings = tmp_path / "settings.env"
    settings.write_text("DATABASE_URL=sqlite:///./dev.db\n")
    plan = plan_of(
        before,
        before | AFTER,
        table=PlannedTable(name="parcels", columns=()),
        tests=("tests/test_parcels.py",),
        test_names=("test_parcels",),
    )
    wanted = options(env_file=str(settings), alembic__heads=("0001",), **more)
    rehearsal = rehearse(plan, AFTER, root=root, options=wanted)
    return {check.name: (check.outcome, check.why) for check in rehearsal.checks}


@pytest.mark.slow
def test_tests_have_the_tables_that_migrations_make(tmp_path):
    found = outcomes(tmp_path, BEFORE)
    assert found["tests"] == ("green", "1 passed")
    assert found["host-tests"] == ("green", "1 passed")


@pytest.mark.slow
def test_a_history_that_does_not_replay_leaves_them_as_they_are(tmp_path):
    broken = FIRST.replace("op.create_table(", "raise RuntimeError(")
    found = outcomes(tmp_path, BEFORE | {"alembic/versions/0001_first.py": broken.encode()})
    assert found["tests"] == ("red", "1 of 1 failed")
    assert found["host-tests"] == ("green", "0 passed, 1 red as before")
