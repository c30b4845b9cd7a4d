"""Where the tool keeps things: the user's XDG state and cache folders, one folder per project root.

Nothing of ours is left in the project. Everything written here is private to the user (0700 and 0600).
"""

import hashlib
import os
from pathlib import Path

import platformdirs

_NAME = "fastapi-endpoint"


def _by_root(base: Path, root: Path) -> Path:
    key = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:20]
    return base / "projects" / key


def state_folder(root: Path) -> Path:
    """Journal, history, undo store and draft of the project at `root`. It may not exist yet."""
    return _by_root(platformdirs.user_state_path(_NAME, appauthor=False), root)


def cache_folder(root: Path) -> Path:
    """What can be computed again for the project at `root`. It may not exist yet."""
    return _by_root(platformdirs.user_cache_path(_NAME, appauthor=False), root)


def make_private(folder: Path) -> Path:
    """The folder, made with its parents if need be, readable by nobody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_private(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step, mode 0600, on disk before this returns."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the folder's own entries on disk: a rename is not durable before its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
