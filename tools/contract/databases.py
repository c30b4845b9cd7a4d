"""Empty databases for one configuration each, gone afterwards.

CONTRACT_POSTGRESQL and CONTRACT_MARIADB name the servers (postgres@127.0.0.1:5432, root@127.0.0.1:3306).
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pymysql  # type: ignore[import-untyped]  # it ships no types

from fastapi_endpoint.testing.hosts import URLS

POSTGRESQL = os.environ.get("CONTRACT_POSTGRESQL", "postgres@127.0.0.1:5432")
MARIADB = os.environ.get("CONTRACT_MARIADB", "root@127.0.0.1:3306")


@contextlib.contextmanager
def database(kind: str, *, is_async: bool, folder: Path) -> Iterator[str]:
    """The URL of an empty database of that kind, with the driver that a host of that style uses."""
    scheme = URLS[is_async, kind]
    if kind == "sqlite":
        yield f"{scheme}{folder}/contract.db"
        return
    name = f"contract_test_{secrets.token_hex(4)}"
    if kind == "mariadb":
        with _mariadb() as server, server.cursor() as cursor:
            # Texts are equal where their characters are, as on the other databases.
            cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin")
            try:
                yield f"{scheme}{MARIADB}/{name}?charset=utf8mb4"
            finally:
                cursor.execute(f"DROP DATABASE {name}")
        return
    with psycopg.connect(f"postgresql://{POSTGRESQL}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')  # a name of our own making
        try:
            yield f"{scheme}{POSTGRESQL}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _postgresql_answers() -> bool:
    try:
        psycopg.connect(f"postgresql://{POSTGRESQL}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _mariadb_answers() -> bool:
    try:
        _mariadb().close()
    except pymysql.OperationalError:
        return False
    return True


def _mariadb() -> pymysql.connections.Connection:
    parts = urlsplit(f"//{MARIADB}")
    return pymysql.connect(
        host=parts.hostname or "", port=parts.port or 3306, user=parts.username, password=parts.password or ""
    )


ANSWERS: dict[str, Callable[[], bool]] = {
    "sqlite": lambda: True,
    "postgresql": _postgresql_answers,
    "mariadb": _mariadb_answers,
}
