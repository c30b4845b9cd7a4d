from typing import Any

from pydantic import BaseModel


class ErrorResponse(BaseModel):
    detail: str


def error_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Documents answers that say in `detail` what was wrong."""
    return {status: {"model": ErrorResponse} for status in statuses}
