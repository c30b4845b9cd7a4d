"""Calls and items from the text of an expression."""

import pytest

from fastapi_endpoint.source.expression import call_of, split_items


@pytest.mark.parametrize(
    ("text", "function", "arguments"),
    [
        ("f()", "f", []),
        ("await a.f(b)", "a.f", [("", "b")]),
        ("f(a, b=c(1, 2), *d, **e)", "f", [("", "a"), ("b", "c(1, 2)"), ("*", "d"), ("**", "e")]),
        ("f(a == b)", "f", [("", "a == b")]),
        ('f(\'a, (\', "b\\"),")', "f", [("", "'a, ('"), ("", '"b\\"),"')]),
        ("f(\n  a,\n)", "f", [("", "a")]),
        ("f(x for x in y)", "f", [("", "(x for x in y)")]),
        ("f(a,  # (\n  b)", "f", [("", "a"), ("", "b")]),
    ],
)
def test_a_call_is_taken_apart(text: str, function: str, arguments: list[tuple[str, str]]) -> None:
    call = call_of(text)
    assert call is not None
    assert call.function == function
    assert [(argument.name, argument.value) for argument in call.arguments] == arguments


@pytest.mark.parametrize("text", ["f", "(f)", "f[0]", ""])
def test_what_is_no_call_is_none(text: str) -> None:
    assert call_of(text) is None


def test_items_are_split_outside_brackets_and_strings() -> None:
    assert split_items("a[1, 2], 'x, y', {b: (c, d)},") == ("a[1, 2]", "'x, y'", "{b: (c, d)}")
