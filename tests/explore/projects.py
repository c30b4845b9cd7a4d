"""Small projects in memory, one by type and one by feature."""

BY_TYPE = {
    "pyproject.toml": (
        '[project]\nname = "shop"\ndependencies = ["fastapi>=0.115", "sqlalchemy>=2", "asyncpg"]\n'
    ),
    "app/__init__.py": "",
    "app/core/__init__.py": "",
    "app/core/config.py": (
        "from pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n"
        '    API: str = "/api/v1"\n'
        '    SECRET_KEY: str = "x"\n'
        '    DATABASE_URL: str = "postgresql+asyncpg://localhost/shop"\n'
        "settings = Settings()\n"
    ),
    "app/db.py": (
        "from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
        "from app.core.config import settings\n"
        "make = async_sessionmaker(create_async_engine(settings.DATABASE_URL), expire_on_commit=False)\n"
        "class Base(DeclarativeBase):\n"
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "async def get_session():\n"
        "    async with make() as session:\n"
        "        yield session\n"
        "async def get_db():\n"
        "    async with make() as session:\n"
        "        yield session\n"
    ),
    "app/deps.py": (
        "from typing import Annotated\n"
        "from fastapi import Depends, HTTPException\n"
        "from fastapi.security import OAuth2PasswordBearer\n"
        "import jwt\n"
        "from app.core.config import settings\n"
        "from app.db import AsyncSession, get_session\n"
        "from app.models.user import User\n"
        'scheme = OAuth2PasswordBearer(tokenUrl="login")\n'
        "SessionDep = Annotated[AsyncSession, Depends(get_session)]\n"
        "async def get_current_user(session: SessionDep, token: str = Depends(scheme)) -> User:\n"
        '    jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"])\n'
        "CurrentUser = Annotated[User, Depends(get_current_user)]\n"
        "def require_admin(user: CurrentUser) -> User:\n"
        "    if not user.is_superuser:\n        raise HTTPException(403)\n    return user\n"
    ),
    "app/models/__init__.py": "from app.models.item import Item\nfrom app.models.user import User\n",
    "app/models/user.py": (
        "from sqlalchemy.orm import Mapped, mapped_column\nfrom app.db import Base\n"
        "class User(Base):\n"
        '    __tablename__ = "users"\n'
        "    email: Mapped[str] = mapped_column(unique=True)\n"
        "    hashed_password: Mapped[str]\n"
        "    is_superuser: Mapped[bool] = mapped_column(default=False)\n"
    ),
    "app/models/item.py": (
        "from datetime import datetime\nfrom decimal import Decimal\n"
        "from sqlalchemy import Enum, ForeignKey, Numeric, String\n"
        "from sqlalchemy.orm import Mapped, mapped_column, relationship\nfrom app.db import Base\n"
        "class Stamped:\n"
        "    created_at: Mapped[datetime] = mapped_column(server_default='now()')\n"
        "class Item(Stamped, Base):\n"
        '    __tablename__ = "items"\n'
        "    title: Mapped[str] = mapped_column(String(80), index=True)\n"
        "    price: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))\n"
        '    state: Mapped[str] = mapped_column(Enum("draft", "live", name="state"))\n'
        '    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))\n'
        '    owner: Mapped["User"] = relationship()\n'
    ),
    "app/schemas/__init__.py": "",
    "app/schemas/item.py": (
        "from pydantic import BaseModel\nclass ItemCreate(BaseModel):\n    title: str\n"
        "class ItemRead(ItemCreate):\n    id: int\n"
    ),
    "app/crud/__init__.py": "",
    "app/crud/item.py": (
        "from app.models import Item\n"
        "async def create_item(session, data):\n"
        "    row = Item(**data)\n    session.add(row)\n    await session.commit()\n    return row\n"
        "async def get_item(session, item_id):\n    return await session.get(Item, item_id)\n"
    ),
    "app/routers/__init__.py": "",
    "app/routers/items.py": (
        "from fastapi import APIRouter, Depends\n"
        "from app.crud import item as crud\nfrom app.deps import CurrentUser, SessionDep, require_admin\n"
        "from app.schemas.item import ItemCreate, ItemRead\n"
        'router = APIRouter(prefix="/items", tags=["items"])\n'
        '@router.post("", response_model=ItemRead, status_code=201)\n'
        "async def create_item(data: ItemCreate, session: SessionDep, user: CurrentUser):\n"
        "    return await crud.create_item(session, data)\n"
        '@router.get("/{item_id}", response_model=ItemRead)\n'
        "async def get_item(item_id: int, session: SessionDep, user: CurrentUser):\n"
        "    return await crud.get_item(session, item_id)\n"
        '@router.delete("/{item_id}", status_code=204, dependencies=[Depends(require_admin)])\n'
        "async def delete_item(item_id: int, session: SessionDep): ...\n"
    ),
    "app/routers/users.py": (
        "from fastapi import APIRouter, Depends\n"
        "from app.deps import CurrentUser, SessionDep, require_admin\n"
        'router = APIRouter(prefix="/users", tags=["users"])\n'
        '@router.get("/me")\nasync def me(user: CurrentUser): return user\n'
        '@router.get("", dependencies=[Depends(require_admin)])\n'
        "async def list_users(session: SessionDep): ...\n"
    ),
    "app/main.py": (
        "from fastapi import FastAPI\nfrom app.core.config import settings\n"
        "from app.routers import items, users\n"
        "app = FastAPI()\n"
        "app.include_router(items.router, prefix=settings.API)\n"
        "app.include_router(users.router, prefix=settings.API)\n"
    ),
    "tests/conftest.py": "import pytest\n",
    "tests/test_items.py": 'def test_create(client):\n    client.post("/api/v1/items")\n',
}

BY_FEATURE = {
    "requirements.txt": "fastapi\nsqlalchemy\n",
    "shop/__init__.py": "",
    "shop/database.py": (
        "from sqlalchemy.orm import declarative_base, sessionmaker, Session\n"
        "Base = declarative_base()\nLocal = sessionmaker()\n"
        "class Helper:\n    def session(self) -> Session:\n        return Local()\n"
        "helper = Helper()\n"
    ),
    "shop/posts/models.py": (
        "from sqlalchemy import Column, Integer, String\nfrom shop.database import Base\n"
        'class Post(Base):\n    __tablename__ = "posts"\n'
        "    id = Column(Integer, primary_key=True)\n    title = Column(String(80), nullable=False)\n"
    ),
    "shop/posts/routes.py": (
        "from fastapi import APIRouter, Depends\nfrom shop.database import Session, helper\n"
        "from . import services\nrouter = APIRouter()\n"
        '@router.get("/{post_id}")\ndef get_post(post_id: int, db: Session = Depends(helper.session)):\n'
        "    return services.PostService.get(db, post_id)\n"
        '@router.post("")\ndef add_post(db: Session = Depends(helper.session)):\n'
        "    return services.PostService.add(db)\n"
    ),
    "shop/posts/services.py": (
        "from sqlalchemy.orm import Session\nclass PostService:\n"
        "    @staticmethod\n    def get(db: Session, post_id): return db.get(1, 2)\n"
        "    @staticmethod\n    def add(db: Session):\n        db.add(1)\n        db.commit()\n"
    ),
    "shop/tags/models.py": (
        "from sqlalchemy import Column, Integer\nfrom shop.database import Base\n"
        'class Tag(Base):\n    __tablename__ = "tags"\n    id = Column(Integer, primary_key=True)\n'
    ),
    "shop/tags/routes.py": (
        "from fastapi import APIRouter, Depends\n"
        "from shop.database import Session, helper\nrouter = APIRouter()\n"
        '@router.get("")\ndef list_tags(db: Session = Depends(helper.session)): ...\n'
    ),
    "shop/api.py": (
        "from fastapi import APIRouter\nfrom shop.posts.routes import router as post_router\n"
        "from shop.tags.routes import router as tag_router\n"
        "api_router = APIRouter()\n"
        'api_router.include_router(post_router, prefix="/posts", tags=["posts"])\n'
        'api_router.include_router(tag_router, prefix="/tags", tags=["tags"])\n'
    ),
    "shop/setup.py": (
        "from fastapi import FastAPI\n"
        "def create_app(router) -> FastAPI:\n    application = FastAPI()\n"
        '    application.include_router(router, prefix="/api")\n    return application\n'
    ),
    "shop/main.py": (
        "from shop.api import api_router\nfrom shop.setup import create_app\n"
        "app = create_app(router=api_router)\n"
    ),
    "old/app.py": "from fastapi import FastAPI\napp = FastAPI()\n",
}
