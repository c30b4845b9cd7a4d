"""Taking the text of an expression apart: calls, subscripts, names."""

import re
from functools import lru_cache

from msgspec import Struct

from fastapi_endpoint.source.brackets import brackets
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.statements import Argument, Call

_DOTTED = re.compile(r"[^\W\d]\w*(\s*\.\s*[^\W\d]\w*)*\Z")
_PLAIN_CALL = re.compile(r"(?:await\s+)?([^\W\d]\w*(?:\.[^\W\d]\w*)*)\(")
_KEYWORD = re.compile(r"([^\W\d]\w*)\s*=(?!=)\s*")
_STRING = r"""(?s:"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|'[^'\\]*(?:\\.[^'\\]*)*(?:'|\Z))"""
_BRACKETS = brackets(r"""[^(){}\[\]"']""", _STRING)
_WHOLE = re.compile(_BRACKETS)
# Commas, and brackets that are not passed over as a whole; what is in strings does not count.
_MARK = re.compile(rf"""[^(){{}}\[\],"']*({_STRING}|{_BRACKETS}|[(){{}}\[\],"']|\Z)""")
# Comments, generators and what else has to be parsed.
_HARD = ("#", "\\", '"""', "'''")
_HARD_WORDS = re.compile(r"\b(?:for|lambda)\b")
_SUBSCRIPT = re.compile(r"([^\W\d][\w.]*)\s*\[(.*)\]\s*\Z", re.DOTALL)


class Subscript(Struct, frozen=True):
    """`{base}[{items}]`, as in `Annotated[User, Depends(get_user)]`."""

    base: str
    items: tuple[str, ...]


@lru_cache(maxsize=4096)
def call_of(text: str) -> Call | None:
    """The call that the expression is, with its line counted from 1, or None."""
    text = text.strip()
    if not text.endswith(")"):
        return None
    return _plain_call(text) or _parsed_call(text)


def _plain_call(text: str) -> Call | None:
    """`name(...)`, where no grammar is needed to tell the arguments."""
    plain = _PLAIN_CALL.match(text)
    if plain is None or _ends_at(text, plain.end()) != len(text) - 1 or _is_hard(text):
        return None
    return Call(plain[1], tuple(map(argument_of, split_items(text[plain.end() : -1]))), 1)


def _is_hard(text: str) -> bool:
    if any(sign in text for sign in _HARD):
        return True
    return ("for" in text or "lambda" in text) and _HARD_WORDS.search(text) is not None


@lru_cache(maxsize=4096)
def call_in(text: str) -> Call | None:
    """The call that a value is, whatever is called, with its line counted from 1, or None."""
    plain = _plain_call(text)
    if plain is not None:
        return plain
    bound = parse(f"_ = {text}".encode()).assignment("_")
    return bound.call if bound else None


def argument_of(text: str) -> Argument:
    """One argument of a call."""
    keyword = _KEYWORD.match(text) if "=" in text else None
    if keyword is not None:
        return Argument(keyword[1], text[keyword.end() :])
    if text.startswith("*"):
        stars = "**" if text.startswith("**") else "*"
        return Argument(stars, text[len(stars) :].lstrip())
    return Argument("", text)


def _parsed_call(text: str) -> Call | None:
    # In parentheses a line break means nothing, whatever the indentation was.
    module = parse(f"_ = ({text})".encode())
    if not module.assignments or module.errors:
        return None
    return next((call for call in module.calls if _same(call, text)), None)


def _same(call: Call, text: str) -> bool:
    return bool(call.function) and text.removeprefix("await").strip().startswith(f"{call.function}(")


def _ends_at(text: str, start: int) -> int:
    """Where the bracket that was opened before `start` is closed, or -1."""
    whole = _WHOLE.match(text, start - 1)
    if whole is not None:
        return whole.end() - 1
    depth = 1
    for mark in _MARK.finditer(text, start):
        if len(mark[1]) == 1:
            if mark[1] in "([{":
                depth += 1
            elif mark[1] in ")]}":
                depth -= 1
                if depth == 0:
                    return mark.start(1)
    return -1


@lru_cache(maxsize=4096)
def subscript_of(text: str) -> Subscript | None:
    """The subscript that the expression is, or None."""
    text = unquoted(text.strip())
    match = _SUBSCRIPT.match(text)
    return Subscript(match[1], split_items(match[2])) if match else None


def is_name(text: str) -> bool:
    """Is it a plain dotted name?"""
    return text.isidentifier() or ("." in text and _DOTTED.match(text) is not None)


def unquoted(text: str) -> str:
    """A forward reference without its quotes; other text as it is."""
    if len(text) > 2 and text[0] in "\"'" and text[-1] == text[0] and text.count(text[0]) == 2:
        return text[1:-1]
    return text


@lru_cache(maxsize=4096)
def split_items(text: str) -> tuple[str, ...]:
    """The parts between commas that are outside brackets and strings."""
    parts, depth, start = [], 0, 0
    for mark in _MARK.finditer(text):
        kind = mark[1]
        if len(kind) != 1:
            continue
        if kind == ",":
            if depth == 0:
                parts.append(text[start : mark.start(1)].strip())
                start = mark.end()
        elif kind in "([{":
            depth += 1
        elif kind in ")]}":
            depth -= 1
    parts.append(text[start:].strip())
    return tuple(part for part in parts if part)
