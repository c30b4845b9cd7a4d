"""What the body of an error looks like: FastAPI's `detail`, problem details (RFC 9457), or one of its own."""

from collections.abc import Iterator, Sequence
from typing import Literal

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.containers import dictionary_keys
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.votes import SHOWN
from fastapi_endpoint.source.expression import call_of
from fastapi_endpoint.source.module import Function, Module

ErrorBody = Literal["detail", "problem", "own"]

_PROBLEM = "application/problem+json"
_LIBRARIES = frozenset(
    {
        "fastapi-problem",
        "fastapi-problem-details",
        "fastapi-rfc7807",
        "rfc9457",
        "problem-details",
        "starlette-problem",
    }
)
_HTTP = frozenset({"HTTPException", "StarletteHTTPException"})


def detect_error_body(index: Index, requirements: Sequence[Requirement]) -> Fact[ErrorBody]:
    """By the media type that the code names, a library for it, or the handler of HTTPException."""
    named = tuple(_named(index))
    declared = tuple(witness_of(each) for each in requirements if each.name in _LIBRARIES)
    if named or declared:
        return Fact(value="problem", witnesses=(*named, *declared)[:SHOWN])
    own = tuple(_own(index))
    if own:
        return Fact(value="own", witnesses=own[:SHOWN])
    return Fact(value="detail", origin="default")


def _named(index: Index) -> Iterator[Witness]:
    for path in index.files.mentioning(_PROBLEM):
        if not is_aside(path) and not path.startswith(index.foreign):
            data = index.tree.read(path)
            yield Witness(path, data.count(b"\n", 0, data.find(_PROBLEM.encode())) + 1, _PROBLEM)


def _own(index: Index) -> Iterator[Witness]:
    """Handlers of HTTPException that answer with something else than its `detail`."""
    for path, module in index.files.modules.items():
        if (
            is_aside(path)
            or path.startswith(index.foreign)
            or b"exception_handler" not in index.tree.read(path)
        ):
            continue
        for file, function in _handlers(index, path, module):
            keys = _keys(function)
            if keys and "detail" not in keys:
                yield Witness(file, function.line, "{" + ",".join(keys) + "}")


def _handlers(index: Index, path: str, module: Module) -> Iterator[tuple[str, Function]]:
    for function in module.every_function():
        for decorator in function.decorators:
            handled = decorator.call.argument(0, "exc_class_or_status_code") if decorator.call else None
            if handled and decorator.name.endswith("exception_handler") and _is_http(index, path, handled):
                yield path, function
    for call in module.every_call(b"add_exception_handler"):
        handled, name = call.argument(0, "exc_class_or_status_code"), call.argument(1, "handler")
        if call.last == "add_exception_handler" and handled and name and _is_http(index, path, handled):
            placed = index.files.placed_function(index.files.target(path, name))
            if placed is not None:
                yield placed


def _is_http(index: Index, path: str, name: str) -> bool:
    return index.files.target(path, name).last in _HTTP


def _keys(function: Function) -> tuple[str, ...]:
    """The keys that its answer is written with, where they stand in it."""
    for returned in function.body.returns:
        call = call_of(returned.text)
        content = call.argument(0, "content") or call.keyword("content") if call else None
        keys = dictionary_keys(content or "")
        if keys:
            return keys
    return ()
