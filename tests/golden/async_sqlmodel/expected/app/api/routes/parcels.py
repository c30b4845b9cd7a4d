from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request, Response, status

from app.api.deps import CurrentUser, SessionDep
from app.core.conflicts import ConflictError
from app.core.error_response import error_responses
from app.core.keyset import Page
from app.crud import parcel as parcel_crud
from app.models.parcel import Parcel
from app.schemas.parcel import (
    ParcelCreate,
    ParcelListResponse,
    ParcelQuery,
    ParcelResponse,
    ParcelUpdate,
)

router = APIRouter(prefix="/parcels", tags=["parcels"], responses=error_responses(401))


@router.get("", response_model=ParcelListResponse)
async def list_parcels(
    query: Annotated[ParcelQuery, Query()], session: SessionDep, current_user: CurrentUser
) -> Page[Parcel]:
    """List the caller's parcels, newest first."""
    return await parcel_crud.list_parcels(session, query, owner_id=current_user.id)


@router.post(
    "",
    response_model=ParcelResponse,
    status_code=status.HTTP_201_CREATED,
    responses=error_responses(400, 409),
)
async def create_parcel(
    data: ParcelCreate,
    request: Request,
    response: Response,
    session: SessionDep,
    current_user: CurrentUser,
) -> Parcel:
    """Create a parcel that belongs to the caller."""
    try:
        parcel = await parcel_crud.create_parcel(session, data, owner_id=current_user.id)
    except ConflictError as error:
        raise HTTPException(status.HTTP_409_CONFLICT, detail=error.detail) from error
    response.headers["Location"] = request.url_for("get_parcel", parcel_id=parcel.id).path
    return parcel


@router.get("/{parcel_id}", response_model=ParcelResponse, responses=error_responses(404))
async def get_parcel(parcel_id: UUID, session: SessionDep, current_user: CurrentUser) -> Parcel:
    """Return one of the caller's parcels."""
    parcel = await parcel_crud.get_parcel(session, parcel_id, owner_id=current_user.id)
    if parcel is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Parcel not found")
    return parcel


@router.patch(
    "/{parcel_id}", response_model=ParcelResponse, responses=error_responses(400, 404, 409)
)
async def update_parcel(
    parcel_id: UUID, data: ParcelUpdate, session: SessionDep, current_user: CurrentUser
) -> Parcel:
    """Change one of the caller's parcels: only the fields that are sent."""
    try:
        parcel = await parcel_crud.update_parcel(session, parcel_id, data, owner_id=current_user.id)
    except ConflictError as error:
        raise HTTPException(status.HTTP_409_CONFLICT, detail=error.detail) from error
    if parcel is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Parcel not found")
    return parcel


@router.put("/{parcel_id}", response_model=ParcelResponse, responses=error_responses(400, 404, 409))
async def replace_parcel(
    parcel_id: UUID, data: ParcelCreate, session: SessionDep, current_user: CurrentUser
) -> Parcel:
    """Replace one of the caller's parcels: what is not sent falls back to its default."""
    try:
        parcel = await parcel_crud.replace_parcel(
            session, parcel_id, data, owner_id=current_user.id
        )
    except ConflictError as error:
        raise HTTPException(status.HTTP_409_CONFLICT, detail=error.detail) from error
    if parcel is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Parcel not found")
    return parcel


@router.delete(
    "/{parcel_id}", status_code=status.HTTP_204_NO_CONTENT, responses=error_responses(404)
)
async def delete_parcel(parcel_id: UUID, session: SessionDep, current_user: CurrentUser) -> None:
    """Delete one of the caller's parcels."""
    if not await parcel_crud.delete_parcel(session, parcel_id, owner_id=current_user.id):
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Parcel not found")
