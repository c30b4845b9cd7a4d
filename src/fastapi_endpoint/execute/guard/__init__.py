"""The guard of a rehearsal: runs inside every rehearsed process, before any code of the project.

This package is copied into the private folder of a rehearsal and installed by a `sitecustomize` there; it
is written for every Python that FastAPI runs on (3.9 and later), needs nothing but the standard library,
and imports nothing of the tool.

    settings   what is allowed, and the list of what was sent elsewhere or refused
    walls      the audit hook: sockets, files, child processes
    imports    runs a hook when a module has been imported
    engines    SQLAlchemy: every engine goes to the throw-away database
    drivers    programs that open connections where no audit hook sees them
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import drivers, engines, imports, walls
from .settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def install(folder: Path) -> None:
    """Put up the guard whose settings lie in `folder`."""
    settings = Settings.load(folder)
    walls.raise_loopback()
    imports.install({**engines.hooks(settings), **drivers.hooks(settings)}, drivers.stand_ins())
    walls.install(settings)
