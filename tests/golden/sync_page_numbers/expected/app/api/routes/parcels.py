from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response, status
from sqlalchemy.orm import Session

from app.api.deps import get_current_user
from app.core.error_response import error_responses
from app.crud import parcel as parcel_crud
from app.db import get_session
from app.models.parcel import Parcel
from app.models.user import User
from app.schemas.parcel import (
    ParcelCreate,
    ParcelListResponse,
    ParcelQuery,
    ParcelResponse,
    ParcelUpdate,
)

router = APIRouter(prefix="/parcels", tags=["parcels"], responses=error_responses(401))

ParcelId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("", response_model=ParcelListResponse)
def list_parcels(
    query: ParcelQuery = Query(),
    db: Session = Depends(get_session),
    current_user: User = Depends(get_current_user),
) -> dict[str, object]:
    """List the caller's parcels, newest first."""
    rows, total = parcel_crud.list_parcels(db, query, owner_id=current_user.id)
    return {"items": rows, "total": total, "page": query.page, "page_size": query.page_size}


@router.post(
    "",
    response_model=ParcelResponse,
    status_code=status.HTTP_201_CREATED,
    responses=error_responses(400),
)
def create_parcel(
    data: ParcelCreate,
    request: Request,
    response: Response,
    db: Session = Depends(get_session),
    current_user: User = Depends(get_current_user),
) -> Parcel:
    """Create a parcel that belongs to the caller."""
    parcel = parcel_crud.create_parcel(db, data, owner_id=current_user.id)
    db.commit()
    response.headers["Location"] = request.url_for("get_parcel", parcel_id=parcel.id).path
    return parcel


@router.get("/{parcel_id}", response_model=ParcelResponse, responses=error_responses(403, 404))
def get_parcel(
    parcel_id: ParcelId,
    db: Session = Depends(get_session),
    current_user: User = Depends(get_current_user),
) -> Parcel:
    """Return one of the caller's parcels."""
    parcel = parcel_crud.get_parcel(db, parcel_id, owner_id=current_user.id)
    if parcel is None:
        raise unreachable(db, parcel_id)
    return parcel


@router.patch(
    "/{parcel_id}", response_model=ParcelResponse, responses=error_responses(400, 403, 404)
)
def update_parcel(
    parcel_id: ParcelId,
    data: ParcelUpdate,
    db: Session = Depends(get_session),
    current_user: User = Depends(get_current_user),
) -> Parcel:
    """Change one of the caller's parcels: only the fields that are sent."""
    parcel = parcel_crud.update_parcel(db, parcel_id, data, owner_id=current_user.id)
    if parcel is None:
        raise unreachable(db, parcel_id)
    db.commit()
    return parcel


@router.put("/{parcel_id}", response_model=ParcelResponse, responses=error_responses(400, 403, 404))
def replace_parcel(
    parcel_id: ParcelId,
    data: ParcelCreate,
    db: Session = Depends(get_session),
    current_user: User = Depends(get_current_user),
) -> Parcel:
    """Replace one of the caller's parcels: what is not sent falls back to its default."""
    parcel = parcel_crud.replace_parcel(db, parcel_id, data, owner_id=current_user.id)
    if parcel is None:
        raise unreachable(db, parcel_id)
    db.commit()
    return parcel


@router.delete(
    "/{parcel_id}", status_code=status.HTTP_204_NO_CONTENT, responses=error_responses(403, 404)
)
def delete_parcel(
    parcel_id: ParcelId,
    db: Session = Depends(get_session),
    current_user: User = Depends(get_current_user),
) -> None:
    """Delete one of the caller's parcels."""
    if not parcel_crud.delete_parcel(db, parcel_id, owner_id=current_user.id):
        raise unreachable(db, parcel_id)
    db.commit()


def unreachable(db: Session, parcel_id: int) -> HTTPException:
    """The answer for another's parcel, or for none."""
    if parcel_crud.parcel_exists(db, parcel_id):
        return HTTPException(
            status.HTTP_403_FORBIDDEN, detail="This parcel belongs to somebody else"
        )
    return HTTPException(status.HTTP_404_NOT_FOUND, detail="Parcel not found")
