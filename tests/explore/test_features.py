"""A project whose only tables are those of one feature: what it tells of where the next feature goes."""

from fastapi_endpoint.testing import project

CLUB = {
    "pyproject.toml": """\
        [project]
        name = "club"
        dependencies = ["fastapi", "sqlalchemy>=2"]
        """,
    "app/__init__.py": "",
    "app/main.py": """\
        from fastapi import FastAPI

        from app.door.views import router as door_router
        from app.health.views import router as health_router

        app = FastAPI()
        app.include_router(door_router, prefix="/door")
        app.include_router(health_router, prefix="/health")
        """,
    "app/base.py": """\
        from sqlalchemy.orm import DeclarativeBase


        class Base(DeclarativeBase):
            pass
        """,
    "app/door/__init__.py": "",
    "app/door/models.py": """\
        from sqlalchemy.orm import Mapped, mapped_column

        from app.base import Base


        class Guest(Base):
            __tablename__ = "door_guest"

            id: Mapped[int] = mapped_column(primary_key=True)


        class StampCard(Base):
            __tablename__ = "door_stamp_card"

            id: Mapped[int] = mapped_column(primary_key=True)
        """,
    "app/door/schemas.py": """\
        from pydantic import BaseModel


        class GuestResponse(BaseModel):
            id: int
        """,
    "app/door/views.py": """\
        from fastapi import APIRouter

        from app.door.schemas import GuestResponse

        router = APIRouter()


        @router.get("/guest", response_model=GuestResponse)
        async def read_guest():
            return {"id": 1}
        """,
    "app/door/tests/__init__.py": "",
    "app/door/tests/test_view_read_guest.py": """\
        def test_guest(client):
            assert client.get("/door/guest").status_code == 200
        """,
    "app/health/__init__.py": "",
    "app/health/views.py": """\
        from fastapi import APIRouter

        router = APIRouter()


        @router.get("/live")
        async def live():
            return "ok"
        """,
    "app/health/tests/__init__.py": "",
    "app/health/tests/test_views.py": """\
        def test_live(client):
            assert client.get("/health/live").status_code == 200
        """,
}


def test_the_next_feature_gets_a_folder_with_all_that_a_feature_has() -> None:
    layout = project(CLUB).explored.conventions.layout

    assert layout.router.value == "app/{singular}/views.py"
    assert layout.model.value == "app/{singular}/models.py"
    assert layout.schema.value == "app/{singular}/schemas.py"
    assert layout.test.value == "app/{singular}/tests/test_views.py"


def test_the_prefix_of_one_feature_is_not_that_of_all_tables() -> None:
    assert project(CLUB).explored.conventions.naming.table.value == "{singular}"
