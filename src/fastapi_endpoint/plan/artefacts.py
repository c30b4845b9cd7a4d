"""Rendered files, as changes to a tree: formatted, created or appended, with their package markers."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.edits import Import, add_to_list, append_definition, in_sequence
from fastapi_endpoint.fragments import wrapped
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.plan.clock import CLOCK_FORMAT
from fastapi_endpoint.plan.linted import as_asked, excused, excused_body
from fastapi_endpoint.plan.migration import RevisionPlace, place_revision
from fastapi_endpoint.render import (
    Change,
    RenderedFile,
    ResourceView,
    import_style,
    render_revision,
    table_made,
)
from fastapi_endpoint.render.patterns import place_of
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.formatters import HostFormatters, as_host_formats
from fastapi_endpoint.tools.ruff import format_files


def add_files(
    changes: Changes, rendered: Sequence[RenderedFile], project: ProjectMap, tree: SourceTree
) -> Refusal | None:
    """Plan every rendered file. Refused where a file of that name says something else."""
    rendered = as_asked(rendered, project, tree)
    new = [file for file in rendered if not _is_appended(file, project, tree)]
    markers = _package_markers([file.path for file in new], project, tree)
    # Whether a file lies in a package decides which imports are first party.
    texts = dict.fromkeys(markers, "") | {file.path: file.text for file in new}
    texts = formatted(texts, project, tree, changes.formatters)
    texts |= excused({file.path: texts[file.path] for file in new}, project, tree)
    for file in new:
        if not changes.create(file.path, texts[file.path], file.reason):
            return Refusal(
                kind="collision",
                message=f"{file.path} exists already and is not what this endpoint would write.",
                hint="Choose another resource name, or move that file away.",
                where=Witness(file=file.path, line=1),
            )
    for file in rendered:
        if _is_appended(file, project, tree):
            _append(changes, file, project, tree)
    for path in markers:
        changes.create(path, "", "make the folder a package")
    return None


def add_migration(
    changes: Changes, view: ResourceView, project: ProjectMap, tree: SourceTree, clock: str
) -> RevisionPlace | Refusal | None:
    """Plan the revision that creates the table, where the project keeps an Alembic history."""
    made = rf"""create_table\(\s*["']{re.escape(view.table.name)}["']"""
    return add_revision(changes, table_made(view), made, project, tree, clock)


def add_revision(
    changes: Changes, change: Change, made: str, project: ProjectMap, tree: SourceTree, clock: str
) -> RevisionPlace | Refusal | None:
    """Plan a revision, where the project keeps an Alembic history; `made` is a pattern of what it does."""
    moment = datetime.strptime(clock, CLOCK_FORMAT)  # noqa: DTZ007 - the plan's clock is UTC by definition
    revised = partial(render_revision, change, project.conventions, import_style(project), clock=moment)
    content = revised(revision="", down_revision=None).body
    placed = place_revision(project, tree, content=content, made=made)
    if placed is None or isinstance(placed, Refusal):
        return placed
    if placed.exists is not None:
        changes.note_existing(placed.exists, change.reason)
        return placed
    (file,) = as_asked([revised(revision=placed.revision, down_revision=placed.down_revision)], project, tree)
    texts = formatted({file.path: file.text}, project, tree, changes.formatters)
    changes.create(file.path, texts[file.path], file.reason, stamped=True)
    return placed


def formatted(
    texts: dict[str, str], project: ProjectMap, tree: SourceTree, formatters: HostFormatters | None = None
) -> dict[str, str]:
    """The texts as the host's formatters would leave them, and no docstring beyond its line length.

    Ruff comes close with the host's settings; where the host has others at hand, theirs is the last word.
    """
    tools = project.conventions.tools
    done = format_files(texts, tools, tree)
    done = {path: wrapped(text, tools.line_length.value) for path, text in done.items()}
    return as_host_formats(formatters, done, tree) if formatters else done


def _is_appended(file: RenderedFile, project: ProjectMap, tree: SourceTree) -> bool:
    """Does the project keep one file for all resources where this one goes?"""
    if "role" in file.artefacts:
        return tree.exists(file.path)
    layout = project.conventions.layout
    patterns = {layout.model.value, layout.schema.value, layout.crud.value, layout.router.value}
    return (file.path in patterns or "fixtures" in file.artefacts) and tree.exists(file.path)


def _append(changes: Changes, file: RenderedFile, project: ProjectMap, tree: SourceTree) -> None:
    body, text = (
        formatted({file.path: each}, project, tree, changes.formatters)[file.path]
        for each in (file.body, file.text)
    )
    body = excused_body(file.path, text, body, project, tree)
    current = changes.current(file.path) or b""
    imports = [Import(each.module, each.name, each.alias) for each in sorted(file.imports)]
    width = project.conventions.tools.line_length.value
    define = partial(
        append_definition,
        source=body,
        imports=imports,
        first_party=frozenset(module.partition(".")[0] for module in project.modules),
        package=place_of(file.path, project.conventions.layout.import_root.value.strip("./")).package,
        line_length=width,
    )
    listing = [
        partial(add_to_list, variable=name, value=value, line_length=width) for name, value in file.listed
    ]
    changes.edit(file.path, in_sequence(current, [define, *listing]), file.reason)


def _package_markers(paths: Sequence[str], project: ProjectMap, tree: SourceTree) -> tuple[str, ...]:
    """An empty `__init__.py` in each new folder, where the project's own packages hold one."""
    known = {str(parent) for path in tree.paths() for parent in PurePosixPath(path).parents}
    tests = project.conventions.tests
    found = []
    for path in paths:
        folder = str(PurePosixPath(path).parent)
        if folder in known:
            continue
        known.add(folder)
        in_tests = tests.dir.value is not None and path.startswith(f"{tests.dir.value}/")
        wanted = tests.package.value if in_tests else project.conventions.layout.package_markers.value
        if wanted:
            found.append(f"{folder}/__init__.py")
    return tuple(found)
