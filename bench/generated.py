"""A project made by `new` and `add` that measures like its peers: their table, their rows, their caller.

Its database has the rows of the peers' `resources`, all of them the caller's.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

BIN = Path(sys.executable).parent
ADD = (
    "Resource",
    *("name:str200", "price:decimal12.2:min=0", "status:str40=active", "owner:ref/users:owner"),
    *("--methods", "list,get,create,update", "--auth", "existing", "--others", "404", "--paginate", "cursor"),
)
POOL = ("pool_recycle=300", "pool_size=8, max_overflow=0, pool_recycle=300")  # the peers' pool

# What the peers ask of every request, with the project's own session.
PEERS_DEPS = """\
from typing import Annotated
from uuid import UUID

from apps.common import decode_jwt
from apps.models import User
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.session import get_session

SessionDep = Annotated[AsyncSession, Depends(get_session)]
TokenDep = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="auth/token"))]


async def get_current_user(session: SessionDep, token: TokenDep) -> User:
    user = await session.get(User, UUID(decode_jwt(token)["sub"]))
    if user is None:
        raise HTTPException(401, "Invalid token")
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
"""

# The endpoints in an application like the peers': no other routes, no limit on bodies.
BARE = """\
from fastapi import FastAPI

from app.api.routes import resources

app = FastAPI()
app.include_router(resources.router)
"""

FILL = """
INSERT INTO users (id, email, hashed_password, is_active, is_superuser, role, created_at, updated_at)
  SELECT md5('u'||i)::uuid, 'user'||i||'@example.com', 'x', true, false, 'user', now(), now()
  FROM generate_series(0, 999) i;
INSERT INTO resources (id, name, price, status, owner_id, created_at, updated_at)
  SELECT md5('r'||i)::uuid, 'Resource '||i, (i % 100000) / 100.0 + 1,
    CASE i % 3 WHEN 0 THEN 'active' WHEN 1 THEN 'draft' ELSE 'archived' END, %(owner)s,
    timestamptz '2020-01-01' + i * interval '60 seconds', timestamptz '2020-01-01' + i * interval '60 seconds'
  FROM generate_series(0, %(rows)s - 1) i
"""

# Runs in the project: the cursor of the page after `depth` rows, and the plan of the statement for it.
DEEP = """
import asyncio, json, sys
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql

from app.crud.resource import ORDER
from app.db.session import async_session
from app.models.resource import Resource


async def main(owner, depth):
    mine = select(Resource).where(Resource.owner_id == UUID(owner))
    plans = {}
    async with async_session() as session:
        far = mine.order_by(Resource.created_at.desc(), Resource.id.desc()).offset(depth - 1).limit(1)
        last = (await session.scalars(far)).one()
        cursor = ORDER.page([last, last], 1).next_cursor
        await session.execute(text("SET plan_cache_mode = force_custom_plan"))
        for name, at in (("list_first", None), ("list_deep", cursor)):
            page = ORDER.select(mine, at, 20).compile(
                dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
            )
            explain = text("EXPLAIN (ANALYZE, FORMAT JSON) " + str(page).replace(":", "\\\\:"))
            plans[name] = min([(await session.scalar(explain))[0]["Execution Time"] for _ in range(5)])
    print(json.dumps({"cursor": cursor, "database": plans}))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


class Deep(NamedTuple):
    """The cursor that begins a deep page, and what its lists take in the database, in milliseconds."""

    cursor: str
    database: dict[str, float]


def run(argv: Sequence[str], cwd: Path, environ: dict[str, str], codes: tuple[int, ...] = (0,)) -> str:
    """What a program printed; the end of everything where it ended with another code."""
    ended = subprocess.run(argv, cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    if ended.returncode not in codes:
        raise SystemExit(f"{' '.join(argv[:6])} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def make_project(folder: Path, *, peers_auth: bool) -> Path:
    """A project in a new `folder`, with the peers' pool.

    If asked with their way of finding the caller, and then as an application like theirs too (`app.bare`).
    """
    folder.mkdir()
    environ = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}
    tool, project, plan = str(BIN / "fastapi-endpoint"), folder / "shop", folder / "plan.json"
    run([tool, "new", "shop"], folder, environ)
    asked = [tool, "add", *ADD, "--accept", "--no-rehearse", "--dry-run", "--plan", str(plan)]
    run(asked, project, environ, codes=(2,))
    approved = json.loads(plan.read_text())["hash"]
    run([tool, "apply", str(plan), "--no-rehearse", "--approve", approved], project, environ)
    session = project / "app/db/session.py"
    text = session.read_text()
    if POOL[0] not in text:
        raise SystemExit(f"{session} does not say {POOL[0]}")
    session.write_text(text.replace(*POOL))
    if peers_auth:
        (project / "app/api/deps.py").write_text(PEERS_DEPS)
        (project / "app/bare.py").write_text(BARE)
    return project


def fill(url: str, owner: str, rows: int) -> None:
    """Users and rows in a migrated database, which all belong to `owner`."""
    with psycopg.connect(url, autocommit=True) as database:
        for statement in FILL.split(";"):
            filled = statement.replace("%(owner)s", f"'{owner}'::uuid").replace("%(rows)s", str(rows))
            database.execute(sql.SQL(filled))  # a text of our own making
        database.execute("VACUUM ANALYZE")


def empty_database(url: str) -> None:
    """Drop the database that `url` names, if it is there, and make it anew."""
    parts = urlsplit(url)
    name = sql.Identifier(parts.path[1:])
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))


def deep(project: Path, python: str, environ: dict[str, str], owner: str, depth: int) -> Deep:
    """Ask the project for the cursor of a deep page and for what its lists cost the database."""
    said = json.loads(run([python, "-c", DEEP, owner, str(depth)], project, environ))
    return Deep(said["cursor"], said["database"])
