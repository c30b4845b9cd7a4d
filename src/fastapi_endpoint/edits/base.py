"""How an edit ends, and the splicing that all edits share."""

from collections.abc import Iterable

from msgspec import Struct

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.syntax import broken_places, parse
from fastapi_endpoint.errors import InternalError


class Edited(Struct, frozen=True):
    """The new bytes, and the hunks that lead from the old ones to them, in order of place.

    `by_hand` is what a person would write instead.
    """

    data: bytes
    hunks: tuple[Hunk, ...]
    by_hand: str = ""


class AlreadyDone(Struct, frozen=True):
    """The file says it already; `note` tells where it says it a little differently."""

    note: str = ""


class CannotApply(Struct, frozen=True):
    """Why the edit cannot be made safely, the line it is about, and the text for a person to put there."""

    reason: str
    line: int
    by_hand: str


Outcome = Edited | AlreadyDone | CannotApply


def insertion(at: int, text: str) -> Hunk:
    """The hunk that puts `text` at byte `at`."""
    return Hunk(start=at, removed="", inserted=text)


def splice(data: bytes, hunks: Iterable[Hunk]) -> bytes:
    """`data` with every hunk done."""
    out: list[bytes] = []
    position = 0
    for hunk in sorted(hunks, key=lambda each: each.start):
        removed = hunk.removed.encode()
        if hunk.start < position or not data.startswith(removed, hunk.start):
            raise InternalError(
                "an edit made a hunk that does not fit its own file", where=f"byte {hunk.start}"
            )
        out += [data[position : hunk.start], hunk.inserted.encode()]
        position = hunk.start + len(removed)
    return b"".join([*out, data[position:]])


def edited_python(data: bytes, hunks: Iterable[Hunk], *, line: int, by_hand: str) -> Edited | CannotApply:
    """The edited module, or CannotApply where the parser finds it more broken than it was."""
    ordered = tuple(sorted(hunks, key=lambda each: each.start))
    after = splice(data, ordered)
    if broken_places(parse(after)) > broken_places(parse(data)):
        return CannotApply("the edit would break the file's syntax", line, by_hand)
    return Edited(after, ordered, by_hand)


def unreadable(data: bytes, by_hand: str) -> CannotApply | None:
    """CannotApply for bytes that no edit may touch, else None."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return CannotApply("the file is not UTF-8", line, by_hand)
    if b"\r" in data.replace(b"\r\n", b""):
        line = data.replace(b"\r\n", b"\n").split(b"\r")[0].count(b"\n") + 1
        return CannotApply("the file holds a bare carriage return", line, by_hand)
    return None
