"""What is allowed in a rehearsed process, and the list of what was sent elsewhere or refused."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Denied(ConnectionRefusedError):
    """A connection that a rehearsal does not make. To the project it looks like a server that is down."""


class Forbidden(PermissionError):
    """A file or program outside of the rehearsal's own folder."""


class Settings:
    """`home` is the private folder, `record` the list; `databases` maps a
    backend to the throw-away database it goes to, `files` is the folder for SQLite files of this phase.

    A throw-away database is `{"host", "port", "user", "password", "database"}`, where host is the folder
    of a Unix socket, or `{"file"}`, an SQLite file that stands in for the backend.
    """

    def __init__(
        self, folder: Path, home: str, record: str, databases: dict[str, dict[str, Any]], files: str
    ) -> None:
        self.folder = str(folder)
        self.home = os.path.realpath(home)
        self.record = record
        self.databases = databases
        self.files = os.path.realpath(files)
        self._said: set[tuple[str, str]] = set()

    @classmethod
    def load(cls, folder: Path) -> Settings:
        """The settings that the tool has written beside the guard."""
        data = json.loads((folder / "settings.json").read_text("utf-8"))
        return cls(folder, data["home"], data["record"], data["databases"], data["files"])

    def note(self, wanted: str, instead: str) -> None:
        """Add a line to the list, once per process; neither text holds a secret."""
        if (wanted, instead) in self._said:
            return
        self._said.add((wanted, instead))
        line = json.dumps({"wanted": wanted, "instead": instead}) + "\n"
        descriptor = os.open(self.record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)

    def inside(self, path: str) -> bool:
        """Does a path, symbolic links followed, lie in the private folder?"""
        real = os.path.realpath(path)
        return real == self.home or real.startswith(self.home + os.sep)

    def sqlite_file(self, database: str) -> str | None:
        """The file in the private folder that takes the place of an SQLite file outside; None: it may stay.

        `database` is a path or an SQLite URI.
        """
        path = database
        if path.startswith("file:"):
            path = path[len("file:") :].split("?", 1)[0]
            if "mode=memory" in database:
                return None
            if path.startswith("//"):
                path = "/" + path.lstrip("/").split("/", 1)[-1] if not path.startswith("///") else path[2:]
        if path in ("", ":memory:") or self.inside(path):
            return None
        name = "".join(c if c.isalnum() else "_" for c in os.path.abspath(path))
        return os.path.join(self.files, f"{name[-120:]}.sqlite3")
