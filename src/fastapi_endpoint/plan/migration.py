"""Where the next Alembic revision goes: its id, its place in the history, its file name."""

import re
from datetime import datetime

from msgspec import Struct

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.plan.hashing import sha256
from fastapi_endpoint.source.tree import SourceTree

CLOCK_FORMAT = "%Y-%m-%d %H:%M:%S"
_DOWN = re.compile(rb"""^down_revision\b[^=\n]*=\s*(?:["']([^"'\n]+)["']|None)""", re.MULTILINE)
_SLUG_LENGTH = 40  # Alembic's default for truncate_slug_length


class RevisionPlace(Struct, frozen=True, kw_only=True):
    """One revision to write. `exists` is the path of a file that already holds it."""

    revision: str
    down_revision: str | None
    path: str
    exists: str | None = None


def place_revision(
    project: ProjectMap, tree: SourceTree, *, content: str, slug: str, clock: str
) -> RevisionPlace | Refusal | None:
    """Where a revision with this content belongs; None where the project keeps no Alembic history.

    The id comes from `content`, so that the same change has the same id. Several heads are refused: only
    the team can say which branch the table belongs to.
    """
    alembic = project.conventions.alembic
    versions = alembic.versions.value
    if project.conventions.migrations.value != "alembic" or versions is None:
        return None
    heads = alembic.heads.value
    revision = (
        _next_number(heads) if alembic.revision_style.value == "sequence" else sha256(content.encode())[:12]
    )
    if existing := _holder(tree, versions, sha256(content.encode())[:12], slug):
        found = _DOWN.search(tree.read(existing))
        down = found.group(1).decode() if found and found.group(1) else None
        return RevisionPlace(revision=revision, down_revision=down, path=existing, exists=existing)
    if len(heads) > 1:
        return Refusal(
            kind="collision",
            message=f"The migration history in {versions} has {len(heads)} heads: {', '.join(heads)}.",
            hint="Join them with `alembic merge heads`, then run this again.",
        )
    name = _file_name(alembic.file_template.value, revision, slug, clock)
    return RevisionPlace(
        revision=revision,
        down_revision=heads[0] if heads else None,
        path=f"{versions.rstrip('/')}/{name}.py",
    )


def _holder(tree: SourceTree, versions: str, revision: str, slug: str) -> str | None:
    """The file under `versions` that already holds this revision, if any."""
    needle = revision.encode()
    prefix = versions.rstrip("/") + "/"
    for path in tree.paths():
        if path.startswith(prefix) and path.endswith(".py") and (revision in path or slug in path):
            data = tree.read(path)
            if re.search(rb"""^revision\b[^=\n]*=\s*["']""" + needle + rb"""["']""", data, re.MULTILINE):
                return path
    return None


def _next_number(heads: tuple[str, ...]) -> str:
    """`0007` -> `0008`, in the same width; `0001` where there is no history."""
    numbers = [head for head in heads if head.isdigit()]
    if not numbers:
        return "0001"
    last = max(numbers, key=int)
    return str(int(last) + 1).zfill(len(last))


def _file_name(template: str, revision: str, slug: str, clock: str) -> str:
    moment = datetime.strptime(clock, CLOCK_FORMAT)  # noqa: DTZ007 - the plan's clock is UTC by definition
    short = re.sub(r"\W+", "_", slug).strip("_").lower()
    if len(short) > _SLUG_LENGTH:
        short = short[:_SLUG_LENGTH].rsplit("_", 1)[0] + "_"
    values = {
        "rev": revision,
        "slug": short,
        "epoch": int(moment.timestamp()),
        "year": moment.year,
        "month": moment.month,
        "day": moment.day,
        "hour": moment.hour,
        "minute": moment.minute,
        "second": moment.second,
    }
    try:
        return template.replace("%%", "%") % values
    except (KeyError, ValueError, TypeError):
        return f"{revision}_{short}"
