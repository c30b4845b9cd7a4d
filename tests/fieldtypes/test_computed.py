"""Computed fields: what their expressions may say, in SQL and in Python, and what is refused where."""

from decimal import Decimal

import pytest

from fastapi_endpoint.domain.spec import Fields
from fastapi_endpoint.fieldtypes.computed import expression_sql
from fastapi_endpoint.fieldtypes.expression import Node, parse_expression, value
from fastapi_endpoint.fieldtypes.grammar import parse

PRICE, QUANTITY = "price:decimal8.2:min=0", "quantity:int:min=1:max=1000"
DISCOUNT, RATIO = "discount:decimal4.3:optional:min=0:max=1", "ratio:float:gt=0:max=10"


@pytest.mark.parametrize(
    ("lines", "sql"),
    [
        ((PRICE, QUANTITY, "total:decimal12.2:computed:expr=price*quantity"), "price * quantity"),
        ((PRICE, QUANTITY, "x:decimal12.4:computed:expr=price/quantity"), "round(price * 1.0 / quantity, 4)"),
        (
            (PRICE, DISCOUNT, "x:decimal12.3:computed:expr=price-(price-coalesce(discount,0))"),
            "price - (price - coalesce(discount, 0))",
        ),
        ((QUANTITY, "x:int:computed:expr=(quantity+1)*2"), "(quantity + 1) * 2"),
        ((QUANTITY, "x:int:computed:expr=quantity*2*-3"), "quantity * 2 * (-3)"),
        ((QUANTITY, "x:bool:computed:expr=quantity>=10"), "quantity >= 10"),
        (("rank:int:column=amount:min=0:max=9", "x:int:computed:expr=abs(rank)"), "abs(amount)"),
    ],
)
def test_the_sql_of_an_expression(lines: tuple[str, ...], sql: str) -> None:
    fields = parse(lines)
    assert isinstance(fields, Fields), fields
    assert expression_sql(fields.fields[-1], fields.fields) == sql


@pytest.mark.parametrize(
    ("lines", "line", "under", "message"),
    [
        ((PRICE,), "x:decimal12.2:computed:expr=price*prise", "prise", "no stored number"),
        ((PRICE,), "x:decimal12.2:computed:expr=price;drop", ";", "cannot stand"),
        ((PRICE,), "x:decimal12.2:computed:expr=sleep(price)", "sleep", "no function"),
        ((PRICE,), "x:decimal12.2:computed:expr=price+", "", "missing"),
        ((PRICE,), "x:decimal12.2:computed:expr=(price", "", 'a ")" is missing'),
        ((PRICE,), "x:decimal12.2:computed:expr=price)", ")", "not expected"),
        ((PRICE,), "x:decimal12.2:computed:expr=price/price", "/price", "can be zero"),
        ((PRICE, RATIO), "x:float:computed:expr=price/ratio", "/ratio", "can be zero"),
        ((PRICE,), "x:decimal8.2:computed:expr=price*100", "price*100", "more than x holds"),
        ((PRICE, DISCOUNT), "x:decimal12.2:computed:expr=price*discount", "price", "has no value"),
        ((PRICE,), "x:int:computed:expr=price+1", "price", "gives decimal"),
        ((PRICE,), "x:bool:computed:expr=price", "price", "gives decimal, not bool"),
        ((QUANTITY,), "x:int64:computed:expr=quantity*3000000", "*3000000", "32 bits"),
        (("rank:int:min=0:max=9",), "x:int:computed:expr=rank+1", "rank", "word of SQL"),
        (("name:str",), "x:int:computed:expr=name", "name", "no stored number"),
    ],
)
def test_what_an_expression_may_not_say_is_pointed_at(
    lines: tuple[str, ...], line: str, under: str, message: str
) -> None:
    problems = parse((*lines, line))
    assert not isinstance(problems, Fields)
    assert len(problems) == 1
    assert message in problems[0].message
    if under:
        assert line[problems[0].column - 1 :].startswith(under)


def test_a_deep_expression_is_refused_and_not_a_crash() -> None:
    problems = parse((QUANTITY, f"x:int:computed:expr={'(' * 900}quantity{')' * 900}"))
    assert not isinstance(problems, Fields)
    assert "too deep" in problems[0].message


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("a+b*2", Decimal(7)),
        ("-a-1", Decimal(-2)),
        ("abs(a-b)", Decimal(2)),
        ("b/2", Decimal("1.5")),
        ("coalesce(c,b)", Decimal(3)),
        ("a+c", None),
        ("a<b", True),
        ("a=b", False),
    ],
)
def test_the_worth_of_an_expression(text: str, worth: Decimal | bool | None) -> None:
    node = parse_expression(text)
    assert isinstance(node, Node)
    assert value(node, {"a": Decimal(1), "b": Decimal(3), "c": None}) == worth
