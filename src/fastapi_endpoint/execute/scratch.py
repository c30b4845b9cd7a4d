"""The private folder of a rehearsal: copies of the project, a home, a temporary folder, nothing shared."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from fastapi_endpoint.errors import EndpointError

_LEFT_OUT = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".jj",
        "node_modules",
        "__pycache__",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".pytype",
        ".pyre_cache",
        "__pypackages__",
        ".eggs",
        ".idea",
        ".vscode",
    ]
)
_LIMIT = 2_000_000_000


class TooLarge(EndpointError):
    """The project holds more than a rehearsal copies."""


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only the user can read, removed afterwards. Its path is short: sockets lie in it."""
    folder = Path(tempfile.mkdtemp(prefix="fe-")).resolve()
    try:
        for name in ("home", "tmp", "run", "databases"):
            (folder / name).mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_project(root: Path, target: Path) -> str:
    """Copy all that a project needs to run, and say what its content hashes to.

    Left out: version control, environments, node_modules, caches. A link that leads out of the project
    stays a link.
    """
    seen = hashlib.sha256()
    size = 0
    target.mkdir(mode=0o700)
    for folder, names, files in os.walk(root):
        here = Path(folder)
        place = target / here.relative_to(root)
        for name in sorted(names):
            if (here / name).is_symlink():
                files.append(name)
        names[:] = sorted(name for name in names if _is_wanted(here / name))
        for name in names:
            (place / name).mkdir(mode=0o700)
        for name in sorted(files):
            source = here / name
            relative = source.relative_to(root).as_posix()
            if source.is_symlink():
                link = _link(root, source)
                (place / name).symlink_to(link)
                seen.update(f"{relative}\0{link}\0".encode())
            elif source.is_file() and not name.endswith(".pyc"):
                size += source.stat().st_size
                if size > _LIMIT:
                    raise TooLarge(f"the project holds more than {_LIMIT // 10**9} GB", where=str(root))
                data = source.read_bytes()
                (place / name).write_bytes(data)
                (place / name).chmod(source.stat().st_mode | 0o600)
                seen.update(f"{relative}\0{len(data)}\0".encode())
                seen.update(data)
    return seen.hexdigest()


def _is_wanted(folder: Path) -> bool:
    if folder.name in _LEFT_OUT or folder.is_symlink():
        return False
    return not (folder / "pyvenv.cfg").is_file()


def _link(root: Path, source: Path) -> str:
    """Where the copy's link leads: into the copy where the original leads into the project."""
    real = source.resolve()
    if real.is_relative_to(root.resolve()):
        inside = root.resolve() / source.relative_to(root)
        return os.path.relpath(real, inside.parent.resolve())
    return str(real)


def overlay(copy: Path, after: Mapping[str, bytes]) -> None:
    """Write the plan's files into a copy."""
    for path, data in after.items():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(data)
