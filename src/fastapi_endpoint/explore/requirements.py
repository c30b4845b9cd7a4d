"""The declared dependencies of a project, from every kind of file that declares them."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.documents import (
    Table,
    dig,
    is_below,
    join,
    line_holding,
    lines_of_keys,
    option,
    parent,
    read_ini,
    read_toml,
    upwards,
)
from fastapi_endpoint.explore.locks import locked_versions
from fastapi_endpoint.explore.specifiers import lowest
from fastapi_endpoint.source.tree import SourceTree

_GROUPED = (("project", "optional-dependencies"), ("dependency-groups",), ("tool", "pdm", "dev-dependencies"))
_PEP_508 = re.compile(r"^\s*([A-Za-z0-9][\w.\-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*([^;#)@]*)")
_INCLUDE = re.compile(r"^\s*(?:-r|--requirement)[\s=]+(\S+)")
_INSTALL_REQUIRES = re.compile(r"install_requires\s*=\s*\[(.*?)\n?\s*\]\s*[,)]", re.DOTALL)
_STRING = re.compile(r"([\"'])(.+?)\1")
_CONDA_LINE = re.compile(r"^\s*-\s*['\"]?([A-Za-z][\w.\-]*)\s*((?:[=<>!~]=?|==)[^\s#'\"]*)?")


def normal(name: str) -> str:
    """A distribution's name in normal form: `Flask_SQLAlchemy` -> `flask-sqlalchemy`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def detect_requirements(tree: SourceTree, root: str = "") -> tuple[Requirement, ...]:
    """What the application in `root` depends on: files in its folder and above it, nearest first.

    Where those declare nothing, the nearest files below count.
    """
    found: list[Requirement] = []
    for folder in upwards(root):
        found += _of_folder(tree, folder)
    if not found:
        for folder in _folders_below(tree, root):
            found = list(_of_folder(tree, folder))
            if found:
                break
    locked = locked_versions(tree, root, frozenset(requirement.name for requirement in found))
    return tuple(
        Requirement(r.name, r.specifier, r.file, r.line, _in_force(r.specifier, locked.get(r.name)), r.group)
        for r in _unique(found)
    )


def _in_force(specifier: str, locked: str | None) -> str | None:
    """The locked version, unless the lock file lags behind what is declared."""
    least = lowest(specifier)
    release = lowest(locked) if locked else None
    return None if least is not None and release is not None and release < least else locked


def _unique(found: list[Requirement]) -> Iterator[Requirement]:
    seen = set()
    for requirement in found:
        key = (requirement.name, requirement.file, requirement.group)
        if key not in seen:
            seen.add(key)
            yield requirement


def _folders_below(tree: SourceTree, root: str) -> list[str]:
    folders = {parent(path) for path in tree.paths() if is_below(path, root) and _declares(path)}
    return sorted(folders, key=lambda folder: (folder.count("/"), folder))


def _declares(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name in ("pyproject.toml", "Pipfile") or is_requirements_file(path) or _is_conda(name)


def is_requirements_file(path: str) -> bool:
    """Is it a list for pip (`requirements-dev.txt`, `requirements/base.in`, `requirements.pip`)?"""
    folder, _, name = path.rpartition("/")
    if name.endswith(".pip"):
        return True
    return name.endswith((".txt", ".in")) and (
        "requirements" in name or folder.rpartition("/")[2] == "requirements"
    )


def witness_of(requirement: Requirement) -> Witness:
    """The place that declares it, with what it asks for."""
    return Witness(requirement.file, requirement.line, f"{requirement.name} {requirement.specifier}".strip())


def conda_files(tree: SourceTree, folder: str) -> list[str]:
    """The conda environments in one folder."""
    return [path for path in tree.paths() if parent(path) == folder and _is_conda(path.rpartition("/")[2])]


def _is_conda(name: str) -> bool:
    return name.startswith(("environment", "conda")) and name.endswith((".yml", ".yaml"))


def _of_folder(tree: SourceTree, folder: str) -> Iterator[Requirement]:
    yield from _of_pyproject(tree, join(folder, "pyproject.toml"))
    yield from _of_setup(tree, folder)
    yield from _of_pipfile(tree, join(folder, "Pipfile"))
    places = (folder, join(folder, "requirements"))
    for path in tree.paths():
        if parent(path) not in places:
            continue
        if is_requirements_file(path):
            yield from _of_requirements_file(tree, path, frozenset())
        elif _is_conda(path.rpartition("/")[2]):
            yield from _of_conda(tree, path)


def _of_lines(lines: Any, text: str, path: str, group: str) -> Iterator[Requirement]:
    for line in lines if isinstance(lines, list) else []:
        found = _PEP_508.match(line) if isinstance(line, str) else None
        if found:
            yield Requirement(normal(found[1]), found[2].strip(), path, line_holding(text, line), None, group)


def _of_pyproject(tree: SourceTree, path: str) -> Iterator[Requirement]:
    table = read_toml(tree, path)
    if not table:
        return
    text = tree.text(path)
    yield from _of_lines(dig(table, "project", "dependencies"), text, path, "")
    for where in (
        ("project", "optional-dependencies"),
        ("dependency-groups",),
        ("tool", "pdm", "dev-dependencies"),
    ):
        groups = dig(table, *where)
        for group, lines in groups.items() if isinstance(groups, dict) else ():
            yield from _of_lines(lines, text, path, group)
    yield from _of_lines(dig(table, "tool", "uv", "dev-dependencies"), text, path, "dev")
    poetry = dig(table, "tool", "poetry") or {}
    yield from _of_tables(dig(poetry, "dependencies"), text, path, "")
    yield from _of_tables(dig(poetry, "dev-dependencies"), text, path, "dev")
    groups = dig(poetry, "group")
    for group, content in groups.items() if isinstance(groups, dict) else ():
        yield from _of_tables(dig(content, "dependencies"), text, path, group)
    environments = dig(table, "tool", "hatch", "envs")
    for group, content in environments.items() if isinstance(environments, dict) else ():
        for key in ("dependencies", "extra-dependencies"):
            yield from _of_lines(dig(content, key), text, path, group)


def _of_setup(tree: SourceTree, folder: str) -> Iterator[Requirement]:
    """`install_requires` of setup.cfg and setup.py."""
    path = join(folder, "setup.cfg")
    listed = option(read_ini(tree, path), "options", "install_requires")
    yield from _of_lines((listed or "").splitlines(), tree.text(path) if listed else "", path, "")
    path = join(folder, "setup.py")
    text = tree.text(path) if tree.exists(path) else ""
    found = _INSTALL_REQUIRES.search(text)
    if found:
        yield from _of_lines([line for _, line in _STRING.findall(found[1])], text, path, "")


def _of_tables(table: Any, text: str, path: str, group: str) -> Iterator[Requirement]:
    """`name = "^1.2"` or `name = {version = "^1.2"}`: Poetry's and Pipenv's form."""
    lines = lines_of_keys(text)
    for name, value in table.items() if isinstance(table, dict) else ():
        version = value if isinstance(value, str) else dig(value, "version")
        specifier = version if isinstance(version, str) and version != "*" else ""
        yield Requirement(normal(name), specifier, path, lines.get(name.lower(), 1), None, group)


def _of_pipfile(tree: SourceTree, path: str) -> Iterator[Requirement]:
    table: Table = read_toml(tree, path)
    if table:
        text = tree.text(path)
        yield from _of_tables(table.get("packages"), text, path, "")
        yield from _of_tables(table.get("dev-packages"), text, path, "dev")


def _of_requirements_file(tree: SourceTree, path: str, above: frozenset[str]) -> Iterator[Requirement]:
    stem = path.rpartition("/")[2].rpartition(".")[0]
    group = re.sub(r"[-_.]?requirements[-_.]?", "", stem).strip("-_.")
    for number, line in enumerate(_lines(tree, path), 1):
        included = _INCLUDE.match(line)
        if included:
            other = join(parent(path), included[1].removeprefix("./"))
            # One that lies elsewhere would not be found by itself.
            if other not in above and not is_requirements_file(other) and tree.exists(other):
                yield from _of_requirements_file(tree, other, above | {path})
            continue
        found = _PEP_508.match(line)
        if found and not line.lstrip().startswith(("-", "#")) and "://" not in line.split("@")[0]:
            yield Requirement(
                normal(found[1]), found[2].split("--hash")[0].strip(" \\"), path, number, None, group
            )


def _lines(tree: SourceTree, path: str) -> list[str]:
    """The lines of a list for pip, which a shell of Windows writes as UTF-16."""
    data = tree.read(path)
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return (data.decode("utf-16", "replace") if marked else tree.text(path)).splitlines()


def _of_conda(tree: SourceTree, path: str) -> Iterator[Requirement]:
    for number, line in enumerate(tree.text(path).splitlines(), 1):
        found = _CONDA_LINE.match(line)
        if found and not line.rstrip().endswith(":"):
            yield Requirement(normal(found[1]), (found[2] or "").strip(), path, number, None, "")
