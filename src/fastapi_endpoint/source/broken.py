"""Which files do not parse: cheap signs lead there, so that the grammar need not read every file."""

import re

from fastapi_endpoint.source.flat import flattened
from fastapi_endpoint.source.logical import STRING
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.text import in_lines

_BRACKETS = b"()[]{}"
_OTHERS = bytes(code for code in range(256) if code not in _BRACKETS)
# Strings and comments: the brackets in them do not count.
_TEXT = re.compile(STRING + rb"|#[^\n]*")
# Conflicts that were committed, and templates.
_WORDS = (b"<<<<<<< ", b"{%")
# Statements of Python 2.
_PRINTS = (b'print "', b"print '", b"print %")


def error_lines(data: bytes) -> tuple[int, ...]:
    """The lines where a file does not parse, as far as signs lead there; () where there are none.

    Signs are brackets or long strings that do not close, and words of Python 2, templates and conflicts.
    What is wrong in another way is seen only where a file is taken apart.
    """
    return parse(data).errors if _has_signs(data) else ()


def _has_signs(data: bytes) -> bool:
    if any(word in data for word in _WORDS):
        return True
    if b"print " in data and any(word in data for word in _PRINTS):
        return True
    if _is_balanced(data):
        return data.count(b'"""') % 2 == 1
    flat = flattened(in_lines(data).replace(b"\r\n", b"\n"))
    return flat is None or not _is_balanced(_TEXT.sub(b"", flat))


def _is_balanced(data: bytes) -> bool:
    """Are as many brackets closed as are opened? One pass leaves them alone, and little to count."""
    count = data.translate(None, _OTHERS).count
    return all(count(_BRACKETS[at : at + 1]) == count(_BRACKETS[at + 1 : at + 2]) for at in (0, 2, 4))
