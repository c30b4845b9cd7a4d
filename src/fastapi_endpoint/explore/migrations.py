"""Which migrations the project uses, and how Alembic is set up; nothing is run to find out."""

import re
from collections.abc import Sequence

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Migrations, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.documents import (
    dig,
    is_below,
    join,
    line_of,
    option,
    parent,
    read_ini,
    read_toml,
    upwards,
)
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.revisions import read_revisions, revision_style
from fastapi_endpoint.source.tree import SourceTree

DEFAULT_TEMPLATE = "%(rev)s_%(slug)s"
_STEP = re.compile(r"(?:^|/)migrations?/(?:versions/)?[vV]?\d+_\w+\.py$")
_ALTERS = re.compile(rb"[\"']\s*ALTER TABLE\b|\b(?:schema|applied)_migrations\b", re.IGNORECASE)
_OTHER = ("yoyo-migrations", "piccolo", "peewee-migrate", "tortoise-migrate", "beanie-migrate", "pyway")


class _Setup(Struct, frozen=True, kw_only=True):
    """What `alembic.ini` (or `[tool.alembic]`) says, as far as it can be read."""

    config: str | None
    line: int
    folder: str
    location: str
    versions: str | None = None
    template: str = DEFAULT_TEMPLATE
    recursive: bool = False
    sections: int = 1


def detect_migrations(
    tree: SourceTree, root: str, requirements: Sequence[Requirement], paths: Sequence[str]
) -> tuple[Fact[str], Migrations]:
    """alembic, aerich, other or none, and Alembic's set-up where it is alembic."""
    setup = _setup(tree, root)
    script = _script_folder(tree, root, setup) if setup else _folder_with_env(tree, root)
    if setup is not None or script is not None:
        where = Witness(setup.config, setup.line, "Alembic's settings") if setup and setup.config else None
        env = Witness(join(script, "env.py"), 1, "Alembic's environment") if script is not None else None
        fact = Fact(
            value="alembic",
            confidence="high" if env else "low",
            witnesses=tuple(witness for witness in (where, env) if witness),
        )
        return fact, _alembic(tree, setup, script)
    return _other(tree, root, requirements, paths), _no_alembic()


def _other(
    tree: SourceTree, root: str, requirements: Sequence[Requirement], paths: Sequence[str]
) -> Fact[str]:
    for folder in upwards(root):
        path = join(folder, "pyproject.toml")
        if dig(read_toml(tree, path), "tool", "aerich"):
            line = line_of(tree.text(path), r"^\[tool\.aerich")
            return Fact(value="aerich", witnesses=(Witness(path, line, "Aerich's settings"),))
    for requirement in requirements:
        if requirement.name == "aerich":
            return Fact(value="aerich", witnesses=(witness_of(requirement),))
        if requirement.name in _OTHER:
            return Fact(value="other", witnesses=(witness_of(requirement),))
    altered = _hand_written(tree, paths) or _numbered(paths)
    if altered:
        return Fact(value="other", confidence="low", witnesses=altered)
    declared = next((witness_of(r) for r in requirements if r.name == "alembic"), None)
    return Fact(value="none", against=(declared,) if declared else ())


def _hand_written(tree: SourceTree, paths: Sequence[str]) -> tuple[Witness, ...]:
    """Code of the project that alters tables by itself, or keeps a list of what was altered."""
    found = []
    for path in paths:
        if not path.endswith(".py") or re.search(r"(?:^|/)(?:tests?|scripts)/", path):
            continue
        data = tree.read(path)
        match = _ALTERS.search(data)
        if match:
            line = data.count(b"\n", 0, match.start()) + 1
            found.append(Witness(path, line, "alters a table"))
    return tuple(found[:8])


def _numbered(paths: Sequence[str]) -> tuple[Witness, ...]:
    """Steps of the project's own in a folder of migrations, told by their numbers."""
    found = (path for path in paths if _STEP.search(path))
    return tuple(Witness(path, 1, "a step") for path in found)[:8]


def _setup(tree: SourceTree, root: str) -> _Setup | None:
    """The nearest set-up: in the application's folder, above it, then below it."""
    above = [join(folder, name) for folder in upwards(root) for name in ("alembic.ini", "pyproject.toml")]
    for path in above:
        setup = _of_file(tree, path)
        if setup is not None:
            return setup
    below = [p for p in tree.paths() if p.endswith("alembic.ini") and is_below(p, root)]
    for path in sorted(below, key=lambda path: (path.count("/"), path)):
        setup = _of_file(tree, path)
        if setup is not None:
            return setup
    return None


def _of_file(tree: SourceTree, path: str) -> _Setup | None:
    if not tree.exists(path):
        return None
    if path.endswith(".toml"):
        table = dig(read_toml(tree, path), "tool", "alembic")
        if not isinstance(table, dict) or not isinstance(table.get("script_location"), str):
            return None
        versions = table.get("version_locations")
        return _Setup(
            config=path,
            line=line_of(tree.text(path), r"^\[tool\.alembic\]"),
            folder=parent(path),
            location=table["script_location"],
            versions=versions[0] if isinstance(versions, list) and versions else None,
            template=str(table.get("file_template", DEFAULT_TEMPLATE)),
            recursive=table.get("recursive_version_locations") is True,
        )
    parser = read_ini(tree, path)
    located = [section for section in parser.sections() if option(parser, section, "script_location")]
    section = "alembic" if "alembic" in located or not located else located[0]
    location = option(parser, section, "script_location") or parser.defaults().get("script_location")
    if not location:
        return None
    versions = option(parser, section, "version_locations")
    template = option(parser, section, "file_template") or option(parser, "alembic", "file_template")
    recursive = option(parser, section, "recursive_version_locations") or ""
    return _Setup(
        config=path,
        line=line_of(tree.text(path), r"^script_location"),
        folder=parent(path),
        location=location,
        versions=_first_of(versions) if versions else None,
        template=(template or DEFAULT_TEMPLATE).replace("%%", "%"),
        recursive=recursive.lower() in ("true", "yes", "on", "1"),
        sections=1 if section == "alembic" else len(located),
    )


def _first_of(versions: str) -> str:
    """The first of several folders; `package:folder` is one."""
    first = re.split(r"[\s,;]+(?![^(]*\))", versions)[0]
    named = re.fullmatch(r"([A-Za-z_][\w.]*):([\w/]+)", first)
    return f"{named[1].replace('.', '/')}/{named[2]}" if named else re.split(r":(?![^(]*\))", first)[0]


def _candidates(tree: SourceTree, root: str, folder: str, location: str) -> list[str]:
    """Where a location of the settings may lie: it is relative to a folder that only a run would show."""
    if "%(here)s" in location:
        return [_cleaned(location.replace("%(here)s", folder))]
    if ":" in location:
        package, _, inside = location.partition(":")
        location = f"{package.replace('.', '/')}/{inside}"
    bases = [folder, root, *upwards(root), *upwards(folder)]
    bases += [join(base, "src") for base in bases]
    found = [_cleaned(join(base, location)) for base in bases]
    # An installed package: the folder may lie anywhere.
    tail = "/" + _cleaned(f"{location}/env.py")
    return found + [parent(path) for path in tree.paths() if path.endswith(tail)]


def _cleaned(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def _script_folder(tree: SourceTree, root: str, setup: _Setup) -> str | None:
    folders = _candidates(tree, root, setup.folder, setup.location)
    return next((folder for folder in folders if tree.exists(join(folder, "env.py"))), None)


def _folder_with_env(tree: SourceTree, root: str) -> str | None:
    """Alembic without a settings file: its `env.py`, told by what it imports."""
    for path in tree.paths():
        if path.endswith("/env.py") and is_below(path, root):
            data = tree.read(path)
            if b"from alembic import" in data and b"run_migrations" in data:
                return parent(path)
    return None


def _alembic(tree: SourceTree, setup: _Setup | None, script: str | None) -> Migrations:
    where = (Witness(setup.config, setup.line),) if setup and setup.config else ()
    versions = _versions_folder(tree, setup, script)
    revisions = read_revisions(tree, versions, recursive=bool(setup and setup.recursive)) if versions else ()
    replaced = {parent_id for revision in revisions for parent_id in revision.parents}
    heads = [revision for revision in revisions if revision.id not in replaced]
    style = revision_style(revisions)
    single = setup is None or setup.sections == 1
    template = join(script, "script.py.mako") if script is not None else ""
    return Migrations(
        config=Fact(value=setup.config if setup else None, witnesses=where),
        script_location=Fact(
            value=script, confidence="high" if script is not None else "low", witnesses=where
        ),
        versions=Fact(value=versions, confidence="high" if versions and single else "low", witnesses=where),
        heads=Fact(
            value=tuple(revision.id for revision in heads),
            confidence="high" if single else "low",
            witnesses=tuple(Witness(revision.file, revision.line, "head") for revision in heads),
        ),
        file_template=Fact(
            value=setup.template if setup else DEFAULT_TEMPLATE,
            witnesses=where,
            origin="code" if setup and setup.template != DEFAULT_TEMPLATE else "default",
        ),
        revision_style=style,
        typed=_typed(tree, template, [revision.file for revision in revisions]),
    )


def _versions_folder(tree: SourceTree, setup: _Setup | None, script: str | None) -> str | None:
    if script is None:
        return None
    if setup is None or not setup.versions:
        return join(script, "versions")
    named = setup.versions.replace("%(script_location)s", script)
    if named.startswith(script):
        return _cleaned(named)
    folders = [_cleaned(named.replace("%(here)s", setup.folder)), _cleaned(join(setup.folder, named))]
    known = {parent(path) for path in tree.paths() if path.endswith(".py")}
    return next((folder for folder in folders if folder in known), join(script, "versions"))


def _typed(tree: SourceTree, template: str, files: list[str]) -> Fact[bool]:
    """Are `revision` and its kin annotated: in the template, else in the last of the revisions?"""
    for path in (template, *sorted(files)[-1:]):
        if path and tree.exists(path):
            found = re.search(r"^revision\b\s*(:?)", tree.text(path), re.MULTILINE)
            if found:
                line = line_of(tree.text(path), r"^revision\b")
                return Fact(value=bool(found[1]), witnesses=(Witness(path, line),))
    return Fact(value=True, origin="default")


def _no_alembic() -> Migrations:
    return Migrations(
        config=Fact(value=None),
        script_location=Fact(value=None),
        versions=Fact(value=None),
        heads=Fact(value=()),
        file_template=Fact(value=DEFAULT_TEMPLATE, origin="default"),
        revision_style=Fact(value="hex", origin="default"),
        typed=Fact(value=True, origin="default"),
    )
