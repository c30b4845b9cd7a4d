"""A model in the field language, and the application as a picture."""

import re
from xml.etree import ElementTree as ET

from fastapi_endpoint.domain.project import Column, Model, Route
from fastapi_endpoint.domain.spec import Fields
from fastapi_endpoint.explore.fields import print_model
from fastapi_endpoint.explore.graph import as_mermaid, as_svg, graph_of
from fastapi_endpoint.fieldtypes.grammar import parse
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
