from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

# Never read: an update dumps only what was sent, and null is refused.
OMITTED: Any = Field(default_factory=lambda: None)

Title = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
# Rounded to what the column gives back: all places, no negative zero.
Price = Annotated[
    Decimal,
    Field(ge=0, max_digits=12, decimal_places=2),
    AfterValidator(lambda value: round(value, 2) + 0),
]
Note = Annotated[str, Field(max_length=10000, pattern=r"^[^\x00]*$")]


class ParcelCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Title
    price: Price = Decimal("0.00")
    note: Note | None = None


class ParcelUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Title = OMITTED
    price: Price = OMITTED
    note: Note | None = None


class ParcelResponse(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    price: Decimal
    note: str | None
    owner_id: UUID
    created_at: datetime
    updated_at: datetime


class ParcelListResponse(BaseModel):
    items: list[ParcelResponse]
    total: int
    page: int
    page_size: int


class ParcelQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sort: Literal["created_at", "-created_at", "price", "-price"] = "-created_at"
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 20
