"""An action is taken once: on a row in the right state, by whom it belongs to."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from kit import Endpoint, at_once

pytestmark = pytest.mark.promises("actions", "create")


def take(endpoint: Endpoint, action: Any, row: Any, verb: str = "POST") -> httpx.Response:
    """The answer to the action on that row."""
    row_id = row[endpoint.id_name] if isinstance(row, dict) else row
    response = endpoint.client.request(verb, f"{endpoint.address}/{row_id}/{action['name']}")
    assert response.status_code < 500, response.text
    return response


def ready(endpoint: Endpoint, action: Any) -> dict[str, Any]:
    """A row that the action can be taken on."""
    return endpoint.new(**action.get("given", {}))


def test_an_action_answers_with_the_row_as_it_is_then(endpoint: Endpoint, action: Any) -> None:
    before = ready(endpoint, action)

    response = take(endpoint, action, before)

    assert response.status_code == action.get("status", 200)
    after = endpoint.row_of(response)
    changed = {name for name in before if after[name] != before[name]}
    assert changed - {"updated_at"} == set(action["expect"])
    assert action["expect"].items() <= after.items()
    if "get" in endpoint.promised["methods"]:
        assert endpoint.read(before) == after


def test_an_action_is_taken_once(endpoint: Endpoint, action: Any) -> None:
    row = ready(endpoint, action)
    after = endpoint.row_of(take(endpoint, action, row))

    again = take(endpoint, action, row)

    assert again.status_code == action["again"]
    assert set(again.json()) == {"detail"}
    if "get" in endpoint.promised["methods"]:
        assert endpoint.read(row) == after


def test_of_many_at_once_one_is_taken(endpoint: Endpoint, action: Any) -> None:
    row = ready(endpoint, action)

    statuses = [each.status_code for each in at_once(8, lambda _: take(endpoint, action, row))]

    assert sorted(statuses) == sorted([action.get("status", 200)] + [action["again"]] * 7)


@pytest.mark.promises("delete")
def test_an_action_on_a_row_that_is_gone(endpoint: Endpoint, action: Any) -> None:
    row = ready(endpoint, action)
    endpoint.ask("delete", row)

    assert take(endpoint, action, row).status_code == 404


def test_an_action_on_no_row(endpoint: Endpoint, action: Any) -> None:
    assert take(endpoint, action, endpoint.nobody).status_code == 404


def test_an_action_is_a_post(endpoint: Endpoint, action: Any) -> None:
    response = take(endpoint, action, ready(endpoint, action), "GET")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.promises("ownership-access")
def test_an_action_on_the_row_of_another(
    endpoint: Endpoint, action: Any, acting: Callable[[str], Endpoint]
) -> None:
    row = ready(endpoint, action)

    response = take(acting("bob"), action, row)

    assert response.status_code == endpoint.promised.get("forbidden_status", 404)
    if "get" in endpoint.promised["methods"]:
        assert endpoint.read(row) == row


@pytest.mark.promises("secured")
def test_an_action_needs_credentials(
    endpoint: Endpoint, action: Any, acting: Callable[[str], Endpoint]
) -> None:
    response = take(acting("anonymous"), action, ready(endpoint, action))

    assert response.status_code == 401


def test_an_action_is_documented(endpoint: Endpoint, action: Any) -> None:
    paths = endpoint.client.get("/openapi.json").json()["paths"]
    found = [paths[path]["post"] for path in paths if path.rstrip("/").endswith(f"}}/{action['name']}")]

    assert found
    assert all({"200", "404", "409", "422"} <= set(each["responses"]) for each in found)
    assert not any("requestBody" in each for each in found)
