from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from app.api.deps import get_current_user
from app.db import Base, get_session
from app.main import app
from app.models.user import User

TABLES = ["users", "parcels"]


def create_tables(connection: Connection) -> None:
    """Create the tables without indexes: rows then have no order of their own."""
    tables = [Base.metadata.tables[name] for name in TABLES]
    Base.metadata.create_all(connection, tables)
    for table in tables:
        for index in table.indexes:
            if not index.unique:
                index.drop(connection)


def skip_fsync(connection: Any, _: object) -> None:
    """Wait for no disk: what a test writes need not outlive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    """Sessions on an empty database of the test's own."""
    engine = create_engine(f"sqlite:///{tmp_path}/test.db", poolclass=NullPool)
    event.listen(engine, "connect", skip_fsync)
    with engine.begin() as connection:
        create_tables(connection)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()


@pytest.fixture
def anonymous(sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of the application, not signed in."""

    def get_test_session() -> Iterator[Session]:
        with sessions() as session:
            yield session

    monkeypatch.setitem(app.dependency_overrides, get_session, get_test_session)
    return TestClient(app)


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[User], None]:
    """Lets the application take the caller for this user."""

    def sign_in(user: User) -> None:
        monkeypatch.setitem(app.dependency_overrides, get_current_user, lambda: user)

    return sign_in


def create_user(sessions: sessionmaker[Session], name: str) -> User:
    user = User(email=f"{name}@example.com")
    with sessions() as session:
        session.add(user)
        session.commit()
    return user


@pytest.fixture
def user(sessions: sessionmaker[Session]) -> User:
    return create_user(sessions, "ada")


@pytest.fixture
def other_user(sessions: sessionmaker[Session]) -> User:
    return create_user(sessions, "grace")


@pytest.fixture
def user_client(anonymous: TestClient, sign_in: Callable[[User], None], user: User) -> TestClient:
    """A client that is signed in as `user`."""
    sign_in(user)
    return anonymous
