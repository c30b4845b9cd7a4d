from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    Uuid,
)

from app.core.utc import utc_now
from app.core.utc_datetime import UtcDateTime
from app.db import Base


class Parcel(Base):
    __tablename__ = "parcels"
    __table_args__ = (
        CheckConstraint("price >= 0", name="ck_parcels_price_not_negative"),
        Index("ix_parcels_owner_id_created_at_id", "owner_id", "created_at", "id"),
        Index("ix_parcels_owner_id_price_id", "owner_id", "price", "id"),
    )

    id = Column(Integer, primary_key=True)
    title = Column(String(80), nullable=False)
    price = Column(Numeric(12, 2), nullable=False)
    note = Column(Text, nullable=True)
    owner_id = Column(Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    created_at = Column(UtcDateTime, default=utc_now, nullable=False)
    updated_at = Column(UtcDateTime, default=utc_now, onupdate=utc_now, nullable=False)
