"""A small project that the rules' cases are variations of."""

MAIN = """\
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError

from app.routers import products

app = FastAPI()
app.add_exception_handler(RequestValidationError, products.refuse)
app.include_router(products.router)
"""

DEPS = """\
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import sessions
from app.models import User

scheme = OAuth2PasswordBearer(tokenUrl="token")


async def get_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


async def get_current_user(session: SessionDep, token: Annotated[str, Depends(scheme)]) -> User:
    return await session.get(User, token)


CurrentUser = Annotated[User, Depends(get_current_user)]
"""

MODELS = """\
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)


class Product(Base):
    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
"""

ROUTER = """\
from typing import Annotated

from fastapi import APIRouter, Query

from app.deps import CurrentUser, SessionDep
from app.schemas import ProductCreate, ProductResponse

router = APIRouter(prefix="/products")


@router.get("", response_model=list[ProductResponse])
async def list_products(
    session: SessionDep, user: CurrentUser, limit: Annotated[int, Query(ge=1, le=100)] = 20
):
    return await session.scalars(limit)


@router.post("", response_model=ProductResponse, status_code=201)
async def create_product(data: ProductCreate, session: SessionDep, user: CurrentUser):
    return await session.merge(data)


@router.delete("/{product_id}", status_code=204)
async def delete_product(product_id: int, session: SessionDep, user: CurrentUser) -> None:
    await session.delete(product_id)
"""

TESTS = """\
def test_products(client):
    assert client.get("/products").status_code == 401
"""

CONFIG = """\
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    SECRET_KEY: str


settings = Settings()
"""


def sample(**changes: str) -> dict[str, str]:
    """The files of the project. A keyword names a file (`router`, `deps` and so on) and gives its text."""
    files = {
        "pyproject": '[project]\nname = "shop"\ndependencies = ["fastapi", "sqlalchemy>=2", "pydantic>=2"]\n',
        "main": MAIN,
        "deps": DEPS,
        "models": MODELS,
        "router": ROUTER,
        "tests": TESTS,
        "config": CONFIG,
        "db": "sessions = None\n",
        "schemas": (
            "from pydantic import BaseModel\n\n\nclass ProductCreate(BaseModel):\n    name: str\n\n\n"
            "class ProductResponse(ProductCreate):\n    id: int\n"
        ),
    } | changes
    places = {
        "pyproject": "pyproject.toml",
        "main": "app/main.py",
        "deps": "app/deps.py",
        "models": "app/models.py",
        "router": "app/routers/products.py",
        "tests": "tests/test_products.py",
        "config": "app/config.py",
        "db": "app/db.py",
        "schemas": "app/schemas.py",
    }
    return {places[name]: text for name, text in files.items() if name in places} | {
        "app/__init__.py": "",
        "app/routers/__init__.py": "",
    }
