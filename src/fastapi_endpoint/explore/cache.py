"""The picture of an unchanged project, kept between runs in a folder of the user's."""

import os
from pathlib import Path
from zlib import crc32

import msgspec

from fastapi_endpoint import __version__
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.source.tree import SourceTree

FORMAT = 2


class Kept:
    """One project's picture. It is used only where no interesting file has another time or size."""

    def __init__(self, folder: Path, tree: SourceTree, app: str | None) -> None:
        self._stamp = _stamp(tree, app)
        # Two projects that get the same name only take each other's place: the stamp names them.
        self._file = folder / f"{crc32(f'{tree.root}{app}'.encode('utf-8', 'surrogateescape')):08x}.msgpack"

    def load(self) -> ProjectMap | None:
        """The kept picture, or None where there is none or the project has changed."""
        if self._stamp is None:
            return None
        try:
            data = self._file.read_bytes()
            if not data.startswith(self._stamp):
                return None
            return msgspec.msgpack.decode(data[len(self._stamp) :], type=ProjectMap)
        except (OSError, msgspec.DecodeError):
            return None

    def save(self, project: ProjectMap) -> None:
        """Keep the picture. A folder that cannot be written to keeps nothing."""
        if self._stamp is None:
            return
        beside = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(self._stamp + msgspec.msgpack.encode(project))
            beside.replace(self._file)
        except OSError:
            beside.unlink(missing_ok=True)


def _stamp(tree: SourceTree, app: str | None) -> bytes | None:
    """Every file's path, time and size, and this tool's; None where the tree is not on disk."""
    lines = [f"{FORMAT} {__version__} {_own_time()} {app} {tree.root}"]
    for path in tree.paths():
        stamp = tree.stamp(path)
        if stamp is None:
            return None
        lines.append(f"{path} {stamp[0]} {stamp[1]}")
    text = "\n".join(lines).encode("utf-8", "surrogateescape")
    return b"%d\n%b\n" % (len(text), text)


def _own_time() -> int:
    """When the tool itself was last changed: a picture of an older one is no longer true."""
    package = Path(__file__).parent.parent
    folders = (package / "source", package / "explore", package / "domain")
    return max(entry.stat().st_mtime_ns for folder in folders for entry in os.scandir(folder))
