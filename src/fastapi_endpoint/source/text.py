"""The bytes of a file as the text that the grammar reads."""

import re

BOM = b"\xef\xbb\xbf"
_OLD_BREAK = re.compile(rb"\r(?!\n)")


def in_lines(data: bytes) -> bytes:
    """The text without a byte order mark, and with breaks of old Macs as those that the grammar knows."""
    data = data.removeprefix(BOM)
    return _OLD_BREAK.sub(b"\n", data) if b"\r" in data else data
