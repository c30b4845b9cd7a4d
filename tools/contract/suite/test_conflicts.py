"""The database decides on conflicts, and the answer says which field it is about."""

from typing import Any

import pytest
from kit import Endpoint

pytestmark = pytest.mark.promises("create")


def assert_conflict(response: Any, name: str) -> None:
    """A conflict that names the field."""
    assert response.status_code == 409, response.text
    assert (
        name.removesuffix("_id").replace("_", " ") in str(response.json()["detail"]).replace("_", " ").lower()
    )


def test_a_second_row_with_the_same_value_is_refused(endpoint: Endpoint, row: Any, unique: str) -> None:
    assert_conflict(endpoint.ask("create", json=endpoint.body(**{unique: row[unique]})), unique)


@pytest.mark.promises("get")
@pytest.mark.parametrize("update", ["patch", "put"])
def test_an_update_to_a_taken_value_is_refused(
    endpoint: Endpoint, row: Any, unique: str, update: str
) -> None:
    if update not in endpoint.promised["methods"]:
        pytest.skip(f"not promised: {update}")
    other = endpoint.new()

    response = endpoint.ask(update, other, json=endpoint.with_field(update, unique, row[unique]))

    assert_conflict(response, unique)
    assert endpoint.read(other) == other


@pytest.mark.parametrize("update", ["patch", "put"])
def test_a_row_may_keep_its_own_value(endpoint: Endpoint, row: Any, unique: str, update: str) -> None:
    if update not in endpoint.promised["methods"]:
        pytest.skip(f"not promised: {update}")

    response = endpoint.ask(update, row, json=endpoint.with_field(update, unique, row[unique]))

    assert response.status_code == 200


@pytest.mark.promises("delete")
def test_a_value_is_free_when_its_row_is_gone(endpoint: Endpoint, row: Any, unique: str) -> None:
    endpoint.ask("delete", row)

    assert endpoint.ask("create", json=endpoint.body(**{unique: row[unique]})).status_code == 201


@pytest.mark.promises("ownership-access")
def test_another_user_may_take_the_value(endpoint: Endpoint, row: Any, bob: Endpoint, unique: str) -> None:
    if endpoint.promised.get("unique_scope") != "owner":
        pytest.skip("unique for everybody")

    assert bob.ask("create", json=bob.body(**{unique: row[unique]})).status_code == 201


def test_a_reference_to_nothing_is_refused(
    endpoint: Endpoint, row: Any, write: str, field: str, promised: dict[str, Any]
) -> None:
    if not promised["fields"][field].get("references"):
        pytest.skip("no reference")
    nobody = int(endpoint.nobody) if promised.get("id_type") == "int" else endpoint.nobody

    response = endpoint.ask(write, row, json=endpoint.with_field(write, field, nobody))

    assert response.status_code in (404, 409, 422), response.text
    assert field.removesuffix("_id") in response.text
