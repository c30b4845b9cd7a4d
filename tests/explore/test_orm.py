"""What talks to the database: the ORM, its base, tables, ids, databases."""

import pytest

from explore.small import APP, index_of
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.classes import find_pydantic, find_tables
from fastapi_endpoint.explore.databases import detect_databases
from fastapi_endpoint.explore.models import detect_models, find_models
from fastapi_endpoint.explore.orm import (
    detect_declarative_base,
    detect_id_type,
    detect_ids_as_text,
    detect_orm,
)

ALCHEMY = (
    "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): ...\n"
)
TABLE = (
    'class Post(Base):\n    __tablename__ = "posts"\n    id: Mapped[{id}] = mapped_column(primary_key=True)\n'
)
ENGINE = "from sqlalchemy.ext.asyncio import {a}\nfrom sqlalchemy import create_engine\nengine = {made}('')\n"
SQLMODEL = (
    "from sqlmodel import Field, SQLModel\nclass Post(SQLModel, table=True):\n"
    "    id: int | None = Field(default=None, primary_key=True)\n"
)
TORTOISE = (
    "from tortoise import fields, models\nclass Post(models.Model):\n    id = fields.UUIDField(pk=True)\n"
)
BEANIE = "from beanie import Document\nclass Post(Document):\n    title: str\n"
PEEWEE = (
    "from peewee import CharField, Model\nclass Base(Model): ...\n"
    "class Post(Base):\n    title = CharField()\n"
)
RAW = "import asyncpg\nasync def read(pool): return await pool.fetch('select 1')\n"


def index(models, **more):
    files = {f"app/{name}.py": text for name, text in more.items()}
    return index_of({"app/__init__.py": "", "app/models.py": models, "app/main.py": APP, **files})


@pytest.mark.parametrize(
    ("models", "orm"),
    [
        (ALCHEMY + TABLE.format(id="int"), "sqlalchemy_sync"),
        (SQLMODEL, "sqlmodel_sync"),
        (TORTOISE, "tortoise"),
        (BEANIE, "beanie"),
        (PEEWEE, "peewee"),
        (RAW, "raw_sql"),
        ("", "none"),
    ],
)
def test_the_orm_is_what_tables_descend_from(models, orm):
    assert detect_orm(index(models), ()).value == orm


@pytest.mark.parametrize("made", ["create_async_engine", "create_engine"])
def test_the_engine_that_is_made_says_whether_it_waits(made):
    """A synchronous session class that routes engines does not make an async project doubtful."""
    engine = ENGINE.format(a="AsyncSession, create_async_engine", made=made)
    routing = "from sqlalchemy.orm import Session, sessionmaker\nclass Routing(Session): ...\n"
    found = detect_orm(index(ALCHEMY + TABLE.format(id="int"), db=engine + routing), ())
    kind = "sqlalchemy_async" if "async" in made else "sqlalchemy_sync"
    assert (found.value, found.confidence) == (kind, "high")


@pytest.mark.parametrize(
    ("told", "orm", "sure"),
    [
        ("url = 'postgresql+asyncpg://there/db'\n", "sqlalchemy_async", "high"),
        ("url = 'postgresql+psycopg2://there/db'\n", "sqlalchemy_sync", "low"),
        ("", "sqlalchemy_sync", "low"),
    ],
)
def test_where_a_library_makes_the_engine_the_driver_says_whether_it_waits(told, orm, sure):
    found = detect_orm(index(ALCHEMY + TABLE.format(id="int"), db=told), ())
    assert (found.value, found.confidence) == (orm, sure)


@pytest.mark.parametrize(
    "base",
    [
        "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n",
        "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n",
        "from sqlalchemy.orm import registry\nBase = registry().generate_base()\n",
        "from sqlalchemy.orm import as_declarative\n@as_declarative()\nclass Base: ...\n",
    ],
)
def test_the_base_is_found_with_and_without_tables(base):
    table = (
        "from sqlalchemy import Column, Integer\nclass A(Base):\n"
        "    __tablename__ = 'a'\n    id = Column(Integer)\n"
    )
    for text in (base, base + table):
        found = detect_declarative_base(index(text))
        assert (found.value.name, found.confidence) == ("Base", "high")


def test_of_several_bases_without_tables_the_nearest_is_asked_about():
    other = "from sqlalchemy.orm import DeclarativeBase\nclass Other(DeclarativeBase): ...\n"
    files = {"app/main.py": APP, "app/db.py": ALCHEMY, "try/db.py": other}
    found = detect_declarative_base(index_of(files))
    assert (found.value.name, found.confidence) == ("Base", "low")


@pytest.mark.parametrize(
    ("models", "kind"),
    [
        (ALCHEMY + TABLE.format(id="int"), "int"),
        ("import uuid\n" + ALCHEMY + TABLE.format(id="uuid.UUID"), "uuid"),
        (ALCHEMY + TABLE.format(id="str"), "other"),
        (SQLMODEL, "int"),
        (TORTOISE, "uuid"),
    ],
)
def test_ids_are_the_primary_keys(models, kind):
    made = index(models)
    assert detect_id_type(made, find_models(made), "").value == kind


def test_ids_that_a_package_brings_count_where_there_are_no_others():
    users = "from fastapi_users.db import SQLAlchemyBaseUserTableUUID\n"
    made = index(ALCHEMY + users + "class User(SQLAlchemyBaseUserTableUUID, Base): ...\n")
    found = detect_id_type(made, find_models(made), "sqlalchemy_async")
    assert (found.value, found.confidence) == ("uuid", "low")


def test_tables_and_schemas_are_told_apart():
    text = SQLMODEL + "class PostCreate(SQLModel):\n    title: str\n"
    files = index(text).files
    assert [table.target.name for table in find_tables(files)] == ["Post"]
    assert [schema.target.name for schema in find_pydantic(files)] == ["PostCreate"]


def test_how_tables_are_written():
    style = detect_models(index(ALCHEMY + TABLE.format(id="int"))).style
    assert (style.value, style.confidence) == ("Mapped", "high")


def test_databases_are_told_by_urls_and_drivers():
    made = index("", settings='URL = "sqlite:///a.db"\n# "mysql://old"\n')
    found = detect_databases(made, (Requirement("asyncpg", "", "requirements.txt", 1),))
    assert found.value == ("postgresql", "sqlite")


PEEWEE_KEYS = "from peewee import {name}, Model\nclass Post(Model):\n    id = {name}({given})\n"


@pytest.mark.parametrize(
    ("models", "kind"),
    [
        (PEEWEE_KEYS.format(name="AutoField", given=""), "int"),
        (PEEWEE_KEYS.format(name="IntegerField", given="primary_key=True"), "int"),
        (PEEWEE_KEYS.format(name="UUIDField", given="primary_key=True"), "uuid"),
        (PEEWEE, "int"),
        ("from tortoise import fields, models\nclass A(models.Model):\n    a = fields.CharField(9)\n", "int"),
    ],
)
def test_keys_of_peewee_and_keys_that_a_library_adds(models, kind):
    made = index(models)
    assert detect_id_type(made, find_models(made), "").value == kind


def test_a_base_in_parentheses_is_one():
    text = "import sqlalchemy.orm\nBase: object = (\n    sqlalchemy.orm.declarative_base()\n)\n"
    assert detect_declarative_base(index(text)).value.name == "Base"


@pytest.mark.parametrize(
    ("annotation", "made", "text"),
    [("str", "String(36), default=lambda: str(uuid4()), ", True), ("uuid.UUID", "default=uuid4, ", False)],
)
def test_uuids_in_text_columns_are_uuids_still(annotation, made, text):
    table = TABLE.format(id=annotation).replace("primary_key", made + "primary_key")
    found = index("import uuid\nfrom uuid import uuid4\nfrom sqlalchemy import String\n" + ALCHEMY + table)
    assert detect_id_type(found, find_models(found), "").value == "uuid"
    assert detect_ids_as_text(found, find_models(found)).value is text


def test_the_base_is_imported_as_tables_do_and_not_as_others():
    """A module that hands on every table is where others take the base from; a table cannot."""
    files = {
        "app/__init__.py": "",
        "app/db.py": ALCHEMY,
        "app/posts.py": "from sqlalchemy.orm import Mapped, mapped_column\nfrom app.db import Base\n"
        + TABLE.format(id="int"),
        "app/models.py": "from app.db import Base\nfrom app.posts import Post\n",
        **{f"app/use{n}.py": "from app.models import Base\nx = Base.metadata\n" + APP for n in range(4)},
    }
    assert detect_declarative_base(index_of(files)).value.module == "app.db"


KEYED = (
    "import uuid\nfrom sqlalchemy import Column, String\nfrom sqlalchemy.orm import DeclarativeBase\n"
    "from app.ids import fresh\nclass Base(DeclarativeBase): ...\n"
    "class Keyed(Base):\n    __abstract__ = True\n    id = Column(String, primary_key=True, default={made})\n"
    'class Post(Keyed):\n    __tablename__ = "posts"\n'
)


@pytest.mark.parametrize(
    ("made", "kind"), [("lambda: str(uuid.uuid4())", "uuid"), ("fresh", "uuid"), ("'x'", "other")]
)
def test_what_makes_an_id_is_followed_to_the_base_and_to_the_function(made, kind):
    ids = "from uuid import uuid4\ndef fresh() -> str:\n    return str(uuid4())\n"
    found = index(KEYED.format(made=made), ids=ids)
    assert detect_id_type(found, find_models(found), "").value == kind


def test_without_tables_the_id_of_the_base_is_that_of_the_next_one():
    text = ALCHEMY.replace(
        "class Base(DeclarativeBase): ...", "class Base(DeclarativeBase):\n    id: Mapped[{}]"
    )
    for annotation, kind in (("uuid.UUID", "uuid"), ("int", "int"), ("str", "other")):
        found = index("import uuid\n" + text.format(annotation))
        fact = detect_id_type(found, find_models(found), "sqlalchemy_async")
        assert (fact.value, fact.confidence) == (kind, "high")


def test_a_module_of_an_orm_may_be_imported_as_a_whole():
    text = "import peewee\nclass Post(peewee.Model):\n    title = peewee.CharField()\n"
    assert detect_orm(index(text), ()).value == "peewee"


def test_tables_of_migrations_are_those_of_another_time():
    files = {"migrations/old/fill.py": ALCHEMY + TABLE.format(id="int"), "app/db.py": RAW, "app/main.py": APP}
    found = index_of(files)
    assert (find_models(found), detect_orm(found, ()).value) == ((), "raw_sql")


@pytest.mark.parametrize("text", ["from prisma import Prisma\n", "from django.db import models\n"])
def test_an_orm_that_is_only_imported_is_another_one(text):
    found = index(text)
    fact = detect_orm(found, ())
    assert (fact.value, fact.confidence) == ("other", "high")
    assert detect_id_type(found, (), "other").value == "other"


def test_what_an_orm_raises_may_come_from_its_driver():
    found = index("from piccolo.table import Table\nclass Post(Table): ...\n", load="import asyncpg\n")
    fact = detect_orm(found, ())
    assert (fact.value, fact.confidence) == ("other", "high")


def test_what_holds_the_database_of_peewee_is_no_table():
    base = "from peewee import CharField, Model\nclass Base(Model):\n    class Meta:\n        database = db\n"
    found = find_models(index(base + "class Post(Base):\n    title = CharField()\n"))
    assert [model.name for model in found] == ["Post"]


def test_what_type_checkers_are_told_of_a_schema_is_no_table():
    text = (
        "from tortoise.contrib.pydantic import PydanticModel\nfrom tortoise import Model\n"
        "class User(Model): ...\nif TYPE_CHECKING:\n    class UserIn(User, PydanticModel): ...\n"
    )
    assert [model.name for model in find_models(index(text))] == ["User"]


def test_what_tables_of_peewee_descend_from_is_no_table():
    text = (
        "from peewee import CharField, DateTimeField, Model\nclass Base(Model):\n"
        "    made = DateTimeField()\n    class Meta:\n        database = db\n"
        "class Kept(Base):\n    gone = DateTimeField()\nclass Post(Kept):\n    title = CharField()\n"
    )
    assert [model.name for model in find_models(index(text))] == ["Post"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ('url = "mongodb+srv://there/db"', "mongodb"),
        ("url: MongoDsn", "mongodb"),
        ("url: MySQLDsn", "mysql"),
        ('url = make(engine="postgresql+asyncpg")', "postgresql"),
        ('made = sqlite3.connect("data.db")', "sqlite"),
        ('url = "mariadb://there/db"', "mysql"),
    ],
)
def test_databases_are_told_by_their_addresses(said, name):
    assert detect_databases(index(f"class Settings:\n    {said}\n"), ()).value == (name,)


@pytest.mark.parametrize(
    ("models", "kind"),
    [
        ("import ormar\nclass Post(ormar.Model):\n    id: int = ormar.Integer(primary_key=True)\n", "int"),
        (
            "from piccolo.columns import UUID\nclass Post(Table):\n    id = UUID(primary_key=True)\n",
            "uuid",
        ),
    ],
)
def test_keys_of_tables_that_are_not_read_are_told_by_how_they_are_declared(models, kind):
    found = index(models)
    assert detect_id_type(found, find_models(found), detect_orm(found, ()).value).value == kind


def test_sql_that_is_written_out_makes_raw_sql_of_an_engine():
    fact = detect_orm(
        index("from sqlalchemy import text\ndef read(conn): conn.execute(text('select 1'))\n"), ()
    )
    assert (fact.value, fact.confidence) == ("raw_sql", "low")


def test_the_application_s_own_sql_is_shown_first():
    files = {"a_tool.py": RAW, "app/db.py": RAW, "app/main.py": APP, "app/__init__.py": ""}
    assert [where.file for where in detect_orm(index_of(files), ()).witnesses] == ["app/db.py", "a_tool.py"]


@pytest.mark.parametrize("text", ["from pynamodb.models import Model\n", "from odmantic import Model\n"])
def test_document_mappers_are_other_orms(text):
    assert detect_orm(index(text), ()).value == "other"


@pytest.mark.parametrize(
    ("text", "sure"),
    [("import motor\n", "low"), ("boto3.client('dynamodb')\n", "low"), ("import redis\n", "high")],
)
def test_where_a_store_is_spoken_to_that_there_is_no_orm_is_asked(text, sure):
    fact = detect_orm(index(text), ())
    assert (fact.value, fact.confidence) == ("none", sure)


def test_tables_that_are_asked_by_a_connection_are_raw_sql():
    main = (
        "from databases import Database\nfrom fastapi import Depends\nfrom app.db import given\n"
        + APP
        + "@app.get('/a')\ndef a(db: {} = Depends(given)): ...\n"
    )
    files = {"app/models.py": ALCHEMY + TABLE.format(id="int"), "app/db.py": "def given(): ...\n"}
    told = [
        detect_orm(index_of({**files, "app/main.py": main.format(kind)}), ()).value
        for kind in ("Database", "Session")
    ]
    assert told == ["raw_sql", "sqlalchemy_sync"]


def test_the_base_of_a_few_tables_is_not_that_of_a_project_of_sqlmodel():
    more = SQLMODEL + "class Tag(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n"
    found = detect_declarative_base(index(more, scratch=ALCHEMY + TABLE.format(id="int")))
    assert (found.value, found.confidence) == (None, "low")
