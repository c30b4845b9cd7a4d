"""A model in the field language, and the application as a picture."""

import re
from xml.etree import ElementTree as ET

from fastapi_endpoint.dialects.fieldlines import print_model
from fastapi_endpoint.domain.project import Column, Model, Route
from fastapi_endpoint.domain.spec import Fields
from fastapi_endpoint.explore import explore
from fastapi_endpoint.explore.graph import as_mermaid, as_svg, graph_of
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.source.tree import SourceTree
from projects import BRAND, USER, a_project

COLUMNS = (
    Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True),
    Column(name="title", type="str", size=200, nullable=False, has_default=False, unique=True),
    Column(name="price", type="decimal", size=12, scale=2, nullable=False, has_default=False),
    Column(name="status", type="enum", values=("draft", "live"), nullable=False, has_default=False),
    Column(name="note", type="text", nullable=True, has_default=False),
    Column(name="live", type="bool", nullable=False, has_default=True, source="mapped_column(default=True)"),
    Column(name="owner_id", type="uuid", nullable=False, has_default=False, foreign_key="users.id"),
    Column(name="vector", type="", nullable=False, has_default=False),
)
ITEM = Model(name="Item", table="items", file="app/item.py", line=1, module="app.item", columns=COLUMNS)


def test_a_model_in_the_field_language() -> None:
    printed = print_model(ITEM)
    assert printed.lines == (
        "title:str200:unique",
        "price:decimal12.2",
        "status:enum/draft/live",
        "note:text:optional",
        "live:bool=true",
        "owner:ref/users",
    )
    assert printed.left_out == ("vector",)


def test_what_is_printed_can_be_read_again() -> None:
    assert isinstance(parse(print_model(ITEM).lines), Fields)


def route(path: str) -> Route:
    return Route(
        method="GET", path=path, function="f", file="app/routers/items.py", line=1, dependencies=("get_db",)
    )


def test_a_graph_of_routes_dependencies_and_models() -> None:
    project = a_project(routes=(route("/items"), route("/items/{id}")), models=(USER, BRAND, ITEM))
    graph = graph_of(project)
    assert ("file:app/routers/items.py", "dep:get_db") in graph.edges
    assert ("model:items", "model:users") in graph.edges
    text = as_mermaid(graph)
    assert text.startswith("flowchart LR\n")
    assert "app/routers/items.py (2)" in text
    svg = ET.fromstring(as_svg(graph))  # noqa: S314 - our own text
    assert svg.tag.endswith("svg")
    assert as_svg(graph) == as_svg(graph_of(project))


def test_bows_between_tables_stay_inside_the_picture():
    columns = (Column(name="b_id", type="int", nullable=False, has_default=False, foreign_key="b.id"),)
    models = (
        Model(name="A", table="a", file="a.py", line=1, module="a", columns=columns),
        Model(name="B", table="b", file="a.py", line=9, module="a"),
    )
    drawn = as_svg(graph_of(a_project(models=models)))
    width = int(re.search(r'width="(\d+)"', drawn)[1])
    assert max(int(x) for x in re.findall(r"C(\d+) ", drawn)) <= width


def test_what_the_language_refuses_is_left_out_or_left_off():
    def printed(**told):
        column = Column(**{"type": "str", "nullable": False, "has_default": False, **told})
        return print_model(Model(name="A", table="a", file="a.py", line=1, module="a", columns=(column,)))

    assert printed(name="tags", type="list", source="list[str]").lines == ("tags:list/str",)
    assert printed(name="tags", type="list", source="JSON").left_out == ("tags",)
    assert printed(name="_secret").left_out == ("_secret",)
    assert printed(name="code", primary_key=True).lines == ("code:str:pk",)
    assert printed(name="order", type="int", size=11).lines == ("order:int",)
    assert printed(name="o_id", type="int", foreign_key="shop.owners.id").lines == ("o:ref/owners",)
    assert printed(name="at", type="time", declared="mapped_column(Time)").lines == ("at:time",)
    assert printed(name="at", type="time", declared="mapped_column(Time(timezone=True))").left_out == ("at",)
    declared = "Column(Boolean, default=False)"
    assert printed(name="on", type="bool", has_default=True, declared=declared).lines == ("on:bool=false",)


def test_a_graph_shows_what_stands_behind_aliases():
    files = {
        "main.py": (
            "from typing import Annotated\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\n"
            "def get_db(): yield 1\ndef admin(): ...\nDbSession = Annotated[object, Depends(get_db)]\n"
            '@app.get("/a", dependencies=[Depends(admin)])\ndef a(db: DbSession): ...\n'
        )
    }
    project = explore(SourceTree.of_files(files))
    assert project.routes[0].dependencies == ("Depends(get_db)", "Depends(admin)")
    edges = graph_of(project).edges
    assert {("file:main.py", "dep:get_db"), ("file:main.py", "dep:admin")} <= set(edges)


def test_keys_that_name_a_class_lead_to_its_table():
    text = (
        "from tortoise import fields, models\n"
        "class Users(models.Model):\n    id = fields.UUIDField(pk=True)\n"
        "class Note(models.Model):\n    author = fields.ForeignKeyField('models.Users', null=True)\n"
    )
    project = explore(SourceTree.of_files({"models.py": text}))
    note = project.model("Note")
    assert note is not None
    key = note.column("author_id")
    assert key is not None
    assert (key.foreign_key, key.type, key.nullable) == ("users.id", "uuid", True)
    assert project.referred("public.users.id") == project.model("Users")
    assert print_model(note).lines == ("author:ref/users:optional",)


def test_a_key_of_two_columns_is_no_key_of_a_field() -> None:
    columns = tuple(
        Column(name=name, type="int", nullable=False, has_default=False, primary_key=True)
        for name in ("left", "right")
    )
    model = Model(name="A", table="a", file="a.py", line=1, module="a", columns=columns)

    assert print_model(model).lines == ("left:int", "right:int")
