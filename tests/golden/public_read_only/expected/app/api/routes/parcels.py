from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Response, status

from app.api.deps import SessionDep
from app.core.error_response import error_responses
from app.crud import parcel as parcel_crud
from app.models.parcel import Parcel
from app.schemas.parcel import ParcelListResponse, ParcelQuery, ParcelResponse

router = APIRouter(prefix="/parcels", tags=["parcels"])


@router.get("", response_model=ParcelListResponse)
async def list_parcels(
    query: Annotated[ParcelQuery, Query()], response: Response, session: SessionDep
) -> dict[str, object]:
    """List parcels, newest first."""
    rows, has_more = await parcel_crud.list_parcels(session, query)
    response.headers["Cache-Control"] = "public, max-age=60"
    return {"data": rows, "has_more": has_more}


@router.get("/{parcel_id}", response_model=ParcelResponse, responses=error_responses(404))
async def get_parcel(parcel_id: UUID, response: Response, session: SessionDep) -> Parcel:
    """Return a parcel."""
    parcel = await parcel_crud.get_parcel(session, parcel_id)
    if parcel is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Parcel not found")
    response.headers["Cache-Control"] = "public, max-age=60"
    return parcel
