"""Projects without a sign-in, small and real: their files run."""

from textwrap import dedent

_ALEMBIC_INI = "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n"
_FIRST = """
    \"\"\"begin\"\"\"

    import sqlalchemy as sa
    from alembic import op

    revision = "0123456789ab"
    down_revision = None
    branch_labels = None
    depends_on = None


    def upgrade() -> None:
        op.create_table("brands", {columns})


    def downgrade() -> None:
        op.drop_table("brands")
"""

STALL = {
    "pyproject.toml": """
        [project]
        name = "stall"
        version = "0.1.0"
        requires-python = ">=3.11"
        dependencies = [
            "alembic>=1.14",
            "asyncpg>=0.30",
            "fastapi>=0.121",
            "pydantic>=2.10",
            "pydantic-settings>=2.6",
            "sqlalchemy[asyncio]>=2.0.36",
        ]

        [tool.mypy]
        plugins = ["pydantic.mypy"]

        [tool.pytest.ini_options]
        testpaths = ["tests"]
        pythonpath = ["."]
        asyncio_mode = "auto"
        asyncio_default_fixture_loop_scope = "function"
    """,
    "uv.lock": "version = 1\n",
    "app/__init__.py": "",
    "app/api/__init__.py": "",
    "app/api/routes/__init__.py": "",
    "app/core/__init__.py": "",
    "app/crud/__init__.py": "",
    "app/db/__init__.py": "",
    "app/schemas/__init__.py": "",
    "app/core/config.py": """
        from pydantic import Field
        from pydantic_settings import BaseSettings, SettingsConfigDict


        class Settings(BaseSettings):
            model_config = SettingsConfigDict(env_file=".env", extra="ignore")

            PROJECT_NAME: str = "stall"
            DATABASE_URL: str = Field(default="sqlite+aiosqlite:///./stall.db", repr=False)


        settings = Settings()
    """,
    "app/db/base.py": """
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
    """,
    "app/db/session.py": """
        from collections.abc import AsyncIterator

        from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

        from app.core.config import settings

        engine = create_async_engine(settings.DATABASE_URL)
        SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


        async def get_session() -> AsyncIterator[AsyncSession]:
            async with SessionLocal() as session:
                yield session
    """,
    "app/api/deps.py": """
        from typing import Annotated

        from fastapi import Depends
        from sqlalchemy.ext.asyncio import AsyncSession

        from app.db.session import get_session

        SessionDep = Annotated[AsyncSession, Depends(get_session)]
    """,
    "app/api/main.py": """
        from fastapi import APIRouter

        from app.api.routes import brands, shelves

        api_router = APIRouter()
        api_router.include_router(brands.router)
        api_router.include_router(shelves.router)
    """,
    "app/main.py": """
        from fastapi import FastAPI

        from app.api.main import api_router

        app = FastAPI()
        app.include_router(api_router, prefix="/api")
    """,
    "app/models/__init__.py": """
        from app.db.base import Base
        from app.models.brand import Brand
        from app.models.shelf import Shelf

        __all__ = ["Base", "Brand", "Shelf"]
    """,
    "alembic.ini": _ALEMBIC_INI,
    "alembic/env.py": """
        import asyncio

        from alembic import context
        from sqlalchemy.ext.asyncio import create_async_engine

        from app.core.config import settings
        from app.models import Base


        def run(connection) -> None:
            context.configure(connection=connection, target_metadata=Base.metadata)
            with context.begin_transaction():
                context.run_migrations()


        async def main() -> None:
            engine = create_async_engine(settings.DATABASE_URL)
            async with engine.connect() as connection:
                await connection.run_sync(run)
            await engine.dispose()


        asyncio.run(main())
    """,
    "alembic/versions/0123456789ab_begin.py": _FIRST.format(
        columns='sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("name", sa.String(80))'
    ),
}

_STALL_ROUTER = """
    from uuid import UUID

    from fastapi import APIRouter, HTTPException, status

    from app.api.deps import SessionDep
    from app.crud import {one} as {one}_crud
    from app.models.{one} import {class_}
    from app.schemas.{one} import {class_}Create, {class_}Response

    router = APIRouter(prefix="/{many}", tags=["{many}"])


    @router.post("", response_model={class_}Response, status_code=status.HTTP_201_CREATED)
    async def create_{one}(data: {class_}Create, session: SessionDep) -> {class_}:
        return await {one}_crud.create_{one}(session, data)


    @router.get("/{{{one}_id}}", response_model={class_}Response)
    async def get_{one}({one}_id: UUID, session: SessionDep) -> {class_}:
        {one} = await {one}_crud.get_{one}(session, {one}_id)
        if {one} is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND, detail="{class_} not found")
        return {one}
"""
_STALL_CRUD = """
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.models.{one} import {class_}
    from app.schemas.{one} import {class_}Create


    async def create_{one}(session: AsyncSession, data: {class_}Create) -> {class_}:
        {one} = {class_}(**data.model_dump())
        session.add({one})
        await session.commit()
        return {one}


    async def get_{one}(session: AsyncSession, {one}_id: UUID) -> {class_} | None:
        return await session.get({class_}, {one}_id)
"""
_STALL_MODEL = """
    from uuid import UUID, uuid4

    from sqlalchemy import String
    from sqlalchemy.orm import Mapped, mapped_column

    from app.db.base import Base


    class {class_}(Base):
        __tablename__ = "{many}"

        id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
        name: Mapped[str] = mapped_column(String(80))
"""
_STALL_SCHEMA = """
    from uuid import UUID

    from pydantic import BaseModel, ConfigDict


    class {class_}Create(BaseModel):
        name: str


    class {class_}Response(BaseModel):
        model_config = ConfigDict(from_attributes=True)

        id: UUID
        name: str
"""
for _one, _many in (("brand", "brands"), ("shelf", "shelves")):
    _words = {"one": _one, "many": _many, "class_": _one.capitalize()}
    STALL |= {
        f"app/api/routes/{_many}.py": _STALL_ROUTER.format(**_words),
        f"app/crud/{_one}.py": _STALL_CRUD.format(**_words),
        f"app/models/{_one}.py": _STALL_MODEL.format(**_words),
        f"app/schemas/{_one}.py": _STALL_SCHEMA.format(**_words),
    }

PIER = {
    "requirements.txt": "alembic\nfastapi\npydantic>=2\nsqlalchemy>=2\n",
    "pier/__init__.py": "",
    "pier/database.py": """
        import os

        from sqlalchemy import create_engine
        from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

        engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///./pier.db"))
        SessionLocal = sessionmaker(bind=engine)


        class Base(DeclarativeBase):
            pass


        def get_db():
            db = SessionLocal()
            try:
                yield db
            finally:
                db.close()
    """,
    "pier/main.py": """
        from fastapi import FastAPI

        from pier.boats.router import router as boats_router
        from pier.docks.router import router as docks_router

        app = FastAPI()
        app.include_router(boats_router)
        app.include_router(docks_router)
    """,
    "alembic.ini": _ALEMBIC_INI,
    "alembic/env.py": """
        from alembic import context

        from pier.boats.models import Boat
        from pier.database import Base, engine
        from pier.docks.models import Dock

        with engine.connect() as connection:
            context.configure(connection=connection, target_metadata=Base.metadata)
            with context.begin_transaction():
                context.run_migrations()
    """,
    "alembic/versions/0123456789ab_begin.py": _FIRST.format(
        columns='sa.Column("id", sa.Integer(), primary_key=True)'
    ),
}
_PIER = {
    "models": """
        from sqlalchemy import String
        from sqlalchemy.orm import Mapped, mapped_column

        from pier.database import Base


        class {class_}(Base):
            __tablename__ = "{many}"

            id: Mapped[int] = mapped_column(primary_key=True)
            name: Mapped[str] = mapped_column(String(50))
    """,
    "schemas": """
        from pydantic import BaseModel, ConfigDict


        class {class_}Create(BaseModel):
            name: str


        class {class_}Out(BaseModel):
            model_config = ConfigDict(from_attributes=True)

            id: int
            name: str
    """,
    "service": """
        from sqlalchemy.orm import Session

        from pier.{many}.models import {class_}
        from pier.{many}.schemas import {class_}Create


        def create_{one}(db: Session, data: {class_}Create) -> {class_}:
            {one} = {class_}(**data.model_dump())
            db.add({one})
            db.commit()
            db.refresh({one})
            return {one}


        def get_{one}(db: Session, {one}_id: int) -> {class_} | None:
            return db.get({class_}, {one}_id)
    """,
    "router": """
        from fastapi import APIRouter, Depends, HTTPException
        from sqlalchemy.orm import Session

        from pier.database import get_db
        from pier.{many} import service
        from pier.{many}.schemas import {class_}Create, {class_}Out

        router = APIRouter(prefix="/{many}", tags=["{many}"])


        @router.post("/", response_model={class_}Out, status_code=201)
        def create_{one}(data: {class_}Create, db: Session = Depends(get_db)):
            return service.create_{one}(db, data)


        @router.get("/{{{one}_id}}", response_model={class_}Out)
        def get_{one}({one}_id: int, db: Session = Depends(get_db)):
            {one} = service.get_{one}(db, {one}_id)
            if {one} is None:
                raise HTTPException(404, "{class_} not found")
            return {one}
    """,
}
for _one, _many in (("boat", "boats"), ("dock", "docks")):
    _words = {"one": _one, "many": _many, "class_": _one.capitalize()}
    PIER |= {f"pier/{_many}/__init__.py": ""}
    PIER |= {f"pier/{_many}/{name}.py": text.format(**_words) for name, text in _PIER.items()}

HOSTS = {"stall": STALL, "pier": PIER}
"""`stall`: asynchronous, by type, with settings, ids of UUIDs. `pier`: synchronous, by feature, without
settings, ids of numbers, `= Depends(...)`."""


def files_of(host: str) -> dict[str, str]:
    """The files of a host."""
    return {path: dedent(text).lstrip("\n") for path, text in HOSTS[host].items()}
