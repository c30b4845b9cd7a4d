"""Taking the text of an expression apart: calls, subscripts, names."""

import re
from functools import lru_cache

from msgspec import Struct

from fastapi_endpoint.source.module import Call
from fastapi_endpoint.source.parse import parse

_DOTTED = re.compile(r"[^\W\d]\w*(\s*\.\s*[^\W\d]\w*)*\Z")
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
    # In parentheses a line break means nothing, whatever the indentation was.
    module = parse(f"_ = ({text})".encode())
    found = module.assignments[0] if module.assignments and not module.errors else None
    if found is None:
        return None
    if found.call is not None:
        return found.call
    return next((call for call in module.calls if _same(call, text)), None)


def _same(call: Call, text: str) -> bool:
    return bool(call.function) and text.removeprefix("await").strip().startswith(f"{call.function}(")


def subscript_of(text: str) -> Subscript | None:
    """The subscript that the expression is, or None."""
    text = unquoted(text.strip())
    match = _SUBSCRIPT.match(text)
    return Subscript(match[1], split_items(match[2])) if match else None


def is_name(text: str) -> bool:
    """Is it a plain dotted name?"""
    return _DOTTED.match(text) is not None


def unquoted(text: str) -> str:
    """A forward reference without its quotes; other text as it is."""
    if len(text) > 2 and text[0] in "\"'" and text[-1] == text[0] and text.count(text[0]) == 2:
        return text[1:-1]
    return text


@lru_cache(maxsize=4096)
def split_items(text: str) -> tuple[str, ...]:
    """The parts between commas that are outside brackets and strings."""
    parts, depth, start, quote = [], 0, 0, ""
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[index - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return tuple(part for part in parts if part)
