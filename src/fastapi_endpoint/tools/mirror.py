"""A private folder that stands for a project: texts in their places, and what tools look for around them."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from fastapi_endpoint.errors import InternalError

_IMPORTS = re.compile(r"(?m)^\s*(?:from|import)\s+([A-Za-z_][\w.]*)")
_PACKAGE_DEPTH = 3


class Files(Protocol):
    """The project's files: which there are, and their bytes."""

    def paths(self) -> tuple[str, ...]:
        """All files, relative with forward slashes."""

    def read(self, path: str) -> bytes:
        """The bytes of one file."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of one's own, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="fastapi-endpoint-") as name:
        yield Path(name)


def write(folder: Path, sources: Mapping[str, bytes]) -> None:
    """Each source at its place in the folder."""
    for path, data in sources.items():
        inside = PurePosixPath(path)
        if inside.is_absolute() or ".." in inside.parts:
            raise InternalError("a file outside the project", where=path)
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def settings_above(texts: Iterable[str], names: Iterable[str], files: Files) -> tuple[str, ...]:
    """The project's files of these names in every folder above a text."""
    present = set(files.paths())
    folders = {parent for path in texts for parent in PurePosixPath(path).parents}
    wanted = {(parent / name).as_posix() for parent in folders for name in names}
    return tuple(sorted(wanted & present))


def mirror_packages(folder: Path, files: Files, texts: Iterable[str]) -> None:
    """Empty packages where the project has some, so that a tool knows what is first party.

    Those near the top, and whatever module the texts import: tools look for each by its whole name.
    """
    imported = _imported(texts)
    for path in files.paths():
        inside = PurePosixPath(path)
        if inside.suffix != ".py":
            continue
        parts = inside.parent.parts if inside.name == "__init__.py" else inside.with_suffix("").parts
        known = any(parts[start:] in imported for start in range(len(parts)))
        if known or len(inside.parts) <= _PACKAGE_DEPTH:
            target = folder / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()


def _imported(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """The modules that are imported, and their packages, as parts of paths."""
    found = set()
    for text in texts:
        for module in _IMPORTS.findall(text):
            parts = tuple(module.split("."))
            found |= {parts[:end] for end in range(1, len(parts) + 1)}
    return frozenset(found)
