"""The hash that binds an approval to what will be done."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import PurePosixPath

import msgspec

from fastapi_endpoint.domain.plan import CreateFile, ManualStep, Operation
from fastapi_endpoint.domain.question import Answer

_MASK = "<clock>"


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def plan_hash(
    answers: Sequence[Answer], operations: Sequence[Operation], manual: Sequence[ManualStep], clock: str
) -> str:
    """The hash of answer values and operations, in hex.

    Left out on purpose: who gave an answer, and the clock. A migration carries the date of its making in
    its text and often in its name; there the date is masked, so that the same plan made a minute later
    has the same hash.
    """
    bound = {
        "answers": sorted([answer.id, msgspec.to_builtins(answer.value)] for answer in answers),
        "operations": [_bound(operation, clock) for operation in operations],
        "manual": [msgspec.to_builtins(step) for step in manual],
    }
    text = json.dumps(bound, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode())


def _bound(operation: Operation, clock: str) -> dict[str, object]:
    if isinstance(operation, CreateFile) and operation.stamped:
        operation = msgspec.structs.replace(
            operation,
            path=str(PurePosixPath(operation.path).parent),
            text=operation.text.replace(clock, _MASK),
        )
    data: dict[str, object] = msgspec.to_builtins(operation)
    return data
