import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import update
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.parcel import Parcel
from app.models.user import User

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
UNKNOWN_ID = "7d9f0c6e-0f3a-4c47-9d53-0a4f5f1f4f5e"
ITEM_REQUESTS: list[tuple[str, dict[str, Any] | None]] = [
    ("GET", None),
    ("PATCH", {"tracking": "TR-2"}),
    (
        "PUT",
        {
            "tracking": "TR-2",
            "carrier": "ups",
            "weight": "20.990",
            "note": "Leave it with the neighbours.",
            "shipped_at": "2025-01-15T13:00:00Z",
        },
    ),
    ("DELETE", None),
]
REFUSED = [
    ("tracking", "x" * 41),
    ("tracking", "a\x00b"),
    ("tracking", " "),
    ("carrier", "unknown"),
    ("weight", "0.000"),
    ("weight", "100000.000"),
    ("weight", "0.0011"),
    ("weight", "NaN"),
    ("weight", "Infinity"),
    ("note", "x" * 10001),
    ("note", "a\x00b"),
    ("shipped_at", "2025-01-15T12:00:00"),
    ("shipped_at", "0001-01-01T00:00:00+14:00"),
    ("shipped_at", 0),
]
numbers = count(100)


def parcel_url(parcel: dict[str, Any]) -> str:
    return f"/api/v1/parcels/{parcel['id']}"


def new_parcel(**values: Any) -> dict[str, Any]:
    number = next(numbers)
    return {
        "tracking": f"TR-{number}",
        "carrier": "dhl",
        "weight": "19.990",
        "note": "Please ring twice.",
        "shipped_at": "2025-01-15T12:00:00Z",
        **values,
    }


async def create_parcel(client: AsyncClient, **values: Any) -> dict[str, Any]:
    response = await client.post("/api/v1/parcels", json=new_parcel(**values))
    assert response.status_code == 201, response.text
    parcel: dict[str, Any] = response.json()
    return parcel


async def set_parcels(sessions: async_sessionmaker[AsyncSession], **values: Any) -> None:
    """Write these values into every row."""
    async with sessions() as session:
        await session.exec(update(Parcel).values(**values))
        await session.commit()


async def walk(client: AsyncClient, limit: int, **params: Any) -> list[Any]:
    """The ids of all parcels, page by page."""
    ids: list[Any] = []
    for _ in range(10):
        response = await client.get("/api/v1/parcels", params={"limit": limit, **params})
        assert response.status_code == 200, response.text
        page = response.json()
        assert 0 < len(page["data"]) <= limit
        assert page["has_more"] is (page["next_cursor"] is not None)
        ids += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            return ids
        assert len(page["data"]) == limit
        params["cursor"] = page["next_cursor"]
    pytest.fail("the pages do not end")


async def at_once(*calls: Awaitable[Response]) -> list[int]:
    """The status codes of calls that are made at the same time."""
    responses = await asyncio.gather(*calls)
    return sorted(response.status_code for response in responses)


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
async def test_list_parcels_shows_each_once(
    user_client: AsyncClient, sessions: async_sessionmaker[AsyncSession], limit: int
) -> None:
    created = [await create_parcel(user_client) for _ in range(5)]
    await set_parcels(sessions, created_at=NOON)

    ids = await walk(user_client, limit)

    assert ids == sorted((parcel["id"] for parcel in created), reverse=True)


async def test_list_parcels_shows_20_unless_told(user_client: AsyncClient) -> None:
    for _ in range(21):
        await create_parcel(user_client)

    response = await user_client.get("/api/v1/parcels")

    assert len(response.json()["data"]) == 20


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0},
        {"limit": 101},
        {"cursor": "x"},
        {"cursor": "nonsense"},
        {"sort": "nonsense"},
        {"surprise": "anything"},
        {"carrier": "unknown"},
    ],
)
async def test_list_parcels_refuses_bad_parameters(
    user_client: AsyncClient, params: dict[str, Any]
) -> None:
    response = await user_client.get("/api/v1/parcels", params=params)

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("params", "kept", "dropped"), [({"carrier": "ups"}, {"carrier": "ups"}, {"carrier": "dhl"})]
)
async def test_list_parcels_filters(
    user_client: AsyncClient, params: dict[str, Any], kept: dict[str, Any], dropped: dict[str, Any]
) -> None:
    match = await create_parcel(user_client, **kept)
    await create_parcel(user_client, **dropped)

    response = await user_client.get("/api/v1/parcels", params=params)

    assert [parcel["id"] for parcel in response.json()["data"]] == [match["id"]]


@pytest.mark.parametrize(
    ("sort", "before", "first", "after"),
    [
        (
            "shipped_at",
            {"shipped_at": "2025-01-15T13:00:00Z"},
            {"shipped_at": "2025-01-15T12:00:00Z"},
            {"shipped_at": "2025-01-15T14:00:00Z"},
        ),
        (
            "-shipped_at",
            {"shipped_at": "2025-01-15T13:00:00Z"},
            {"shipped_at": "2025-01-15T14:00:00Z"},
            {"shipped_at": "2025-01-15T12:00:00Z"},
        ),
    ],
)
async def test_list_parcels_sorts(
    user_client: AsyncClient,
    sort: str,
    before: dict[str, Any],
    first: dict[str, Any],
    after: dict[str, Any],
) -> None:
    await create_parcel(user_client, **before)
    parcel = await create_parcel(user_client, **first)
    await create_parcel(user_client, **after)

    response = await user_client.get("/api/v1/parcels", params={"sort": sort})

    assert response.json()["data"][0]["id"] == parcel["id"]


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "shipped_at", "-shipped_at"])
async def test_list_parcels_shows_each_once_in_any_order(
    user_client: AsyncClient, sort: str
) -> None:
    created = [
        await create_parcel(user_client, **values)
        for values in (
            {"shipped_at": "2025-01-15T12:00:00Z"},
            {"shipped_at": "2025-01-15T13:00:00Z"},
            {"shipped_at": None},
        )
        for _ in range(2)
    ]

    ids = await walk(user_client, 1, sort=sort)

    assert sorted(ids) == sorted(parcel["id"] for parcel in created)


async def test_list_parcels_leaves_out_those_of_other_users(
    user_client: AsyncClient, sign_in: Callable[[User], None], other_user: User
) -> None:
    await create_parcel(user_client)
    sign_in(other_user)

    response = await user_client.get("/api/v1/parcels")

    assert response.status_code == 200
    assert response.json()["data"] == []


async def test_create_parcel(user_client: AsyncClient) -> None:
    values = new_parcel()

    response = await user_client.post("/api/v1/parcels", json=values)

    assert response.status_code == 201
    body = response.json()
    assert body["tracking"] == values["tracking"]
    assert body["carrier"] == values["carrier"]
    assert body["note"] == values["note"]
    assert body["shipped_at"] == values["shipped_at"]
    assert Decimal(body["weight"]) == Decimal(values["weight"])
    assert (await user_client.get(parcel_url(body))).json() == body


async def test_create_parcel_says_where_it_is(user_client: AsyncClient) -> None:
    response = await user_client.post("/api/v1/parcels", json=new_parcel())

    assert response.headers["Location"].endswith(parcel_url(response.json()))


async def test_create_parcel_fills_in_what_is_omitted(user_client: AsyncClient) -> None:
    values = new_parcel()
    for field in ["note", "shipped_at"]:
        del values[field]

    response = await user_client.post("/api/v1/parcels", json=values)

    assert response.status_code == 201
    assert response.json()["note"] is None
    assert response.json()["shipped_at"] is None


@pytest.mark.parametrize("field", ["tracking", "carrier", "weight"])
async def test_create_parcel_needs_the_required_fields(
    user_client: AsyncClient, field: str
) -> None:
    values = new_parcel()
    del values[field]

    response = await user_client.post("/api/v1/parcels", json=values)

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tracking", "x" * 40),
        ("carrier", "dhl"),
        ("carrier", "ups"),
        ("weight", "0.001"),
        ("weight", "99999.999"),
        ("note", "x" * 10000),
    ],
)
async def test_create_parcel_takes_values_at_the_bounds(
    user_client: AsyncClient, field: str, value: Any
) -> None:
    response = await user_client.post("/api/v1/parcels", json=new_parcel(**{field: value}))

    assert response.status_code == 201


@pytest.mark.parametrize(("field", "value"), REFUSED)
async def test_create_parcel_refuses_values_beyond_the_bounds(
    user_client: AsyncClient, field: str, value: Any
) -> None:
    response = await user_client.post("/api/v1/parcels", json=new_parcel(**{field: value}))

    assert response.status_code == 422


@pytest.mark.parametrize("field", ["id", "created_at", "owner_id", "surprise"])
async def test_create_parcel_refuses_fields_it_does_not_take(
    user_client: AsyncClient, field: str
) -> None:
    response = await user_client.post("/api/v1/parcels", json=new_parcel(**{field: "anything"}))

    assert response.status_code == 422


async def test_create_parcel_with_a_taken_tracking(user_client: AsyncClient) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.post(
        "/api/v1/parcels", json=new_parcel(tracking=parcel["tracking"])
    )

    assert response.status_code == 409


async def test_create_parcel_with_the_tracking_of_another_user(
    user_client: AsyncClient, sign_in: Callable[[User], None], other_user: User
) -> None:
    parcel = await create_parcel(user_client)
    sign_in(other_user)

    response = await user_client.post(
        "/api/v1/parcels", json=new_parcel(tracking=parcel["tracking"])
    )

    assert response.status_code == 201


async def test_create_parcel_many_times_at_once(user_client: AsyncClient) -> None:
    values = new_parcel()

    statuses = await at_once(*(user_client.post("/api/v1/parcels", json=values) for _ in range(10)))

    assert statuses == [201] + [409] * 9


async def test_get_parcel(user_client: AsyncClient) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.get(parcel_url(parcel))

    assert response.status_code == 200
    assert response.json() == parcel


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tracking", "TR-2"),
        ("carrier", "ups"),
        ("weight", "20.990"),
        ("note", "Leave it with the neighbours."),
        ("shipped_at", "2025-01-15T13:00:00Z"),
    ],
)
async def test_update_parcel_changes_the_field_sent_and_no_other(
    user_client: AsyncClient, field: str, value: Any
) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.patch(parcel_url(parcel), json={field: value})

    assert response.status_code == 200
    updated = response.json()
    assert updated[field] != parcel[field]
    for other in parcel.keys() - {field, "updated_at"}:
        assert updated[other] == parcel[other]
    assert (await user_client.get(parcel_url(parcel))).json() == updated


async def test_update_parcel_with_nothing_changes_nothing(user_client: AsyncClient) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.patch(parcel_url(parcel), json={})

    assert response.status_code == 200
    assert response.json() == parcel


@pytest.mark.parametrize("field", ["note", "shipped_at"])
async def test_update_parcel_clears_optional_fields(user_client: AsyncClient, field: str) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.patch(parcel_url(parcel), json={field: None})

    assert response.status_code == 200
    assert response.json()[field] is None


@pytest.mark.parametrize("field", ["tracking", "carrier", "weight"])
async def test_update_parcel_refuses_null(user_client: AsyncClient, field: str) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.patch(parcel_url(parcel), json={field: None})

    assert response.status_code == 422


@pytest.mark.parametrize(("field", "value"), REFUSED)
async def test_update_parcel_refuses_values_beyond_the_bounds(
    user_client: AsyncClient, field: str, value: Any
) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.patch(parcel_url(parcel), json={field: value})

    assert response.status_code == 422


@pytest.mark.parametrize("field", ["id", "owner_id", "surprise"])
async def test_update_parcel_refuses_fields_it_does_not_take(
    user_client: AsyncClient, field: str
) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.patch(parcel_url(parcel), json={field: "anything"})

    assert response.status_code == 422


async def test_update_parcel_to_a_taken_tracking(user_client: AsyncClient) -> None:
    taken = await create_parcel(user_client)
    parcel = await create_parcel(user_client)

    response = await user_client.patch(parcel_url(parcel), json={"tracking": taken["tracking"]})

    assert response.status_code == 409


async def test_update_parcel_moves_updated_at_only(
    user_client: AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    parcel = await create_parcel(user_client)
    await set_parcels(sessions, created_at=NOON, updated_at=NOON)
    before = (await user_client.get(parcel_url(parcel))).json()

    after = (await user_client.patch(parcel_url(parcel), json={"tracking": "TR-2"})).json()

    assert after["updated_at"] > before["updated_at"]
    assert after["created_at"] == before["created_at"]


async def test_replace_parcel(user_client: AsyncClient) -> None:
    parcel = await create_parcel(user_client)
    values = new_parcel()

    response = await user_client.put(parcel_url(parcel), json=values)

    assert response.status_code == 200
    body = response.json()
    assert body["id"] == parcel["id"]
    assert body["tracking"] == values["tracking"]
    assert body["carrier"] == values["carrier"]
    assert body["note"] == values["note"]
    assert body["shipped_at"] == values["shipped_at"]
    assert Decimal(body["weight"]) == Decimal(values["weight"])
    assert (await user_client.get(parcel_url(parcel))).json() == body


async def test_replace_parcel_resets_what_is_omitted(user_client: AsyncClient) -> None:
    parcel = await create_parcel(user_client)
    values = new_parcel()
    for field in ["note", "shipped_at"]:
        del values[field]

    response = await user_client.put(parcel_url(parcel), json=values)

    assert response.status_code == 200
    assert response.json()["note"] is None
    assert response.json()["shipped_at"] is None


@pytest.mark.parametrize("field", ["tracking", "carrier", "weight"])
async def test_replace_parcel_needs_the_required_fields(
    user_client: AsyncClient, field: str
) -> None:
    parcel = await create_parcel(user_client)
    values = new_parcel()
    del values[field]

    response = await user_client.put(parcel_url(parcel), json=values)

    assert response.status_code == 422


async def test_replace_parcel_with_a_taken_tracking(user_client: AsyncClient) -> None:
    taken = await create_parcel(user_client)
    parcel = await create_parcel(user_client)

    response = await user_client.put(
        parcel_url(parcel), json=new_parcel(tracking=taken["tracking"])
    )

    assert response.status_code == 409


async def test_delete_parcel(user_client: AsyncClient) -> None:
    parcel = await create_parcel(user_client)

    response = await user_client.delete(parcel_url(parcel))

    assert response.status_code == 204
    assert response.content == b""
    again = await user_client.get(parcel_url(parcel))
    assert again.status_code == 404


async def test_delete_parcel_many_times_at_once(user_client: AsyncClient) -> None:
    parcel = await create_parcel(user_client)

    statuses = await at_once(*(user_client.delete(parcel_url(parcel)) for _ in range(10)))

    assert statuses == [204] + [404] * 9


@pytest.mark.parametrize(("method", "values"), ITEM_REQUESTS)
async def test_unknown_parcel_is_not_found(
    user_client: AsyncClient, method: str, values: dict[str, Any] | None
) -> None:
    response = await user_client.request(method, parcel_url({"id": UNKNOWN_ID}), json=values)

    assert response.status_code == 404


@pytest.mark.parametrize(("method", "values"), ITEM_REQUESTS)
async def test_parcel_of_another_user_is_not_found(
    user_client: AsyncClient,
    sign_in: Callable[[User], None],
    user: User,
    other_user: User,
    method: str,
    values: dict[str, Any] | None,
) -> None:
    parcel = await create_parcel(user_client)
    sign_in(other_user)

    response = await user_client.request(method, parcel_url(parcel), json=values)

    assert response.status_code == 404
    sign_in(user)
    assert (await user_client.get(parcel_url(parcel))).json() == parcel


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "/api/v1/parcels"),
        ("POST", "/api/v1/parcels"),
        ("GET", "/api/v1/parcels/00000000-0000-0000-0000-000000000000"),
        ("PATCH", "/api/v1/parcels/00000000-0000-0000-0000-000000000000"),
        ("PUT", "/api/v1/parcels/00000000-0000-0000-0000-000000000000"),
        ("DELETE", "/api/v1/parcels/00000000-0000-0000-0000-000000000000"),
    ],
)
async def test_parcels_need_credentials(anonymous: AsyncClient, method: str, url: str) -> None:
    response = await anonymous.request(method, url)

    assert response.status_code == 401
