"""Statements of a flattened file (`flat.py`), taken apart by one look at their brackets, strings and signs.

What is not plainly told raises `NotPlain`: the grammar is asked then (`parse.py`).
"""

import re
from functools import cache

from msgspec import Struct

# A whole string of a flattened file, without its prefix.
STRING = rb"\"\"\"_*\"\"\"|'''_*'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
# Strings as a whole, comments, brackets, and the signs that divide a statement. A quote that is left over, a
# backslash or a semicolon is what only the grammar can tell.
_TOKEN = re.compile(
    STRING + rb"|#[^\n]*"
    rb"|[()\[\]{}\n,]|[=!<>:+*/%&|^@-]=|[=:]|\blambda\b|[;\\\"']"
)
GAP = re.compile(rb"(?:\s|#[^\n]*)*")
"""What means nothing between statements: blanks and comments."""
_DEPTH = {ord(b"("): 1, ord(b"["): 1, ord(b"{"): 1, ord(b")"): -1, ord(b"]"): -1, ord(b"}"): -1}
_HASH, _QUOTES, _BREAK = ord(b"#"), (ord(b'"'), ord(b"'")), ord(b"\n")
_LEFT_OVER = (b";", b"\\", b'"', b"'")


class NotPlain(Exception):
    """The grammar has to be asked."""


class Logical(Struct, frozen=True):
    """A logical line. `code` is where its code ends, before a comment; `end` where the line itself does.

    `equals` are the places of `=` outside brackets, `colon` is that of the first `:` there, or -1.
    """

    code: int
    end: int
    equals: tuple[int, ...]
    colon: int


def logical_line(flat: bytes, start: int, end: int) -> Logical:
    """The logical line that begins at `start`; no later than `end`."""
    depth, colon, code = 0, -1, -1
    equals: list[int] = []
    for token in _TOKEN.finditer(flat, start, end):
        text = token[0]
        first = text[0]
        if first in _DEPTH:
            depth += _DEPTH[first]
            if depth < 0:
                raise NotPlain
        elif text in _LEFT_OVER:
            raise NotPlain
        elif depth == 0:
            if first in (_BREAK, _HASH):
                code = token.start() if code < 0 else code
                if first == _BREAK:
                    return Logical(code, token.start(), tuple(equals), colon)
            elif text == b"=":
                equals.append(token.start())
            elif text == b":" and colon < 0:
                colon = token.start()
    if depth:
        raise NotPlain
    return Logical(end if code < 0 else code, end, tuple(equals), colon)


class Piece(Struct, frozen=True):
    """One part of what stands in parentheses: from `start` to `end`, comments left aside."""

    start: int
    end: int
    equals: int
    colon: int


def pieces(flat: bytes, start: int, end: int) -> tuple[tuple[Piece, ...], int]:
    """The parts between commas of the parentheses that were opened before `start`, and where those close."""
    found: list[Piece] = []
    begin, code, equals, colon, depth = start, -1, -1, -1, 0
    for token in _TOKEN.finditer(flat, start, end):
        text = token[0]
        first = text[0]
        if first in _DEPTH:
            depth += _DEPTH[first]
        elif text in _LEFT_OVER or text == b"lambda":
            raise NotPlain
        if depth < 0 or (depth == 0 and text == b","):
            stop = token.start() if code < 0 else code
            if written := flat[begin:stop].lstrip():
                found.append(Piece(stop - len(written), stop, equals, colon))
            if depth < 0:
                return tuple(found), token.start()
            begin, code, equals, colon = token.end(), -1, -1, -1
        elif depth == 0 and first == _HASH:
            if flat[begin : token.start()].strip():
                code = token.start() if code < 0 else code
            else:
                begin = token.end()
        elif depth == 0 and text == b"=":
            equals = token.start() if equals < 0 else equals
        elif depth == 0 and text == b":":
            colon = token.start() if colon < 0 else colon
    raise NotPlain


@cache
def line_starts(indent: bytes) -> re.Pattern[bytes]:
    """Finds line breaks after which code follows in just that column; comments and closers are left out."""
    return re.compile(rb"\n" + re.escape(indent) + rb"(?=[^\s#)\]}])")
