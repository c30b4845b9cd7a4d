"""Throw-away databases come and go, and what a killed rehearsal has left goes with the next one."""

import subprocess
import sys

import psycopg
import pytest

from fastapi_endpoint.execute.scratch import private_folder
from fastapi_endpoint.execute.throwaway import server_of, throwaway_databases


def names(server):
    with psycopg.connect(server.url) as connection:
        databases = connection.execute("select datname from pg_database").fetchall()
        roles = connection.execute("select rolname from pg_roles").fetchall()
        return {row[0] for row in databases + roles}


@pytest.mark.postgresql
def test_nothing_is_left_behind(server):
    with private_folder() as home:
        known = server_of(server.url, allowed=True)
        with throwaway_databases(home, ("a", "b"), server=known, python=sys.executable) as databases:
            target = databases.targets["b"]["postgresql"]
            assert {target["user"], target["database"]} <= names(server)
            assert str(home) in str(target["host"])
    assert not {target["user"], target["database"]} & names(server)


@pytest.mark.postgresql
def test_what_a_killed_rehearsal_has_left_is_removed(server):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    role = f"fe_{ended.pid}_0123abcd"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"create role {role}")
        connection.execute(f"create database {role}_0 owner {role}")
        connection.execute("create role fe_somebody")
    try:
        with private_folder() as home:
            known = server_of(server.url, allowed=True)
            with throwaway_databases(home, ("a",), server=known, python=sys.executable):
                assert not {role, f"{role}_0"} & names(server)
                assert "fe_somebody" in names(server)
    finally:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("drop role fe_somebody")


def test_a_server_that_does_not_answer_is_said(tmp_path):
    with private_folder() as home:
        known = server_of("postgresql://nobody@127.0.0.1:1/x", allowed=True)
        with throwaway_databases(home, ("a",), server=known, python=sys.executable) as databases:
            assert not databases.postgresql
            assert databases.why_not.startswith("PostgreSQL: OperationalError")
            assert "file" in databases.targets["a"]["postgresql"]
