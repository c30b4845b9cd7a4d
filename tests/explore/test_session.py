"""Where endpoints get their session from, and who commits."""

import pytest

from explore.small import APP, index_of
from fastapi_endpoint.explore.session import detect_session, session_candidates

ENDPOINT = '@app.get("/a")\ndef a({taken}): ...\n@app.get("/b")\ndef b({taken}): ...\n'
DEPENDS = "from fastapi import Depends\n"
ASYNCPG = (
    "import asyncpg\nfrom collections.abc import AsyncIterator\n"
    "async def connected() -> AsyncIterator[asyncpg.Connection]:\n"
    "    async with pool.acquire() as conn:\n        yield conn\n"
)
REPOSITORY = (
    "def repository(kind):\n    def made(conn = Depends(connected)):\n"
    "        return kind(conn)\n    return made\n"
)
MAKER = (
    "from sqlalchemy.orm import Session, sessionmaker\nLocal = sessionmaker()\n"
    "def get_db():\n    db = Local()\n    try:\n        yield db\n{then}    finally:\n        db.close()\n"
)
HELPER = (
    "from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker\n"
    "class Helper:\n    def __init__(self): self.make = async_sessionmaker()\n"
    "    async def session(self) -> AsyncSession:\n        async with self.make() as session:\n"
    "            yield session\nhelper = Helper()\nget_session = helper.session\n"
)


def session(db, taken, orm="sqlalchemy_sync", **more):
    text = DEPENDS + "from app.db import *\n" + APP + ENDPOINT.format(taken=taken)
    return detect_session(
        index_of({"app/__init__.py": "", "app/db.py": db, "app/main.py": text, **more}), orm
    )


def test_a_dependency_is_found_by_what_it_makes():
    found = session(MAKER.format(then=""), "db = Depends(get_db)")
    assert (found.how.value, found.dependency.value.name, found.dependency.confidence) == (
        "depends",
        "get_db",
        "high",
    )
    assert (found.commit.value, found.closed.value, found.is_async.value) == ("crud", True, False)


def test_a_commit_after_the_answer_is_the_dependency_s():
    assert (
        session(MAKER.format(then="        db.commit()\n"), "db = Depends(get_db)").commit.value
        == "dependency"
    )


def test_a_connection_of_a_driver_is_a_session_too():
    found = session(DEPENDS + ASYNCPG + REPOSITORY, "repo = Depends(repository(dict))", "raw_sql")
    assert (found.how.value, found.dependency.value.name) == ("depends", "connected")


@pytest.mark.parametrize(
    ("loaded", "made", "given"),
    [
        ("import sqlite3", "sqlite3.connect('data.db')", "(made, made.cursor())"),
        ("from motor import motor_asyncio", "motor_asyncio.AsyncIOMotorClient()", "made['db']['books']"),
        ("from pymongo import MongoClient", "MongoClient()", "made.books"),
    ],
)
def test_a_connection_that_no_annotation_names_is_told_by_how_it_is_made(loaded, made, given):
    text = f"{loaded}\ndef books():\n    made = {made}\n    yield {given}\n"
    found = session(text, "db = Depends(books)", "raw_sql")
    assert (found.how.value, found.how.confidence) == ("depends", "high")
    assert found.dependency.value.name == "books"


def test_a_method_of_an_object_is_named_as_it_is_used():
    found = session(HELPER, "s: AsyncSession = Depends(helper.session)", "sqlalchemy_async")
    assert (found.dependency.value.expression, found.is_async.value) == ("helper.session", True)


@pytest.mark.parametrize(
    ("orm", "how", "sure"), [("tortoise", "global", "high"), ("raw_sql", "global", "low")]
)
def test_without_a_dependency_the_orm_says(orm, how, sure):
    found = session("", "", orm)
    assert (found.how.value, found.how.confidence, found.dependency.value) == (how, sure, None)


def test_uses_count_and_names_do_not():
    two = MAKER.format(then="") + "def get_session():\n    db = Local()\n    yield db\n"
    index = index_of(
        {
            "app/__init__.py": "",
            "app/db.py": two,
            "app/main.py": DEPENDS
            + "from app.db import get_db, get_session\n"
            + APP
            + ENDPOINT.format(taken="db = Depends(get_session)")
            + '@app.get("/c")\ndef c(db = Depends(get_db)): ...\n',
        }
    )
    assert [(found.target.name, found.at_endpoints) for found in session_candidates(index)] == [
        ("get_session", 2),
        ("get_db", 1),
    ]


MONGO = (
    "from motor.motor_asyncio import AsyncIOMotorClient\nclient = None\n"
    "async def get_database() -> AsyncIOMotorClient:\n    return client\n"
)


def test_a_client_of_a_document_database_is_one_too():
    found = session(MONGO, "db: AsyncIOMotorClient = Depends(get_database)", "none")
    assert (found.how.value, found.dependency.value.name) == ("depends", "get_database")


def test_a_client_of_anything_else_is_none():
    other = MONGO.replace("from motor.motor_asyncio import", "from mail import").replace(
        "get_database", "mails"
    )
    assert session(other, "c: AsyncIOMotorClient = Depends(mails)", "none").dependency.value is None


def test_a_block_of_a_transaction_commits():
    db = (
        "from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker\nmake = async_sessionmaker()\n"
        "async def get_db() -> AsyncSession:\n    async with make.begin() as session:\n"
        "        yield session\n"
    )
    assert session(db, "db = Depends(get_db)", "sqlalchemy_async").commit.value == "dependency"


def test_where_the_orm_holds_the_connection_a_name_is_not_enough():
    users = "async def get_user_db():\n    yield UserDatabase(User)\n"
    found = session(users, "db = Depends(get_user_db)", "beanie")
    assert (found.how.value, found.dependency.value) == ("global", None)
    assert session(users, "db = Depends(get_user_db)").dependency.value.name == "get_user_db"


def test_with_another_orm_the_connection_is_asked_about():
    found = session("from prisma import Prisma\nprisma = Prisma()\n", "x = 1", "other")
    assert (found.how.value, found.how.confidence) == ("global", "low")


@pytest.mark.parametrize(
    ("taken", "how"),
    [("request.state.db_conn", "middleware"), ("request.state.user", "global")],
)
def test_a_connection_may_come_with_the_request(taken, how):
    hand = f"import asyncpg\nasync def hand(request, go):\n    {taken} = await pool.acquire()\n"
    read = f"def read(request): return {taken}\n"
    found = session(hand, "request", "raw_sql", **{"app/read.py": read})
    assert (found.how.value, found.how.confidence, found.dependency.value) == (how, "low", None)
