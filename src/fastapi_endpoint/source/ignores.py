"""What `.gitignore` files leave out, by git's rules: the last line that names a path decides."""

import re
from collections.abc import Iterator
from itertools import chain

from msgspec import Struct

_SUFFIX = re.compile(r"\*\.\w+\Z")
_WILD = re.compile(r"[*?\[\\]")
_PIECE = re.compile(r"\*\*/|/\*\*\Z|\*+|\?|\[[!^]?\]?[^\]]*\]|\\.|.", re.DOTALL)


class _Line(Struct, frozen=True):
    """One line: `number` is its place in the file, `back` that it takes a path back (`!`)."""

    number: int
    back: bool
    folders_only: bool


class _Rules:
    """One `.gitignore` file, seen from the folder that it lies in."""

    def __init__(self, folder: str, text: str) -> None:
        self.cut = len(folder) + 1 if folder else 0
        # Most lines are plain names, paths or `*.suffix` and are looked up; only the rest is matched.
        self.plain: dict[str, list[_Line]] = {}
        self.by_name: list[tuple[str, _Line]] = []
        self.by_path: list[tuple[str, _Line]] = []
        for number, line in enumerate(text.splitlines()):
            self._add(number, line)
        self.any_name, self.by_name = _any_of(self.by_name)
        self.any_path, self.by_path = _any_of(self.by_path)

    def _add(self, number: int, line: str) -> None:
        pattern = re.sub(r"(?<!\\) +$", "", line).rstrip("\r\n\t")
        if not pattern or pattern.startswith("#"):
            return
        back = pattern.startswith("!")
        pattern = pattern.removeprefix("!")
        rule = _Line(number, back, pattern.endswith("/"))
        pattern = pattern.rstrip("/") if rule.folders_only else pattern
        anchored = "/" in pattern
        pattern = pattern.removeprefix("/")
        if not pattern:
            return
        if not _WILD.search(pattern) or _SUFFIX.match(pattern):
            self.plain.setdefault(f"/{pattern}" if anchored else pattern, []).append(rule)
            return
        (self.by_path if anchored else self.by_name).append((f"(?s:{_regex(pattern)})", rule))

    def match(self, path: str, name: str, *, folder: bool) -> bool | None:
        """True: ignored; False: taken back by a `!` line; None: not named."""
        inner = path[self.cut :]
        known = self.plain.get
        suffix = f"*{name[name.rfind('.') :]}"
        plain = chain(known(name, ()), known(f"/{inner}", ()), known(suffix, ()))
        said = [rule for rule in chain(plain, self._wild(inner, name)) if folder or not rule.folders_only]
        return not max(said, key=lambda rule: rule.number).back if said else None

    def _wild(self, inner: str, name: str) -> Iterator[_Line]:
        if self.any_name.match(name):
            yield from (rule for pattern, rule in self.by_name if re.match(pattern, name))
        if self.any_path.match(inner):
            yield from (rule for pattern, rule in self.by_path if re.match(pattern, inner))


def _any_of(wild: list[tuple[str, _Line]]) -> tuple[re.Pattern[str], list[tuple[str, _Line]]]:
    """One pattern for all, since most names match none of them; and those that mean something."""
    try:
        return re.compile("|".join(pattern for pattern, _ in wild) or "(?!)"), wild
    except re.error:  # git passes over a pattern that means nothing
        return _any_of([each for each in wild if _is_valid(each[0])])


def _is_valid(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _regex(pattern: str) -> str:
    """The regular expression of a glob: `*` stays within one folder, `**` does not."""
    parts = []
    for piece in (match[0] for match in _PIECE.finditer(pattern)):
        if piece == "**/":
            parts.append("(?:.*/)?")
        elif piece == "/**":
            parts.append("/.*")
        elif piece[0] == "*":
            parts.append("[^/]*")
        elif piece == "?":
            parts.append("[^/]")
        elif piece[0] == "[" and len(piece) > 1:
            inner = piece[1:-1]
            sign = "^" if inner[:1] in ("!", "^") else ""
            parts.append(f"[{sign}{inner[len(sign) :].replace(chr(92), chr(92) * 2)}]")
        else:
            parts.append(re.escape(piece[-1]))
    return "".join(parts) + r"\Z"


class Ignores:
    """The rules in force in one folder: those of the folders above, then its own."""

    def __init__(self, rules: tuple[_Rules, ...] = ()) -> None:
        self._rules = rules

    def below(self, folder: str, text: str) -> "Ignores":
        """The rules in force in `folder`, whose `.gitignore` says `text`."""
        return Ignores((*self._rules, _Rules(folder, text)))

    def match(self, path: str, *, folder: bool = False) -> bool:
        """Is this file (or folder) ignored? The nearest file that names it decides."""
        name = path.rpartition("/")[2]
        for rules in reversed(self._rules):
            said = rules.match(path, name, folder=folder)
            if said is not None:
                return said
        return False
