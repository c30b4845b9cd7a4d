"""Cache-Control stands on successful reads and nowhere else; who may keep the answer is said rightly."""

from typing import Any

import pytest
from kit import Endpoint


@pytest.fixture
def directives(promised: dict[str, Any]) -> set[str]:
    if promised.get("cache", {}).get("kind", "none") == "none":
        pytest.skip("not promised: cache")
    whose = "public" if promised.get("auth", "none") == "none" else "private"
    return {whose, f"max-age={promised['cache']['max_age']}"}


def said(response: Any) -> set[str]:
    """The directives of an answer."""
    return {each.strip() for each in response.headers.get("cache-control", "").split(",") if each.strip()}


def reads(promised: dict[str, Any]) -> list[str]:
    return [operation for operation in ("list", "get") if operation in promised["methods"]]


def test_successful_reads_may_be_kept(
    endpoint: Endpoint, row: Any, promised: dict[str, Any], directives: set[str]
) -> None:
    for operation in reads(promised):
        response = endpoint.ask(operation, row)
        assert response.status_code == 200
        assert said(response) == directives


def test_what_depends_on_the_caller_says_so(endpoint: Endpoint, row: Any, promised: dict[str, Any]) -> None:
    if promised.get("auth", "none") == "none":
        pytest.skip("the same for everybody")
    for operation in reads(promised):
        assert "public" not in said(endpoint.ask(operation, row))


def test_writes_are_not_kept(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    for operation in ("create", "patch", "put", "delete"):
        if {operation, "create"} <= set(promised["methods"]):
            response = endpoint.ask(operation, endpoint.new())
            assert response.status_code in (200, 201, 204)
            assert not {each for each in said(response) if each.startswith(("public", "private", "max-age"))}


def test_errors_are_not_kept(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    answered = []
    if "get" in promised["methods"]:
        answered += [endpoint.ask("get"), endpoint.ask("get", "not-an-id")]
    if "list" in promised["methods"]:
        answered += [endpoint.ask("list", params={"limit": "x", "surprise": "1"})]
    if promised.get("auth", "none") != "none":
        answered += [
            endpoint.client.get(endpoint.address, headers={"Authorization": "Bearer x", "X-API-Key": "x"})
        ]
    for response in answered:
        assert response.status_code >= 400
        assert not {each for each in said(response) if each.startswith(("public", "private", "max-age"))}


def test_nothing_is_kept_unless_asked(endpoint: Endpoint, row: Any, promised: dict[str, Any]) -> None:
    if promised.get("cache", {}).get("kind", "none") != "none":
        pytest.skip("promised: cache")
    for operation in reads(promised):
        assert "max-age" not in endpoint.ask(operation, row).headers.get("cache-control", "")
