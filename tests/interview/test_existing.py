"""A model that is there already, as an answer: its fields, what is asked, what it cannot be."""

import pytest

from fastapi_endpoint.domain.project import Column, Model, ProjectMap
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fieldtypes.grammar import print_fields
from fastapi_endpoint.interview import build, next_round, validate
from projects import USER, a_project


def a_column(name: str, kind: str, **told: object) -> Column:
    return Column(**{"name": name, "type": kind, "nullable": False, "has_default": False, **told})


ID = a_column("id", "int", primary_key=True)
STOCK = Model(
    name="Stock",
    table="stock",
    file="app/models/stock.py",
    line=9,
    module="app.models.stock",
    columns=(
        ID,
        a_column("sku", "str", size=20, unique=True),
        a_column("views", "int", source="BigInteger", has_default=True, declared="mapped_column(default=0)"),
        a_column("seen_at", "datetime", has_default=True, declared="Column(server_default=func.now())"),
        a_column("starts_at", "datetime", nullable=True, source="DateTime"),
        a_column("slot", "uuid", has_default=True, declared="Column(default=uuid4)"),
        a_column("api_token", "str", nullable=True),
        a_column("owner_id", "uuid", nullable=True, foreign_key="users.id"),
    ),
    uniques=(("owner_id", "sku"),),
)


def given(**answers: str | tuple[str, ...]) -> tuple[Answer, ...]:
    return tuple(Answer(key, value, "flag") for key, value in answers.items())


def host(*columns: Column) -> ProjectMap:
    model = Model(name="Shelf", table="shelves", file="app/s.py", line=4, module="app.s", columns=columns)
    return a_project(models=(USER, STOCK, model))


def built(**answers: str | tuple[str, ...]) -> EndpointSpec:
    spec = build(host(ID), given(model="Stock", owner="owner", **answers))
    assert isinstance(spec, EndpointSpec), spec
    return spec


def test_its_columns_are_the_fields() -> None:
    spec = built()
    assert spec.model == "app.models.stock:Stock"
    assert (spec.resource, spec.access.owner, spec.access.unique_scope) == ("Stock", "owner", "global")
    assert print_fields(spec.fields)[:4] == (
        "sku:str20:unique",
        "views:int64=0",
        "seen_at:datetime=now:readonly",
        "starts_at:datetime:optional:readonly",
    )
    assert spec.fields.composites[0].names == ("owner", "sku")
    assert {"slot", "api_token"}.isdisjoint(field.name for field in spec.fields.fields)
    assert spec.listing.order.column == "id"


def test_a_line_takes_the_place_of_its_columns() -> None:
    fields = built(resource="Item", fields=("sku:str20:unique:filter", "views:int=0:sort")).fields.fields
    assert [field.name for field in fields][:2] == ["sku", "views"]
    assert (fields[0].filter, fields[1].sort, fields[1].type.size) == (True, True, None)


def test_the_first_round_asks_for_it_by_name() -> None:
    answers = (*given(resource="Line", methods=("full",)), Answer("kind", "existing", "person"))
    asked = next_round(host(ID), answers)
    assert asked is not None
    assert [question.id for question in asked.questions] == ["model"]
    named = (*given(resource="Stock", methods=("full",)), Answer("kind", "existing", "person"))
    later = next_round(host(ID), named)
    assert later is not None
    assert later.number > 2


@pytest.mark.parametrize(
    ("columns", "message", "methods"),
    [
        ((), "cannot be named in a path", ()),
        ((a_column("code", "str", primary_key=True),), "cannot be named in a path", ()),
        ((ID, a_column("at", "datetime", source="DateTime")), "nothing gives at", ("list", "create")),
        ((a_column("id", "str", primary_key=True),), "nothing gives id", ("list", "create")),
    ],
)
def test_what_cannot_be_served(columns: tuple[Column, ...], message: str, methods: tuple[str, ...]) -> None:
    answers = given(model="Shelf", **({"methods": methods} if methods else {}))
    assert any(message in problem.message for problem in validate(host(*columns), answers))


def test_of_several_of_a_name_one_has_to_be_meant() -> None:
    twin = Model(name="Stock", table="other", file="app/o.py", line=4, module="app.o", columns=(ID,))
    project = a_project(models=(USER, STOCK, twin))
    said = validate(project, given(model="Stock"))
    assert said[0].hint == "say which: app.models.stock:Stock, app.o:Stock"
    assert not [each for each in validate(project, given(model="app.o:Stock")) if each.id == "model"]


def test_nobody_gives_themselves_powers() -> None:
    spec = build(a_project(), given(model="User", methods=("list", "get", "update"), auth="none"))
    assert isinstance(spec, EndpointSpec), spec
    assert all(field.readonly for field in spec.fields.fields if field.name != "email")
