"""Who gets in, who may do what, and whose rows are whose."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from kit import METHODS, Endpoint, bad_credentials

secured = pytest.mark.promises("secured")
owned = pytest.mark.promises("ownership-access", "create")
roles = pytest.mark.promises("role-access")
Acting = Callable[[str], Endpoint]


def stranger(endpoint: Endpoint, operation: str, row: Any = None, **request: Any) -> httpx.Response:
    """The answer to somebody with these headers and no others."""
    url = endpoint.promised["base_url"] + endpoint.at(operation, row)
    return httpx.request(METHODS[operation], url, timeout=60, **request)


def assert_challenged(endpoint: Endpoint, response: httpx.Response) -> None:
    """Asked who they are, in the one way there is."""
    assert response.status_code == 401, (
        f"{response.request.url} -> {response.status_code} {response.text[:200]}"
    )
    challenge = response.headers["www-authenticate"].lower()
    assert challenge.startswith(endpoint.promised.get("www_authenticate", "").lower())
    assert isinstance(response.json()["detail"], str)
    assert "public" not in response.headers.get("cache-control", "")


@secured
def test_strangers_are_challenged(endpoint: Endpoint, row: Any, operation: str) -> None:
    assert_challenged(endpoint, stranger(endpoint, operation, row))


@secured
def test_bad_credentials_are_challenged(endpoint: Endpoint, promised: dict[str, Any], bad: str) -> None:
    headers = bad_credentials(promised)[bad]
    for operation in promised["methods"]:
        assert_challenged(endpoint, stranger(endpoint, operation, headers=headers))


@secured
def test_the_challenge_does_not_say_what_was_wrong(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    answers = {
        stranger(endpoint, promised["methods"][0], headers=headers).text
        for headers in bad_credentials(promised).values()
        if any("." in str(value) or "-key" in name.lower() for name, value in headers.items())
    }
    assert len(answers) == 1


@secured
def test_credentials_come_before_all_else(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    for operation in promised["methods"]:
        request = {"json": {"surprise": 1}} if operation in ("create", "patch", "put") else {}
        assert_challenged(endpoint, stranger(endpoint, operation, "x", **request))
        assert_challenged(endpoint, stranger(endpoint, operation, params={"limit": "x", "surprise": "1"}))


@secured
@pytest.mark.promises("create", "get")
def test_what_is_refused_changes_nothing(endpoint: Endpoint, row: Any, promised: dict[str, Any]) -> None:
    for operation in {"patch", "put", "delete"} & set(promised["methods"]):
        stranger(endpoint, operation, row, json=endpoint.changes())
    assert endpoint.read(row) == row


@secured
@pytest.mark.promises("list")
def test_credentials_in_the_address_are_none(endpoint: Endpoint) -> None:
    for value in endpoint.client.headers.get("authorization"), endpoint.client.headers.get("x-api-key"):
        for name in (
            ("token", "access_token", "api_key", "key", "X-API-Key", "authorization") if value else ()
        ):
            assert stranger(endpoint, "list", params={name: value.split()[-1]}).status_code == 401


@secured
@pytest.mark.promises("list", "jwt")
def test_the_scheme_has_no_case(endpoint: Endpoint) -> None:
    token = endpoint.client.headers["authorization"].split()[1]
    for scheme in ("bearer", "BEARER"):
        headers = {"Authorization": f"{scheme} {token}"}
        assert stranger(endpoint, "list", headers=headers).status_code == 200


@owned
def test_the_rows_of_others_are_out_of_reach(
    endpoint: Endpoint, row: Any, acting: Acting, item_operation: str
) -> None:
    response = acting("bob").ask(item_operation, row)

    assert response.status_code == endpoint.promised.get("forbidden_status", 404)
    if "get" in endpoint.promised["methods"]:
        assert endpoint.read(row) == row


@owned
def test_the_rows_of_others_look_as_if_there_were_none(
    endpoint: Endpoint, row: Any, acting: Acting, item_operation: str
) -> None:
    if endpoint.promised.get("forbidden_status", 404) != 404:
        pytest.skip("others are told that it is not theirs")
    bob = acting("bob")

    theirs, nobodys = bob.ask(item_operation, row), bob.ask(item_operation)

    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)


@owned
@pytest.mark.promises("list")
def test_lists_are_of_the_rows_of_the_caller(endpoint: Endpoint, row: Any, bob: Endpoint) -> None:
    his = bob.new()

    assert his[bob.id_name] in bob.ids()
    assert row[bob.id_name] not in bob.ids()
    assert his[bob.id_name] not in endpoint.ids()


@owned
def test_those_who_see_all_are_as_promised(row: Any, acting: Acting, promised: dict[str, Any]) -> None:
    if "admin_sees_all" not in promised or "get" not in promised["methods"]:
        pytest.skip("not promised: admin_sees_all")

    status = acting("admin").ask("get", row).status_code

    assert status == (200 if promised["admin_sees_all"] else promised.get("forbidden_status", 404))


@secured
@pytest.mark.promises("none-access", "create", "get")
def test_rows_are_for_all_where_nobody_owns_them(row: Any, acting: Acting) -> None:
    assert acting("bob").read(row) == row


def lacking(promised: dict[str, Any], operation: str) -> list[str]:
    """The actors who may not do this."""
    allowed = promised.get("roles", {}).get(operation, ("alice", "bob", "admin"))
    return [actor for actor in ("alice", "bob", "admin") if actor not in allowed]


@roles
def test_a_role_is_asked_for_before_all_else(
    endpoint: Endpoint, acting: Acting, operation: str, promised: dict[str, Any]
) -> None:
    for actor in lacking(promised, operation):
        other = acting(actor)
        for row in (endpoint.new() if "create" in promised["methods"] else None, None, "x"):
            assert other.ask(operation, row).status_code == 403
        if operation in ("create", "patch", "put"):
            assert other.ask(operation, json={"surprise": 1}).status_code == 403


@roles
def test_those_with_the_role_may(
    endpoint: Endpoint, acting: Acting, operation: str, promised: dict[str, Any]
) -> None:
    for actor in promised["roles"].get(operation, ()):
        row = endpoint.new() if "create" in promised["methods"] else None
        assert acting(actor).ask(operation, row).status_code in (200, 201, 204)


@roles
@pytest.mark.promises("jwt")
def test_a_role_that_a_token_claims_is_none(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    if promised["jwt"].get("role_claim"):
        pytest.skip("tokens carry roles")
    signed = promised["jwt"]
    for operation in promised["roles"]:
        for actor in lacking(promised, operation):
            claims = {**signed["users"][actor], "role": "admin", "roles": ["admin"], "scope": "admin"}
            liar = Endpoint({**promised, "jwt": {**signed, "users": {"liar": claims}}}, endpoint.seen, "liar")
            assert liar.ask(operation).status_code == 403
            liar.close()
