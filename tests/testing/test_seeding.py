"""The users of a descriptor, in the database of a project that really runs."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.testing.hosts import Host, host_files
from fastapi_endpoint.testing.seeding import NUMBERED, USERS, seed

pytestmark = pytest.mark.slow


POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def migrate(project: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=project,
        env=os.environ,
        check=True,
        timeout=120,
    )


@pytest.fixture
def database() -> Iterator[str]:
    """An empty database on the PostgreSQL of this machine."""
    name = f"seeded_{os.getpid()}"
    try:
        with psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3) as server:
            server.execute(f"create database {name}")
    except psycopg.OperationalError as problem:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL does not answer: {problem}")
        pytest.skip(f"PostgreSQL does not answer: {problem}")
    yield POSTGRESQL.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, new_project("shop"))
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/shop.db")
    return tmp_path


def test_users_are_made_once(shop: Path) -> None:
    migrate(shop)
    assert seed(shop) == USERS
    assert seed(shop) == USERS
    with sqlite3.connect(shop / "shop.db") as database:
        rows = database.execute(
            "SELECT email, is_active, is_superuser, role FROM users ORDER BY id"
        ).fetchall()
    assert rows == [
        ("alice@example.com", 1, 0, "user"),
        ("bob@example.com", 1, 0, "user"),
        ("admin@example.com", 1, 1, "admin"),
        ("inactive@example.com", 0, 0, "user"),
    ]


def test_a_database_without_tables_is_said(shop: Path) -> None:
    with pytest.raises(EndpointError, match="could not be made") as caught:
        seed(shop)
    assert "alembic upgrade head" in caught.value.hint


@pytest.mark.postgresql
def test_the_next_user_gets_an_id_that_is_free(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, host_files(Host(ids="int", is_async=False, database="postgresql")))
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    monkeypatch.setenv("DATABASE_URL", database.replace("postgresql:", "postgresql+psycopg:"))
    migrate(tmp_path)

    assert seed(tmp_path) == seed(tmp_path) == NUMBERED

    with psycopg.connect(database) as connection:
        counter = connection.execute("select nextval(pg_get_serial_sequence('users', 'id'))").fetchone()
    assert counter == (max(NUMBERED.values()) + 1,)
