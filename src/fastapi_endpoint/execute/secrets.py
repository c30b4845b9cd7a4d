"""Keeping secrets out of what is shown."""

import re
from collections.abc import Iterable

_IN_URL = re.compile(r"(\w+://)[^/\s:@]*:[^/\s@]*@")
_QUOTED_INPUT = re.compile(r"input_value=.*?, input_type")
_SHORTEST = 6


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text without passwords in URLs, values that validation quotes, and the given values."""
    text = _IN_URL.sub(r"\1***@", text)
    text = _QUOTED_INPUT.sub("input_value=***, input_type", text)
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, "***")
    return text
