"""Registration beside siblings, in a project that mounts every router below one setting."""

import pytest

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import SampleProject, assert_plan_edits, project

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
_LISTED = """\
from . import boxes
from . import carts
from . import labels

__all__ = [
    "boxes",
    "carts",
    "labels",
]
"""


def shop(**files: str) -> SampleProject:
    whole = _FILES | files
    for one, many in (("box", "boxes"), ("cart", "carts"), ("label", "labels")):
        words = {"one": one, "many": many, "class_": one.capitalize()}
        whole |= {
            f"app/routers/{many}.py": _ROUTER.format(**words),
            f"app/models/{one}.py": _MODEL.format(**words),
            f"app/schemas/{one}.py": _SCHEMA.format(**words),
        }
    return project(whole)


def planned(shop: SampleProject) -> Plan:
    plan = shop.plan("Parcel", ["tracking:str40"], auth="none", paginate="none")
    assert isinstance(plan, Plan), plan
    return plan


def test_a_router_is_mounted_below_the_prefix_of_its_siblings() -> None:
    plan = planned(shop())

    assert_plan_edits(
        plan,
        "app/main.py",
        """\
-from app.routers import boxes, carts, labels
+from app.routers import boxes, carts, labels, parcels
+app.include_router(parcels.router, prefix=settings.PREFIX)
""",
    )
    assert {route.path for route in plan.routes} >= {"/api/v1/parcels"}


@pytest.mark.parametrize(
    ("index", "patch"),
    [
        (
            _LISTED,
            '+from . import parcels\n+    "parcels",\n',
        ),
        (
            "from . import boxes, carts, labels\n",
            "-from . import boxes, carts, labels\n+from . import boxes, carts, labels, parcels\n",
        ),
    ],
)
def test_a_package_that_lists_its_modules_lists_the_new_one(index: str, patch: str) -> None:
    assert_plan_edits(planned(shop(**{"app/routers/__init__.py": index})), "app/routers/__init__.py", patch)
