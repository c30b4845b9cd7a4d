from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class ParcelResponse(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    country: str
    created_at: datetime
    updated_at: datetime


class ParcelListResponse(BaseModel):
    data: list[ParcelResponse]
    has_more: bool


class ParcelQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    country: Annotated[str, Field(max_length=2, pattern=r"^[^\x00]*$")] | None = None
    q: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] | None = None
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    limit: Annotated[int, Field(ge=1, le=100)] = 20
