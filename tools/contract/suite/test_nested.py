"""A row hangs on its parent, and on no other."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from kit import METHODS, Endpoint, at_once

pytestmark = pytest.mark.promises("parent", "create")


def under(endpoint: Endpoint, parent: str, operation: str, row: Any = None) -> Any:
    """The answer to the operation under that parent."""
    path = endpoint.under(parent)
    path += "" if operation in ("list", "create") else f"/{row[endpoint.id_name]}"
    body = {"json": endpoint.body()} if operation in ("create", "put") else {}
    body = {"json": endpoint.changes()} if operation == "patch" else body
    response = endpoint.client.request(METHODS[operation], path, **body)
    assert response.status_code < 500, response.text
    return response


def test_a_parent_that_is_not_there(endpoint: Endpoint, row: Any, operation: str) -> None:
    assert under(endpoint, endpoint.nobody, operation, row).status_code == 404
    assert under(endpoint, "x", operation, row).status_code == 422


def test_a_row_is_not_found_under_another_parent(endpoint: Endpoint, row: Any, item_operation: str) -> None:
    assert under(endpoint, endpoint.new_parent(), item_operation, row).status_code == 404
    if "get" in endpoint.promised["methods"]:
        assert endpoint.read(row) == row


@pytest.mark.promises("list")
def test_a_list_is_of_the_rows_of_its_parent(endpoint: Endpoint, row: Any) -> None:
    response = under(endpoint, endpoint.new_parent(), "list")

    assert endpoint.items_of(response.json()) == []
    assert row[endpoint.id_name] in endpoint.ids()


def test_a_body_does_not_move_a_row(endpoint: Endpoint, row: Any, write: str) -> None:
    name = endpoint.promised["parent"].get("field", "parent_id")

    response = endpoint.ask(write, row, json=endpoint.with_field(write, name, endpoint.new_parent()))

    moved = response.status_code < 300 and str(endpoint.row_of(response).get(name)) != endpoint.parent
    assert not moved


@pytest.mark.promises("ownership-access")
def test_the_parents_of_others_are_out_of_reach(
    endpoint: Endpoint, row: Any, acting: Callable[[str], Endpoint], operation: str
) -> None:
    response = acting("bob").ask(operation, row)

    assert response.status_code == endpoint.promised.get("forbidden_status", 404)


@pytest.mark.promises("get")
def test_what_becomes_of_rows_when_their_parent_goes(endpoint: Endpoint, row: Any) -> None:
    claim = endpoint.promised["parent"]

    gone = endpoint.client.delete(f"{claim['path']}/{endpoint.parent}")

    if claim.get("on_delete", "cascade") == "cascade":
        assert gone.status_code == 204
        assert endpoint.ask("get", row).status_code == 404
    else:
        assert gone.status_code == 409
        assert endpoint.read(row) == row


def test_rows_made_while_their_parent_goes(endpoint: Endpoint) -> None:
    parent = endpoint.new_parent()
    where = f"{endpoint.promised['parent']['path']}/{parent}"

    *made, gone = at_once(
        9,
        lambda number: (
            (under(endpoint, parent, "create") if number < 8 else endpoint.client.delete(where)).status_code
        ),
    )

    assert set(Counter(made)) <= {201, 404, 409}
    assert gone in (204, 409)


def test_values_are_unique_under_each_parent_or_among_all(endpoint: Endpoint, row: Any, unique: str) -> None:
    response = endpoint.client.post(
        endpoint.under(endpoint.new_parent()), json=endpoint.body(**{unique: row[unique]})
    )

    assert response.status_code in (201, 409)
