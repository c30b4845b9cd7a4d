"""Expressions of computed fields: names, numbers, `+ - * /`, comparisons, `abs()` and `coalesce()`.

Small on purpose: every database computes these alike, and what they can give is known beforehand.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from fastapi_endpoint.fieldtypes.typewords import Fault

COMPARISONS = ("<=", ">=", "<>", "=", "<", ">")
FUNCTIONS = {"abs": (1, 1), "coalesce": (2, 8)}
DEEPEST = 30
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|(<=|>=|<>|[-+*/()<>=,]))", re.ASCII)
_KNOWN = "names of fields, numbers, + - * /, a comparison, abs(...) and coalesce(..., ...)"


class Node(Struct, frozen=True, kw_only=True):
    """A part of an expression: `kind` is number, name, negative, call or an operator of its `parts`."""

    kind: str
    text: str = ""
    offset: int = 0
    parts: "tuple[Node, ...]" = ()


class _Wrong(Exception):
    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.fault = Fault(message, hint, offset)


def parse_expression(text: str) -> Node | Fault:
    """The expression, or what is wrong with it and where."""
    try:
        return _Parser(text).whole()
    except _Wrong as wrong:
        return wrong.fault


def names(node: Node) -> Iterator[Node]:
    """Every name in the expression."""
    if node.kind == "name":
        yield node
    for part in node.parts:
        yield from names(part)


def literals(node: Node) -> Iterator[Node]:
    """Every number in the expression."""
    if node.kind == "number":
        yield node
    for part in node.parts:
        yield from literals(part)


def sql(node: Node, columns: Mapping[str, str]) -> str:  # noqa: PLR0911 - one for each kind of node
    """The expression in SQL. A division is never one of integers, which databases understand differently."""
    match node.kind:
        case "number":
            return node.text
        case "name":
            return columns.get(node.text, node.text)
        case "negative":
            return f"-{_inner(node.parts[0], columns)}"
        case "call":
            return f"{node.text}({', '.join(sql(part, columns) for part in node.parts)})"
        case "/":
            left, right = node.parts
            return f"{_first(left, node, columns)} * 1.0 / {_inner(right, columns)}"
        case "+" | "-" | "*":
            left, right = node.parts
            return f"{_first(left, node, columns)} {node.kind} {_inner(right, columns)}"
        case _:
            return f" {node.kind} ".join(sql(part, columns) for part in node.parts)


def value(node: Node, given: Mapping[str, Decimal | None]) -> Decimal | bool | None:
    """What the expression gives for these values of the fields; None where it is NULL."""
    if node.kind == "number":
        return Decimal(node.text)
    if node.kind == "name":
        return given[node.text]
    parts = [value(part, given) for part in node.parts]
    if node.kind == "call" and node.text == "coalesce":
        return next((part for part in parts if part is not None), None)
    known = [Decimal(part) for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if node.kind == "negative":
        return -known[0]
    return abs(known[0]) if node.kind == "call" else _OPERATORS[node.kind](*known)


def _first(left: Node, node: Node, columns: Mapping[str, str]) -> str:
    """The left operand: what binds as strongly needs no parentheses there."""
    bare = ("*", "/") if node.kind in ("*", "/") else ("+", "-", "*", "/")
    return sql(left, columns) if left.kind in bare else _inner(left, columns)


def _inner(node: Node, columns: Mapping[str, str]) -> str:
    text = sql(node, columns)
    return text if node.kind in ("number", "name", "call") else f"({text})"


_OPERATORS = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "<>": lambda one, other: one != other,
    "=": lambda one, other: one == other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
}


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.end = len(text)
        self.place = 0

    def whole(self) -> Node:
        node = self.comparison(0)
        if self.place < len(self.tokens):
            raise _Wrong(f'"{self.text}" is not expected here', self.offset, f"there are {_KNOWN}")
        return node

    @property
    def text(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    @property
    def offset(self) -> int:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else self.end

    def take(self) -> tuple[str, int]:
        taken = self.text, self.offset
        self.place += 1
        return taken

    def comparison(self, depth: int) -> Node:
        left = self.sum(depth)
        if self.text not in COMPARISONS:
            return left
        sign, offset = self.take()
        return Node(kind=sign, offset=offset, parts=(left, self.sum(depth)))

    def sum(self, depth: int) -> Node:
        node = self.product(depth)
        while self.text in ("+", "-"):
            sign, offset = self.take()
            node = Node(kind=sign, offset=offset, parts=(node, self.product(depth)))
        return node

    def product(self, depth: int) -> Node:
        node = self.factor(depth)
        while self.text in ("*", "/"):
            sign, offset = self.take()
            node = Node(kind=sign, offset=offset, parts=(node, self.factor(depth)))
        return node

    def factor(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise _Wrong("the expression is too deep", self.offset, "make it two fields")
        text, offset = self.take()
        if text == "-":
            return Node(kind="negative", offset=offset, parts=(self.factor(depth + 1),))
        if text == "(":
            node = self.sum(depth + 1)
            self.expect(")")
            return node
        if text[:1].isdigit():
            return Node(kind="number", text=text, offset=offset)
        if not (text[:1].isalpha() or text[:1] == "_"):
            raise _Wrong("something is missing here", offset, f"there are {_KNOWN}")
        if self.text != "(":
            return Node(kind="name", text=text, offset=offset)
        return self.call(text, offset, depth)

    def call(self, name: str, offset: int, depth: int) -> Node:
        if name not in FUNCTIONS:
            raise _Wrong(f'"{name}" is no function here', offset, f"there are {_KNOWN}")
        self.expect("(")
        parts = [self.sum(depth + 1)]
        while self.text == ",":
            self.take()
            parts.append(self.sum(depth + 1))
        self.expect(")")
        least, most = FUNCTIONS[name]
        if not least <= len(parts) <= most:
            raise _Wrong(f"{name} takes {'one value' if most == 1 else f'{least} to {most} values'}", offset)
        return Node(kind="call", text=name, offset=offset, parts=tuple(parts))

    def expect(self, text: str) -> None:
        found, offset = self.take()
        if found != text:
            raise _Wrong(f'a "{text}" is missing', offset)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            raise _Wrong(f'"{text[start]}" cannot stand in an expression', start, f"there are {_KNOWN}")
        yield found[found.lastindex or 0], found.start(found.lastindex or 0)
        place = found.end()
