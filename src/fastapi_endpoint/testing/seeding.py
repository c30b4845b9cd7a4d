"""Making the users that a descriptor names, in the database of a project made by `new`."""

import json
import os
import sys
from pathlib import Path

from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.tools.interpreter import find_interpreter
from fastapi_endpoint.tools.process import run

USERS = {
    "alice": "00000000-0000-4000-8000-000000000001",
    "bob": "00000000-0000-4000-8000-000000000002",
    "admin": "00000000-0000-4000-8000-000000000003",
    "inactive": "00000000-0000-4000-8000-000000000005",
}
ROLES = {"alice": "user", "bob": "user", "admin": "admin", "inactive": "user"}

_TIMEOUT = 60.0

# Runs inside the project. The password hash is of no password: nobody can sign in as these users.
_SCRIPT = """
import asyncio, json, sys, uuid

from app.db.session import async_session, engine
from app.models.user import Role, User


async def main(users):
    async with async_session() as session:
        for name, key in users.items():
            if await session.get(User, uuid.UUID(key)) is None:
                session.add(User(
                    id=uuid.UUID(key),
                    email=name + "@example.com",
                    hashed_password="!",
                    is_active=name != "inactive",
                    is_superuser=name == "admin",
                    role=Role.ADMIN if name == "admin" else Role.USER,
                ))
        await session.commit()
    await engine.dispose()
    print(json.dumps(users))


asyncio.run(main(json.loads(sys.stdin.read())))
"""


def seed(project: Path) -> dict[str, str]:
    """Make alice, bob, admin (a superuser) and inactive, unless they are there; name -> id.

    The project's own environment runs it, else this one; its database must be migrated.
    """
    if not (project / "app" / "models" / "user.py").is_file():
        raise EndpointError(
            "This is no project made by `new`: app/models/user.py is missing.", where=str(project)
        )
    found = find_interpreter(project)
    python = found.path if found else sys.executable
    environ = {**os.environ, "PYTHONPATH": str(project.resolve())}
    ended = run([python, "-c", _SCRIPT], cwd=project, env=environ, timeout=_TIMEOUT, stdin=json.dumps(USERS))
    if ended.code != 0:
        last = ended.err.strip().splitlines()[-1:] or ["it did not end in time"]
        raise EndpointError(
            f"The users could not be made: {last[0]}",
            where=str(project),
            hint="Run `alembic upgrade head` in the project first.",
        )
    users: dict[str, str] = json.loads(ended.out.strip().splitlines()[-1])
    return users
