"""Every test of this folder keeps its state and cache in a folder of its own."""

import os
from typing import NamedTuple

import psycopg
import pytest


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    return home


class Server(NamedTuple):
    """A server, and a database in it that must stay as it is."""

    url: str
    theirs: str

    def is_untouched(self) -> bool:
        with psycopg.connect(self.theirs) as connection:
            return connection.execute("select array_agg(id) from users").fetchone() == ([42],)


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL on loopback, with a database of somebody else's in it that holds one row."""
    url = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    name = f"somebody_{os.getpid()}"
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"create database {name}")
    except psycopg.OperationalError as problem:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL does not answer: {problem}")
        pytest.skip(f"PostgreSQL does not answer: {problem}")
    theirs = url.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(theirs, autocommit=True) as connection:
        connection.execute("create table users (id integer primary key)")
        connection.execute("insert into users values (42)")
    yield Server(url=url, theirs=theirs)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")
