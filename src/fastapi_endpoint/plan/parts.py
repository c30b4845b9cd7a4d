"""A part of a plan: what the endpoint builds on, done to a tree before the endpoint is planned on it."""

from msgspec import Struct

from fastapi_endpoint.domain.plan import ManualStep, Operation
from fastapi_endpoint.render import Kit


class Part(Struct, frozen=True, kw_only=True):
    """What is done to a tree. `images` are the bytes of the files that it writes, `kit` what they are of."""

    images: dict[str, bytes]
    operations: tuple[Operation, ...]
    manual: tuple[ManualStep, ...] = ()
    risks: tuple[str, ...] = ()
    kit: Kit | None = None
