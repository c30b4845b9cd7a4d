"""Scopes of tokens, native enums, wrapped rows: habits that new endpoints do not have, as the plan says."""

from fastapi_endpoint.domain.plan import Plan
from plan.shops import shop

_USER = """\
    from enum import Enum

    from sqlalchemy import Enum as SqlEnum
    from sqlalchemy.orm import Mapped, mapped_column

    from app.db import Base


    class Level(str, Enum):
        gold = "gold"
        plain = "plain"


    class User(Base):
        __tablename__ = "users"

        id: Mapped[int] = mapped_column(primary_key=True)
        level: Mapped[Level] = mapped_column(SqlEnum(Level))
"""
_DEPS = """\
    from fastapi import Depends
    from fastapi.security import OAuth2PasswordBearer, SecurityScopes

    from app.models.user import User

    oauth2_scheme = OAuth2PasswordBearer(tokenUrl="login")


    async def get_current_user(scopes: SecurityScopes, token: str = Depends(oauth2_scheme)) -> User: ...
"""
_BOXES = """\
    from fastapi import APIRouter, Depends, Security
    from sqlalchemy import select
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import get_db
    from app.deps import get_current_user
    from app.models.box import Box
    from app.models.user import User
    from app.schemas.box import BoxCreate, BoxRead

    router = APIRouter(prefix="/boxes", tags=["boxes"])


    @router.get("", response_model=list[BoxRead])
    async def list_boxes(
        db: AsyncSession = Depends(get_db), user: User = Security(get_current_user, scopes=["boxes:read"])
    ):
        return (await db.execute(select(Box))).scalars().all()


    @router.post("", response_model=BoxRead, status_code=201)
    async def create_box(
        payload: BoxCreate,
        db: AsyncSession = Depends(get_db),
        user: User = Security(get_current_user, scopes=["boxes:write"]),
    ):
        box = Box(**payload.model_dump())
        db.add(box)
        await db.commit()
        return box
"""
_FILES = {"app/models/user.py": _USER, "app/deps.py": _DEPS, "app/routers/boxes.py": _BOXES}


def planned(auth: str) -> Plan:
    plan = shop(**_FILES).plan("Parcel", ["carrier:enum/dhl/ups"], auth=auth, paginate="none")
    assert isinstance(plan, Plan), plan
    return plan


def test_scopes_are_found_and_told_of() -> None:
    told = (
        "your endpoints ask tokens for scopes (boxes:read, boxes:write): the new ones take any signed-in user"
    )

    assert shop(**_FILES).explored.conventions.auth.scopes.value == ("boxes:read", "boxes:write")
    assert told in planned("existing").risks
    assert told not in planned("none").risks


def test_native_enums_are_no_habit_that_is_followed() -> None:
    assert any("native enums" in habit for habit in planned("none").kept)


_DB = """\
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
    from sqlalchemy.orm import DeclarativeBase

    engine = create_async_engine("sqlite+aiosqlite://")
    SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


    class Base(DeclarativeBase):
        pass


    async def get_db():
        async with SessionLocal() as session:
            yield session
            await session.commit()
"""


def test_when_the_session_dependency_commits_is_told_by_the_version_of_fastapi() -> None:
    for version, told in (
        ("0.120", "the session dependency commits after the answer: new queries commit before it"),
        ("0.116", "the session dependency commits before the answer on this FastAPI"),
    ):
        host = shop(
            **{"app/db.py": _DB, "requirements.txt": f"fastapi=={version}\npydantic>=2\nsqlalchemy>=2\n"}
        )
        plan = host.plan("Parcel", ["weight:int"], auth="none", paginate="none")
        assert isinstance(plan, Plan), plan
        assert any(habit.startswith(told) for habit in plan.kept), plan.kept


def test_libraries_that_new_code_does_without_are_named() -> None:
    crud = "from fastcrud import FastCRUD\n\nfrom app.models.box import Box\n\ncrud_boxes = FastCRUD(Box)\n"
    filters = "from fastapi_filter import FilterDepends\n"
    listed = "fastapi\npydantic>=2\nsqlalchemy>=2\nfastcrud\nfastapi-filter\n"
    host = shop(**{"app/crud.py": crud, "app/filters.py": filters, "requirements.txt": listed})
    plan = host.plan("Parcel", ["weight:int"], auth="none", paginate="none")
    assert isinstance(plan, Plan), plan
    assert "queries are fastcrud's elsewhere here: new ones are plain SQLAlchemy" in plan.kept
    assert "filters are fastapi-filter's elsewhere here: new ones are plain parameters" in plan.kept
    assert not any("elsewhere here: new ones are plain" in habit for habit in planned("none").kept)
