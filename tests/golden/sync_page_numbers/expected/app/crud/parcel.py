from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import UnaryExpression, delete, func, select, update
from sqlalchemy.orm import Session

from app.models.parcel import Parcel
from app.schemas.parcel import ParcelCreate, ParcelQuery, ParcelUpdate

ORDERS: dict[str, tuple[UnaryExpression[Any], ...]] = {
    "created_at": (Parcel.created_at.asc(), Parcel.id.asc()),
    "-created_at": (Parcel.created_at.desc(), Parcel.id.desc()),
    "price": (Parcel.price.asc(), Parcel.id.asc()),
    "-price": (Parcel.price.desc(), Parcel.id.desc()),
}


def list_parcels(
    db: Session, query: ParcelQuery, *, owner_id: UUID
) -> tuple[Sequence[Parcel], int]:
    statement = select(Parcel).where(Parcel.owner_id == owner_id)
    total = db.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True))
    statement = statement.order_by(*ORDERS[query.sort])
    rows = db.scalars(
        statement.offset((query.page - 1) * query.page_size).limit(query.page_size)
    ).all()
    return rows, total or 0


def create_parcel(db: Session, data: ParcelCreate, *, owner_id: UUID) -> Parcel:
    parcel = Parcel(**data.model_dump(), owner_id=owner_id)
    db.add(parcel)
    db.flush()
    db.expunge(parcel)  # stays readable after the commit
    return parcel


def get_parcel(db: Session, parcel_id: int, *, owner_id: UUID) -> Parcel | None:
    rows = db.scalars(select(Parcel).where(Parcel.id == parcel_id, Parcel.owner_id == owner_id))
    return rows.one_or_none()


def update_parcel(
    db: Session, parcel_id: int, data: ParcelUpdate, *, owner_id: UUID
) -> Parcel | None:
    changes = data.model_dump(exclude_unset=True)
    if not changes:
        return get_parcel(db, parcel_id, owner_id=owner_id)
    statement = (
        update(Parcel)
        .where(Parcel.id == parcel_id, Parcel.owner_id == owner_id)
        .values(**changes)
        .returning(Parcel)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    parcel = db.scalar(statement)
    if parcel is not None:
        db.expunge(parcel)  # stays readable after the commit
    return parcel


def replace_parcel(
    db: Session, parcel_id: int, data: ParcelCreate, *, owner_id: UUID
) -> Parcel | None:
    statement = (
        update(Parcel)
        .where(Parcel.id == parcel_id, Parcel.owner_id == owner_id)
        .values(**data.model_dump())
        .returning(Parcel)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    parcel = db.scalar(statement)
    if parcel is not None:
        db.expunge(parcel)  # stays readable after the commit
    return parcel


def delete_parcel(db: Session, parcel_id: int, *, owner_id: UUID) -> bool:
    statement = (
        delete(Parcel)
        .where(Parcel.id == parcel_id, Parcel.owner_id == owner_id)
        .returning(Parcel.id)
    )
    deleted = db.scalar(statement)
    return deleted is not None


def parcel_exists(db: Session, parcel_id: int) -> bool:
    return db.scalar(select(Parcel.id).where(Parcel.id == parcel_id)) is not None
