"""Which databases the project uses, those of its tests included: URLs and drivers."""

import re

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.index import Index

_URL = re.compile(rb"(postgresql|postgres|sqlite|mysql|mariadb)(?:\+\w+)?://|\b(PostgresDsn)\b")
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
}
_NAMES = {b"postgresql": "postgresql", b"postgres": "postgresql", b"sqlite": "sqlite", b"mysql": "mysql"}
_COMMENT = (b"#", b";", b"//")


def detect_databases(index: Index, requirements: tuple[Requirement, ...]) -> Fact[tuple[str, ...]]:
    """postgresql, mysql, sqlite: in that order, as many as there are signs of."""
    found: dict[str, list[Witness]] = {}
    migrations = frozenset(index.files.migrations)
    for path in index.tree.paths():
        data = index.tree.read(path)
        if path.endswith(".lock") or not (b"://" in data or b"PostgresDsn" in data) or path in migrations:
            continue
        for number, line in enumerate(data.split(b"\n"), 1):
            if b"://" not in line and b"PostgresDsn" not in line:
                continue
            match = None if line.lstrip().startswith(_COMMENT) else _URL.search(line)
            if match:
                name = "postgresql" if match[2] else _NAMES.get(match[1], "mysql")
                found.setdefault(name, []).append(Witness(path, number))
    for requirement in requirements:
        driven = _DRIVERS.get(requirement.name)
        if driven:
            found.setdefault(driven, []).append(Witness(requirement.file, requirement.line))
    names = tuple(name for name in ("postgresql", "mysql", "sqlite") if name in found)
    return Fact(
        value=names,
        confidence="high" if names else "low",
        witnesses=tuple(witness for name in names for witness in found[name][:3]),
        origin="code" if names else "default",
    )
