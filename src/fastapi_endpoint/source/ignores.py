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
        # A negation makes order matter: then nothing may be taken out of the list.
        ordered = any(line.startswith("!") for line in lines)
        for line in lines:
            suffix = _PLAIN_SUFFIX.match(line)
            if ordered:
                rest.append(line)
            elif _PLAIN_NAME.match(line):
                (self.folders if line.endswith("/") else self.names).add(line.rstrip("/"))
            elif suffix:
                self.suffixes = (*self.suffixes, suffix[1])
            else:
                rest.append(line)
        self.spec = _compile(rest)

    def match(self, path: str, name: str, *, folder: bool) -> bool | None:
        """True: ignored; False: taken back by a `!` line; None: not named."""
        if name in self.names or (folder and name in self.folders) or name.endswith(self.suffixes):
            return True
        if self.spec is None:
            return None
        return self.spec.check_file(path[self.cut :] + ("/" if folder else "")).include


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
