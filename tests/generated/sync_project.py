"""A small synchronous project, laid out by type: what `new` makes, without `async`."""

SYNC_PROJECT = {
    "pyproject.toml": """\
[project]
name = "demo"
version = "0.1.0"

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]
asyncio_default_fixture_loop_scope = "function"

[tool.mypy]
strict = true
files = ["app", "tests"]
""",
    "app/__init__.py": "",
    "app/api/__init__.py": "",
    "app/api/routes/__init__.py": "",
    "app/core/__init__.py": "",
    "app/crud/__init__.py": "",
    "app/db/__init__.py": "",
    "app/models/__init__.py": "",
    "app/schemas/__init__.py": "",
    "tests/__init__.py": "",
    "app/main.py": """\
from fastapi import FastAPI

app = FastAPI()
""",
    "app/core/config.py": """\
class Settings:
    SECRET_KEY = "a key for tests, longer than thirty-two characters"


settings = Settings()
""",
    "app/api/deps.py": """\
from typing import Annotated
from uuid import UUID

from fastapi import Depends, HTTPException, status
from fastapi.security import APIKeyHeader
from sqlalchemy.orm import Session

from app.db.session import get_session
from app.models.user import User

SessionDep = Annotated[Session, Depends(get_session)]
KeyDep = Annotated[str | None, Depends(APIKeyHeader(name="X-User", auto_error=False))]


def get_current_user(session: SessionDep, key: KeyDep) -> User:
    user = session.get(User, UUID(key)) if key else None
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, detail="Who are you?")
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
""",
    "app/db/base.py": """\
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.db.types import UTCDateTime


def utc_now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UTCDateTime()}


class TimestampMixin:
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
""",
    "app/db/types.py": """\
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    \"\"\"Aware datetimes in UTC, also on databases that know no time zones.\"\"\"

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        return (
            value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        )
""",
    "app/db/session.py": """\
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker


@event.listens_for(Engine, "connect")
def check_foreign_keys(connection: Any, _: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")


engine = create_engine("sqlite:///nowhere/demo.db")
Sessions = sessionmaker(engine)


def get_session() -> Iterator[Session]:
    with Sessions() as session:
        yield session
""",
    "app/models/user.py": """\
import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, TimestampMixin


class User(TimestampMixin, Base):
    __tablename__ = "users"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    hashed_password: Mapped[str] = mapped_column(String(255))
    is_superuser: Mapped[bool] = mapped_column(default=False)
    role: Mapped[str] = mapped_column(String(20), default="user")
""",
}
