"""Statements of a flattened file (`flat.py`), taken apart by one look at their brackets, strings and signs.

What is not plainly told raises `NotPlain`: the grammar is asked then (`parse.py`).
"""

import re
from functools import cache

from msgspec import Struct

from fastapi_endpoint.source.brackets import brackets

_SHORT = r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'"
# A whole string of a flattened file, without its prefix.
STRING = rb"\"\"\"_*\"\"\"|'''_*'''|" + _SHORT.encode()
# Strings with escapes in them are left to be counted: a short pattern is soon compiled.
BRACKETS = brackets(r"[^()\[\]{}\"'#\\;]", r"\"[^\"\\\n]*\"|'[^'\\\n]*'|#[^\n]*(?=\n)").encode()
# What comes next that is more than a name or a blank: strings, comments and brackets as a whole, and the
# signs that divide a statement. A quote that is left over, a backslash or a semicolon is what only the
# grammar can tell.
_TOKEN = re.compile(
    rb"[^()\[\]{}\"'#\\;\n,=:]*("
    + STRING
    + rb"|#[^\n]*|"
    + BRACKETS
    + rb"|[()\[\]{}\n,;\\\"']|[=:]=|[=:]|\Z)"
)
GAP = re.compile(rb"(?:\s|#[^\n]*)*")
"""What means nothing between statements: blanks and comments."""
_DEPTH = {b"(": 1, b"[": 1, b"{": 1, b")": -1, b"]": -1, b"}": -1}
_LEFT_OVER = (b";", b"\\", b'"', b"'")
_OPERATORS = b"!<>+*/%&|^@-"
"""With `=` behind them, they bind no name."""


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
        text, at = token[1], token.start(1)
        if text in _DEPTH:
            depth += _DEPTH[text]
            if depth < 0:
                raise NotPlain
        elif text in _LEFT_OVER:
            raise NotPlain
        elif depth:
            continue
        elif text == b"\n":
            return Logical(at if code < 0 else code, at, tuple(equals), colon)
        elif text[:1] == b"#":
            code = at
        elif text == b"=" and flat[at - 1] not in _OPERATORS:
            equals.append(at)
        elif text == b":" and colon < 0:
            colon = at
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
        text, at = token[1], token.start(1)
        if text in _LEFT_OVER:
            raise NotPlain
        depth += _DEPTH.get(text, 0)
        if depth < 0 or (depth == 0 and text == b","):
            stop = at if code < 0 else code
            if written := flat[begin:stop].lstrip():
                found.append(_piece(written, stop, equals, colon))
            if depth < 0:
                return tuple(found), at
            begin, code, equals, colon = token.end(), -1, -1, -1
        elif depth:
            continue
        elif text[:1] == b"#":
            if flat[begin:at].strip():
                code = at if code < 0 else code
            else:
                begin = token.end()
        elif text == b"=" and flat[at - 1] not in _OPERATORS:
            equals = at if equals < 0 else equals
        elif text == b":":
            colon = at if colon < 0 else colon
    raise NotPlain


def _piece(written: bytes, stop: int, equals: int, colon: int) -> Piece:
    if colon >= 0 and b"lambda" in written:
        raise NotPlain
    return Piece(stop - len(written), stop, equals, colon)


@cache
def line_starts(indent: bytes) -> re.Pattern[bytes]:
    """Finds line breaks after which code follows in just that column; comments and closers are left out."""
    return re.compile(rb"\n" + re.escape(indent) + rb"(?=[^\s#)\]}])")
