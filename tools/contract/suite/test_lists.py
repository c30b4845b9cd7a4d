"""Lists: each row once while others write, and parameters that are refused one by one."""

from typing import Any

import pytest
from kit import Endpoint

pytestmark = pytest.mark.promises("list")
HUGE = (2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30)


@pytest.fixture
def rows(endpoint: Endpoint) -> list[dict[str, Any]]:
    if "create" not in endpoint.promised["methods"]:
        pytest.skip("not promised: create")
    return [endpoint.new() for _ in range(9)]


@pytest.mark.promises("cursor-pages", "delete")
@pytest.mark.parametrize("size", [1, 2, 4])
def test_rows_that_stay_are_shown_once_while_others_come_and_go(
    endpoint: Endpoint, rows: list[dict[str, Any]], size: int
) -> None:
    stay = {row[endpoint.id_name] for row in rows[::2]}
    go = [row for row in rows if row[endpoint.id_name] not in stay]
    shown: list[Any] = []
    for page in endpoint.pages(size):
        shown += [row[endpoint.id_name] for row in page]
        endpoint.new()
        if go:
            assert endpoint.ask("delete", go.pop()).status_code == 204

    assert len(shown) == len(set(shown))
    assert stay <= set(shown)


@pytest.mark.promises("cursor-pages", "delete")
def test_a_cursor_outlives_its_row(endpoint: Endpoint, rows: list[dict[str, Any]]) -> None:
    whole = [row[endpoint.id_name] for page in endpoint.pages(100) for row in page]
    seen: list[Any] = []
    for page in endpoint.pages(3):
        seen += [row[endpoint.id_name] for row in page]
        mine = [row for row in page if row in rows]
        if mine and mine[-1] == page[-1]:
            assert endpoint.ask("delete", mine[-1]).status_code == 204

    assert seen == whole


@pytest.mark.promises("sort", "cursor-pages")
def test_every_order_is_the_same_for_every_size(endpoint: Endpoint, rows: list[dict[str, Any]]) -> None:
    asked = endpoint.promised["sort"]
    for key in asked["keys"]:
        orders = [
            [row[endpoint.id_name] for page in endpoint.pages(size, **{asked["param"]: key}) for row in page]
            for size in (1, 3, 100)
        ]
        assert orders[0] == orders[1] == orders[2]
        assert len(orders[0]) == len(set(orders[0])) >= len(rows)


def test_unknown_parameters_follow_the_policy(endpoint: Endpoint) -> None:
    for name in (
        "surprise",
        "Limit",
        "limit[]",
        "__proto__",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ):
        status = endpoint.ask("list", params={name: "1"}).status_code
        assert status == (422 if endpoint.promised.get("unknown_query") == "forbid" else 200)


def test_refused_parameters_are_named(endpoint: Endpoint) -> None:
    if endpoint.promised["pagination"]["style"] == "none":
        pytest.skip("no pages")
    limit = endpoint.promised["pagination"]["limit_param"]
    for value in (
        "0",
        "-1",
        str(endpoint.promised["pagination"]["max_limit"] + 1),
        "x",
        "1.5",
        "",
        *map(str, HUGE),
    ):
        response = endpoint.ask("list", params={limit: value})
        assert response.status_code == 422
        for problem in response.json()["detail"]:
            assert set(problem) == {"type", "loc", "msg"} or {"type", "loc", "msg"} <= set(problem)
            assert "input" not in problem
        assert any(limit in problem["loc"] for problem in response.json()["detail"])


@pytest.mark.promises("offset-pages")
def test_offsets_stay_in_range(endpoint: Endpoint) -> None:
    offset = endpoint.promised["pagination"]["offset_param"]
    for value in HUGE:
        assert endpoint.ask("list", params={offset: value}).status_code in (200, 422)
    assert endpoint.ask("list", params={offset: 2**63}).status_code == 422


def test_filters_of_numbers_stay_in_range(endpoint: Endpoint, filter_: dict[str, Any]) -> None:
    if filter_.get("type") not in ("int", "float", "decimal"):
        pytest.skip("no number")
    for value in (*HUGE, "NaN", "Infinity", "1e400", "1e-400", "9" * 5000):
        assert endpoint.ask("list", params={filter_["param"]: value}).status_code in (200, 422)
    for value in (2**63, "NaN", "Infinity"):
        if filter_["type"] == "int":
            assert endpoint.ask("list", params={filter_["param"]: value}).status_code == 422


def test_filters_of_moments_are_aware_and_in_the_calendar(
    endpoint: Endpoint, filter_: dict[str, Any]
) -> None:
    if filter_.get("type") != "datetime":
        pytest.skip("no moment")
    for value in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00", "1", "x"):
        assert endpoint.ask("list", params={filter_["param"]: value}).status_code == 422


@pytest.mark.parametrize("value", ["\x00", "a\x00", "\ufffd", "\u202e", "😀" * 300, "x" * 60_000])
def test_no_value_of_a_filter_breaks(endpoint: Endpoint, filter_: dict[str, Any], value: str) -> None:
    status = endpoint.ask("list", params={filter_["param"]: value}).status_code
    assert status == 422 if "\x00" in value else status in (200, 414, 422, 431)


@pytest.mark.promises("total", "create")
def test_the_total_follows_creates(endpoint: Endpoint) -> None:
    key = endpoint.promised["pagination"]["total"]
    before = endpoint.ask("list").json()[key]
    endpoint.new()
    assert endpoint.ask("list").json()[key] == before + 1
