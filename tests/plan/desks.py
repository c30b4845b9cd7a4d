"""A help desk under `src/`: packages that hand names on, tables listed by their own package, pages of
fastapi-pagination, a session by a method, queries as static methods, an Alembic history."""

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import SampleProject, project

_ROUTER = """\
    from fastapi import APIRouter, Depends
    from fastapi_pagination import Page
    from sqlalchemy.ext.asyncio import AsyncSession

    from core import database
    from people import Person, current_person
    from web.schemas import {class_}Create, {class_}Response
    from web.services import {class_}Service

    router = APIRouter(prefix="/{many}", tags=["{many}"])


    @router.get("/", response_model=Page[{class_}Response])
    async def list_{many}(session: AsyncSession = Depends(database.get_session)):
        return await {class_}Service.list_{many}(session)


    @router.post("/", response_model={class_}Response, status_code=201)
    async def create_{one}(
        data: {class_}Create,
        session: AsyncSession = Depends(database.get_session),
        person: Person = Depends(current_person),
    ):
        return await {class_}Service.create_{one}(data, session)
"""
_SERVICE = '''\
    from fastapi_pagination.ext.sqlalchemy import paginate
    from sqlalchemy import select
    from sqlalchemy.ext.asyncio import AsyncSession

    from core import {class_}
    from web.schemas import {class_}Create


    class {class_}Service:
        @staticmethod
        async def list_{many}(session: AsyncSession):
            """All {many}"""

            return await paginate(session, select({class_}))

        @staticmethod
        async def create_{one}(data: {class_}Create, session: AsyncSession) -> {class_}:
            """Keep a {one}"""

            {one} = {class_}(**data.model_dump())
            session.add({one})
            await session.commit()
            return {one}
'''
_MODEL = """\
    from sqlalchemy.orm import Mapped

    from .base import Base


    class {class_}(Base):
        title: Mapped[str]
"""
_SCHEMA = """\
    from pydantic import BaseModel


    class {class_}Create(BaseModel):
        title: str


    class {class_}Response({class_}Create):
        id: int
"""
_FILES = {
    "requirements.txt": "fastapi\nfastapi-pagination\npydantic>=2\nsqlalchemy>=2\nasyncpg\nalembic\n",
    "alembic.ini": "[alembic]\nscript_location = alembic\n",
    "alembic/env.py": "from core import Base\n\ntarget_metadata = Base.metadata\n",
    "alembic/versions/0001_begin.py": """\
        from alembic import op
        import sqlalchemy as sa

        revision = "0001"
        down_revision = None


        def upgrade():
            op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True))


        def downgrade():
            op.drop_table("notes")
    """,
    "src/core/__init__.py": """\
        __all__ = ("Base", "Note", "Reply", "database")

        from core.models import Base, Note, Reply
        from .database import database
    """,
    "src/core/database.py": """\
        from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine


        class Database:
            def __init__(self):
                self.engine = create_async_engine("postgresql+asyncpg://localhost/desk")
                self.make = async_sessionmaker(self.engine, expire_on_commit=False)

            async def get_session(self):
                async with self.make() as session:
                    yield session


        database = Database()
    """,
    "src/core/models/__init__.py": """\
        __all__ = ("Base", "Note", "Reply")

        from .base import Base
        from .note import Note
        from .reply import Reply
    """,
    "src/core/models/base.py": """\
        from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


        class Base(DeclarativeBase):
            id: Mapped[int] = mapped_column(primary_key=True)

            @declared_attr.directive
            def __tablename__(cls) -> str:
                return f"{cls.__name__.lower()}s"
    """,
    "src/people/__init__.py": """\
        __all__ = ("Person", "current_person")

        from people.access import current_person
        from people.models import Person
    """,
    "src/people/access.py": """\
        from fastapi import Depends
        from fastapi.security import OAuth2PasswordBearer
        from sqlalchemy.ext.asyncio import AsyncSession

        from core import database
        from people.models import Person

        scheme = OAuth2PasswordBearer("/token")


        async def current_person(
            token: str = Depends(scheme), session: AsyncSession = Depends(database.get_session)
        ) -> Person:
            return await session.get_one(Person, int(token))
    """,
    "src/people/greetings.py": """\
        from fastapi import Depends

        from people.access import current_person
        from people.models import Person


        async def greeting(person: Person = Depends(current_person)) -> str:
            return f"Hello {person.name}"
    """,
    "src/people/initials.py": """\
        from fastapi import Depends

        from people.access import current_person
        from people.models import Person


        async def initial(person: Person = Depends(current_person)) -> str:
            return person.name[:1]
    """,
    "src/people/models/__init__.py": """\
        __all__ = ("Person",)

        from .person import Person
    """,
    "src/people/models/person.py": """\
        from core import Base
        from people.sign_in import SignIn


        class Person(SignIn, Base):
            pass
    """,
    "src/people/sign_in.py": """\
        from sqlalchemy.orm import Mapped


        class SignIn:
            name: Mapped[str]
            email: Mapped[str]
            hashed_password: Mapped[str]
    """,
    "src/web/__init__.py": "",
    "src/web/main.py": """\
        from fastapi import FastAPI
        from fastapi_pagination import add_pagination

        from web.routers import router

        app = FastAPI()
        add_pagination(app)
        app.include_router(router)
    """,
    "src/web/routers/__init__.py": """\
        __all__ = ("router",)

        from fastapi import APIRouter

        from .note import router as note_router
        from .reply import router as reply_router

        router = APIRouter(prefix="/api")
        router.include_router(note_router)
        router.include_router(reply_router)
    """,
    "src/web/schemas/__init__.py": """\
        __all__ = ("NoteCreate", "NoteResponse", "ReplyCreate", "ReplyResponse")

        from .note import NoteCreate, NoteResponse
        from .reply import ReplyCreate, ReplyResponse
    """,
    "src/web/services/__init__.py": """\
        __all__ = ("NoteService", "ReplyService")

        from .note_service import NoteService
        from .reply_service import ReplyService
    """,
}


def desk() -> SampleProject:
    whole = dict(_FILES)
    for one, many in (("note", "notes"), ("reply", "replies")):
        words = {"one": one, "many": many, "class_": one.capitalize()}
        whole |= {
            f"src/core/models/{one}.py": _MODEL.format(**words),
            f"src/web/routers/{one}.py": _ROUTER.format(**words),
            f"src/web/schemas/{one}.py": _SCHEMA.format(**words),
            f"src/web/services/{one}_service.py": _SERVICE.format(**words),
        }
    return project(whole)


def planned() -> Plan:
    plan = desk().plan(
        "Parcel", ["tracking:str40:unique", "carrier:enum/dhl/ups:filter"], auth="existing", paginate="host"
    )
    assert isinstance(plan, Plan), plan
    return plan
