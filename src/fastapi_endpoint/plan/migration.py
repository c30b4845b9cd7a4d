"""Where the next Alembic revision goes: its id and its place in the history."""

import re

from msgspec import Struct

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.plan.hashing import sha256
from fastapi_endpoint.source.tree import SourceTree

_DOWN = re.compile(rb"""^down_revision\b[^=\n]*=\s*(?:["']([^"'\n]+)["']|None)""", re.MULTILINE)


class RevisionPlace(Struct, frozen=True, kw_only=True):
    """One revision to write. `exists` is the path of a file that already holds it."""

    revision: str
    down_revision: str | None
    exists: str | None = None


def place_revision(
    project: ProjectMap, tree: SourceTree, *, content: str, made: str
) -> RevisionPlace | Refusal | None:
    """Where a revision with this content belongs; None where the project keeps no Alembic history.

    The id comes from `content`, so that the same change has the same id; where the host counts its
    revisions it is the next number, and `made` is a pattern of what it does. Several heads are refused: only
    the team can say which branch the change belongs to.
    """
    alembic = project.conventions.alembic
    versions = alembic.versions.value
    if project.conventions.migrations.value != "alembic" or versions is None:
        return None
    heads = alembic.heads.value
    counted = alembic.revision_style.value == "sequence"
    revision = _next_number(heads) if counted else sha256(content.encode())[:12]
    if existing := _holder(tree, versions, None if counted else revision, made):
        found = _DOWN.search(tree.read(existing))
        down = found.group(1).decode() if found and found.group(1) else None
        return RevisionPlace(revision=revision, down_revision=down, exists=existing)
    if len(heads) > 1:
        return Refusal(
            kind="collision",
            message=f"The migration history in {versions} has {len(heads)} heads: {', '.join(heads)}.",
            hint="Join them with `alembic merge heads`, then run this again.",
        )
    return RevisionPlace(revision=revision, down_revision=heads[0] if heads else None)


def _holder(tree: SourceTree, versions: str, revision: str | None, made: str) -> str | None:
    """The file under `versions` that already holds this revision; of a counted one, that does the same."""
    wanted = rb"""^revision\b[^=\n]*=\s*["']%b["']""" % revision.encode() if revision else made.encode()
    prefix = versions.rstrip("/") + "/"
    python = (path for path in tree.paths() if path.startswith(prefix) and path.endswith(".py"))
    return next((path for path in python if re.search(wanted, tree.read(path), re.MULTILINE)), None)


def _next_number(heads: tuple[str, ...]) -> str:
    """`0007` -> `0008`, in the same width; `0001` where there is no history."""
    numbers = [head for head in heads if head.isdigit()]
    if not numbers:
        return "0001"
    last = max(numbers, key=int)
    return str(int(last) + 1).zfill(len(last))
