"""What `.gitignore` files leave out: plain names by look-up, the rest by pathspec."""

import re

import pathspec

_PLAIN_NAME = re.compile(r"[\w.\-]+/?\Z")
_PLAIN_SUFFIX = re.compile(r"\*(\.\w+)\Z")


class _Rules:
    """One `.gitignore` file, seen from the folder that it lies in."""

    def __init__(self, folder: str, text: str) -> None:
        self.cut = len(folder) + 1 if folder else 0
        self.names: set[str] = set()
        self.folders: set[str] = set()
        self.suffixes: tuple[str, ...] = ()
        rest: list[str] = []
        lines = [line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        for line in lines:
            suffix = _PLAIN_SUFFIX.match(line)
            if _PLAIN_NAME.match(line):
                (self.folders if line.endswith("/") else self.names).add(line.rstrip("/"))
            elif suffix:
                self.suffixes = (*self.suffixes, suffix[1])
            elif not line.startswith("!"):
                rest.append(line)
        self.spec = _compile(rest)
        # With a negation the order of lines matters: then the whole file decides on what may be ignored.
        self.ordered = _compile(lines) if any(line.startswith("!") for line in lines) else None

    def match(self, path: str, name: str, *, folder: bool) -> bool | None:
        """True: ignored; False: taken back by a `!` line; None: not named."""
        inner = path[self.cut :] + ("/" if folder else "")
        if not (name in self.names or (folder and name in self.folders) or name.endswith(self.suffixes)):
            said = self.spec.check_file(inner).include if self.spec else None
            if not said and self.ordered is None:
                return said
        return True if self.ordered is None else self.ordered.check_file(inner).include


def _compile(lines: list[str]) -> pathspec.GitIgnoreSpec | None:
    good = []
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error):
            continue  # git passes over a pattern that means nothing
        good.append(line)
    return pathspec.GitIgnoreSpec.from_lines(good) if good else None


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
