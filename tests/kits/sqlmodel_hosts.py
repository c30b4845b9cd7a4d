"""Projects on SQLModel, small and real: their files run."""

_PYPROJECT = """
    [project]
    name = "shop"
    version = "0.1.0"
    requires-python = ">=3.11"
    dependencies = ["fastapi>=0.121", "pydantic>=2.10", "sqlmodel>=0.0.24", "aiosqlite>=0.20"]

    [tool.pytest.ini_options]
    testpaths = ["tests"]
    pythonpath = ["."]
    asyncio_mode = "auto"
    asyncio_default_fixture_loop_scope = "function"
"""

EVERYTHING_IN_ONE = {
    "pyproject.toml": _PYPROJECT,
    "app/__init__.py": "",
    "app/routes/__init__.py": "",
    "app/db.py": """
        from collections.abc import Iterator

        from sqlmodel import Session, create_engine

        engine = create_engine("sqlite:///shop.db")


        def get_session() -> Iterator[Session]:
            with Session(engine) as session:
                yield session
    """,
    "app/models.py": """
        from uuid import UUID, uuid4

        from sqlmodel import Field, SQLModel


        class User(SQLModel, table=True):
            id: UUID = Field(default_factory=uuid4, primary_key=True)
            name: str = Field(max_length=40, unique=True)
            is_active: bool = True


        class Item(SQLModel, table=True):
            id: UUID = Field(default_factory=uuid4, primary_key=True)
            title: str = Field(max_length=80)
            owner_id: UUID = Field(foreign_key="user.id", ondelete="CASCADE")


        class ItemCreate(SQLModel):
            title: str = Field(max_length=80)


        class ItemPublic(SQLModel):
            id: UUID
            title: str


        class ItemsPublic(SQLModel):
            data: list[ItemPublic]
            count: int
    """,
    "app/crud.py": """
        from sqlmodel import Session, select

        from app.models import User


        def get_user(session: Session, name: str) -> User | None:
            return session.exec(select(User).where(User.name == name)).first()
    """,
    "app/deps.py": """
        from typing import Annotated

        from fastapi import Depends, HTTPException
        from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
        from sqlmodel import Session

        from app import crud
        from app.db import get_session
        from app.models import User

        bearer = HTTPBearer()
        SessionDep = Annotated[Session, Depends(get_session)]


        def get_current_user(
            session: SessionDep, token: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]
        ) -> User:
            user = crud.get_user(session, token.credentials)
            if user is None:
                raise HTTPException(401, "Not authenticated")
            return user


        CurrentUser = Annotated[User, Depends(get_current_user)]
    """,
    "app/routes/items.py": """
        from typing import Any
        from uuid import UUID

        from fastapi import APIRouter, HTTPException
        from sqlmodel import col, func, select

        from app.deps import CurrentUser, SessionDep
        from app.models import Item, ItemCreate, ItemPublic, ItemsPublic

        router = APIRouter(prefix="/items", tags=["items"])


        @router.get("/", response_model=ItemsPublic)
        def read_items(session: SessionDep, user: CurrentUser, skip: int = 0, limit: int = 100) -> Any:
            mine = select(Item).where(Item.owner_id == user.id).order_by(col(Item.title))
            count = session.exec(select(func.count()).select_from(Item)).one()
            rows = session.exec(mine.offset(skip).limit(limit)).all()
            return ItemsPublic(data=[ItemPublic.model_validate(row) for row in rows], count=count)


        @router.get("/{id}", response_model=ItemPublic)
        def read_item(session: SessionDep, user: CurrentUser, id: UUID) -> Any:
            item = session.get(Item, id)
            if item is None or item.owner_id != user.id:
                raise HTTPException(404, "Item not found")
            return item


        @router.post("/", response_model=ItemPublic)
        def create_item(session: SessionDep, user: CurrentUser, item_in: ItemCreate) -> Any:
            item = Item(**item_in.model_dump(), owner_id=user.id)
            session.add(item)
            session.commit()
            return item
    """,
    "app/main.py": """
        from fastapi import FastAPI

        from app.routes import items

        app = FastAPI()
        app.include_router(items.router)
    """,
    "tests/__init__.py": "",
    "tests/test_items.py": """
        from fastapi.testclient import TestClient

        from app.main import app


        def test_items_need_a_caller() -> None:
            assert TestClient(app).get("/items/").status_code in (401, 403)
    """,
}
"""Synchronous: tables and schemas in one file, queries in another, owners, pages beside a count."""

BY_FEATURE = {
    "pyproject.toml": _PYPROJECT,
    "shop/__init__.py": "",
    "shop/db.py": """
        from collections.abc import AsyncIterator

        from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
        from sqlmodel.ext.asyncio.session import AsyncSession

        engine = create_async_engine("sqlite+aiosqlite:///shop.db")
        make_session = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


        async def get_session() -> AsyncIterator[AsyncSession]:
            async with make_session() as session:
                yield session
    """,
    "shop/stamps.py": """
        from datetime import UTC, datetime
        from typing import Any, cast

        from sqlalchemy import DateTime
        from sqlmodel import Field, SQLModel


        def now() -> datetime:
            return datetime.now(UTC)


        class Stamped(SQLModel):
            created_at: datetime = Field(default_factory=now, sa_type=cast(Any, DateTime(timezone=True)))
            updated_at: datetime = Field(
                default_factory=now,
                sa_type=cast(Any, DateTime(timezone=True)),
                sa_column_kwargs={"onupdate": now},
            )
    """,
    "shop/brands/__init__.py": "",
    "shop/brands/models.py": """
        from sqlmodel import Field, SQLModel

        from shop.stamps import Stamped


        class Brand(Stamped, SQLModel, table=True):
            __tablename__ = "brands"

            id: int | None = Field(default=None, primary_key=True)
            name: str = Field(max_length=80, unique=True)
    """,
    "shop/brands/schemas.py": """
        from pydantic import BaseModel


        class BrandCreate(BaseModel):
            name: str


        class BrandResponse(BaseModel):
            id: int
            name: str
    """,
    "shop/brands/service.py": """
        from collections.abc import Sequence

        from sqlmodel import select
        from sqlmodel.ext.asyncio.session import AsyncSession

        from shop.brands.models import Brand
        from shop.brands.schemas import BrandCreate


        async def list_brands(session: AsyncSession) -> Sequence[Brand]:
            return (await session.exec(select(Brand))).all()


        async def create_brand(session: AsyncSession, data: BrandCreate) -> Brand:
            brand = Brand(**data.model_dump())
            session.add(brand)
            await session.commit()
            return brand
    """,
    "shop/brands/router.py": """
        from typing import Annotated

        from fastapi import APIRouter, Depends
        from sqlmodel.ext.asyncio.session import AsyncSession

        from shop.brands import service
        from shop.brands.models import Brand
        from shop.brands.schemas import BrandCreate, BrandResponse
        from shop.db import get_session

        router = APIRouter(prefix="/brands", tags=["brands"])


        @router.get("", response_model=list[BrandResponse])
        async def list_brands(session: Annotated[AsyncSession, Depends(get_session)]) -> list[Brand]:
            return list(await service.list_brands(session))


        @router.post("", response_model=BrandResponse, status_code=201)
        async def create_brand(
            data: BrandCreate, session: Annotated[AsyncSession, Depends(get_session)]
        ) -> Brand:
            return await service.create_brand(session, data)
    """,
    "shop/main.py": """
        from fastapi import FastAPI

        from shop.brands.router import router as brands_router

        app = FastAPI()
        app.include_router(brands_router)
    """,
    "tests/__init__.py": "",
}
"""Asynchronous, by feature, whole numbers as ids, a mixin with moments, nobody signs in."""
