"""A club's bookings, by feature: synchronous, `Column` style, tables and schemas in one file, one facade
for the database, errors of its own, a helper that cuts pages, queries that take keywords only."""

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import SampleProject, project

_MODELS = """\
    from sqlalchemy import Column, ForeignKey, Integer, String

    from club.common.paging import Paged
    from club.db import Base, Dated, Schema


    class {class_}(Base, Dated):
        __tablename__ = "{many}"

        id = Column(Integer, primary_key=True)
        title = Column(String(50), nullable=False)
        member_id = Column(Integer, ForeignKey("members.id"), nullable=False)


    class {class_}Body(Schema):
        title: str


    class {class_}Shown(Schema):
        id: int
        title: str


    class {class_}s(Paged):
        rows: list[{class_}Shown] = []
"""
_ROUTES = """\
    from fastapi import APIRouter, status

    from club.common import errors
    from club.common.paging import cut
    from club.db import Db
    from club.members.access import Caller

    from . import queries
    from .models import {class_}Body, {class_}s, {class_}Shown

    router = APIRouter()


    @router.get("/", response_model={class_}s)
    def list_{many}(db: Db, page: int = 1):
        found = queries.all_{many}(db=db)
        return cut(rows=found, page=page)


    @router.post("/", response_model={class_}Shown, status_code=status.HTTP_201_CREATED)
    def create_{one}(caller: Caller, db: Db, body: {class_}Body):
        return queries.add_{one}(db=db, body=body, member_id=caller.id)


    @router.patch("/{{{one}_id}}/", response_model={class_}Shown, status_code=status.{update})
    def update_{one}(caller: Caller, {one}_id: int, db: Db, body: {class_}Body):
        {one} = queries.find_{one}(db=db, {one}_id={one}_id)
        if {one} is None:
            raise errors.NotFound(detail=f"{class_} {{{one}_id}} not found")
        return queries.change_{one}(db=db, {one}={one}, body=body)
"""
_QUERIES = """\
    from sqlalchemy.orm import Query, Session

    from .models import {class_}, {class_}Body


    def all_{many}(*, db: Session) -> Query[{class_}]:
        return db.query({class_})


    def find_{one}(*, db: Session, {one}_id: int) -> {class_} | None:
        return db.query({class_}).filter({class_}.id == {one}_id).one_or_none()


    def add_{one}(*, db: Session, body: {class_}Body, member_id: int) -> {class_}:
        {one} = {class_}(title=body.title, member_id=member_id)
        db.add({one})
        db.commit()
        return {one}


    def change_{one}(*, db: Session, {one}: {class_}, body: {class_}Body) -> {class_}:
        {one}.title = body.title
        db.commit()
        return {one}
"""
_FILES = {
    "requirements.txt": "fastapi\npydantic>=2\nsqlalchemy>=2\npsycopg2\n",
    "pyproject.toml": """\
        [tool.ruff]
        src = ["club"]

        [tool.ruff.lint]
        select = ["E", "F", "I"]
    """,
    "club/__init__.py": "",
    "club/common/__init__.py": "",
    "club/common/settings.py": "ROWS = 15\n",
    "club/common/errors.py": """\
        from fastapi import HTTPException, status


        class Failure(HTTPException):
            CODE = status.HTTP_400_BAD_REQUEST

            def __init__(self, **given):
                given.setdefault("status_code", self.CODE)
                super().__init__(**given)


        class NotFound(Failure):
            CODE = status.HTTP_404_NOT_FOUND
    """,
    "club/common/paging.py": """\
        from sqlalchemy.orm import Query

        from club.common.settings import ROWS
        from club.db import Schema


        class Paged(Schema):
            page: int
            total: int


        def cut(*, rows: Query, page: int) -> dict:
            shown = rows.limit(ROWS).offset((page - 1) * ROWS).all()
            return {"rows": shown, "page": page, "total": rows.count()}
    """,
    "club/db/__init__.py": """\
        from .base import Base, Dated, Schema
        from .session import Db
    """,
    "club/db/base.py": """\
        from datetime import datetime

        from pydantic import BaseModel, ConfigDict
        from sqlalchemy import Column, DateTime, MetaData
        from sqlalchemy.orm import declarative_base

        NAMES = {"uq": "%(table_name)s_%(column_0_name)s_key"}
        Base = declarative_base(metadata=MetaData(naming_convention=NAMES))


        class Schema(BaseModel):
            model_config = ConfigDict(from_attributes=True)


        class Dated:
            created_at = Column(DateTime, default=datetime.now)
            updated_at = Column(DateTime, default=datetime.now)
    """,
    "club/db/session.py": """\
        from typing import Annotated

        from fastapi import Depends
        from sqlalchemy import create_engine
        from sqlalchemy.orm import Session, sessionmaker

        engine = create_engine("postgresql://localhost/club")
        Local = sessionmaker(engine)


        def get_db():
            with Local() as session:
                yield session


        Db = Annotated[Session, Depends(get_db)]
    """,
    "club/members/__init__.py": "",
    "club/members/access.py": """\
        from typing import Annotated

        from fastapi import Depends
        from fastapi.security import OAuth2PasswordBearer

        from club.db import Db

        from .models import Member

        scheme = OAuth2PasswordBearer("/token")


        def get_current_user(db: Db, token: str = Depends(scheme)) -> Member:
            return db.query(Member).filter(Member.name == token).one()


        Caller = Annotated[Member, Depends(get_current_user)]
    """,
    "club/members/models.py": """\
        from sqlalchemy import Column, Integer, String

        from club.db import Base, Dated


        class Member(Base, Dated):
            __tablename__ = "members"

            id = Column(Integer, primary_key=True)
            name = Column(String(50), nullable=False)
    """,
    "club/main.py": """\
        from fastapi import FastAPI

        from club.rooms.routes import router as room_router
        from club.talks.routes import router as talk_router

        app = FastAPI()
        app.include_router(room_router, prefix="/rooms", tags=["Rooms"])
        app.include_router(talk_router, prefix="/talks", tags=["Talks"])
    """,
}


def club(update: str = "HTTP_202_ACCEPTED") -> SampleProject:
    whole = dict(_FILES)
    for one, many in (("room", "rooms"), ("talk", "talks")):
        words = {"one": one, "many": many, "class_": one.capitalize(), "update": update}
        whole |= {
            f"club/{many}/__init__.py": "",
            f"club/{many}/models.py": _MODELS.format(**words),
            f"club/{many}/routes.py": _ROUTES.format(**words),
            f"club/{many}/queries.py": _QUERIES.format(**words),
        }
    return project(whole)


def planned(**answers: str) -> Plan:
    plan = club().plan("Parcel", ["tracking:str40:unique"], auth="existing", **answers)
    assert isinstance(plan, Plan), plan
    return plan
