"""Whether superusers reach rows that belong to others: functions that ask for both, one way or the other."""

import re
from collections.abc import Iterator

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.source.module import Class, Function, Module

_OWNED = re.compile(rb"\.\w*_id\s*[!=]=\s*\w+\.id\b|\b\w+\.id\s*[!=]=\s*\w+\.\w*_id\b")


def detect_superusers_reach(index: Index, field: str | None) -> Fact[bool]:
    """A function shows it that asks for the owner and for `field`, by which users differ in what they may."""
    seen = tuple(_witnesses(index, field)) if field else ()
    return Fact(value=bool(seen), witnesses=seen) if seen else Fact(value=False, origin="default")


def _witnesses(index: Index, field: str) -> Iterator[Witness]:
    for path in index.files.mentioning(field):
        module = None if is_aside(path) or path in index.files.migrations else index.files.module(path)
        if module is None or not _OWNED.search(index.tree.read(path)):
            continue
        data = index.tree.read(path)
        for function in _functions(module):
            start, end = function.inside.span
            if function.says(b"." + field.encode()) and _OWNED.search(data, start, end):
                yield Witness(path, function.line, function.name)


def _functions(found: Module | Class) -> Iterator[Function]:
    yield from found.functions
    for class_ in found.classes:
        yield from _functions(class_)
