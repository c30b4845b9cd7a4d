"""A file with the insides of its long strings blanked, so that lines can be told by how they begin.

Blanked and written text have the same length: a position in one is the same position in the other.
"""

import re

from msgspec import Struct

# The start of a line up to a long string: code, and short strings that are closed again.
_CODE = re.compile(
    rb"""[^'"#]*(?:(?:'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")[^'"#]*)*""", re.DOTALL
)
_HASH = ord("#")
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
    double, single = data.find(b'"""'), data.find(b"'''")
    pieces: list[bytes] = []
    done = search_from = 0
    while double >= 0 or single >= 0:
        start = min(at for at in (double, single) if at >= 0)
        line = max(data.rfind(b"\n", 0, start) + 1, search_from)
        before = _CODE.match(data, line, start)
        stopped = before.end() if before else line
        if stopped == start:
            end = _closing(data, data[start : start + 3], start + 3)
            if end < 0:
                return None
            pieces += (data[done : start + 3], b"_" * (end - start - 3))
            done, search_from = end, end + 3
        elif data[stopped] == _HASH:
            search_from = data.find(b"\n", start)
            if search_from < 0:
                break
        else:  # within a short string
            return None
        if 0 <= double < search_from:
            double = data.find(b'"""', search_from)
        if 0 <= single < search_from:
            single = data.find(b"'''", search_from)
    return b"".join([*pieces, data[done:]]) if pieces else data


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
