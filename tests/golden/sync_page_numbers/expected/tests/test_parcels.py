from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text, update
from sqlalchemy.orm import Session, sessionmaker

from app.models.parcel import Parcel
from app.models.user import User

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
UNKNOWN_ID = 999_999
ITEM_REQUESTS: list[tuple[str, dict[str, Any] | None]] = [
    ("GET", None),
    ("PATCH", {"title": "Notes on gardening"}),
    (
        "PUT",
        {"title": "Notes on gardening", "price": "20.99", "note": "Leave it with the neighbours."},
    ),
    ("DELETE", None),
]
REFUSED = [
    ("title", "x" * 81),
    ("title", "a\x00b"),
    ("title", " "),
    ("price", "-0.01"),
    ("price", "10000000000.00"),
    ("price", "0.001"),
    ("price", "NaN"),
    ("price", "Infinity"),
    ("note", "x" * 10001),
    ("note", "a\x00b"),
]


def parcel_url(parcel: dict[str, Any]) -> str:
    return f"/api/v1/parcels/{parcel['id']}"


def new_parcel(**values: Any) -> dict[str, Any]:
    return {
        "title": "A walk by the river",
        "price": "19.99",
        "note": "Please ring twice.",
        **values,
    }


def create_parcel(client: TestClient, **values: Any) -> dict[str, Any]:
    response = client.post("/api/v1/parcels", json=new_parcel(**values))
    assert response.status_code == 201, response.text
    parcel: dict[str, Any] = response.json()
    return parcel


def set_parcels(sessions: sessionmaker[Session], **values: Any) -> None:
    """Write these values into every row."""
    with sessions() as session:
        session.execute(update(Parcel).values(**values))
        session.commit()


def walk(client: TestClient, limit: int) -> list[Any]:
    """The ids of all parcels, page by page."""
    ids: list[Any] = []
    for number in range(10):
        params = {"page_size": limit, "page": number + 1}
        response = client.get("/api/v1/parcels", params=params)
        assert response.status_code == 200, response.text
        rows = response.json()["items"]
        if not rows:
            return ids
        assert len(rows) <= limit
        ids += [row["id"] for row in rows]
    pytest.fail("the pages do not end")


def at_once(sessions: sessionmaker[Session], call: Callable[[], Any]) -> list[int]:
    """The status codes of 10 calls, all begun before one of them writes."""
    with ThreadPoolExecutor(10) as pool:
        with sessions() as session:
            session.execute(text("BEGIN IMMEDIATE"))
            calls = [pool.submit(call) for _ in range(10)]
            wait(calls, timeout=0.2)
        return sorted(call.result().status_code for call in calls)


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_list_parcels_shows_each_once(
    user_client: TestClient, sessions: sessionmaker[Session], limit: int
) -> None:
    created = [create_parcel(user_client) for _ in range(5)]
    set_parcels(sessions, created_at=NOON)

    ids = walk(user_client, limit)

    assert ids == sorted((parcel["id"] for parcel in created), reverse=True)


def test_list_parcels_shows_20_unless_told(user_client: TestClient) -> None:
    for _ in range(21):
        create_parcel(user_client)

    response = user_client.get("/api/v1/parcels")

    assert len(response.json()["items"]) == 20


def test_list_parcels_counts_them_all(user_client: TestClient) -> None:
    for _ in range(3):
        create_parcel(user_client)

    response = user_client.get("/api/v1/parcels", params={"page_size": 1})

    assert response.json()["total"] == 3


@pytest.mark.parametrize(
    "params",
    [
        {"page_size": 0},
        {"page_size": 101},
        {"page": -1},
        {"sort": "nonsense"},
        {"surprise": "anything"},
    ],
)
def test_list_parcels_refuses_bad_parameters(
    user_client: TestClient, params: dict[str, Any]
) -> None:
    response = user_client.get("/api/v1/parcels", params=params)

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("sort", "before", "first", "after"),
    [
        ("price", {"price": "20.99"}, {"price": "19.99"}, {"price": "21.99"}),
        ("-price", {"price": "20.99"}, {"price": "21.99"}, {"price": "19.99"}),
    ],
)
def test_list_parcels_sorts(
    user_client: TestClient,
    sort: str,
    before: dict[str, Any],
    first: dict[str, Any],
    after: dict[str, Any],
) -> None:
    create_parcel(user_client, **before)
    parcel = create_parcel(user_client, **first)
    create_parcel(user_client, **after)

    response = user_client.get("/api/v1/parcels", params={"sort": sort})

    assert response.json()["items"][0]["id"] == parcel["id"]


def test_list_parcels_leaves_out_those_of_other_users(
    user_client: TestClient, sign_in: Callable[[User], None], other_user: User
) -> None:
    create_parcel(user_client)
    sign_in(other_user)

    response = user_client.get("/api/v1/parcels")

    assert response.status_code == 200
    assert response.json()["items"] == []
    assert response.json()["total"] == 0


def test_create_parcel(user_client: TestClient) -> None:
    values = new_parcel()

    response = user_client.post("/api/v1/parcels", json=values)

    assert response.status_code == 201
    body = response.json()
    assert body["title"] == values["title"]
    assert body["note"] == values["note"]
    assert Decimal(body["price"]) == Decimal(values["price"])
    assert user_client.get(parcel_url(body)).json() == body


def test_create_parcel_says_where_it_is(user_client: TestClient) -> None:
    response = user_client.post("/api/v1/parcels", json=new_parcel())

    assert response.headers["Location"].endswith(parcel_url(response.json()))


def test_create_parcel_fills_in_what_is_omitted(user_client: TestClient) -> None:
    values = new_parcel()
    for field in ["price", "note"]:
        del values[field]

    response = user_client.post("/api/v1/parcels", json=values)

    assert response.status_code == 201
    assert response.json()["note"] is None


@pytest.mark.parametrize("field", ["title"])
def test_create_parcel_needs_the_required_fields(user_client: TestClient, field: str) -> None:
    values = new_parcel()
    del values[field]

    response = user_client.post("/api/v1/parcels", json=values)

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "x" * 80), ("price", "0"), ("price", "9999999999.99"), ("note", "x" * 10000)],
)
def test_create_parcel_takes_values_at_the_bounds(
    user_client: TestClient, field: str, value: Any
) -> None:
    response = user_client.post("/api/v1/parcels", json=new_parcel(**{field: value}))

    assert response.status_code == 201


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_create_parcel_refuses_values_beyond_the_bounds(
    user_client: TestClient, field: str, value: Any
) -> None:
    response = user_client.post("/api/v1/parcels", json=new_parcel(**{field: value}))

    assert response.status_code == 422


@pytest.mark.parametrize("field", ["id", "created_at", "owner_id", "surprise"])
def test_create_parcel_refuses_fields_it_does_not_take(user_client: TestClient, field: str) -> None:
    response = user_client.post("/api/v1/parcels", json=new_parcel(**{field: "anything"}))

    assert response.status_code == 422


def test_get_parcel(user_client: TestClient) -> None:
    parcel = create_parcel(user_client)

    response = user_client.get(parcel_url(parcel))

    assert response.status_code == 200
    assert response.json() == parcel


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Notes on gardening"),
        ("price", "20.99"),
        ("note", "Leave it with the neighbours."),
    ],
)
def test_update_parcel_changes_the_field_sent_and_no_other(
    user_client: TestClient, field: str, value: Any
) -> None:
    parcel = create_parcel(user_client)

    response = user_client.patch(parcel_url(parcel), json={field: value})

    assert response.status_code == 200
    updated = response.json()
    assert updated[field] != parcel[field]
    for other in parcel.keys() - {field, "updated_at"}:
        assert updated[other] == parcel[other]
    assert user_client.get(parcel_url(parcel)).json() == updated


def test_update_parcel_with_nothing_changes_nothing(user_client: TestClient) -> None:
    parcel = create_parcel(user_client)

    response = user_client.patch(parcel_url(parcel), json={})

    assert response.status_code == 200
    assert response.json() == parcel


@pytest.mark.parametrize("field", ["note"])
def test_update_parcel_clears_optional_fields(user_client: TestClient, field: str) -> None:
    parcel = create_parcel(user_client)

    response = user_client.patch(parcel_url(parcel), json={field: None})

    assert response.status_code == 200
    assert response.json()[field] is None


@pytest.mark.parametrize("field", ["title", "price"])
def test_update_parcel_refuses_null(user_client: TestClient, field: str) -> None:
    parcel = create_parcel(user_client)

    response = user_client.patch(parcel_url(parcel), json={field: None})

    assert response.status_code == 422


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_update_parcel_refuses_values_beyond_the_bounds(
    user_client: TestClient, field: str, value: Any
) -> None:
    parcel = create_parcel(user_client)

    response = user_client.patch(parcel_url(parcel), json={field: value})

    assert response.status_code == 422


@pytest.mark.parametrize("field", ["id", "owner_id", "surprise"])
def test_update_parcel_refuses_fields_it_does_not_take(user_client: TestClient, field: str) -> None:
    parcel = create_parcel(user_client)

    response = user_client.patch(parcel_url(parcel), json={field: "anything"})

    assert response.status_code == 422


def test_update_parcel_moves_updated_at_only(
    user_client: TestClient, sessions: sessionmaker[Session]
) -> None:
    parcel = create_parcel(user_client)
    set_parcels(sessions, created_at=NOON, updated_at=NOON)
    before = user_client.get(parcel_url(parcel)).json()

    after = user_client.patch(parcel_url(parcel), json={"title": "Notes on gardening"}).json()

    assert after["updated_at"] > before["updated_at"]
    assert after["created_at"] == before["created_at"]


def test_replace_parcel(user_client: TestClient) -> None:
    parcel = create_parcel(user_client)
    values = new_parcel()

    response = user_client.put(parcel_url(parcel), json=values)

    assert response.status_code == 200
    body = response.json()
    assert body["id"] == parcel["id"]
    assert body["title"] == values["title"]
    assert body["note"] == values["note"]
    assert Decimal(body["price"]) == Decimal(values["price"])
    assert user_client.get(parcel_url(parcel)).json() == body


def test_replace_parcel_resets_what_is_omitted(user_client: TestClient) -> None:
    parcel = create_parcel(user_client)
    values = new_parcel()
    for field in ["price", "note"]:
        del values[field]

    response = user_client.put(parcel_url(parcel), json=values)

    assert response.status_code == 200
    assert response.json()["note"] is None


@pytest.mark.parametrize("field", ["title"])
def test_replace_parcel_needs_the_required_fields(user_client: TestClient, field: str) -> None:
    parcel = create_parcel(user_client)
    values = new_parcel()
    del values[field]

    response = user_client.put(parcel_url(parcel), json=values)

    assert response.status_code == 422


def test_delete_parcel(user_client: TestClient) -> None:
    parcel = create_parcel(user_client)

    response = user_client.delete(parcel_url(parcel))

    assert response.status_code == 204
    assert response.content == b""
    again = user_client.get(parcel_url(parcel))
    assert again.status_code == 404


def test_delete_parcel_many_times_at_once(
    user_client: TestClient, sessions: sessionmaker[Session]
) -> None:
    parcel = create_parcel(user_client)

    statuses = at_once(sessions, lambda: user_client.delete(parcel_url(parcel)))

    assert statuses == [204] + [404] * 9


@pytest.mark.parametrize(("method", "values"), ITEM_REQUESTS)
def test_unknown_parcel_is_not_found(
    user_client: TestClient, method: str, values: dict[str, Any] | None
) -> None:
    response = user_client.request(method, parcel_url({"id": UNKNOWN_ID}), json=values)

    assert response.status_code == 404


@pytest.mark.parametrize(("method", "values"), ITEM_REQUESTS)
def test_parcel_of_another_user_is_forbidden(
    user_client: TestClient,
    sign_in: Callable[[User], None],
    user: User,
    other_user: User,
    method: str,
    values: dict[str, Any] | None,
) -> None:
    parcel = create_parcel(user_client)
    sign_in(other_user)

    response = user_client.request(method, parcel_url(parcel), json=values)

    assert response.status_code == 403
    sign_in(user)
    assert user_client.get(parcel_url(parcel)).json() == parcel


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "/api/v1/parcels"),
        ("POST", "/api/v1/parcels"),
        ("GET", "/api/v1/parcels/1"),
        ("PATCH", "/api/v1/parcels/1"),
        ("PUT", "/api/v1/parcels/1"),
        ("DELETE", "/api/v1/parcels/1"),
    ],
)
def test_parcels_need_credentials(anonymous: TestClient, method: str, url: str) -> None:
    response = anonymous.request(method, url)

    assert response.status_code == 401
