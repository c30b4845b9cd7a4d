"""No body whatever ends in an error of the server, and each refusal says why without repeating it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from kit import Endpoint

REFUSED = (400, 413, 415, 422)

UNREADABLE = {
    "nothing": b"",
    "cut short": b'{"a": ',
    "no UTF-8": b'{"a": "\xff\xfe"}',
    "half a character": b'{"a": "\xc3"}',
    "5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "50,000 levels of lists": b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "50,000 levels of objects": b'{"a": ' * 50_000 + b"1" + b"}" * 50_000,
    "open lists": b"[" * 100_000,
    "a byte order mark": b"\xef\xbb\xbf[]",
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "no JSON": b"<a>1</a>",
    "two documents": b"{}{}",
    "single quotes": b"{'a': 1}",
    "a word": b"undefined",
}
OF_ANOTHER_SHAPE = {
    "null": b"null",
    "a list": b"[]",
    "a list of objects": b"[{}]",
    "a text": b'"x"',
    "a number": b"1",
    "true": b"true",
    "not a number": b"NaN",
    "endless": b"-Infinity",
}
VALUES = {
    "not a number": b"NaN",
    "endless": b"Infinity",
    "below all": b"-Infinity",
    "a power too many": b"1e400",
    "minus a power too many": b"-1e400",
    "half a pair": b'"\\ud800"',
    "the other half": b'"x\\udfffx"',
    "NUL": b'"a\\u0000b"',
    "5,000 digits": b"9" * 4000,
    "a list": b"[]",
    "an object": b"{}",
    "a list in lists": b"[[[[]]]]",
    "half a pair as a key": b'{"\\ud800": 1}',
    "900 levels": b"[" * 900 + b"]" * 900,
    "a long text": b'"' + b"x" * 500_000 + b'"',
}


def assert_refused(response: Any) -> None:
    """Refused, in the one shape that refusals have."""
    assert response.status_code in REFUSED, f"{response.status_code} {response.text[:200]}"
    assert response.headers["content-type"].startswith("application/json")
    detail = response.json()["detail"]
    if response.status_code == 422:
        assert isinstance(detail, list)
        assert detail
        for problem in detail:
            assert {"type", "loc", "msg"} <= set(problem)
            assert not {"input", "ctx", "url"} & set(problem), f"repeats what was sent: {str(problem)[:200]}"


@pytest.mark.parametrize(
    "raw", [*UNREADABLE.values(), *OF_ANOTHER_SHAPE.values()], ids=[*UNREADABLE, *OF_ANOTHER_SHAPE]
)
def test_what_is_no_object_is_refused(endpoint: Endpoint, row: Any, write: str, raw: bytes) -> None:
    assert_refused(endpoint.send(write, row, raw))


@pytest.mark.parametrize("raw", OF_ANOTHER_SHAPE.values(), ids=OF_ANOTHER_SHAPE)
def test_json_of_another_shape_is_unprocessable(endpoint: Endpoint, row: Any, write: str, raw: bytes) -> None:
    assert endpoint.send(write, row, raw).status_code == 422


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_of_a_field_breaks(
    endpoint: Endpoint, row: Any, write: str, field: str, value: bytes
) -> None:
    body = endpoint.with_field(write, field, "@@@")
    raw = httpx_json(body).replace(b'"@@@"', value)
    response = endpoint.send(write, row, raw)

    if response.status_code in (200, 201):
        assert endpoint.promised["fields"][field]["type"] in ("json", "string"), (
            f"{field} took {value[:40]!r}"
        )
    else:
        assert_refused(response)


@pytest.mark.parametrize("value", [b"NaN", b"Infinity", b"1e400", b'"\\ud800"', b'"a\\u0000b"'])
def test_such_values_are_never_stored(
    endpoint: Endpoint, row: Any, write: str, field: str, value: bytes
) -> None:
    raw = httpx_json(endpoint.with_field(write, field, "@@@")).replace(b'"@@@"', value)

    assert endpoint.send(write, row, raw).status_code == 422


@pytest.mark.parametrize(
    "key", [b'"\\ud800"', b'"\\u0000"', b'""', b'"__proto__"', b'"' + b"k" * 5000 + b'"']
)
def test_odd_names_of_fields_are_refused(endpoint: Endpoint, row: Any, write: str, key: bytes) -> None:
    raw = httpx_json(endpoint.changes() if write == "patch" else endpoint.body())
    response = endpoint.send(write, row, raw.rstrip(b"}") + (b"," if len(raw) > 2 else b"") + key + b": 1}")

    assert response.status_code == 422
    assert_refused(response)


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "image/png",
        "nonsense",
        "",
    ],
)
def test_a_body_of_another_kind_is_refused(endpoint: Endpoint, row: Any, write: str, kind: str) -> None:
    response = endpoint.send(write, row, httpx_json(endpoint.body()), kind)

    assert response.status_code in (400, 415, 422)


@pytest.mark.promises("max_body")
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "in pieces"])
def test_a_body_over_the_limit_is_too_large(endpoint: Endpoint, row: Any, write: str, declared: bool) -> None:
    raw = b'{"a": "' + b"x" * endpoint.promised["max_body"] + b'"}'

    def pieces() -> Iterator[bytes]:
        yield from (raw[start : start + 65_536] for start in range(0, len(raw), 65_536))

    response = endpoint.ask(
        write, row, content=raw if declared else pieces(), headers={"Content-Type": "application/json"}
    )

    assert response.status_code == 413
    assert "detail" in response.json()


@pytest.mark.promises("max_body")
def test_a_body_at_the_limit_is_read(endpoint: Endpoint, row: Any, write: str) -> None:
    start = httpx_json(endpoint.changes() if write == "patch" else endpoint.body())
    raw = start + b" " * (endpoint.promised["max_body"] - len(start))

    assert endpoint.send(write, row, raw).status_code in (200, 201)


def test_a_refusal_changes_nothing(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    if not {"create", "get"} <= set(promised["methods"]):
        pytest.skip("not promised: create, get")
    row = endpoint.new()
    for write in {"patch", "put"} & set(promised["methods"]):
        for raw in UNREADABLE.values():
            endpoint.send(write, row, raw)
    assert endpoint.read(row) == row


def httpx_json(value: Any) -> bytes:
    """The value as JSON."""
    return json.dumps(value).encode()
