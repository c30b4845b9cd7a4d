"""Dependencies that endpoints call, and aliases that belong to one file."""

from plan.shops import shop

_ROUTER = """\
    from typing import Annotated

    from fastapi import APIRouter
    from sqlalchemy import select
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import DatabaseSession
    from app.models.box import Box

    router = APIRouter(prefix="/boxes")


    @router.get("")
    async def list_boxes(db: Annotated[AsyncSession, DatabaseSession()]):
        return (await db.execute(select(Box))).scalars().all()
"""
_DB = """\
    from fastapi import Depends, params
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
    from sqlalchemy.orm import DeclarativeBase

    SessionLocal = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))


    class Base(DeclarativeBase):
        pass


    async def get_db():
        async with SessionLocal() as session:
            yield session


    def DatabaseSession() -> params.Depends:
        return Depends(get_db)
"""


def test_a_call_that_gives_depends_is_told_from_a_dependency() -> None:
    whole = {f"app/routers/{many}.py": _ROUTER for many in ("boxes", "carts", "labels")}

    assert shop(**whole, **{"app/db.py": _DB}).explored.conventions.session.by_call.value
    assert not shop().explored.conventions.session.by_call.value


def routers_with(old: str, new: str) -> dict[str, str]:
    paths = [f"app/routers/{many}.py" for many in ("boxes", "carts", "labels")]
    return {path: shop().tree.read(path).decode().replace(old, new) for path in paths}


def test_an_object_that_is_made_for_depends_is_a_call_too() -> None:
    door = """\
        from fastapi import Request
        from fastapi.security import HTTPBearer


        class AuthDoor(HTTPBearer):
            async def __call__(self, request: Request):
                return await super().__call__(request)
    """
    main = shop().tree.read("app/main.py").decode()
    main = main.replace(
        "from app import settings",
        "from fastapi import Depends\n\nfrom app import settings\nfrom app.door import AuthDoor",
    )
    main = main.replace(
        "prefix=settings.PREFIX", "prefix=settings.PREFIX, dependencies=[Depends(AuthDoor())]"
    )

    auth = shop(**{"app/door.py": door, "app/main.py": main}).explored.conventions.auth

    assert auth.current_user_dependency.value is not None
    assert auth.by_call.value


def test_an_alias_beside_its_endpoints_is_for_them_alone() -> None:
    own = routers_with("db: AsyncSession = Depends(get_db)", "db: Db")
    own = {
        path: text.replace("router = ", "Db = Annotated[AsyncSession, Depends(get_db)]\nrouter = ")
        for path, text in own.items()
    }
    own = {path: f"from typing import Annotated\n{text}" for path, text in own.items()}

    session = shop(**own).explored.conventions.session

    assert session.alias.value is None
    assert session.dependency.value is not None
