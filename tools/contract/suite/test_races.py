"""What the database decides when many ask at once."""

from collections import Counter
from typing import Any

import pytest
from kit import Endpoint, at_once

pytestmark = pytest.mark.promises("create")


def statuses(responses: Any) -> Counter[int]:
    """How often each status was answered."""
    return Counter(response.status_code for response in responses)


def test_of_20_equal_creates_one_is_made(endpoint: Endpoint, unique: str) -> None:
    bodies = [endpoint.body(**{unique: endpoint.body()[unique]})] * 20

    answered = at_once(20, lambda number: endpoint.ask("create", json=bodies[number]))

    assert statuses(answered) == {201: 1, 409: 19}
    assert endpoint.ask("create").status_code == 201


@pytest.mark.promises("delete")
def test_of_10_deletes_one_is_done(endpoint: Endpoint, row: Any) -> None:
    answered = at_once(10, lambda _: endpoint.ask("delete", row))

    assert statuses(answered) == {204: 1, 404: 9}


@pytest.mark.promises("patch", "delete")
@pytest.mark.parametrize("update", ["patch", "put"])
def test_an_update_beside_a_delete_is_done_or_finds_nothing(endpoint: Endpoint, update: str) -> None:
    if update not in endpoint.promised["methods"]:
        pytest.skip(f"not promised: {update}")
    for _ in range(8):
        row = endpoint.new()
        *updates, deleted = at_once(
            6, lambda number, row=row: endpoint.ask(update if number < 5 else "delete", row)
        )
        assert set(statuses(updates)) <= {200, 404}
        assert deleted.status_code == 204
        assert endpoint.ask("delete", row).status_code == 404


@pytest.mark.promises("patch")
def test_of_many_renames_to_one_name_one_is_done(endpoint: Endpoint, unique: str) -> None:
    rows = [endpoint.new() for _ in range(8)]
    name = endpoint.body()[unique]

    answered = at_once(8, lambda number: endpoint.ask("patch", rows[number], json={unique: name}))

    assert statuses(answered) == {200: 1, 409: 7}


@pytest.mark.promises("patch", "get")
def test_updates_of_different_fields_lose_nothing(endpoint: Endpoint, row: Any) -> None:
    changes = endpoint.changes()
    names = list(changes)

    at_once(
        len(names), lambda number: endpoint.ask("patch", row, json={names[number]: changes[names[number]]})
    )

    alone = endpoint.ask(
        "patch",
        endpoint.new(),
        json=endpoint.changes(**{n: changes[n] for n in names if n not in unique_names(endpoint)}),
    )
    wanted, got = endpoint.row_of(alone), endpoint.read(row)
    assert {n: got[n] for n in names if n in got and n not in unique_names(endpoint)} == {
        n: wanted[n] for n in names if n in wanted and n not in unique_names(endpoint)
    }


def unique_names(endpoint: Endpoint) -> set[str]:
    """Fields that no two rows share."""
    return {name for name in endpoint.promised["create"] if "{n}" in str(endpoint.promised["create"][name])}


@pytest.mark.promises("list")
def test_lists_beside_creates_and_deletes_stand(endpoint: Endpoint, promised: dict[str, Any]) -> None:
    def turn(number: int) -> int:
        if number % 3 == 0:
            return endpoint.ask("list").status_code
        made = endpoint.ask("create")
        if number % 3 == 1 and "delete" in promised["methods"]:
            return endpoint.ask("delete", endpoint.row_of(made)).status_code
        return made.status_code

    assert set(at_once(18, turn)) <= {200, 201, 204}


def test_conflicts_leave_the_pool_whole(endpoint: Endpoint, unique: str) -> None:
    taken = endpoint.new()[unique]

    at_once(30, lambda _: endpoint.ask("create", json=endpoint.body(**{unique: taken})))

    assert set(statuses(at_once(20, lambda _: endpoint.ask("create")))) == {201}
