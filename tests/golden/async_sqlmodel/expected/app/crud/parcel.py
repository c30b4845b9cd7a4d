from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.conflicts import conflict
from app.core.keyset import Keyset, Page
from app.models.parcel import Parcel
from app.schemas.parcel import ParcelCreate, ParcelQuery, ParcelUpdate

ORDERS = {
    "created_at": Keyset(Parcel.created_at, Parcel.id),
    "-created_at": Keyset(Parcel.created_at, Parcel.id, descending=True),
    "shipped_at": Keyset(Parcel.shipped_at, Parcel.id),
    "-shipped_at": Keyset(Parcel.shipped_at, Parcel.id, descending=True),
}


async def list_parcels(
    session: AsyncSession, query: ParcelQuery, *, owner_id: UUID
) -> Page[Parcel]:
    statement = select(Parcel).where(col(Parcel.owner_id) == owner_id)
    if query.carrier is not None:
        statement = statement.where(col(Parcel.carrier) == query.carrier)
    order = ORDERS[query.sort]
    rows = (await session.exec(order.select(statement, query.cursor, query.limit))).all()
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
    rows = await session.exec(
        select(Parcel).where(col(Parcel.id) == parcel_id, col(Parcel.owner_id) == owner_id)
    )
    return rows.one_or_none()


async def update_parcel(
    session: AsyncSession, parcel_id: UUID, data: ParcelUpdate, *, owner_id: UUID
) -> Parcel | None:
    changes = data.model_dump(exclude_unset=True)
    if not changes:
        return await get_parcel(session, parcel_id, owner_id=owner_id)
    statement = (
        update(Parcel)
        .where(col(Parcel.id) == parcel_id, col(Parcel.owner_id) == owner_id)
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
        .where(col(Parcel.id) == parcel_id, col(Parcel.owner_id) == owner_id)
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
        .where(col(Parcel.id) == parcel_id, col(Parcel.owner_id) == owner_id)
        .returning(col(Parcel.id))
    )
    deleted = await session.scalar(statement)
    await session.commit()
    return deleted is not None
