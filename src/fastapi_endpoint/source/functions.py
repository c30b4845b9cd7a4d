"""The parts of a function that is written plainly, each told by itself; `NotPlain` where the grammar has to.

A function goes from `start`, behind the bracket that opens its parameters in the given line, to `end`.
"""

import keyword
import re

from tree_sitter import Point, Range

from fastapi_endpoint.source.bodies import Body
from fastapi_endpoint.source.flat import Written
from fastapi_endpoint.source.logical import GAP, STRING, NotPlain, Piece, logical_line, pieces
from fastapi_endpoint.source.parse import TEXT_LIMIT, read_body
from fastapi_endpoint.source.simple import code_after, signature_of
from fastapi_endpoint.source.statements import Parameter, Signature, Statement
from fastapi_endpoint.source.text import doc_of

# A string that is a statement of its own.
_DOC = re.compile(rb"([rRuUbBfF]{0,2}(?:" + STRING + rb"))[ \t]*(?:[;#\n]|\Z)")
# A dotted name before a bracket; strings, comments and the names of definitions are passed over.
_CALLED = re.compile(
    rb"(?P<string>" + STRING + rb")|#[^\n]*|\b(?:def|class)\s+\w+|(?P<odd>[\"'])"
    rb"|(?<![\w.\x80-\xff])(?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:\s*\.\s*[\w\x80-\xff]+)*)[ \t]*\("
)
_KEYWORDS = frozenset(word.encode() for word in keyword.kwlist)
_PATTERN = re.compile(rb"\n[ \t]*(?:case\b|type[ \t]*\()")
_LETTER = re.compile(rb"[\w\x80-\xff]")
_CAUSE = re.compile(rb"\s+from\s+(?=[\w.]+\Z)")


def signature(file: Written, start: int, end: int, line: int) -> Signature:
    """Its parameters and what it gives back."""
    usual = signature_of(file, start, end, line)
    if usual is not None:
        return usual
    parts, close = pieces(file.flat, start, end)
    colon = _colon(file, close, end)
    returns = file.text(close + 1, colon).removeprefix("->").lstrip()
    written = (_parameter(file, part, line + file.breaks(start, part.start)) for part in parts)
    return Signature(tuple(found for found in written if found), returns)


def doc(file: Written, start: int, end: int) -> str:
    """The start of its docstring, or ""."""
    string = _DOC.match(file.flat, _first_code(file, start, end), end)
    return doc_of(file.text(*string.span(1))) if string else ""


def body(file: Written, start: int, end: int, line: int) -> Body:
    """What happens in it."""
    first = _first_code(file, start, end)
    begins = line + file.breaks(start, first)
    found = read_body(
        file.data,
        Range(_point(file, first, begins), _point(file, end, begins + file.breaks(first, end)), first, end),
    )
    if found is None:
        raise NotPlain
    return found


def told(file: Written, word: bytes, start: int, end: int, line: int) -> tuple[Statement, ...]:
    """Its `return` or `raise` statements, those of the functions in it too."""
    flat = file.flat
    if flat.find(b"\\\n", start, end) >= 0:
        raise NotPlain
    found = []
    counted = start
    at = flat.find(word, start, end)
    while at >= 0:
        after = at + len(word)
        if not _LETTER.match(flat, after) and _begins(flat, start, at):
            line += file.breaks(counted, at)
            counted = at
            text = file.data[after : logical_line(flat, after, end).code].strip()
            found.append(_statement(text, word, line))
        at = flat.find(word, after, end)
    return tuple(found)


def called(file: Written, start: int, end: int, line: int) -> tuple[tuple[str, int], ...]:
    """The plain names that are called in it, in the functions in it too, each with its line."""
    flat = file.flat
    first = _first_code(file, start, end)
    if flat.find(b"\\\n", first, end) >= 0 or _PATTERN.search(flat, first, end):
        raise NotPlain
    found = []
    counted = start
    for token in _CALLED.finditer(flat, first, end):
        kind, at = token.lastgroup, token.start()
        if kind == "string":
            _is_inert(file, at, token.end())
        elif kind == "odd" or flat[at - 1 : at] == b"*":
            raise NotPlain
        elif kind == "name" and token["name"] not in _KEYWORDS:
            line += file.breaks(counted, at)
            counted = at
            found.append((b"".join(token["name"].split()).decode("utf-8", "replace"), line))
    return tuple(found)


def _is_inert(file: Written, start: int, end: int) -> None:
    """NotPlain where a string may hold a call."""
    prefix = file.data[max(start - 2, 0) : start].lower()
    if b"f" in prefix and file.data.find(b"(", file.data.find(b"{", start, end), end) >= 0:
        raise NotPlain


def _begins(flat: bytes, start: int, at: int) -> bool:
    """Does a statement begin there, first in its line or behind a colon? NotPlain where only looks say so."""
    before = flat[max(flat.rfind(b"\n", start, at) + 1, start) : at].strip()
    if before.endswith((b":", b";")):
        if any(sign in before for sign in (b'"', b"'", b"#")):
            raise NotPlain
        return True
    return not before


def _statement(text: bytes, word: bytes, line: int) -> Statement:
    if word == b"raise" and b"from" in text:
        text, causes = _CAUSE.subn(b" ", text)
        if not causes:
            raise NotPlain
    return Statement(text[:TEXT_LIMIT].decode("utf-8", "replace"), line)


def _point(file: Written, at: int, line: int) -> Point:
    return Point(line - 1, at - file.data.rfind(b"\n", 0, at) - 1)


def _first_code(file: Written, start: int, end: int) -> int:
    """Where its body begins."""
    code = code_after(file.flat, start, end)
    if code is None:
        _, close = pieces(file.flat, start, end)
        code = _colon(file, close, end) + 1
    gap = GAP.match(file.flat, code, end)
    return gap.end() if gap else end


def _colon(file: Written, close: int, end: int) -> int:
    """Where a head whose bracket closes at `close` ends with its colon."""
    colon = logical_line(file.flat, close + 1, end).colon
    if colon < 0:
        raise NotPlain
    return colon


def _parameter(file: Written, part: Piece, line: int) -> Parameter | None:
    ends = [place for place in (part.colon, part.equals) if place >= 0]
    name = file.text(part.start, min(ends, default=part.end))
    bare = name.lstrip("*")
    kind = name[: len(name) - len(bare)]
    if not bare.isidentifier():
        if name in ("*", "/"):
            return None
        raise NotPlain
    has_default = part.equals >= 0
    annotation = file.text(part.colon + 1, part.equals if has_default else part.end)
    default = file.text(part.equals + 1, part.end) if has_default else ""
    return Parameter(bare, annotation if part.colon >= 0 else "", default, kind, line)
