"""A tiny host as a literal: its settings point at another database, its import opens a socket, its
fixture drops all tables.
"""

import sys

from fastapi_endpoint.domain.conventions import EntryPoint
from fastapi_endpoint.domain.plan import PlannedRoute
from fastapi_endpoint.execute import RehearsalOptions
from projects import a_project

DATABASE = """
import os
import socket

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

try:
    socket.create_connection(("127.0.0.1", int(os.environ.get("WATCHED_PORT", "9"))), timeout=1).close()
except OSError:
    pass

engine = create_engine(os.environ["DATABASE_URL"])


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


Base.metadata.create_all(engine)
"""

ASYNC_DATABASE = """
import os
import socket

from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

try:
    socket.create_connection(("127.0.0.1", int(os.environ.get("WATCHED_PORT", "9"))), timeout=1).close()
except OSError:
    pass

engine = create_async_engine(os.environ["DATABASE_URL"])


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
"""

MAIN = """
from fastapi import FastAPI

import app.database

app = FastAPI()


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
"""

SYNC_TESTS = """
import pytest
from sqlalchemy import text

from app.database import Base, engine


@pytest.fixture(autouse=True)
def tables():
    Base.metadata.create_all(engine)
    yield
    Base.metadata.drop_all(engine)


def test_writes():
    with engine.begin() as connection:
        connection.execute(text("insert into users (id) values (1)"))
        assert connection.execute(text("select count(*) from users")).scalar() == 1


def test_fails_before_any_change():
    assert False
"""

ASYNC_TESTS = """
import asyncio

from sqlalchemy import text

from app.database import Base, engine


def test_writes():
    async def body():
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            await connection.execute(text("insert into users (id) values (1)"))
            assert (await connection.execute(text("select count(*) from users"))).scalar() == 1
            await connection.run_sync(Base.metadata.drop_all)
        await engine.dispose()

    asyncio.run(body())


def test_fails_before_any_change():
    assert False
"""


def host(is_async: bool = False) -> dict[str, bytes]:
    """The files of the host."""
    files = {
        "app/__init__.py": "",
        "app/database.py": ASYNC_DATABASE if is_async else DATABASE,
        "app/main.py": MAIN,
        "tests/test_users.py": ASYNC_TESTS if is_async else SYNC_TESTS,
        "pytest.ini": "[pytest]\npythonpath = .\n",
    }
    return {path: text.encode() for path, text in files.items()}


PARCELS = b"""
from fastapi import APIRouter

router = APIRouter(prefix="/parcels")


@router.get("")
def list_parcels() -> list[str]:
    return []
"""

PARCEL_TESTS = b"""
from fastapi.testclient import TestClient

from app.main import app


def test_the_list_is_empty():
    assert TestClient(app).get("/parcels").json() == []
"""

ROUTE = PlannedRoute(
    operation="list", method="GET", path="/parcels", function="list_parcels", statuses=(200,), who="anyone"
)


def added(before: dict[str, bytes]) -> dict[str, bytes]:
    """The after-images of a plan that adds one route and one test."""
    main = before["app/main.py"] + b"\nfrom app import parcels\n\napp.include_router(parcels.router)\n"
    return {"app/main.py": main, "app/parcels.py": PARCELS, "tests/test_parcels.py": PARCEL_TESTS}


def options(python=sys.executable, **more) -> RehearsalOptions:
    """The options of a rehearsal; names with double underscores are conventions of the host."""
    conventions = {name: more.pop(name) for name in list(more) if "__" in name}
    project = a_project(
        entry_points=(EntryPoint(file="app/main.py", object="app", module="app.main"),),
        layout__import_root="",
        **({"tests__db_url": None, "tools__formatter": None, "tools__linter": None} | conventions),
    )
    return RehearsalOptions(conventions=project.conventions, python=python, **more)
