"""How query functions are written: where their session stands, and whether docstrings say what they do."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Layout, Witness
from fastapi_endpoint.explore.facades import shape
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.source.module import Function

_SESSION = re.compile(r"\b(Async)?Session\b")


def with_queries(index: Index, layout: Layout) -> Layout:
    """The layout with what the functions in the files of queries show."""
    if layout.crud.origin == "default":
        return layout
    functions = list(_functions(index, layout.crud.value))
    return replace(
        layout,
        crud_session_first=vote(_places(functions), default=True),
        crud_docstrings=vote([(bool(function.doc), where) for function, where in functions], default=False),
    )


def _functions(index: Index, pattern: str) -> Iterator[tuple[Function, Witness]]:
    """The functions and methods there that take a session."""
    defining = shape(pattern)
    for path in index.files.python:
        if is_aside(path) or not defining.fullmatch(path):
            continue
        module = index.files.module(path)
        methods = [each for class_ in module.classes for each in class_.functions] if module else []
        for function in (*module.functions, *methods) if module else ():
            if any(_SESSION.search(given.annotation) for given in function.parameters):
                yield function, Witness(path, function.line, function.name)


def _places(functions: list[tuple[Function, Witness]]) -> Iterator[tuple[bool, Witness]]:
    """Is the session the first of several parameters?"""
    for function, where in functions:
        given = [each for each in function.parameters if each.name not in ("", "self", "cls")]
        if len(given) > 1:
            yield _SESSION.search(given[0].annotation) is not None, where
