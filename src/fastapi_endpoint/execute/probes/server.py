"""Makes and drops throw-away databases on a PostgreSQL server, with whichever driver the project has.

Reads JSON from standard input: {"action": "create" or "drop", "server": {host, port, user, password,
database}, "role", "password", "databases": [names]}. Prints {"error": text} or {"error": null}.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from typing import Any

_DATABASES = "SELECT datname FROM pg_database WHERE datname LIKE 'fe#_%' ESCAPE '#'"
_ROLES = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'fe#_%' ESCAPE '#'"


def statements(task: dict[str, Any]) -> list[str]:
    """The SQL of a task. All names are of our own making: letters, digits and underscores."""
    role, databases = task["role"], task["databases"]
    if task["action"] == "create":
        made = [f"CREATE ROLE {role} LOGIN PASSWORD '{task['password']}' NOSUPERUSER NOCREATEDB NOCREATEROLE"]
        made.append(f"GRANT {role} TO CURRENT_USER")
        return made + [f"CREATE DATABASE {name} OWNER {role}" for name in databases]
    dropped = [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in databases]
    return [*dropped, f"DROP ROLE IF EXISTS {role}"]


def leftovers(databases: list[str], roles: list[str]) -> list[str]:
    """The SQL that removes what a rehearsal that was killed has left: its process is no more."""
    dropped = [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in databases if is_left(name)]
    return dropped + [f"DROP ROLE IF EXISTS {name}" for name in roles if is_left(name)]


def is_left(name: str) -> bool:
    """Is it one of ours, `fe_PID_TOKEN...`, of a process that has ended?"""
    match = re.fullmatch(r"fe_(\d+)_[0-9a-f]{8}(_\d+)?", name)
    if match is None:
        return False
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def run(server: dict[str, Any], todo: list[str]) -> None:
    """Run the statements, each in a transaction of its own, after removing what was left."""
    try:
        import psycopg  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415  # the project's, if any

        _one_by_one(psycopg.connect(**_named(server), autocommit=True), todo)
    except ImportError:
        try:
            import psycopg2  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  # the same

            connection = psycopg2.connect(**_named(server))
            connection.autocommit = True
            _one_by_one(connection, todo)
        except ImportError:
            asyncio.run(_with_asyncpg(server, todo))


def _named(server: dict[str, Any]) -> dict[str, Any]:
    named = {key: server[key] for key in ("host", "port", "user", "password") if server.get(key)}
    return {**named, "dbname": server["database"], "connect_timeout": 5}


def _one_by_one(connection: Any, todo: list[str]) -> None:
    with connection.cursor() as cursor:
        found = []
        for query in (_DATABASES, _ROLES):
            cursor.execute(query)
            found.append([row[0] for row in cursor.fetchall()])
        for statement in leftovers(*found) + todo:
            cursor.execute(statement)
    connection.close()


async def _with_asyncpg(server: dict[str, Any], todo: list[str]) -> None:
    import asyncpg  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  # the project's, if any

    named = {key: value for key, value in server.items() if value}
    connection = await asyncpg.connect(**named, timeout=5)
    found = [[row[0] for row in await connection.fetch(query)] for query in (_DATABASES, _ROLES)]
    for statement in leftovers(*found) + todo:
        await connection.execute(statement)
    await connection.close()


def main() -> None:
    """Do the task; any failure is an answer."""
    task = json.load(sys.stdin)
    error = None
    try:
        run(task["server"], statements(task))
    except Exception as problem:  # noqa: BLE001  # whatever a driver raises is the answer
        error = f"{type(problem).__name__}: {problem}".strip()
    json.dump({"error": error}, sys.stdout)


if __name__ == "__main__":
    main()
