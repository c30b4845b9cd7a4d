"""Both sides of every bound that is declared, on each write; what is taken comes back as it was sent."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from kit import ACCEPTED, Endpoint

NUMBERS = ("int", "float", "decimal")
CONFUSED: dict[str, list[Any]] = {
    "string": [1, 1.5, True, [], {}, ["x"]],
    "int": ["x", 1.5, "1.5", [], {}, "", True, "\uff11"],
    "float": ["x", [], {}, "", True, "NaN", "Infinity", "1e400"],
    "decimal": ["x", [], {}, "", True, "NaN", "Infinity", "-Infinity", "sNaN", "1e400", "0x10"],
    "bool": ["x", 0, 1, 2, "yes", "true", "on", [], {}, ""],
    "enum": [1, "", [], {}, True, "no such value"],
    "date": [
        "x",
        0,
        1,
        20260101,
        "",
        "2026-13-01",
        "2026-02-30",
        "2026-01-01T10:00:00Z",
        "0000-01-01",
        [],
        {},
        True,
    ],
    "datetime": [
        *("x", 0, 1, 1767225600, 1.5, "1767225600", "", "2026-01-01", "2026-01-01T10:00:00"),
        *("2026-01-01T25:00:00Z", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", [], {}, True),
    ],
    "uuid": ["x", 1, "", [], {}, "00000000-0000-0000-0000-00000000000g"],
    "json": [],
}


def taken(endpoint: Endpoint, write: str, row: Any, field: str, value: Any) -> Any:
    """What the field holds after the value was written."""
    response = endpoint.ask(write, row, json=endpoint.with_field(write, field, value))
    assert response.status_code == ACCEPTED[write], f"{field}={str(value)[:60]!r}: {response.text[:300]}"
    written = endpoint.row_of(response)
    if "get" in endpoint.promised["methods"]:
        assert endpoint.read(written) == written
    return written[field]


def refused(endpoint: Endpoint, write: str, row: Any, field: str, value: Any) -> None:
    """The value is refused, and the refusal names the field."""
    response = endpoint.ask(write, row, json=endpoint.with_field(write, field, value))
    assert response.status_code == 422, (
        f"{field}={str(value)[:60]!r} -> {response.status_code} {response.text[:200]}"
    )
    assert any(field in problem["loc"] for problem in response.json()["detail"])


@pytest.fixture
def claim(endpoint: Endpoint, field: str) -> dict[str, Any]:
    found: dict[str, Any] = endpoint.promised["fields"][field]
    return found


def only(claim: dict[str, Any], *types: str) -> None:
    """Other types are not asked this."""
    if claim["type"] not in types:
        pytest.skip(f"no {' or '.join(types)}")


def test_values_of_other_types_are_refused(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    for value in CONFUSED[claim["type"]]:
        refused(endpoint, write, row, field, value)


def test_null_is_taken_where_the_field_may_be_empty(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    if claim.get("nullable"):
        assert taken(endpoint, write, row, field, None) is None
    else:
        refused(endpoint, write, row, field, None)


@pytest.mark.promises("create")
def test_what_is_omitted_falls_back_or_is_missed(
    endpoint: Endpoint, write: str, field: str, claim: dict[str, Any]
) -> None:
    if write == "patch":
        pytest.skip("PATCH leaves alone what is omitted")
    row, body = endpoint.new(), endpoint.body()
    body.pop(field, None)
    response = endpoint.ask(write, row, json=body)
    if claim.get("required"):
        assert response.status_code == 422
        assert ["body", field] in [problem["loc"] for problem in response.json()["detail"]]
    else:
        assert response.status_code == ACCEPTED[write]
        if "default" in claim:
            assert endpoint.row_of(response)[field] == claim["default"]


def test_texts_at_their_bounds(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "string")
    most, least = claim["max"], claim.get("min", 0)
    for letter in ("x", "é", "漢", "😀"):
        assert taken(endpoint, write, row, field, letter * most) == letter * most
        if row and write == "create" and claim.get("unique"):
            endpoint.ask("delete", endpoint.made[-1][1])
    for value in ("x" * (most + 1), "😀" * (most + 1), "x" * 100_000):
        refused(endpoint, write, row, field, value)
    if least > 0:
        refused(endpoint, write, row, field, "x" * (least - 1))


def test_texts_come_back_as_they_were(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "string")
    for value in ("a\tb\nc", "  a  ", "é", "e\u0301", "\u202eabc", "\ufeffx", "'; --", "\\", "%_", "👩‍👩‍👧"):
        if claim.get("min", 0) <= len(value) <= claim["max"]:
            assert taken(endpoint, write, row, field, value) == value
            if write == "create" and claim.get("unique"):
                endpoint.ask("delete", endpoint.made[-1][1])


def test_names_are_not_blank(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "string")
    if not claim.get("required"):
        pytest.skip("may be empty")
    for value in ("", " ", "\t\n", "\u00a0", "\u2003"):
        refused(endpoint, write, row, field, value)


def test_numbers_at_their_bounds(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "int")
    for bound, beyond in ((claim["min"], -1), (claim["max"], 1)):
        assert taken(endpoint, write, row, field, bound) == bound
        refused(endpoint, write, row, field, bound + beyond)
    for value in (2**63, -(2**63) - 1, 10**30, -(10**30), 10**400):
        refused(endpoint, write, row, field, value)


def test_floats_at_their_bounds(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "float")
    for word, beyond in (("min", -1), ("max", 1)):
        if word in claim:
            assert taken(endpoint, write, row, field, claim[word]) == claim[word]
            refused(endpoint, write, row, field, claim[word] + beyond)


def test_decimals_at_their_bounds(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "decimal")
    digits, places = claim["max_digits"], claim["places"]
    step = Decimal(1).scaleb(-places)
    most = Decimal(str(claim["max"])) if "max" in claim else Decimal(10) ** (digits - places) - step
    least = Decimal(str(claim["min"])) if "min" in claim else -most
    for value in (most, least, least + step):
        got = taken(endpoint, write, row, field, f"{value:f}")
        assert Decimal(str(got)) == value
    for value in (most + step, least - step, least + step / 10, Decimal(10) ** digits):
        refused(endpoint, write, row, field, f"{value:f}")


def test_days_at_the_ends_of_the_calendar(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "date")
    if {"min", "max"} & set(claim):
        pytest.skip("has bounds of its own")
    for value in ("0001-01-01", "9999-12-31", "2024-02-29"):
        assert taken(endpoint, write, row, field, value) == value


def test_moments_come_back_as_the_same_moment(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "datetime")
    for value in (
        datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=14))),
        datetime(2026, 3, 29, 1, 30, 59, 999999, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1900, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ):
        got = datetime.fromisoformat(taken(endpoint, write, row, field, value.isoformat()))
        assert got.tzinfo is not None
        assert got == value


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_moments_outside_the_calendar_are_refused(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any], value: str
) -> None:
    only(claim, "datetime")
    refused(endpoint, write, row, field, value)


def test_labels_are_a_closed_set(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "enum")
    for value in claim["values"]:
        assert taken(endpoint, write, row, field, value) == value
        for other in (value.upper(), f" {value}", f"{value} "):
            if other not in claim["values"]:
                refused(endpoint, write, row, field, other)


def test_documents_come_back_as_they_were(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "json")
    deep: Any = 1
    for _ in range(15):
        deep = {"a": deep}
    for value in ({}, {"a": [1, 2.5, None, True, "é😀"]}, {"": 0}, {"big": 2**53}, deep):
        assert taken(endpoint, write, row, field, value) == value


def test_documents_are_bounded(
    endpoint: Endpoint, row: Any, write: str, field: str, claim: dict[str, Any]
) -> None:
    only(claim, "json")
    deep: Any = 1
    for _ in range(30):
        deep = {"a": deep}
    for value in (deep, {"a": "x" * 900_000}, {"a\u0000": 1}, {"a": ["\u0000"]}):
        refused(endpoint, write, row, field, value)


def test_what_is_said_to_be_invalid_is_refused(
    endpoint: Endpoint, row: Any, write: str, invalid: dict[str, Any]
) -> None:
    if write == "patch" and not set(invalid) <= set(endpoint.promised.get("update", {})):
        pytest.skip("not taken by PATCH")
    body = dict(invalid) if write == "patch" else endpoint.body(**invalid)

    assert endpoint.ask(write, row, json=body).status_code == 422


@pytest.mark.promises("server_fields")
def test_what_the_server_sets_is_not_taken(endpoint: Endpoint, row: Any, write: str) -> None:
    for name in endpoint.promised["server_fields"]:
        body = endpoint.with_field(write, name, endpoint.nobody)
        response = endpoint.ask(write, row, json=body)
        if endpoint.promised.get("extra_fields") == "forbid":
            assert response.status_code == 422
