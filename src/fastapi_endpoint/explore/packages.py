"""How folders are packages: their `__init__.py`, and how their modules import one another."""

from collections.abc import Sequence
from posixpath import dirname

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.classes import TableClass
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.votes import vote


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


def detect_relative(index: Index, tables: Sequence[TableClass]) -> Fact[bool]:
    """Do modules import those of their own folder relatively?"""
    ballots = []
    for path in dict.fromkeys([*(e.file for e in index.endpoints), *(t.file for t in tables)]):
        module = index.files.module(path)
        for imported in module.imports if module else ():
            if imported.level:
                ballots.append((True, Witness(path, imported.line)))
            elif imported.module and _is_neighbour(index, path, imported.module):
                ballots.append((False, Witness(path, imported.line)))
    return vote(ballots, default=False)


def _is_neighbour(index: Index, path: str, dotted: str) -> bool:
    """Is it the package of this file, or a module in it?"""
    folder = index.files.resolver.is_folder(dotted, path)
    file = index.files.resolver.module_file(dotted, path)
    return dirname(path) in (folder, dirname(file) if file else None)
