"""The value of a literal from its text: strings, numbers, lists, dicts, and what is plainly one of them."""

import ast
import warnings
from functools import lru_cache
from typing import Any

_LIMIT = 4000
_ERRORS = (ValueError, SyntaxError, TypeError, MemoryError, RecursionError)


@lru_cache(maxsize=4096)
def _evaluated(text: str) -> tuple[bool, Any]:
    if not text or len(text) > _LIMIT:
        return False, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in explored code is not ours to complain about
            return True, ast.literal_eval(text.strip())
    except _ERRORS:
        return False, None


def is_literal(text: str) -> bool:
    """Is the text a literal (so that None means `None`)?"""
    return _evaluated(text)[0]


def literal(text: str | None) -> Any:
    """The value, or None where the text is no literal."""
    return _evaluated(text)[1] if text else None


def string(text: str | None) -> str | None:
    """The string, or None where the text is no string literal."""
    value = literal(text)
    return value if isinstance(value, str) else None


def integer(text: str | None) -> int | None:
    """The whole number, or None."""
    value = literal(text)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def strings(text: str | None) -> tuple[str, ...] | None:
    """The strings of a list, tuple or set literal, or None where it is anything else."""
    value = literal(text)
    if isinstance(value, (list, tuple, set)) and all(isinstance(item, str) for item in value):
        return tuple(sorted(value)) if isinstance(value, set) else tuple(value)
    return None
