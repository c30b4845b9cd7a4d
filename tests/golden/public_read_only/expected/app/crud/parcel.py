from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.parcel import Parcel
from app.schemas.parcel import ParcelQuery


async def list_parcels(session: AsyncSession, query: ParcelQuery) -> tuple[Sequence[Parcel], bool]:
    statement = select(Parcel)
    if query.country is not None:
        statement = statement.where(Parcel.country == query.country)
    if query.q:
        statement = statement.where(Parcel.name.icontains(query.q, autoescape=True))
    statement = statement.order_by(Parcel.created_at.desc(), Parcel.id.desc())
    rows = (await session.scalars(statement.offset(query.offset).limit(query.limit + 1))).all()
    return rows[: query.limit], len(rows) > query.limit


async def get_parcel(session: AsyncSession, parcel_id: UUID) -> Parcel | None:
    rows = await session.scalars(select(Parcel).where(Parcel.id == parcel_id))
    return rows.one_or_none()
