"""Which files of a folder are worth knowing: one walk, pruned as it goes."""

import os
import re
from collections.abc import Iterator
from fnmatch import translate
from pathlib import Path

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.project import Oddity
from fastapi_endpoint.source.ignores import Ignores

_NAMES = frozenset(
    {
        "Pipfile",
        "Makefile",
        "makefile",
        "GNUmakefile",
        "justfile",
        "Justfile",
        "Dockerfile",
        "Procfile",
        ".flake8",
        ".pylintrc",
        ".python-version",
        ".pre-commit-config.yaml",
        ".pre-commit-config.yml",
        ".editorconfig",
    }
)
_SUFFIXES = (".py", ".toml", ".cfg", ".ini", ".lock", ".mako")
_PATTERNS = (
    "*requirements*.txt",
    "*requirements*.in",
    "*.pip",
    "constraints*.txt",
    "environment*.yml",
    "environment*.yaml",
    "conda*.yml",
    "conda*.yaml",
    "docker-compose*.yml",
    "docker-compose*.yaml",
    "compose*.yml",
    "compose*.yaml",
    "Taskfile*.yml",
    "Taskfile*.yaml",
    "lefthook.y*ml",
    "Dockerfile*",
    "*.[dD]ockerfile",
    ".env.*",
)
_LIKE = re.compile("|".join(translate(pattern) for pattern in _PATTERNS))
_REQUIREMENTS_FOLDER = re.compile(r"(^|/)requirements/[^/]+\.(txt|in)$")
_PRUNED = frozenset(
    {
        "__pycache__",
        "__pypackages__",
        "node_modules",
        "bower_components",
        "site-packages",
        "dist-packages",
        "dist",
        "build",
    }
)


def is_interesting(path: str) -> bool:
    """Is it Python, or a file that configures a Python project?"""
    name = path.rpartition("/")[2]
    return (
        name.endswith(_SUFFIXES)
        or name in _NAMES
        or _LIKE.match(name) is not None
        or _REQUIREMENTS_FOLDER.search(path) is not None
    )


def is_pruned(folder_name: str) -> bool:
    """Is a folder of that name (`.git`, `.venv`, caches, builds) never the project's own source?"""
    return folder_name.startswith(".") or folder_name in _PRUNED or folder_name.endswith(".egg-info")


class Listing:
    """The interesting files below `root`, and what was odd on the way."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.problems: list[Oddity] = []
        self.files = tuple(sorted(self._walk()))

    def _walk(self) -> Iterator[str]:
        # A worklist, not recursion: a tree may be deeper than Python's stack.
        pending: list[tuple[str, Ignores]] = [("", Ignores())]
        while pending:
            folder, inherited = pending.pop()
            try:
                with os.scandir(f"{self.root}/{folder}") as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as why:
                self._problem("unreadable", f"folder cannot be listed: {why.strerror}", folder)
                continue
            names = {entry.name for entry in entries}
            if folder and "pyvenv.cfg" in names:
                continue
            ignores = self._ignores(inherited, folder, names)
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if self._is_folder(entry, path):
                    if not is_pruned(entry.name) and not ignores.match(path, folder=True):
                        pending.append((path, ignores))
                elif is_interesting(path) and self._is_file(entry, path) and not ignores.match(path):
                    yield path

    def _ignores(self, inherited: Ignores, folder: str, names: set[str]) -> Ignores:
        if ".gitignore" not in names:
            return inherited
        path = f"{folder}/.gitignore" if folder else ".gitignore"
        try:
            text = Path(self.root, path).read_bytes().decode("utf-8", "replace")
        except OSError as why:
            self._problem("unreadable", f"cannot be read: {why.strerror}", path)
            return inherited
        return inherited.below(folder, text)

    def _is_folder(self, entry: os.DirEntry[str], path: str) -> bool:
        try:
            if entry.is_dir(follow_symlinks=False):
                return True
            if entry.is_symlink() and not is_pruned(entry.name) and entry.is_dir():
                self._problem("symlink", "link to a folder, not followed", path)
        except OSError as why:
            self._problem("symlink", f"cannot be followed: {why.strerror}", path)
        return False

    def _is_file(self, entry: os.DirEntry[str], path: str) -> bool:
        try:
            if entry.is_file():
                return self._is_text_name(path)
        except OSError as why:
            self._problem("symlink", f"cannot be followed: {why.strerror}", path)
        return False

    def _is_text_name(self, path: str) -> bool:
        try:
            path.encode()
        except UnicodeEncodeError:
            self._problem(
                "name", "file name is not UTF-8, left out", path.encode("utf-8", "replace").decode()
            )
            return False
        return True

    def _problem(self, kind: str, message: str, path: str) -> None:
        self.problems.append(Oddity(kind, message, Witness(path or ".", 1)))
