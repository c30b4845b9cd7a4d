from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.utc import utc_now
from app.core.utc_datetime import UtcDateTime
from app.db import Base


class Parcel(Base):
    __tablename__ = "parcels"
    __table_args__ = (
        UniqueConstraint("owner_id", "tracking"),
        CheckConstraint("carrier IN ('dhl', 'ups', 'fedex')", name="carrier"),
        CheckConstraint("weight > 0", name="weight_positive"),
        Index("ix_parcels_owner_id_created_at_id", "owner_id", "created_at", "id"),
        Index("ix_parcels_owner_id_shipped_at_id", "owner_id", "shipped_at", "id"),
        Index(
            "ix_parcels_owner_id_carrier_created_at_id", "owner_id", "carrier", "created_at", "id"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tracking: Mapped[str] = mapped_column(String(40))
    carrier: Mapped[str] = mapped_column(String(5))
    weight: Mapped[Decimal] = mapped_column(Numeric(8, 3))
    note: Mapped[str | None] = mapped_column(Text)
    shipped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)
