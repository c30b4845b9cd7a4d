from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app.api.deps import get_current_user
from app.db import get_session
from app.main import app
from app.models.user import User

TABLES = ["users", "parcels"]


def create_tables(connection: Connection) -> None:
    """Create the tables without indexes: rows then have no order of their own."""
    tables = [SQLModel.metadata.tables[name] for name in TABLES]
    SQLModel.metadata.create_all(connection, tables)
    for table in tables:
        for index in table.indexes:
            if not index.unique:
                index.drop(connection)


def skip_fsync(connection: Any, _: object) -> None:
    """Wait for no disk: what a test writes need not outlive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
async def sessions(tmp_path: Path) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions on an empty database of the test's own."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/test.db", poolclass=NullPool)
    event.listen(engine.sync_engine, "connect", skip_fsync)
    async with engine.begin() as connection:
        await connection.run_sync(create_tables)
    yield async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
    await engine.dispose()


@pytest.fixture
async def anonymous(
    sessions: async_sessionmaker[AsyncSession], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncClient]:
    """A client of the application, not signed in."""

    async def get_test_session() -> AsyncIterator[AsyncSession]:
        async with sessions() as session:
            yield session

    monkeypatch.setitem(app.dependency_overrides, get_session, get_test_session)
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[User], None]:
    """Lets the application take the caller for this user."""

    def sign_in(user: User) -> None:
        monkeypatch.setitem(app.dependency_overrides, get_current_user, lambda: user)

    return sign_in


async def create_user(sessions: async_sessionmaker[AsyncSession], name: str) -> User:
    user = User(email=f"{name}@example.com")
    async with sessions() as session:
        session.add(user)
        await session.commit()
    return user


@pytest.fixture
async def user(sessions: async_sessionmaker[AsyncSession]) -> User:
    return await create_user(sessions, "ada")


@pytest.fixture
async def other_user(sessions: async_sessionmaker[AsyncSession]) -> User:
    return await create_user(sessions, "grace")


@pytest.fixture
def user_client(anonymous: AsyncClient, sign_in: Callable[[User], None], user: User) -> AsyncClient:
    """A client that is signed in as `user`."""
    sign_in(user)
    return anonymous
