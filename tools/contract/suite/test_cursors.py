"""Lists that are cut by cursors or offsets: every row once, and no position but those that were given."""

import base64
import json
from itertools import pairwise
from typing import Any

import pytest
from kit import Endpoint

pytestmark = pytest.mark.promises("list", "create")


def coded(value: Any) -> str:
    """The value as a cursor might be made of it."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode()


FORGED = {
    "a word": "x",
    "no letters of ours": "!!!! ~~",
    "NUL": "\0",
    "padding": "====",
    "dots": "..",
    "letters of others": "é漢😀",
    "a statement": "' OR 1=1 --",
    "a number": "123",
    "20,000 letters": "A" * 20_000,
    "null": coded(None),
    "an object": coded({"a": 1}),
    "an empty list": coded([]),
    "two texts": coded(["a", "b"]),
    "an id alone": coded("00000000-0000-4000-8000-000000000000"),
    "bytes": coded(b"\xff\xfe\x00\x01"),
    "3,000 levels": coded(b"[" * 3000),
    "no numbers": coded(b"[NaN, Infinity]"),
    "5,000 digits": coded(b"[" + b"9" * 5000 + b"]"),
    "half a pair": coded(["\ud800", "x"]),
    "the year 0": coded(["0000-00-00T00:00:00", "x"]),
    "a pickle": coded(b"\x80\x04N."),
}


@pytest.fixture
def paged(promised: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = promised["pagination"]
    if found["style"] == "none":
        pytest.skip("no pages")
    return found


@pytest.fixture
def cursor(endpoint: Endpoint, paged: dict[str, Any]) -> str:
    """Where a page of two of five rows ends."""
    for _ in range(5):
        endpoint.new()
    found: str = endpoint.page(**{paged["limit_param"]: 2})[paged["next"]]
    return found


def alike(endpoint: Endpoint, count: int) -> list[Any]:
    """The ids of rows that differ in nothing but what must differ."""
    body = endpoint.body()
    same = {
        name: body[name] for name, value in endpoint.promised["create"].items() if "{n}" not in str(value)
    }
    return [endpoint.new(**same)[endpoint.id_name] for _ in range(count)]


def test_rows_that_are_alike_are_shown_once_each(
    endpoint: Endpoint, sort_key: str, promised: dict[str, Any]
) -> None:
    made = set(alike(endpoint, 11))
    whole = endpoint.ids(100, **{promised["sort"]["param"]: sort_key})
    assert made <= set(whole)
    for size in (1, 4):
        assert endpoint.ids(size, **{promised["sort"]["param"]: sort_key}) == whole
    assert len(whole) == len(set(whole))


def test_rows_without_a_value_have_a_place(
    endpoint: Endpoint, sort_key: str, promised: dict[str, Any]
) -> None:
    name, asked = sort_key.lstrip("-"), promised["sort"]
    values = asked.get("values", {}).get(name)
    if not values or not promised["fields"].get(name, {}).get("nullable"):
        pytest.skip("always has a value")
    made = {
        endpoint.new(**{name: values[number % len(values)] if number % 2 else None})[endpoint.id_name]
        for number in range(10)
    }
    for size in (1, 3, 100):
        rows = [
            row
            for page in endpoint.pages(size, **{asked["param"]: sort_key})
            for row in page
            if row[endpoint.id_name] in made
        ]
        assert {row[endpoint.id_name] for row in rows} == made
        assert len(rows) == len(made)
        changes = [left is None for left in (row[name] for row in rows)]
        assert sum(one != other for one, other in pairwise(changes)) == 1, "they stand apart"


def test_rows_are_in_the_order_that_is_asked_for(
    endpoint: Endpoint, sort_key: str, promised: dict[str, Any]
) -> None:
    name = sort_key.lstrip("-")
    values = promised["sort"].get("values", {}).get(name)
    if not values:
        pytest.skip("no values to put in order")
    made = {
        endpoint.new(**{name: value})[endpoint.id_name]: place for place, value in enumerate(values + values)
    }
    shown = [
        made[each] % len(values)
        for each in endpoint.ids(100, **{promised["sort"]["param"]: sort_key})
        if each in made
    ]
    assert shown == sorted(shown, reverse=sort_key.startswith("-"))


@pytest.mark.parametrize(
    "key",
    [
        "surprise",
        "",
        "-",
        "--id",
        "id desc",
        "__class__",
        "\0",
        "1",
        "(select 1)",
        "owner.password",
        "x" * 5000,
    ],
)
@pytest.mark.promises("sort")
def test_the_keys_of_orders_are_a_closed_set(endpoint: Endpoint, promised: dict[str, Any], key: str) -> None:
    assert endpoint.ask("list", params={promised["sort"]["param"]: key}).status_code == 422


def test_a_page_has_as_many_rows_as_it_may(endpoint: Endpoint, paged: dict[str, Any]) -> None:
    usual = paged["default_limit"]
    for _ in range(usual + 1):
        endpoint.new()
    for size in (1, 2, usual + 1):
        assert len(endpoint.items_of(endpoint.page(**{paged["limit_param"]: size}))) == size
    assert len(endpoint.items_of(endpoint.page())) == usual


@pytest.mark.promises("cursor-pages")
def test_the_last_page_says_so_full_or_not(endpoint: Endpoint, paged: dict[str, Any]) -> None:
    for _ in range(4):
        endpoint.new()
    for size in (2, 3, len(endpoint.ids())):
        pages = []
        asked = {paged["limit_param"]: size}
        while not pages or pages[-1][paged["next"]] is not None:
            more = {paged["cursor_param"]: pages[-1][paged["next"]]} if pages else {}
            pages.append(endpoint.page(**asked, **more))
        assert [page[paged["has_more"]] for page in pages] == [True] * (len(pages) - 1) + [False]
        assert all(endpoint.items_of(page) for page in pages)


@pytest.mark.promises("cursor-pages")
def test_the_size_of_pages_may_change(endpoint: Endpoint, paged: dict[str, Any]) -> None:
    for _ in range(7):
        endpoint.new()
    first = endpoint.page(**{paged["limit_param"]: 2})
    second = endpoint.page(**{paged["limit_param"]: 4, paged["cursor_param"]: first[paged["next"]]})
    shown = [row[endpoint.id_name] for page in (first, second) for row in endpoint.items_of(page)]
    assert shown == endpoint.ids()[:6]


@pytest.mark.promises("cursor-pages")
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_forged_cursors_are_refused(endpoint: Endpoint, paged: dict[str, Any], forged: str) -> None:
    response = endpoint.ask("list", params={paged["cursor_param"]: forged})

    assert 400 <= response.status_code < 500
    if response.status_code == 422:
        for problem in response.json()["detail"]:
            assert {"type", "loc", "msg"} <= set(problem)
            assert paged["cursor_param"] in problem["loc"]
            assert "input" not in problem


@pytest.mark.promises("cursor-pages")
def test_cursors_cut_short_are_refused(endpoint: Endpoint, paged: dict[str, Any], cursor: str) -> None:
    bare = cursor.rstrip("=")
    for short in (
        *(bare[:-count] for count in (1, 2, 3, 4, 8)),
        bare[4:],
        bare[: len(bare) // 2],
        cursor * 2,
    ):
        response = endpoint.ask("list", params={paged["cursor_param"]: short})
        assert 400 <= response.status_code < 500, short


@pytest.mark.promises("cursor-pages")
def test_changed_cursors_break_nothing(endpoint: Endpoint, paged: dict[str, Any], cursor: str) -> None:
    for place in range(0, len(cursor), max(1, len(cursor) // 60)):
        for letter in {"A", "9", "-"} - {cursor[place]}:
            changed = cursor[:place] + letter + cursor[place + 1 :]
            status = endpoint.ask("list", params={paged["cursor_param"]: changed}).status_code
            assert 400 <= status < 500 or (status == 200 and not paged.get("signed")), changed


@pytest.mark.promises("cursor-pages", "sort")
def test_a_cursor_holds_for_its_own_order(
    endpoint: Endpoint, paged: dict[str, Any], promised: dict[str, Any]
) -> None:
    for _ in range(3):
        endpoint.new()
    param, keys = promised["sort"]["param"], promised["sort"]["keys"]
    for key in keys:
        position = endpoint.page(**{paged["limit_param"]: 1, param: key})[paged["next"]]
        for other in keys:
            status = endpoint.ask("list", params={param: other, paged["cursor_param"]: position}).status_code
            assert status == 200 if other == key else 400 <= status < 500, f"{key} for {other}"


@pytest.mark.promises("cursor-pages", "ownership-access")
def test_a_cursor_shows_nothing_of_its_owner(
    endpoint: Endpoint, paged: dict[str, Any], cursor: str, bob: Endpoint
) -> None:
    response = bob.ask("list", params={paged["cursor_param"]: cursor})

    assert response.status_code in (200, 400, 403, 422)
    assert not [each for each in endpoint.ids() if str(each) in response.text and isinstance(each, str)]
    if response.status_code == 200:
        assert bob.items_of(response.json()) == []


@pytest.mark.promises("offset-pages")
def test_past_the_end_is_nothing(endpoint: Endpoint, paged: dict[str, Any]) -> None:
    endpoint.new()
    page = endpoint.page(**{paged["offset_param"]: 100_000})

    assert endpoint.items_of(page) == []
    assert not page.get(paged.get("has_more", ""), False)


@pytest.mark.promises("offset-pages")
def test_every_row_is_shown_once_for_every_size(endpoint: Endpoint) -> None:
    made = set(alike(endpoint, 7))
    whole = endpoint.ids()
    assert made <= set(whole)
    assert len(whole) == len(set(whole))
    for size in (1, 3):
        assert endpoint.ids(size) == whole


def test_a_total_counts_what_would_be_shown(
    endpoint: Endpoint, paged: dict[str, Any], filter_: dict[str, Any]
) -> None:
    if "total" not in paged or "yes" not in filter_:
        pytest.skip("not promised: total, or no example rows")
    for example in ("yes", "no", "yes"):
        endpoint.new(**filter_[example])
    asked = {filter_["param"]: filter_["value"]}
    shown = endpoint.ids(100, **asked)
    for size in (1, 100):
        assert endpoint.page(**asked, **{paged["limit_param"]: size})[paged["total"]] == len(shown)
    assert endpoint.page()[paged["total"]] > len(shown)


@pytest.mark.promises("ownership-access")
def test_a_total_counts_the_rows_of_the_caller(
    endpoint: Endpoint, paged: dict[str, Any], bob: Endpoint
) -> None:
    if "total" not in paged:
        pytest.skip("not promised: total")
    before = bob.page()[paged["total"]]
    endpoint.new()
    assert bob.page()[paged["total"]] == before
