"""Alembic revisions, rendered without running Alembic."""

import re
from datetime import datetime
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from fastapi_endpoint.dialects.sqlalchemy.columns import column_type, moment_type
from fastapi_endpoint.dialects.sqlalchemy.migration import create_table, drop_table
from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.fragments import Import, ImportStyle, Module, print_module
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import RenderedFile, ResourceView

LONGEST_SLUG = 40


class Change(Struct, frozen=True, kw_only=True):
    """What a revision does, in words and in code, and what that code needs imported beside `op` and `sa`.

    `back` are the words for taking it back.
    """

    message: str
    upgrade: str
    downgrade: str
    back: str
    imports: frozenset[Import] = frozenset()
    reason: str = "the migration"


def table_made(view: ResourceView) -> Change:
    """The change that creates the table of a resource."""
    moment = moment_type(view.databases.names)
    needed = frozenset().union(*(column_type(column).imports for column in view.columns))
    if any(column.kind == "datetime" and not column.naive for column in view.columns):
        needed |= moment.imports
    return Change(
        message=f"create {view.table.name}",
        upgrade=create_table(view.table, moment),
        downgrade=drop_table(view.table),
        back=f"drop {view.table.name}",
        imports=frozenset(each for each in needed if each.module != "sqlalchemy"),
    )


def render_migration(
    view: ResourceView, down_revision: str | None, revision: str, clock: datetime
) -> RenderedFile:
    """The revision that creates the table of a resource."""
    return render_revision(
        table_made(view),
        view.conventions,
        view.imports,
        revision=revision,
        down_revision=down_revision,
        clock=clock,
    )


def render_revision(
    change: Change,
    habits: Conventions,
    style: ImportStyle,
    *,
    revision: str,
    down_revision: str | None,
    clock: datetime,
) -> RenderedFile:
    """The revision file on top of `down_revision`, named as the host's template says."""
    alembic = habits.alembic
    typed = alembic.typed.value
    checked = habits.tools.type_checker.value is not None
    body = shape(
        "migration.py",
        revision=revision,
        down_revision=f'"{down_revision}"' if down_revision else "None",
        typed=typed,
        returns=" -> None" if typed or checked else "",
        upgrade=change.upgrade,
        downgrade=change.downgrade,
    )
    imports = change.imports | {Import("sqlalchemy", alias="sa"), Import("alembic", "op")}
    if typed:
        imports |= {Import("collections.abc", "Sequence")}
    stated = down_revision or ""
    created = f"{clock:%Y-%m-%d %H:%M:%S.%f}"
    docstring = f"{change.message}\n\nRevision ID: {revision}\nRevises: {stated}\nCreate Date: {created}\n"
    module = Module(body=body, imports=imports, docstring=docstring)
    folder = alembic.versions.value or f"{alembic.script_location.value or 'alembic'}/versions"
    name = _file_name(alembic.file_template.value, revision, change.message, clock)
    # A folder of revisions may be called like the library; it is never what they import.
    others = tuple(each for each in style.first_party if each != "alembic")
    return RenderedFile(
        path=str(PurePosixPath(folder) / f"{name}.py"),
        artefacts=("migration",),
        text=print_module(module, replace(style, first_party=others)),
        reason=change.reason,
        imports=imports,
        body=body,
        says=(("upgrade", _sentence(change.message)), ("downgrade", _sentence(change.back))),
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _file_name(template: str, revision: str, message: str, clock: datetime) -> str:
    """Alembic's own rules: `%%(year)d` and its kin, a slug of at most 40 characters."""
    slug = "_".join(re.findall(r"\w+", message)).lower()
    if len(slug) > LONGEST_SLUG:
        slug = f"{slug[:LONGEST_SLUG].rsplit('_', 1)[0]}_"
    values: dict[str, object] = {
        "rev": revision,
        "slug": slug,
        "epoch": int(clock.timestamp()),
        "year": clock.year,
        "month": clock.month,
        "day": clock.day,
        "hour": clock.hour,
        "minute": clock.minute,
        "second": clock.second,
    }
    pattern = template.replace("%%", "%") or "%(rev)s_%(slug)s"
    return pattern % values
