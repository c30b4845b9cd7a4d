from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.models.parcel import Parcel

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
UNKNOWN_ID = "7d9f0c6e-0f3a-4c47-9d53-0a4f5f1f4f5e"
numbers = count(100)


def parcel_url(parcel: dict[str, Any]) -> str:
    return f"/api/v1/parcels/{parcel['id']}"


async def create_parcel(
    sessions: async_sessionmaker[AsyncSession], **values: Any
) -> dict[str, Any]:
    number = next(numbers)
    defaults: dict[str, Any] = {
        "name": f"Name {number}",
        "country": "01",
    }
    parcel = Parcel(**defaults | values)
    async with sessions() as session:
        session.add(parcel)
        await session.commit()
        await session.refresh(parcel)
    return {"id": str(parcel.id)}


async def set_parcels(sessions: async_sessionmaker[AsyncSession], **values: Any) -> None:
    """Write these values into every row."""
    async with sessions() as session:
        await session.execute(update(Parcel).values(**values))
        await session.commit()


async def walk(client: AsyncClient, limit: int) -> list[Any]:
    """The ids of all parcels, page by page."""
    ids: list[Any] = []
    for number in range(10):
        params = {"limit": limit, "offset": number * limit}
        response = await client.get("/api/v1/parcels", params=params)
        assert response.status_code == 200, response.text
        rows = response.json()["data"]
        assert 0 < len(rows) <= limit
        ids += [row["id"] for row in rows]
        if not response.json()["has_more"]:
            return ids
    pytest.fail("the pages do not end")


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
async def test_list_parcels_shows_each_once(
    anonymous: AsyncClient, sessions: async_sessionmaker[AsyncSession], limit: int
) -> None:
    created = [await create_parcel(sessions) for _ in range(5)]
    await set_parcels(sessions, created_at=NOON)

    ids = await walk(anonymous, limit)

    assert ids == sorted((parcel["id"] for parcel in created), reverse=True)


async def test_list_parcels_shows_20_unless_told(
    anonymous: AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    for _ in range(21):
        await create_parcel(sessions)

    response = await anonymous.get("/api/v1/parcels")

    assert len(response.json()["data"]) == 20


async def test_list_parcels_may_be_cached(anonymous: AsyncClient) -> None:
    response = await anonymous.get("/api/v1/parcels")

    assert response.headers["Cache-Control"] == "public, max-age=60"


async def test_list_parcels_past_the_end_is_empty(
    anonymous: AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    await create_parcel(sessions)

    response = await anonymous.get("/api/v1/parcels", params={"offset": 1})

    assert response.status_code == 200
    assert response.json()["data"] == []


@pytest.mark.parametrize(
    "params", [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"surprise": "anything"}]
)
async def test_list_parcels_refuses_bad_parameters(
    anonymous: AsyncClient, params: dict[str, Any]
) -> None:
    response = await anonymous.get("/api/v1/parcels", params=params)

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("params", "kept", "dropped"),
    [
        ({"country": "02"}, {"country": "02"}, {"country": "01"}),
        ({"q": "Desk lamp"}, {"name": "Desk lamp"}, {"name": "Reading chair"}),
    ],
)
async def test_list_parcels_filters(
    anonymous: AsyncClient,
    sessions: async_sessionmaker[AsyncSession],
    params: dict[str, Any],
    kept: dict[str, Any],
    dropped: dict[str, Any],
) -> None:
    match = await create_parcel(sessions, **kept)
    await create_parcel(sessions, **dropped)

    response = await anonymous.get("/api/v1/parcels", params=params)

    assert [parcel["id"] for parcel in response.json()["data"]] == [match["id"]]


async def test_get_parcel(
    anonymous: AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    parcel = await create_parcel(sessions)

    response = await anonymous.get(parcel_url(parcel))

    assert response.status_code == 200
    assert response.json()["id"] == parcel["id"]
    assert response.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("method", ["GET"])
async def test_unknown_parcel_is_not_found(anonymous: AsyncClient, method: str) -> None:
    response = await anonymous.request(method, parcel_url({"id": UNKNOWN_ID}))

    assert response.status_code == 404
