"""The bytes of a file as the text that the grammar reads, and what a docstring begins with."""

import re

BOM = b"\xef\xbb\xbf"
_DOC_LIMIT = 200
_OLD_BREAK = re.compile(rb"\r(?!\n)")


def in_lines(data: bytes) -> bytes:
    """The text without a byte order mark, and with breaks of old Macs as those that the grammar knows."""
    data = data.removeprefix(BOM)
    return _OLD_BREAK.sub(b"\n", data) if b"\r" in data else data


def doc_of(string: str) -> str:
    """What a docstring begins with."""
    return string.lstrip("rRuUbB").strip("\"'").strip()[:_DOC_LIMIT]
