"""How folders are packages: their `__init__.py`, how their modules import one another, which is for all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from posixpath import dirname

from fastapi_endpoint.domain.conventions import Fact, RelativeImports, Witness
from fastapi_endpoint.explore.classes import TableClass
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.resources import most_common
from fastapi_endpoint.explore.votes import vote

_SHARED = ("core", "common", "shared", "lib", "utils", "utilities", "helpers")


def detect_markers(index: Index, tables: Sequence[TableClass]) -> Fact[bool]:
    """Do packages hold an `__init__.py`?"""
    used = {found.file for found in index.endpoints} | {table.file for table in tables}
    used |= {found.file for found in index.pydantic if not is_aside(found.file)}
    folders = sorted(
        {dirname(file) for file in used if dirname(file)} - {index.files.root_of(file) for file in used}
    )
    python = set(index.files.python)
    return vote(
        (((marker := f"{folder}/__init__.py") in python, Witness(marker, 1)) for folder in folders),
        default=True,
    )


def detect_relative(index: Index, tables: Sequence[TableClass]) -> Fact[RelativeImports]:
    """Which modules of the project are imported relatively: none, those of one's own folder, or all?"""
    files = dict.fromkeys([*(e.file for e in index.endpoints), *(t.file for t in tables)])
    ballots = [ballot for path in files for ballot in _written(index, path)]
    far = vote(((value, where) for near, value, where in ballots if not near), default="never")
    if far.value == "package":
        return far
    return vote(((value, where) for near, value, where in ballots if near), default="never")


def detect_shared(index: Index, tables: Sequence[TableClass], root: str) -> Fact[str]:
    """The folder for modules that every resource uses."""
    files = [endpoint.file for endpoint in index.endpoints] or [table.file for table in tables]
    prefix = f"{root}/" if root else ""
    tops = Counter(
        file[len(prefix) :].partition("/")[0]
        for file in files
        if file.startswith(prefix) and "/" in file[len(prefix) :]
    )
    package = _with_modules(index, f"{prefix}{most_common(tops.elements()) or ''}", files)[len(prefix) :]
    for base in dict.fromkeys((f"{prefix}{package}".rstrip("/"), root)):
        for name in _SHARED:
            folder = f"{base}/{name}".lstrip("/")
            if any(not is_aside(path) for path in index.files.folders.get(folder, ())):
                return Fact(value=folder, witnesses=(Witness(f"{folder}/__init__.py", 1),))
    return Fact(value=f"{prefix}{package}".rstrip("/"), confidence="low", origin="default")


def _written(index: Index, path: str) -> Iterator[tuple[bool, RelativeImports, Witness]]:
    """How each module of the project is imported, those in the folder of `path` told from those elsewhere."""
    home, module = dirname(path), index.files.module(path)
    for imported in module.imports if module else ():
        where = Witness(path, imported.line)
        if imported.level:
            yield imported.level == 1, "siblings" if imported.level == 1 else "package", where
        elif imported.module and (place := _place(index, path, imported.module)):
            yield home in place, "never", where


def _place(index: Index, path: str, dotted: str) -> tuple[str, ...]:
    """The folder that a module of the project is, or lies in; empty where it is none of the project's."""
    folder = index.files.resolver.is_folder(dotted, path)
    file = index.files.resolver.module_file(dotted, path)
    return tuple(place for place in (folder, dirname(file) if file else None) if place is not None)


def _with_modules(index: Index, folder: str, files: Sequence[str]) -> str:
    """The folder; where it holds no module itself (`src`), the one below it that all of the files lie in."""
    while True:
        own = [path for path in index.files.folders.get(folder, ()) if dirname(path) == folder]
        inner = {path[len(folder) + 1 :].partition("/")[0] for path in files if path.startswith(f"{folder}/")}
        if any(not path.endswith("__init__.py") for path in own) or len(inner) != 1:
            return folder
        below = f"{folder}/{next(iter(inner))}"
        if below.endswith(".py"):
            return folder
        folder = below
