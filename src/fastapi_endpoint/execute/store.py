"""The local store of what was done to a project: one folder per entry, private to the user.

An entry is made in a folder named `<id>.making` and renamed to `<id>` when every byte it needs is on disk:
that rename is the instant of "prepared". The file `committed` inside says that the tree holds the new
state; without it the entry is pending and can be replayed.

    entries/0001-3f2a9c/entry.json     what is to be written where, with hashes and modes
                        images/<sha>   bytes before and after, by their SHA-256
                        committed      the tree is in the new state
                        undone         a later entry took this one back
"""

import contextlib
import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.report import ExecutionReport
from fastapi_endpoint.tools.folders import make_private, state_folder, sync_folder, write_private

_COMMITTED = "committed"
_UNDONE = "undone"
_ABANDONED = "abandoned"
_MAKING = ".making"


def digest(data: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(data).hexdigest()


class Change(Struct, frozen=True, kw_only=True):
    """One file of an entry: hashes before and after (None: no such file), the mode to write with."""

    path: str
    before: str | None
    after: str | None
    mode: int


class Entry(Struct, frozen=True, kw_only=True):
    """One journalled step. `folders` are those it creates, outermost first; `undoes` names another entry."""

    id: str
    kind: Literal["apply", "undo"]
    changes: tuple[Change, ...]
    folders: tuple[str, ...] = ()
    undoes: str | None = None
    plan: Plan | None = None
    report: ExecutionReport | None = None


class Store:
    """The entries of the project at `root`, oldest first."""

    def __init__(self, root: Path) -> None:
        self.folder = state_folder(root)
        self.entries_folder = self.folder / "entries"

    def entries(self) -> list[Entry]:
        """All complete entries, by number."""
        if not self.entries_folder.is_dir():
            return []
        folders = sorted(p for p in self.entries_folder.iterdir() if not p.name.endswith(_MAKING))
        return [
            msgspec.json.decode((folder / "entry.json").read_bytes(), type=Entry)
            for folder in folders
            if (folder / "entry.json").is_file()
        ]

    def pending(self) -> Entry | None:
        """The entry that was prepared and neither committed nor abandoned; there is at most one."""
        done = (_COMMITTED, _ABANDONED)
        return next((e for e in self.entries() if not any(self._has(e.id, mark) for mark in done)), None)

    def is_undone(self, id_: str) -> bool:
        """Has a later entry taken this one back?"""
        return self._has(id_, _UNDONE)

    def is_abandoned(self, id_: str) -> bool:
        """Was it rolled back after a crash, because it could not be finished?"""
        return self._has(id_, _ABANDONED)

    def next_number(self) -> int:
        """The number of the entry to come."""
        return max((int(entry.id.split("-")[0]) for entry in self.entries()), default=0) + 1

    def prepare(self, entry: Entry, images: dict[str, bytes]) -> None:
        """Put the entry and its images on disk. After this returns, and not before, it is pending."""
        make_private(self.entries_folder)
        for leftover in self.entries_folder.glob(f"*{_MAKING}"):
            shutil.rmtree(leftover)
        making = make_private(self.entries_folder / f"{entry.id}{_MAKING}")
        make_private(making / "images")
        for sha, data in sorted(images.items()):
            write_private(making / "images" / sha, data)
        write_private(making / "entry.json", msgspec.json.encode(entry))
        making.rename(self.entries_folder / entry.id)
        sync_folder(self.entries_folder)

    def image(self, id_: str, sha: str) -> bytes:
        """The bytes that an entry keeps under this hash."""
        return (self.entries_folder / id_ / "images" / sha).read_bytes()

    def commit(self, entry: Entry) -> None:
        """The tree holds the new state. An undo marks what it took back first."""
        if entry.undoes is not None:
            self._mark(entry.undoes, _UNDONE)
        self._mark(entry.id, _COMMITTED)

    def abandon(self, entry: Entry) -> None:
        """The tree is in the old state again, and stays there."""
        self._mark(entry.id, _ABANDONED)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time, across processes."""
        make_private(self.folder)
        with (self.folder / "lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    def _has(self, id_: str, mark: str) -> bool:
        return (self.entries_folder / id_ / mark).exists()

    def _mark(self, id_: str, mark: str) -> None:
        write_private(self.entries_folder / id_ / mark, b"")
