from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from app.core.moments import refuse_numbers, to_utc


class ParcelCarrier(StrEnum):
    DHL = "dhl"
    UPS = "ups"
    FEDEX = "fedex"


# Never read: an update dumps only what was sent, and null is refused.
OMITTED: Any = Field(default_factory=lambda: None)

Tracking = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
# Rounded to what the column gives back: all places, no negative zero.
Weight = Annotated[
    Decimal,
    Field(gt=0, max_digits=8, decimal_places=3),
    AfterValidator(lambda value: round(value, 3) + 0),
]
Note = Annotated[str, Field(max_length=10000, pattern=r"^[^\x00]*$")]
ShippedAt = Annotated[AwareDatetime, BeforeValidator(refuse_numbers), AfterValidator(to_utc)]


class ParcelCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tracking: Tracking
    carrier: ParcelCarrier
    weight: Weight
    note: Note | None = None
    shipped_at: ShippedAt | None = None


class ParcelUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tracking: Tracking = OMITTED
    carrier: ParcelCarrier = OMITTED
    weight: Weight = OMITTED
    note: Note | None = None
    shipped_at: ShippedAt | None = None


class ParcelResponse(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    tracking: str
    carrier: ParcelCarrier
    weight: Decimal
    note: str | None
    shipped_at: datetime | None
    owner_id: UUID
    created_at: datetime
    updated_at: datetime


class ParcelListResponse(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    data: list[ParcelResponse]
    next_cursor: str | None
    has_more: bool


class ParcelQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    carrier: ParcelCarrier | None = None
    sort: Literal["created_at", "-created_at", "shipped_at", "-shipped_at"] = "-created_at"
    cursor: Annotated[str, Field(max_length=500)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
