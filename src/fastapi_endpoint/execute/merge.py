"""Three-way merge of bytes, line by line: what undo does where the user has edited since."""

import difflib
from typing import NamedTuple


class Conflict(NamedTuple):
    """Both sides changed the same place; `line` counts from 1 in `theirs`."""

    line: int


class _Change(NamedTuple):
    start: int
    end: int
    lines: list[bytes]
    line: int


def merge(base: bytes, ours: bytes, theirs: bytes) -> bytes | Conflict:
    """`theirs` with the change from `base` to `ours` made as well, or the first place where both changed.

    Changes that touch are merged when their order is clear: only an overlap, or two insertions at one
    point, is a conflict. A change that both sides made alike is made once.
    """
    if theirs == base:
        return ours
    if ours in (base, theirs):
        return theirs
    old = base.splitlines(keepends=True)
    mine = _changes(old, ours.splitlines(keepends=True))
    others = _changes(old, theirs.splitlines(keepends=True))
    for other in others:
        if any(_collide(change, other) for change in mine):
            return Conflict(other.line)
    both = sorted([*others, *(change for change in mine if not _same(change, others))], key=lambda c: c[:2])
    merged: list[bytes] = []
    position = 0
    for change in both:
        merged += old[position : change.start]
        merged += change.lines
        position = change.end
    return b"".join(merged + old[position:])


def _changes(old: list[bytes], new: list[bytes]) -> list[_Change]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        _Change(start, end, new[left:right], left + 1)
        for tag, start, end, left, right in matcher.get_opcodes()
        if tag != "equal"
    ]


def _same(change: _Change, others: list[_Change]) -> bool:
    return any(change[:3] == other[:3] for other in others)


def _collide(one: _Change, other: _Change) -> bool:
    if one[:3] == other[:3]:
        return False
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def first_difference(one: bytes, other: bytes) -> int:
    """The line (from 1) where two texts part."""
    left, right = one.splitlines(keepends=True), other.splitlines(keepends=True)
    pairs = enumerate(zip(left, right, strict=False), 1)
    return next((number for number, (a, b) in pairs if a != b), min(len(left), len(right)) + 1)
