"""Filters keep the rows that match, and take what they are given as data."""

from typing import Any

import pytest
from kit import Endpoint

pytestmark = pytest.mark.promises("list")
CLOSED = ("enum", "int", "bool", "date", "datetime", "uuid", "decimal", "float")
AS_DATA = (
    "' OR '1'='1",
    "'; DROP TABLE users; --",
    '" OR ""="',
    "%",
    "_",
    "\\",
    "*",
    "${7*7}",
    "../../x",
    "[]",
    "{}",
)
ENCODED = ("%ff%fe", "%ed%a0%80", "%", "%u0041", "a%00b", "")


@pytest.mark.promises("create")
def test_what_matches_is_shown_and_nothing_else(endpoint: Endpoint, filter_: dict[str, Any]) -> None:
    if "yes" not in filter_:
        pytest.skip("no example rows")
    wanted = {endpoint.new(**filter_["yes"])[endpoint.id_name] for _ in range(3)}
    others = {endpoint.new(**filter_["no"])[endpoint.id_name] for _ in range(3)}
    for size in (1, 2, 100):
        shown = endpoint.ids(size, **{filter_["param"]: filter_["value"]})
        assert wanted <= set(shown)
        assert not others & set(shown)
        assert len(shown) == len(set(shown))


@pytest.fixture
def contains(endpoint: Endpoint, filter_: dict[str, Any]) -> dict[str, Any]:
    if filter_.get("kind") != "contains" or "create" not in endpoint.promised["methods"]:
        pytest.skip("no text is searched")
    return filter_


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("100%", "100x"),
        ("a_b", "axb"),
        ("c\\d", "cd"),
        ("e%_\\f", "exxf"),
        ("[g]", "g"),
        ("h*", "hh"),
        ("\\", "/"),
    ],
)
def test_wildcards_are_plain_characters(
    endpoint: Endpoint, contains: dict[str, Any], written: str, other: str
) -> None:
    found, passed = (
        endpoint.new(**{contains["field"]: f"{text} {endpoint.body()[contains['field']]}"})[endpoint.id_name]
        for text in (written, other)
    )
    shown = endpoint.ids(100, **{contains["param"]: written})
    assert found in shown
    assert passed not in shown


@pytest.mark.parametrize("text", ["ünïcödé", "漢字", "😀", "o'neil", 'say "x"', "a b", "a+b", "a&b=c", "#"])
def test_any_text_is_found(endpoint: Endpoint, contains: dict[str, Any], text: str) -> None:
    row = endpoint.new(**{contains["field"]: f"{text} {endpoint.body()[contains['field']]}"})

    assert row[endpoint.id_name] in endpoint.ids(100, **{contains["param"]: text})


@pytest.mark.parametrize("text", AS_DATA)
def test_statements_are_data(endpoint: Endpoint, filter_: dict[str, Any], text: str) -> None:
    response = endpoint.ask("list", params={filter_["param"]: text})

    assert (
        response.status_code == 422 if filter_.get("type") in CLOSED else response.status_code in (200, 422)
    )
    if response.status_code == 422:
        assert any(filter_["param"] in problem["loc"] for problem in response.json()["detail"])


@pytest.mark.parametrize("raw", ENCODED)
def test_no_encoding_breaks(endpoint: Endpoint, filter_: dict[str, Any], raw: str) -> None:
    response = endpoint.client.get(f"{endpoint.address}?{filter_['param']}={raw}")

    assert response.status_code in (200, 422)
    if "%00" in raw:
        assert response.status_code == 422


def test_a_filter_given_twice_breaks_nothing(endpoint: Endpoint, filter_: dict[str, Any]) -> None:
    values = [filter_["value"], filter_["value"]]

    assert endpoint.ask("list", params={filter_["param"]: values}).status_code in (200, 422)


@pytest.mark.promises("ownership-access", "create")
def test_a_filter_finds_nothing_of_others(endpoint: Endpoint, filter_: dict[str, Any], bob: Endpoint) -> None:
    row = endpoint.new(**filter_.get("yes", {}))
    value = row[filter_["field"]] if filter_.get("kind") == "contains" else filter_["value"]

    assert row[endpoint.id_name] not in bob.ids(100, **{filter_["param"]: value})
