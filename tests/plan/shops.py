"""A small shop by type: async SQLAlchemy, routers mounted below one setting, bodies called `payload`."""

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import SampleProject, project

_ROUTER = """\
    from fastapi import APIRouter, Depends
    from sqlalchemy import select
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import get_db
    from app.models.{one} import {class_}
    from app.schemas.{one} import {class_}Create, {class_}Read

    router = APIRouter(prefix="/{many}", tags=["{many}"])


    @router.get("", response_model=list[{class_}Read])
    async def list_{many}(db: AsyncSession = Depends(get_db)):
        return (await db.execute(select({class_}))).scalars().all()


    @router.post("", response_model={class_}Read, status_code=201)
    async def create_{one}(payload: {class_}Create, db: AsyncSession = Depends(get_db)):
        {one} = {class_}(**payload.model_dump())
        db.add({one})
        await db.commit()
        return {one}
"""
_MODEL = """\
    from sqlalchemy.orm import Mapped, mapped_column

    from app.db import Base


    class {class_}(Base):
        __tablename__ = "{many}"

        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]
"""
_SCHEMA = """\
    from pydantic import BaseModel


    class {class_}Create(BaseModel):
        name: str


    class {class_}Read(BaseModel):
        id: int
        name: str
"""
_FILES = {
    "requirements.txt": "fastapi\npydantic>=2\nsqlalchemy>=2\n",
    "app/settings.py": 'PREFIX = "/api/v1"\n',
    "app/db.py": """\
        from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
        from sqlalchemy.orm import DeclarativeBase

        engine = create_async_engine("sqlite+aiosqlite://")
        SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


        class Base(DeclarativeBase):
            pass


        async def get_db():
            async with SessionLocal() as session:
                yield session
    """,
    "app/main.py": """\
        from fastapi import FastAPI

        from app import settings
        from app.routers import boxes, carts, labels

        app = FastAPI()
        app.include_router(boxes.router, prefix=settings.PREFIX)
        app.include_router(carts.router, prefix=settings.PREFIX)
        app.include_router(labels.router, prefix=settings.PREFIX)
    """,
}


def shop(**files: str) -> SampleProject:
    whole = dict(_FILES)
    for one, many in (("box", "boxes"), ("cart", "carts"), ("label", "labels")):
        words = {"one": one, "many": many, "class_": one.capitalize()}
        whole |= {
            f"app/routers/{many}.py": _ROUTER.format(**words),
            f"app/models/{one}.py": _MODEL.format(**words),
            f"app/schemas/{one}.py": _SCHEMA.format(**words),
        }
    return project(whole | files)


def planned(shop: SampleProject, *, resource: str = "Parcel") -> Plan:
    plan = shop.plan(resource, ["tracking:str40"], auth="none", paginate="none")
    assert isinstance(plan, Plan), plan
    return plan
