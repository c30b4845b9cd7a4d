"""The files of a project, read when they are asked for.

>>> tree = SourceTree.of_files({"app/main.py": "app = 1"})
>>> tree.paths()
('app/main.py',)
>>> tree.overlay({"app/main.py": None}).paths()
()
"""

import os
from collections.abc import Mapping
from pathlib import Path

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.project import Oddity
from fastapi_endpoint.errors import WrongCall
from fastapi_endpoint.source.listing import Listing, is_interesting

MAX_BYTES = 4_000_000
"""Larger files are data, not source: they are reported and read as empty."""


class SourceTree:
    """Files by relative path with forward slashes, from a folder or from memory, with changes laid over.

    A tree never changes: `overlay` makes a new one. What is read is kept, so that two reads agree.
    """

    def __init__(self, root: str, files: Mapping[str, bytes | None]) -> None:
        self.root = root
        self._over = dict(files)
        self._read: dict[str, bytes] = {}
        self._problems: list[Oddity] = []
        self._listing: Listing | None = None
        self._paths: tuple[str, ...] | None = None

    @classmethod
    def of_folder(cls, path: str | Path) -> "SourceTree":
        """The tree below a folder on disk. WrongCall where there is no such folder."""
        root = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
        if not os.path.isdir(root):  # noqa: PTH112 - stays beside the line above
            raise WrongCall(
                "There is no such folder.", where=root, hint="Give the folder of a FastAPI project."
            )
        return cls(root, {})

    @classmethod
    def of_files(cls, files: Mapping[str, str | bytes]) -> "SourceTree":
        """A tree in memory: path -> text or bytes."""
        return cls(
            "", {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}
        )

    def paths(self) -> tuple[str, ...]:
        """All interesting files (Python and configuration), sorted; ignored and installed ones left out."""
        if self._paths is None:
            found = set(self._listed().files) if self.root else set()
            for path, data in self._over.items():
                if data is None:
                    found.discard(path)
                elif is_interesting(path):
                    found.add(path)
            self._paths = tuple(sorted(found))
        return self._paths

    def read(self, path: str) -> bytes:
        """The bytes of any file of the tree, listed or not.

        A file that is there but cannot be read, or is too large, is b"" and a problem.
        WrongCall where there is no such file.
        """
        if path in self._over:
            data = self._over[path]
            if data is None:
                raise WrongCall("There is no such file in the project.", where=path)
            return data
        if path not in self._read:
            self._read[path] = self._from_disk(path)
        return self._read[path]

    def text(self, path: str) -> str:
        """The file as UTF-8 text without a byte order mark; bytes that are no UTF-8 become U+FFFD."""
        return self.read(path).decode("utf-8-sig", "replace")

    def exists(self, path: str) -> bool:
        """Is there a file of that path, listed or not?"""
        if path in self._over:
            return self._over[path] is not None
        return bool(self.root) and _inside(path) and os.path.isfile(f"{self.root}/{path}")  # noqa: PTH113 - speed

    def stamp(self, path: str) -> tuple[int, int] | None:
        """(mtime in ns, size) of a file on disk, or None where it is in memory, or cannot be asked."""
        if path in self._over or not self.root:
            return None
        try:
            status = os.stat(f"{self.root}/{path}")  # noqa: PTH116 - speed: once per file of the tree
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def overlay(self, changes: Mapping[str, bytes | None]) -> "SourceTree":
        """The tree with some files replaced or added (bytes) or removed (None)."""
        over = SourceTree(self.root, {**self._over, **changes})
        over._listing = self._listing
        over._read = self._read
        return over

    def forget(self, path: str) -> None:
        """Drop the kept bytes of a file, so that a large tree does not stay in memory."""
        self._read.pop(path, None)

    @property
    def problems(self) -> tuple[Oddity, ...]:
        """What was odd so far: unreadable, too large, links not followed, binary, not UTF-8."""
        listed = self._listing.problems if self._listing else []
        return tuple(listed + self._problems)

    def _listed(self) -> Listing:
        if self._listing is None:
            self._listing = Listing(self.root)
        return self._listing

    def _from_disk(self, path: str) -> bytes:
        if not self.root or not _inside(path):
            raise WrongCall("There is no such file in the project.", where=path)
        try:
            data = _bytes_of(f"{self.root}/{path}")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError) as why:
            raise WrongCall("There is no such file in the project.", where=path) from why
        except OSError as why:
            self._problem("unreadable", f"cannot be read: {why.strerror}", path)
            return b""
        if len(data) > MAX_BYTES:
            self._problem("too-large", f"larger than {MAX_BYTES:,} bytes, left out", path)
            return b""
        self._look_at(path, data)
        return data

    def _look_at(self, path: str, data: bytes) -> None:
        if data.isascii():
            if b"\0" in data:
                self._problem("binary", "holds NUL bytes, left out", path)
            return
        try:
            data.decode()
        except UnicodeDecodeError:
            self._problem("encoding", "is not UTF-8", path)

    def _problem(self, kind: str, message: str, path: str) -> None:
        self._problems.append(Oddity(kind, message, Witness(path, 1)))


def _bytes_of(path: str) -> bytes:
    """The bytes of a file, at most one more than is allowed. Nothing is put between: there are many files."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, min(os.fstat(file).st_size, MAX_BYTES) + 1)
    finally:
        os.close(file)


def _inside(path: str) -> bool:
    return bool(path) and not path.startswith("/") and ".." not in path.split("/") and "\0" not in path
