"""How a single mistake is planted in a generated endpoint, and which test must notice it."""

import re
from pathlib import Path

from msgspec import Struct

WILD = {
    "REST_OF_LINE": ".*",
    "EVERYTHING": r"[\s\S]*?",
    "NUMBER": r"\d+",
    "ASKED": r"(?:query\.\w+|value)\b",
}


class Fault(Struct, frozen=True, kw_only=True):
    """`old` becomes `new` in a file; within one function or class where `within` names it."""

    name: str
    path: str
    old: str
    new: str
    caught_by: str
    within: str = ""

    def plant(self, folder: Path) -> str:
        """Writes the fault and answers with the text as it was. A fault that does not apply is an error."""
        file = folder / self.path
        before = file.read_text(encoding="utf-8")
        start, end = _extent(before, self.within)
        changed, count = re.subn(loosely(self.old), lambda _: self.new, before[start:end])
        assert count, f"{self.name} does not apply: {self.old!r} is not in {self.path} {self.within}"
        file.write_text(before[:start] + changed + before[end:], encoding="utf-8")
        return before


def loosely(code: str) -> str:
    """A pattern for the code however it is wrapped; some words stand for what may differ."""
    tokens = re.findall(r"\w+|[^\w\s]", code)
    return r",?\s*".join(WILD.get(token) or re.escape(token) for token in tokens)


def _extent(text: str, name: str) -> tuple[int, int]:
    """From where a function or class begins to where the next one does."""
    if not name:
        return 0, len(text)
    begun = re.search(rf"^(?:@.*\n(?: .*\n)*(?:\)\n)?)?(async def|def|class) {name}\b", text, re.MULTILINE)
    assert begun, f"{name} is not there"
    ended = re.search(r"^(@|async def|def|class)", text[begun.end() :], re.MULTILINE)
    return begun.start(), begun.end() + ended.start() if ended else len(text)
