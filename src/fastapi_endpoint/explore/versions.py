"""The lowest versions of Python and the main libraries that the project may run on."""

import re
from collections.abc import Sequence

from fastapi_endpoint.domain.conventions import Fact, Versions, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.documents import dig, is_below, join, line_of, read_toml, upwards
from fastapi_endpoint.explore.requirements import conda_files, witness_of
from fastapi_endpoint.explore.specifiers import Release, lowest
from fastapi_endpoint.source.tree import SourceTree

_IMAGE = r"^FROM\s+\S*python:?(\d+\.\d+)"
_PYTHON_HINTS = (
    ("Dockerfile", _IMAGE),
    (".python-version", r"^(?:cpython-)?(\d+\.\d+)"),
    ("runtime.txt", r"python-(\d+\.\d+)"),
    (".pre-commit-config.yaml", r"python:\s*['\"]?python(\d+\.\d+)"),
)
_PYTHON_CODE = (
    ((3, 12), rb"^type \w+(?:\[.*\])? = |^\s*(?:class|(?:async )?def) \w+\[\w+"),
    ((3, 11), rb"from datetime import [^\n]*\bUTC\b|import [^\n]*\bStrEnum\b|^import tomllib|except\*"),
    ((3, 10), rb"(?:->|:) [\w.\[\]]+ \| None\b|^\s+match .+:$"),
)
_DEFAULT_PYTHON = (3, 10)


def detect_versions(
    tree: SourceTree,
    root: str,
    requirements: Sequence[Requirement],
    paths: Sequence[str],
    pydantic: Fact[str],
) -> Versions:
    """The lowest Python and library versions: the lock where there is one, else the specifiers."""
    return Versions(
        python=_python(tree, root, paths),
        fastapi=_library(requirements, "fastapi") or Fact(value=None, origin="default"),
        pydantic=_library(requirements, "pydantic")
        or Fact(value=(1, 0) if pydantic.value == "v1" else (2, 0), confidence=pydantic.confidence),
        sqlalchemy=_library(requirements, "sqlalchemy") or _sqlalchemy_of_code(tree, paths),
    )


def _library(requirements: Sequence[Requirement], name: str) -> Fact[Release | None] | None:
    known: list[tuple[Release, Witness]] = []
    for requirement in requirements:
        if requirement.name == name:
            release = lowest(requirement.locked or requirement.specifier)
            if release is not None:
                known.append((release, witness_of(requirement)))
    if not known:
        return None
    value = min(release for release, _ in known)
    return Fact(value=value, witnesses=tuple(witness for _, witness in known))


def _sqlalchemy_of_code(tree: SourceTree, paths: Sequence[str]) -> Fact[Release | None]:
    pattern = re.compile(rb"\b(?:mapped_column|DeclarativeBase|async_sessionmaker|MappedAsDataclass)\b")
    for path in paths:
        data = tree.read(path)
        match = pattern.search(data) if b"sqlalchemy" in data else None
        if match:
            line = data.count(b"\n", 0, match.start()) + 1
            return Fact(value=(2, 0), witnesses=(Witness(path, line, match[0].decode()),))
    return Fact(value=None, origin="default")


def _python(tree: SourceTree, root: str, paths: Sequence[str]) -> Fact[Release]:
    for folder in upwards(root):
        declared = _declared_python(tree, folder)
        if declared is not None:
            return declared
    for folder in upwards(root):
        for name, pattern in _PYTHON_HINTS:
            path = join(folder, name)
            text = tree.text(path) if tree.exists(path) else ""
            found = re.search(pattern, text, re.MULTILINE | re.IGNORECASE)
            release = lowest(found[1]) if found else None
            if release is not None:
                return Fact(value=release, witnesses=(Witness(path, line_of(text, pattern)),))
    return _targeted_python(tree, root) or _python_of_images(tree, root) or _python_of_code(tree, paths)


def _declared_python(tree: SourceTree, folder: str) -> Fact[Release] | None:
    path = join(folder, "pyproject.toml")
    table = read_toml(tree, path)
    for keys, pattern in (
        (("project", "requires-python"), r"^requires-python"),
        (("tool", "poetry", "dependencies", "python"), r"^python\s*="),
    ):
        specifier = dig(table, *keys)
        release = lowest(specifier) if isinstance(specifier, str) else None
        if release is not None:
            return Fact(
                value=release, witnesses=(Witness(path, line_of(tree.text(path), pattern), specifier),)
            )
    path = join(folder, "Pipfile")
    version = dig(read_toml(tree, path), "requires", "python_version")
    release = lowest(version) if isinstance(version, str) else None
    if release is not None:
        return Fact(value=release, witnesses=(Witness(path, line_of(tree.text(path), r"^python_version")),))
    for path in conda_files(tree, folder):
        found = re.search(r"^\s*-\s*python\s*[=><~]+\s*(\d+\.\d+)", tree.text(path), re.MULTILINE)
        release = lowest(found[1]) if found else None
        if release is not None:
            return Fact(value=release, witnesses=(Witness(path, line_of(tree.text(path), r"-\s*python\b")),))
    return None


def _targeted_python(tree: SourceTree, root: str) -> Fact[Release] | None:
    """What the linters are told the code is written for."""
    for folder in upwards(root):
        path = join(folder, "pyproject.toml")
        table = read_toml(tree, path)
        target = dig(table, "tool", "ruff", "target-version")
        found = re.fullmatch(r"py3(\d+)", target) if isinstance(target, str) else None
        if found:
            where = Witness(path, line_of(tree.text(path), r"^target-version"))
            return Fact(value=(3, int(found[1])), witnesses=(where,))
        target = dig(table, "tool", "mypy", "python_version")
        release = lowest(str(target)) if target else None
        if release is not None:
            return Fact(
                value=release, witnesses=(Witness(path, line_of(tree.text(path), r"^python_version")),)
            )
    return None


def _python_of_images(tree: SourceTree, root: str) -> Fact[Release] | None:
    """What the images of the application are built on, wherever their files lie."""
    for path in tree.paths():
        name = path.rpartition("/")[2].lower()
        if "dockerfile" in name and is_below(path, root):
            found = re.search(_IMAGE, tree.text(path), re.MULTILINE | re.IGNORECASE)
            release = lowest(found[1]) if found else None
            if release is not None:
                return Fact(value=release, witnesses=(Witness(path, line_of(tree.text(path), _IMAGE)),))
    return None


def _python_of_code(tree: SourceTree, paths: Sequence[str]) -> Fact[Release]:
    for release, pattern in _PYTHON_CODE:
        search = re.compile(pattern, re.MULTILINE)
        for path in paths:
            match = search.search(tree.read(path))
            if match:
                line = tree.read(path).count(b"\n", 0, match.start()) + 1
                return Fact(
                    value=release,
                    witnesses=(Witness(path, line, match[0].decode("utf-8", "replace").strip()),),
                )
    return Fact(value=_DEFAULT_PYTHON, origin="default")
