"""The calls that a file makes at import time: what lies outside its functions, parsed without them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from fastapi_endpoint.source.bodies import Body
from fastapi_endpoint.source.parse import calls_in
from fastapi_endpoint.source.statements import Call

Spans = Sequence[tuple[int, int]]
# What is left of a function after `def name(`.
_REST = b"):0"


def read_around(data: bytes, functions: Spans) -> Body:
    """The calls outside the functions; a span begins behind the bracket of `def name(`."""
    return Body(tuple(_calls(data, functions)))


def _calls(data: bytes, functions: Spans) -> Iterator[Call]:
    starts = [0]
    pieces: list[bytes] = []
    moved = [0]
    done = 0
    for start, end in functions:
        pieces += (data[done:start], _REST)
        done = end
        moved.append(moved[-1] + end - start - len(_REST))
        starts.append(end - moved[-1])
    pieces.append(data[done:])
    line = 1
    counted = 0
    for position, call in calls_in(b"".join(pieces)):
        at = position + moved[bisect_right(starts, position) - 1]
        line += data.count(b"\n", counted, at)
        counted = at
        yield Call(call.function, call.arguments, line)
