from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.utc import utc_now
from app.core.utc_datetime import UtcDateTime


class Parcel(SQLModel, table=True):
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

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    tracking: str = Field(max_length=40)
    carrier: str = Field(max_length=5)
    weight: Decimal = Field(max_digits=8, decimal_places=3)
    note: str | None = Field(default=None, sa_type=Text)
    shipped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    owner_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    updated_at: datetime = Field(
        default_factory=utc_now, sa_type=UtcDateTime, sa_column_kwargs={"onupdate": utc_now}
    )
