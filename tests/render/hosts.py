"""Small real projects that agree with `a_project()`: async or sync, with sign-in by a header for tests.

`host(is_async=...)` gives their files. Generated files are laid over them and run.
"""

from textwrap import dedent


def host(*, is_async: bool, includes: str) -> dict[str, str]:
    """The files of the project; `includes` are the lines that register the generated router."""
    files = {
        "app/__init__.py": "",
        "app/core/__init__.py": "",
        "app/models/__init__.py": "from app.models.user import User\n\n__all__ = ['User']\n",
        "app/schemas/__init__.py": "",
        "app/crud/__init__.py": "",
        "app/api/routes/__init__.py": "",
        "app/api/__init__.py": f"from fastapi import APIRouter\n\n{includes}",
        "app/main.py": _MAIN,
        "app/models/user.py": _USER,
        "app/db.py": _ASYNC_DB if is_async else _SYNC_DB,
        "app/api/deps.py": _ASYNC_DEPS if is_async else _SYNC_DEPS,
    }
    return {path: dedent(text) for path, text in files.items()}


def on_sqlmodel(files: dict[str, str]) -> dict[str, str]:
    """The asynchronous project, whose dependencies hand out sessions of SQLModel."""
    deps = "app/api/deps.py"
    return files | {deps: files[deps].replace("sqlalchemy.ext.asyncio", "sqlmodel.ext.asyncio.session")}


_MAIN = """
    from fastapi import FastAPI

    from app.api import api_router

    app = FastAPI()
    app.include_router(api_router, prefix="/api/v1")
"""

_USER = """
    from uuid import UUID, uuid4

    from sqlalchemy import String
    from sqlalchemy.orm import Mapped, mapped_column

    from app.db import Base


    class User(Base):
        __tablename__ = "users"

        id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
        email: Mapped[str] = mapped_column(String(255), unique=True)
        is_superuser: Mapped[bool] = mapped_column(default=False)
"""

_BASE = """
    from sqlalchemy import MetaData
    from sqlalchemy.orm import DeclarativeBase


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
"""

_ASYNC_DB = f"""
    import os
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
{_BASE}

    engine = create_async_engine(os.environ.get("DATABASE_URL", "sqlite+aiosqlite://"))
    SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


    async def get_session() -> AsyncIterator[AsyncSession]:
        async with SessionLocal() as session:
            yield session
"""

_SYNC_DB = f"""
    import os
    from collections.abc import Iterator

    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session, sessionmaker
{_BASE}

    engine = create_engine(os.environ.get("DATABASE_URL", "sqlite://"))
    SessionLocal = sessionmaker(engine)


    def get_session() -> Iterator[Session]:
        with SessionLocal() as session:
            yield session
"""

_DEPS = """
    from typing import Annotated
    from uuid import UUID

    from fastapi import Depends, HTTPException
    from fastapi.security import APIKeyHeader
    {imports}

    from app.db import get_session
    from app.models.user import User

    SessionDep = Annotated[{session}, Depends(get_session)]
    KeyDep = Annotated[str, Depends(APIKeyHeader(name="X-User"))]


    {def_} get_current_user(session: SessionDep, key: KeyDep) -> User:
        user = {await_}session.get(User, UUID(key))
        if user is None:
            raise HTTPException(401, "Not signed in", headers={{"WWW-Authenticate": "APIKey"}})
        return user


    CurrentUser = Annotated[User, Depends(get_current_user)]
"""

_ASYNC_DEPS = _DEPS.format(
    imports="from sqlalchemy.ext.asyncio import AsyncSession",
    session="AsyncSession",
    def_="async def",
    await_="await ",
)
_SYNC_DEPS = _DEPS.format(
    imports="from sqlalchemy.orm import Session", session="Session", def_="def", await_=""
)
