"""Hosts that keep all tables, schemas or queries in one file, and the names that SQLModel gives to tables."""

from fastapi_endpoint.testing import project
from kits.sqlmodel_hosts import BY_FEATURE, EVERYTHING_IN_ONE


def test_a_module_takes_what_a_folder_of_its_name_would_have() -> None:
    layout = project(EVERYTHING_IN_ONE).explored.conventions.layout
    assert (layout.model.value, layout.schema.value) == ("app/models.py", "app/models.py")
    assert layout.crud.value == "app/crud.py"


def test_without_such_a_module_the_queries_have_a_folder() -> None:
    files = {path: text for path, text in EVERYTHING_IN_ONE.items() if path != "app/crud.py"}
    assert project(files).explored.conventions.layout.crud.value == "app/crud/{plural}.py"


def test_functions_beside_the_engine_are_no_layer_of_queries() -> None:
    prepares = """
        from sqlmodel import SQLModel


        def prepare(session) -> None:
            session.execute("PRAGMA foreign_keys=ON")
    """
    item = EVERYTHING_IN_ONE["app/routes/items.py"].replace(
        "            mine = ", "            prepare(session)\n            mine = "
    )
    files = EVERYTHING_IN_ONE | {
        "app/db.py": EVERYTHING_IN_ONE["app/db.py"] + prepares,
        "app/routes/items.py": item.replace(
            "from app.deps", "from app.db import prepare\n        from app.deps"
        ),
    }
    assert project(files).explored.conventions.layout.crud.value == "app/crud.py"


def test_tables_are_called_as_sqlmodel_calls_them_where_nothing_else_is_said() -> None:
    assert project(EVERYTHING_IN_ONE).explored.conventions.naming.table.value == "{singular-joined}"
    assert project(BY_FEATURE).explored.conventions.naming.table.value == "{plural}"


def test_a_name_that_a_class_above_makes_is_no_usual_one() -> None:
    models = EVERYTHING_IN_ONE["app/models.py"].replace(
        "        class User(SQLModel, table=True):",
        "        class Base(SQLModel):\n            @declared_attr.directive\n"
        "            def __tablename__(cls) -> str:\n                return cls.__name__.lower()\n\n\n"
        "        class User(Base, table=True):",
    )
    models = models.replace("class Item(SQLModel, table=True)", "class Item(Base, table=True)")
    naming = project(EVERYTHING_IN_ONE | {"app/models.py": models}).explored.conventions.naming
    assert naming.table.value != "{singular-joined}"


def test_the_type_that_a_field_names_is_that_of_its_column() -> None:
    models = EVERYTHING_IN_ONE["app/models.py"].replace(
        "            title: str = Field(max_length=80)\n            owner_id",
        "            title: str = Field(sa_type=Text)\n"
        "            sent_at: datetime = Field(sa_type=DateTime(timezone=True))\n            owner_id",
    )
    item = project(EVERYTHING_IN_ONE | {"app/models.py": models}).explored.model("item")
    assert item is not None
    kinds = {column.name: (column.type, column.source) for column in item.columns}
    assert kinds["title"] == ("text", "Text")
    assert kinds["sent_at"] == ("datetime", "DateTime(timezone=True)")
