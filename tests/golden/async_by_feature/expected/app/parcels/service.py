from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.conflicts import conflict
from app.core.keyset import Keyset, Page
from app.parcels.models import Parcel
from app.parcels.schemas import ParcelCreate, ParcelQuery, ParcelUpdate

ORDERS = {
    "created_at": Keyset(Parcel.created_at, Parcel.id),
    "-created_at": Keyset(Parcel.created_at, Parcel.id, descending=True),
    "shipped_at": Keyset(Parcel.shipped_at, Parcel.id),
    "-shipped_at": Keyset(Parcel.shipped_at, Parcel.id, descending=True),
}


async def list_parcels(
    session: AsyncSession, query: ParcelQuery, *, owner_id: UUID
) -> Page[Parcel]:
    statement = select(Parcel).where(Parcel.owner_id == owner_id)
    if query.carrier is not None:
        statement = statement.where(Parcel.carrier == query.carrier)
    order = ORDERS[query.sort]
    rows = (await session.scalars(order.select(statement, query.cursor, query.limit))).all()
    return order.page(rows, query.limit)


async def create_parcel(session: AsyncSession, data: ParcelCreate, *, owner_id: UUID) -> Parcel:
    parcel = Parcel(**data.model_dump(), owner_id=owner_id)
    session.add(parcel)
    try:
        await session.commit()
    except IntegrityError as error:
        await session.rollback()
        raise conflict(error, Parcel) from error
    return parcel


async def get_parcel(session: AsyncSession, parcel_id: UUID, *, owner_id: UUID) -> Parcel | None:
    rows = await session.scalars(
        select(Parcel).where(Parcel.id == parcel_id, Parcel.owner_id == owner_id)
    )
    return rows.one_or_none()


async def update_parcel(
    session: AsyncSession, parcel_id: UUID, data: ParcelUpdate, *, owner_id: UUID
) -> Parcel | None:
    changes = data.model_dump()
    if not changes:
        return await get_parcel(session, parcel_id, owner_id=owner_id)
    statement = (
        update(Parcel)
        .where(Parcel.id == parcel_id, Parcel.owner_id == owner_id)
        .values(**changes)
        .returning(Parcel)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    try:
        parcel = await session.scalar(statement)
        await session.commit()
    except IntegrityError as error:
        await session.rollback()
        raise conflict(error, Parcel) from error
    return parcel


async def replace_parcel(
    session: AsyncSession, parcel_id: UUID, data: ParcelCreate, *, owner_id: UUID
) -> Parcel | None:
    statement = (
        update(Parcel)
        .where(Parcel.id == parcel_id, Parcel.owner_id == owner_id)
        .values(**data.model_dump())
        .returning(Parcel)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    try:
        parcel = await session.scalar(statement)
        await session.commit()
    except IntegrityError as error:
        await session.rollback()
        raise conflict(error, Parcel) from error
    return parcel


async def delete_parcel(session: AsyncSession, parcel_id: UUID, *, owner_id: UUID) -> bool:
    statement = (
        delete(Parcel)
        .where(Parcel.id == parcel_id, Parcel.owner_id == owner_id)
        .returning(Parcel.id)
    )
    deleted = await session.scalar(statement)
    await session.commit()
    return deleted is not None
