"""Makes and drops throw-away databases on a PostgreSQL server, with whichever driver the project has.

Reads JSON from standard input: {"action": "create" or "drop", "server": {host, port, user, password,
database}, "role", "password", "databases": [names]}. Prints {"error": text} or {"error": null}.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any


def statements(task: dict[str, Any]) -> list[str]:
    """The SQL of a task. All names are of our own making: letters, digits and underscores."""
    role, databases = task["role"], task["databases"]
    if task["action"] == "create":
        made = [f"CREATE ROLE {role} LOGIN PASSWORD '{task['password']}' NOSUPERUSER NOCREATEDB NOCREATEROLE"]
        made.append(f"GRANT {role} TO CURRENT_USER")
        return made + [f"CREATE DATABASE {name} OWNER {role}" for name in databases]
    dropped = [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in databases]
    return [*dropped, f"DROP ROLE IF EXISTS {role}"]


def run(server: dict[str, Any], todo: list[str]) -> None:
    """Run the statements, each in a transaction of its own."""
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
        for statement in todo:
            cursor.execute(statement)
    connection.close()


async def _with_asyncpg(server: dict[str, Any], todo: list[str]) -> None:
    import asyncpg  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  # the project's, if any

    named = {key: value for key, value in server.items() if value}
    connection = await asyncpg.connect(**named, timeout=5)
    for statement in todo:
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
