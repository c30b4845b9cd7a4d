"""A file with the insides of its long strings blanked, so that lines can be told by how they begin.

Blanked and written text have the same length: a position in one is the same position in the other.
"""

import re

from msgspec import Struct

_QUOTES = re.compile(rb"\"\"\"|'''")
# The start of a line up to a long string: code, and short strings that are closed again.
_CODE = re.compile(rb"""(?:[^'"#]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*""", re.DOTALL)
# A line that goes on at the margin after a backslash could be taken for a statement.
_BROKEN_LINE = re.compile(rb"\\\n[^\s\"')\]}]")


class Written(Struct, frozen=True, gc=False):
    """A file: as it is written, and with its long strings blanked."""

    data: bytes
    flat: bytes

    def text(self, start: int, end: int) -> str:
        """What is written there, without the blanks around it."""
        return self.data[start:end].strip().decode("utf-8", "replace")

    def breaks(self, start: int, end: int) -> int:
        """How many lines end there."""
        return self.data.count(b"\n", start, end)


def flattened(data: bytes) -> bytes | None:
    """The text with the insides of triple-quoted strings blanked; None where that is not plainly told."""
    if b"\r" in data or b"\f" in data or (b"\\\n" in data and _BROKEN_LINE.search(data)):
        return None
    if b'"""' not in data and b"'''" not in data:
        return data
    pieces: list[bytes] = []
    done = search_from = 0
    while opening := _QUOTES.search(data, search_from):
        start = opening.start()
        line = max(data.rfind(b"\n", 0, start) + 1, search_from)
        before = _CODE.match(data, line, start)
        stopped = before.end() if before else line
        if stopped < start:
            if data[stopped] != ord("#"):  # within a short string
                return None
            search_from = data.find(b"\n", start)
            if search_from < 0:
                break
            continue
        end = _closing(data, opening[0], opening.end())
        if end < 0:
            return None
        pieces += (data[done : opening.end()], b"_" * (end - opening.end()))
        done, search_from = end, end + 3
    return b"".join([*pieces, data[done:]])


def _closing(data: bytes, quotes: bytes, start: int) -> int:
    """Where the long string is closed, or -1."""
    end = data.find(quotes, start)
    while end >= 0 and _is_escaped(data, end):
        end = data.find(quotes, end + 1)
    return end


def _is_escaped(data: bytes, position: int) -> bool:
    before = position
    while data[before - 1 : before] == b"\\":
        before -= 1
    return (position - before) % 2 == 1
