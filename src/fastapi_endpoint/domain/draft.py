"""A piece of work in progress: answers so far and the last plan, so that a session can stop and go on."""

from msgspec import Struct

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.question import Answer


class Draft(Struct, frozen=True, kw_only=True):
    """`root` is the absolute path of the project."""

    root: str
    answers: tuple[Answer, ...] = ()
    plan: Plan | None = None
