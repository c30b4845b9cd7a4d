"""Alembic's revision files: their ids and parents, read without importing them."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.documents import is_below, parent
from fastapi_endpoint.source.tree import SourceTree

_VALUE = re.compile(
    r"^(revision|down_revision)[ \t]*(?::[^=\n]+)?=\s*(\([^()]*\)|\[[^\[\]]*\]|[^\n#]*)", re.MULTILINE
)
_STRING = re.compile(r"([\"'])((?:(?!\1).)*)\1")


class Revision(Struct, frozen=True):
    """One step of the history: what it is called, and what it comes after."""

    id: str
    parents: tuple[str, ...]
    file: str
    line: int


def read_revisions(tree: SourceTree, versions: str, *, recursive: bool) -> tuple[Revision, ...]:
    """All revisions in the folder, in the order of their file names."""
    found = []
    for path in tree.paths():
        inside = is_below(path, versions) if recursive else parent(path) == versions
        if inside and path.endswith(".py"):
            revision = _read(tree.text(path), path)
            if revision is not None:
                found.append(revision)
    return tuple(found)


def _read(text: str, path: str) -> Revision | None:
    values: dict[str, tuple[str, ...]] = {}
    line = 1
    for match in _VALUE.finditer(text):
        values[match[1]] = tuple(string[1] for string in _STRING.findall(match[2]))
        if match[1] == "revision":
            line = text.count("\n", 0, match.start()) + 1
    own = values.get("revision")
    return Revision(own[0], values.get("down_revision", ()), path, line) if own else None


def revision_style(revisions: Sequence[Revision]) -> Fact[Literal["hex", "sequence", "other"]]:
    """How ids look: `hex` as Alembic makes them, `sequence` for 0001, 0002; by vote."""
    if not revisions:
        return Fact(value="hex", origin="default")
    votes: dict[Literal["hex", "sequence", "other"], list[Witness]] = {"hex": [], "sequence": [], "other": []}
    for revision in revisions:
        votes[_style(revision.id)].append(Witness(revision.file, revision.line, revision.id))
    value = max(votes, key=lambda style: len(votes[style]))
    share = len(votes[value]) / len(revisions)
    against = [witness for style, witnesses in votes.items() if style != value for witness in witnesses]
    return Fact(
        value=value,
        confidence="high" if share == 1 or (share >= 0.8 and len(revisions) >= 5) else "low",
        witnesses=tuple(votes[value][:8]),
        against=tuple(against[:8]),
    )


def _style(identifier: str) -> Literal["hex", "sequence", "other"]:
    if re.fullmatch(r"\d{1,5}", identifier):
        return "sequence"
    # Ids made up by hand in Alembic's length count as its own: `1abc2def3ghi`.
    return "hex" if re.fullmatch(r"[0-9a-z]{10,16}", identifier) else "other"
