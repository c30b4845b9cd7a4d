"""Objects and unions between their lines: tags, order, and what they may not hold."""

import pytest

from fastapi_endpoint.domain.spec import Fields
from fastapi_endpoint.fieldtypes.base import Context
from fastapi_endpoint.fieldtypes.composites import spread
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.fieldtypes.objects import context_of, in_order, is_json_already
from fastapi_endpoint.fieldtypes.registry import kind_of


def parsed(*lines: str) -> Fields:
    fields = parse(lines)
    assert isinstance(fields, Fields), fields
    return fields


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("a:union/Card/Bank:tag=kind", "Card.kind:str20", "Bank.iban:str34"), "tag"),
        (("a:union/Card/Bank", "b:union/Card/Cash:tag=way", "Card.n:str", "Bank.n:str", "Cash.n:str"), "tag"),
        (("a:Address", "Address.password:secret"), "secret"),
        (("a:Address", "Address.street:str80:readonly"), "readonly"),
        (("a:Address", "Address.owner:ref/users"), "reference"),
        (("a:list/str40:as=table",), "JSON"),
    ],
)
def test_what_cannot_be_is_said_by_name(lines: tuple[str, ...], named: str) -> None:
    problems = parse(lines)
    assert not isinstance(problems, Fields)
    assert any(named in problem.message for problem in problems), problems


def test_an_object_comes_after_those_that_it_holds() -> None:
    fields = parsed("a:Order", "Order.to:Address", "Address.at:Place", "Place.name:str")
    assert [each.name for each in in_order(fields.objects)] == ["Place", "Address", "Order"]


def test_every_border_of_every_inner_field_is_a_border_of_the_object() -> None:
    fields = parsed("a:Address", "Address.street:str20", "Address.floor:int:optional:min=0:max=9")
    kind, context = kind_of(fields.fields[0]), context_of(fields, Context())
    borders = kind.boundaries(fields.fields[0], context)
    refused = [case.json for case in borders.rejected]
    assert {"street": "12 Garden Row", "floor": 10} in refused
    assert {"street": "x" * 21} in refused
    assert {"street": "12 Garden Row", "surprise": "anything"} in refused
    assert {} in refused
    assert {"street": None} in refused
    assert {"street": "12 Garden Row"} in [case.json for case in borders.accepted]


@pytest.mark.parametrize(
    ("lines", "already"),
    [
        (("a:list/str40",), True),
        (("a:list/date",), False),
        (("a:Address", "Address.street:str20"), True),
        (("a:Address", "Address.since:date"), False),
        (("a:Address", "Address.date:str10"), False),
        (("a:list/Address", "Address.at:Place", "Place.name:str"), True),
        (("a:list/Address", "Address.at:Place", "Place.price:decimal8.2"), False),
    ],
)
def test_what_model_dump_leaves_to_be_turned_into_json(lines: tuple[str, ...], already: bool) -> None:
    fields = parsed(*lines)
    assert is_json_already(fields.fields[0], context_of(fields, Context())) is already


def test_lines_over_several_fields_give_each_the_word() -> None:
    fields = spread(parsed("name:str80", "rank:int", "+filter/name/rank", "+sort/rank/created_at"))
    assert [(each.filter, each.sort) for each in fields.fields] == [(True, False), (True, True)]


@pytest.mark.parametrize(
    "line",
    [
        "+sort/name/meta",
        "+filter/name/password",
        "+search/name/hidden",
        "+unique/name/tags",
        "+index/name/meta",
    ],
)
def test_lines_over_several_fields_name_only_those_that_can(line: str) -> None:
    problems = parse(
        ("name:str80", "meta:json", "password:secret", "hidden:str:optional:private", "tags:list/str", line)
    )
    assert not isinstance(problems, Fields)
    assert [problem.column for problem in problems] == [line.rindex("/") + 2]
