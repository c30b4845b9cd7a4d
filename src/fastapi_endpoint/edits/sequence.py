"""Several edits of one file that belong together: all of them, or none."""

from collections.abc import Callable, Sequence
from functools import reduce

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.base import AlreadyDone, CannotApply, Edited, Outcome

_Piece = tuple[int, int] | bytes


def in_sequence(data: bytes, edits: Sequence[Callable[[bytes], Outcome]]) -> Outcome:
    """The edits one after another, as one edit of the first bytes.

    One CannotApply undoes the others: its by-hand text then holds every step, since a half-made
    registration (an import that nothing uses) is worse than none.
    """
    rounds: list[tuple[Hunk, ...]] = []
    notes: list[str] = []
    by_hand: list[str] = []
    failed: CannotApply | None = None
    current = data
    for edit in edits:
        outcome = edit(current)
        match outcome:
            case Edited():
                rounds.append(outcome.hunks)
                by_hand.append(outcome.by_hand)
                current = outcome.data
            case AlreadyDone(note):
                notes.append(note)
            case CannotApply():
                by_hand.append(outcome.by_hand)
                failed = failed or outcome
    steps = "\n".join(by_hand)
    if failed:
        return CannotApply(failed.reason, failed.line, steps)
    if not rounds:
        return AlreadyDone("; ".join(note for note in notes if note))
    return Edited(current, compose(data, rounds), steps)


def compose(data: bytes, rounds: Sequence[Sequence[Hunk]]) -> tuple[Hunk, ...]:
    """One set of hunks of `data` that does what the rounds do, each on the bytes the one before left."""
    whole: list[_Piece] = [(0, len(data))]
    pieces = reduce(_cut_in, rounds, whole)
    hunks: list[Hunk] = []
    position, inserted = 0, b""
    for piece in [*pieces, (len(data), len(data))]:
        if isinstance(piece, bytes):
            inserted += piece
            continue
        start, end = piece
        if inserted or start > position:
            hunks.append(Hunk(position, data[position:start].decode(), inserted.decode()))
        position, inserted = end, b""
    return tuple(hunks)


def _cut_in(pieces: list[_Piece], hunks: Sequence[Hunk]) -> list[_Piece]:
    for hunk in sorted(hunks, key=lambda each: each.start, reverse=True):
        before, rest = _split(pieces, hunk.start)
        _, after = _split(rest, len(hunk.removed.encode()))
        pieces = [*before, hunk.inserted.encode(), *after]
    return pieces


def _split(pieces: list[_Piece], at: int) -> tuple[list[_Piece], list[_Piece]]:
    before: list[_Piece] = []
    for index, piece in enumerate(pieces):
        size = len(piece) if isinstance(piece, bytes) else piece[1] - piece[0]
        if at < size:
            if isinstance(piece, bytes):
                left, right = piece[:at], piece[at:]
                return [*before, left], [right, *pieces[index + 1 :]]
            middle = piece[0] + at
            return [*before, (piece[0], middle)], [(middle, piece[1]), *pieces[index + 1 :]]
        before.append(piece)
        at -= size
    return before, []
