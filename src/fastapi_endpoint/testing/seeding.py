"""Making the users that a descriptor names, and their keys, in the database of a project."""

import json
import os
import sys
from pathlib import Path

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.interpreter import find_interpreter
from fastapi_endpoint.tools.process import run

_NUMBERS = {"alice": 1, "bob": 2, "admin": 3, "inactive": 5}
USERS: dict[str, int | str] = {
    name: f"00000000-0000-4000-8000-{number:012}" for name, number in _NUMBERS.items()
}
NUMBERED: dict[str, int | str] = {**_NUMBERS}
ROLES = {"alice": "user", "bob": "user", "admin": "admin", "inactive": "user"}
# What each may send where keys are asked for; the last is alice's, and revoked.
KEYS = {**{actor: f"key-of-{actor}" for actor in _NUMBERS}, "revoked": "key-of-alice-revoked"}

_TIMEOUT = 60.0

# Runs inside the project, on its own table of users and its own driver. The password hash is of no
# password: nobody can sign in as these users.
_SCRIPT = """
import asyncio, hashlib, importlib, json, os, sys, uuid
from datetime import UTC, datetime

from sqlalchemy import create_engine, func, insert, make_url, select
from sqlalchemy.ext.asyncio import create_async_engine

people, holding, settings, numbered, named, secrets = json.load(sys.stdin)


def read(module, name):
    return getattr(importlib.import_module(module), name)


table = read(*people).__table__
key = next(iter(table.primary_key))
numbers = key.type.python_type is int
users = numbered if numbers else named


def row(actor, text):
    values = {
        key.name: text if numbers or key.type.python_type is str else uuid.UUID(text),
        "email": actor + "@example.com",
        "username": actor,
        "name": actor,
        "is_active": actor != "inactive",
        "is_superuser": actor == "admin",
        "role": "admin" if actor == "admin" else "user",
    }
    values |= {column.name: "!" for column in table.columns if "password" in column.name}
    return {name: value for name, value in values.items() if name in table.columns}


def fill(connection):
    known = set(connection.scalars(select(key)))
    for each in (row(actor, text) for actor, text in users.items()):
        if each[key.name] not in known:
            connection.execute(insert(table).values(each))
    if numbers and connection.dialect.name == "postgresql":  # whose counter sees no ids that are given
        counter = func.pg_get_serial_sequence(table.fullname, key.name)
        connection.execute(select(func.setval(counter, select(func.max(key)).scalar_subquery())))
    if holding and not connection.scalar(select(func.count()).select_from(read(*holding).__table__)):
        connection.execute(insert(read(*holding)), [key_row(*each) for each in secrets.items()])


def key_row(actor, secret):
    table = read(*holding).__table__
    owner = next(column for column in table.columns if column.foreign_keys)
    return {
        "name": actor,
        "digest": hashlib.sha256(secret.encode()).hexdigest(),
        "revoked_at": datetime.now(UTC) if actor == "revoked" else None,
        owner.key: row("alice" if actor == "revoked" else actor, users.get(actor, users["alice"]))[key.name],
    }


async def main(url):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(fill)
    await engine.dispose()


url = os.environ.get("DATABASE_URL")
if not url:
    url = read(*settings).DATABASE_URL
if make_url(url).get_dialect().is_async:
    asyncio.run(main(url))
else:
    with create_engine(url).begin() as connection:
        fill(connection)
print(json.dumps(users))
"""


def seed(project: Path) -> dict[str, int | str]:
    """Make alice, bob, admin (a superuser) and inactive, unless they are there; name -> id.

    Where the project keeps digests of API keys, each gets the one that the descriptor sends.
    The project's own environment runs it, else this one; its database, which DATABASE_URL or its settings
    name, must be migrated.
    """
    known = explore(SourceTree.of_folder(project))
    model = known.conventions.user_model.value
    if not isinstance(model, Symbol):
        raise EndpointError("This project has no table of users.", where=str(project))
    found = find_interpreter(project)
    python = found.path if found else sys.executable
    environ = {**os.environ, "PYTHONPATH": str(project.resolve())}
    keys = next(([each.module, each.name] for each in known.models if each.column("digest")), None)
    users = [model.module, model.name]
    asked = json.dumps([users, keys, ["app.core.config", "settings"], NUMBERED, USERS, KEYS])
    ended = run([python, "-c", _SCRIPT], cwd=project, env=environ, timeout=_TIMEOUT, stdin=asked)
    if ended.code != 0:
        last = ended.err.strip().splitlines()[-1:] or ["it did not end in time"]
        raise EndpointError(
            f"The users could not be made: {last[0]}",
            where=str(project),
            hint="Run `alembic upgrade head` in the project first.",
        )
    made: dict[str, int | str] = json.loads(ended.out.strip().splitlines()[-1])
    return made
