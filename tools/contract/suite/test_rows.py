"""What each operation answers, and what it leaves alone."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from kit import METHODS, Endpoint

KEPT_AS_SENT = ("string", "int", "enum", "bool", "date", "json", "uuid")
MOVING = "updated_at"


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """The row but for these fields."""
    return {name: value for name, value in row.items() if name not in names}


@pytest.fixture
def made(row: Any) -> dict[str, Any]:
    if row is None:
        pytest.skip("not promised: create")
    found: dict[str, Any] = row
    return found


@pytest.mark.promises("create")
def test_what_was_made_is_answered_whole(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    body = endpoint.body()

    response = endpoint.ask("create", json=body)

    assert response.status_code == 201
    row = endpoint.row_of(response)
    assert {endpoint.id_name, *promised.get("server_fields", []), *promised["fields"]} <= set(row)
    assert not set(promised.get("hidden_fields", [])) & set(row)
    for name, claim in promised["fields"].items():
        if claim["type"] in KEPT_AS_SENT:
            assert row[name] == body[name], name


@pytest.mark.promises("create", "get")
def test_it_is_read_in_the_same_letters(endpoint: Endpoint) -> None:
    created = endpoint.ask("create")

    read = endpoint.ask("get", endpoint.row_of(created))

    assert read.status_code == 200
    assert read.content == created.content


@pytest.mark.promises("list")
def test_it_is_listed_in_the_same_shape(endpoint: Endpoint, made: dict[str, Any]) -> None:
    assert made in [row for page in endpoint.pages(100) for row in page]


@pytest.mark.promises("delete")
def test_a_deleted_row_is_gone(endpoint: Endpoint, made: dict[str, Any], promised: dict[str, Any]) -> None:
    response = endpoint.ask("delete", made)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers.get("content-length", "0") == "0"
    for operation in set(promised["methods"]) - {"list", "create"}:
        assert endpoint.ask(operation, made).status_code == 404, operation
    if "list" in promised["methods"]:
        assert made[endpoint.id_name] not in endpoint.ids()


def test_an_unknown_id_is_not_found(endpoint: Endpoint, item_operation: str) -> None:
    response = endpoint.ask(item_operation)

    assert response.status_code == 404
    assert isinstance(response.json()["detail"], str)


@pytest.mark.parametrize("raw", ["x", "-", "1.5", "00000000-0000-0000-0000-00000000000g", "%20", "1e3"])
def test_a_malformed_id_is_unprocessable(endpoint: Endpoint, item_operation: str, raw: str) -> None:
    response = endpoint.ask(item_operation, raw)

    assert response.status_code == 422
    assert any(problem["loc"][0] == "path" for problem in response.json()["detail"])


@pytest.mark.parametrize(
    "raw",
    ["%00", "%ff", "%F0%9F%92%A9", "9" * 40, "-1", "0", str(2**31), str(2**63), "%2e%2e", "a" * 4000, "%0a"],
)
def test_no_id_breaks(endpoint: Endpoint, item_operation: str, raw: str) -> None:
    assert endpoint.ask(item_operation, raw).status_code in (404, 405, 422)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/xml"},
        {"Accept": ";;q=x"},
        {"Content-Encoding": "gzip"},
        {"If-None-Match": "W/"},
        {"If-Modified-Since": "yesterday"},
        {"Range": "bytes=5-1"},
        {"Cookie": "=;;; a"},
        {"X-Long": "x" * 8000},
        {"X-Bytes": b"\xff\xfe"},
    ],
    ids=str,
)
def test_no_header_breaks(endpoint: Endpoint, row: Any, operation: str, headers: dict[str, Any]) -> None:
    assert endpoint.ask(operation, row, headers=headers).status_code in (200, 201, 204, 400, 415, 422)


def test_methods_that_are_not_there_are_said_to_be(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    on_rows = {METHODS[each] for each in promised["methods"] if each not in ("list", "create")}
    on_all = {METHODS[each] for each in promised["methods"] if each in ("list", "create")}
    for path, methods in ((endpoint.address, on_all), (f"{endpoint.address}/{endpoint.nobody}", on_rows)):
        for method in {"GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"} - methods:
            response = endpoint.client.request(method, path)
            assert response.status_code == 405, f"{method} {path}"
            allowed = {each.strip() for each in response.headers["allow"].split(",")} - {"HEAD", "OPTIONS"}
            assert allowed
            assert allowed <= methods
            if promised.get("exact_allow"):
                assert allowed == methods


def test_unknown_fields_follow_the_policy(
    endpoint: Endpoint, row: Any, write: str, promised: dict[str, Any]
) -> None:
    body = {**(endpoint.changes() if write == "patch" else endpoint.body()), "surprise": 1}

    response = endpoint.ask(write, row, json=body)

    if promised.get("extra_fields") == "forbid":
        assert response.status_code == 422
        assert ["body", "surprise"] in [problem["loc"] for problem in response.json()["detail"]]
    else:
        assert "surprise" not in endpoint.row_of(response)


@pytest.mark.promises("patch")
def test_an_update_changes_what_is_sent_and_no_other(endpoint: Endpoint, made: dict[str, Any]) -> None:
    before = made
    for name, value in endpoint.changes().items():
        response = endpoint.ask("patch", made, json={name: value})
        assert response.status_code == 200, response.text
        after = endpoint.row_of(response)
        assert without(after, name, MOVING) == without(before, name, MOVING)
        before = after
    if "get" in endpoint.promised["methods"]:
        assert endpoint.read(made) == before


@pytest.mark.promises("patch")
def test_an_update_of_nothing_changes_nothing(endpoint: Endpoint, made: dict[str, Any]) -> None:
    response = endpoint.ask("patch", made, json={})

    assert response.status_code == 200
    assert endpoint.row_of(response) == made


@pytest.mark.promises("put")
def test_a_replacement_resets_what_is_not_sent(endpoint: Endpoint, made: dict[str, Any]) -> None:
    claims = endpoint.promised["fields"]
    needed = {
        name: value for name, value in endpoint.body().items() if claims.get(name, {}).get("required", True)
    }
    needed = {name: value for name, value in needed.items() if name in claims}

    response = endpoint.ask("put", made, json=needed)

    if response.status_code == 422:
        pytest.skip("needs fields that are not described")
    assert response.status_code == 200
    row = endpoint.row_of(response)
    assert row[endpoint.id_name] == made[endpoint.id_name]
    for name, claim in claims.items():
        if name not in needed and "default" in claim:
            assert row[name] == claim["default"], name


@pytest.mark.promises("put")
def test_a_replacement_done_twice_is_done_once(endpoint: Endpoint, made: dict[str, Any]) -> None:
    body = endpoint.body()

    first, second = (endpoint.ask("put", made, json=body) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert without(endpoint.row_of(first), MOVING) == without(endpoint.row_of(second), MOVING)


@pytest.fixture
def stamped(made: dict[str, Any]) -> dict[str, Any]:
    if not {"created_at", MOVING} <= set(made):
        pytest.skip("not promised: created_at, updated_at")
    return made


def test_the_times_of_a_row_are_now(stamped: dict[str, Any]) -> None:
    for name in ("created_at", MOVING):
        moment = datetime.fromisoformat(stamped[name])
        assert moment.tzinfo is not None
        assert abs((datetime.now(UTC) - moment).total_seconds()) < 60


@pytest.mark.promises("get")
def test_only_updates_move_the_time_of_the_last(endpoint: Endpoint, stamped: dict[str, Any]) -> None:
    updates = {"patch", "put"} & set(endpoint.promised["methods"])
    time.sleep(0.01)
    for update in updates:
        assert endpoint.ask(update, stamped, json={"surprise": []}).status_code in (200, 422)
    if "list" in endpoint.promised["methods"]:
        endpoint.page()
    assert endpoint.read(stamped)[MOVING] == stamped[MOVING]
    before = stamped
    for update in updates:
        time.sleep(0.01)
        after = endpoint.row_of(endpoint.ask(update, stamped))
        assert after["created_at"] == stamped["created_at"]
        assert datetime.fromisoformat(after[MOVING]) > datetime.fromisoformat(before[MOVING])
        before = after
