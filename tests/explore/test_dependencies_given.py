"""Dependencies that endpoints call: the call gives the `Depends(...)` itself."""

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

    assert shop(**whole, **{"app/db.py": _DB}).explored.conventions.session.gives_depends.value
    assert not shop().explored.conventions.session.gives_depends.value
