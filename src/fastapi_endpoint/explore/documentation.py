"""How endpoints are described: docstrings and their language, summaries, operation ids."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from fastapi_endpoint.domain.conventions import Documentation, Fact, OperationIds, Symbol, Witness
from fastapi_endpoint.explore.files import is_aside, is_migrating
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.languages import language_of
from fastapi_endpoint.explore.routing import Endpoint
from fastapi_endpoint.explore.votes import spread, vote
from fastapi_endpoint.source.expression import is_name
from fastapi_endpoint.source.literals import string

_RENAMES = re.compile(rb"\.operation_id\s*=[^=]|^\s*simplify_operation_ids\(", re.MULTILINE)
_KEYWORD = "generate_unique_id_function"
_SAMPLE = 60


def detect_documentation(index: Index) -> Documentation:
    """Every field of `Documentation`; a file of endpoints has one voice."""
    function = _unique_id_function(index)
    by_file: dict[str, list[Endpoint]] = defaultdict(list)
    for endpoint in index.endpoints:
        by_file[endpoint.file].append(endpoint)
    groups = tuple(by_file.values())
    return Documentation(
        operation_ids=_operation_ids(index, function, groups),
        unique_id_function=function,
        language=_language(index),
        docstrings=vote(
            ((_most(_has_docstring(e) for e in group), _at(group[0])) for group in groups), default=False
        ),
        summaries=vote(
            ((_most(_says(e, "summary") for e in group), _at(group[0])) for group in groups), default=False
        ),
    )


def _at(endpoint: Endpoint) -> Witness:
    return Witness(endpoint.file, endpoint.line, endpoint.function.name)


def _most(answers: Iterable[bool]) -> bool:
    told = list(answers)
    return sum(told) * 2 > len(told)


def _has_docstring(endpoint: Endpoint) -> bool:
    return bool(endpoint.function.doc)


def _says(endpoint: Endpoint, keyword: str) -> bool:
    return endpoint.call.keyword(keyword) is not None


def _unique_id_function(index: Index) -> Fact[Symbol | None]:
    """What the application, else most routers and includes, are given to name operations by."""
    app = index.reach.app
    given = [(app.key.file, app.call)] if app else []
    given += [
        (router.key.file, router.call) for router in index.routing.routers.values() if not router.is_app
    ]
    given += [(include.file, include.call) for include in index.routing.includes]
    ballots: list[tuple[Symbol | None, Witness]] = []
    for file, call in given:
        text = call.keyword(_KEYWORD)
        target = index.files.target(file, text) if text and is_name(text) else None
        if target is not None and target.file:
            ballots.append((index.symbol(target), Witness(file, call.line)))
    return vote(ballots, None)


def _operation_ids(
    index: Index, function: Fact[Symbol | None], groups: Sequence[Sequence[Endpoint]]
) -> Fact[OperationIds]:
    app = index.reach.app
    if function.value is not None:
        return Fact(value="function", confidence=function.confidence, witnesses=function.witnesses)
    if app is not None and app.call.keyword(_KEYWORD):  # a lambda, or what cannot be followed
        return Fact(value="function", witnesses=(Witness(app.key.file, app.line),))
    renamed = tuple(_renaming(index))
    if renamed:
        return Fact(value="renamed", witnesses=renamed)
    ballots: list[tuple[OperationIds, Witness]] = []
    for group in groups:
        written = _most(_says(endpoint, "operation_id") for endpoint in group)
        ballots.append(("written" if written else "default", _at(group[0])))
    return vote(ballots, "default")


def _renaming(index: Index) -> Iterator[Witness]:
    """Where the finished routes are given other operation ids."""
    for path in index.files.mentioning("operation_id"):
        found = _RENAMES.search(index.tree.read(path))
        if found and not is_aside(path) and not path.startswith(index.foreign):
            yield Witness(path, index.tree.read(path).count(b"\n", 0, found.start()) + 1)


def _language(index: Index) -> Fact[str]:
    """The language of what endpoints say of themselves; where they say nothing, of other functions."""
    told = [text for endpoint in index.endpoints for text in _texts(endpoint)]
    return vote(_in_languages(told or _around(index)), "")


def _texts(endpoint: Endpoint) -> Iterator[tuple[str, Witness]]:
    summary = string(endpoint.call.keyword("summary"))
    description = string(endpoint.call.keyword("description"))
    text = " ".join(filter(None, (endpoint.function.doc, summary, description)))
    if text:
        yield text, _at(endpoint)


def _around(index: Index) -> Iterator[tuple[str, Witness]]:
    paths = [
        path
        for path in index.files.modules
        if not (is_aside(path) or is_migrating(path) or path.startswith(index.foreign))
    ]
    for path in spread(paths, _SAMPLE):
        for function in index.files.modules[path].callables():
            if function.says(b'"""', b"'''") and function.doc:
                yield function.doc, Witness(path, function.line, function.name)


def _in_languages(told: Iterable[tuple[str, Witness]]) -> Iterator[tuple[str, Witness]]:
    for text, where in told:
        language = language_of(text)
        if language:
            yield language, where
