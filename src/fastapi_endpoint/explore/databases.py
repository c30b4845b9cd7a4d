"""Which databases the project uses, those of its tests included: URLs and drivers."""

import re
from collections.abc import Iterator

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.documents import lines_with
from fastapi_endpoint.explore.index import Index

_URL = re.compile(
    rb"(postgresql|postgres|sqlite|mysql|mariadb|mongodb)(?:(?:\+\w+)?://|\+(?:async|psycopg|aio|pymysql)\w*)|\b(PostgresDsn|MySQLDsn|MongoDsn|sqlite3(?=\.connect\())\b"
)
_DRIVERS = {
    "asyncpg": "postgresql",
    "psycopg": "postgresql",
    "psycopg2": "postgresql",
    "psycopg2-binary": "postgresql",
    "pg8000": "postgresql",
    "aiosqlite": "sqlite",
    "pymysql": "mysql",
    "aiomysql": "mysql",
    "asyncmy": "mysql",
    "mysqlclient": "mysql",
    "mysql-connector-python": "mysql",
    "motor": "mongodb",
    "pymongo": "mongodb",
    "beanie": "mongodb",
    "odmantic": "mongodb",
    "mongoengine": "mongodb",
}
_NAMES = {
    b"postgresql": "postgresql",
    b"postgres": "postgresql",
    b"PostgresDsn": "postgresql",
    b"sqlite": "sqlite",
    b"sqlite3": "sqlite",
    b"mysql": "mysql",
    b"mariadb": "mysql",
    b"MySQLDsn": "mysql",
    b"mongodb": "mongodb",
    b"MongoDsn": "mongodb",
}
_SIGNS = (b"://", b"Dsn", b"+async", b"+psycopg", b"+aio", b"+pymysql", b"sqlite3.connect(")
_COMMENT = (b"#", b";", b"//")


def _named_in(data: bytes) -> Iterator[tuple[str, int]]:
    """The first database that each line names, with the line's number; comments left out."""
    lines = {line for sign in _SIGNS for line in lines_with(data, sign)}
    for start, end in sorted(lines):
        line = data[start:end]
        match = None if line.lstrip().startswith(_COMMENT) else _URL.search(line)
        if match:
            yield _NAMES[match[1] or match[2]], data.count(b"\n", 0, start) + 1


def detect_databases(index: Index, requirements: tuple[Requirement, ...]) -> Fact[tuple[str, ...]]:
    """postgresql, mysql, sqlite, mongodb: in that order, as many as there are signs of."""
    found: dict[str, list[Witness]] = {}
    for path in index.tree.paths():
        if path.endswith(".lock") or path in index.files.migrations:
            continue
        for name, number in _named_in(index.tree.read(path)):
            found.setdefault(name, []).append(Witness(path, number))
    for requirement in requirements:
        driven = _DRIVERS.get(requirement.name)
        if driven:
            found.setdefault(driven, []).append(Witness(requirement.file, requirement.line))
    names = tuple(name for name in ("postgresql", "mysql", "sqlite", "mongodb") if name in found)
    return Fact(
        value=names,
        confidence="high" if names else "low",
        witnesses=tuple(witness for name in names for witness in found[name][:3]),
        origin="code" if names else "default",
    )
