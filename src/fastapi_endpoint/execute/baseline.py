"""What the unchanged project does by itself, found out once for the same content."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from fastapi_endpoint.execute.checks import application, tests
from fastapi_endpoint.execute.stage import Stage
from fastapi_endpoint.tools.folders import cache_folder, make_private, write_private

T = TypeVar("T")
_KEPT = 16


class Baseline:
    """The baselines of one rehearsal, cached by the project's bytes, its settings and its interpreter."""

    def __init__(self, stage: Stage, root: Path, content: str) -> None:
        self._stage = stage
        self._folder = cache_folder(root) / "baseline"
        settings = sorted(f"{name}={value}" for name, value in stage.sandbox.settings.items())
        environment = Path(stage.sandbox.python).parent.parent / "lib"
        installed = sorted(f"{p}{p.stat().st_mtime_ns}" for p in environment.glob("python*/site-packages"))
        has_server = str(stage.sandbox.databases.postgresql)
        parts = (content, stage.sandbox.python, has_server, *installed, *settings)
        self._key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    def application(self) -> application.Application:
        """The unchanged application."""
        return self._kept(
            "application",
            application.Application,
            lambda: application.baseline(self._stage),
            lambda found: found.obstacle is None,
        )

    def suite(self) -> tests.Suite:
        """The project's own tests, unchanged."""
        return self._kept(
            "suite", tests.Suite, lambda: tests.baseline(self._stage), lambda found: not found.why_not
        )

    def _kept(self, name: str, kind: type[T], find_out: Callable[[], T], lasts: Callable[[T], bool]) -> T:
        path = self._folder / f"{self._key}-{name}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except (FileNotFoundError, msgspec.DecodeError):
            value = find_out()
        if not lasts(value):
            return value
        make_private(self._folder)
        for old in sorted(self._folder.iterdir(), key=lambda p: p.stat().st_mtime_ns)[:-_KEPT]:
            old.unlink(missing_ok=True)
        write_private(path, msgspec.json.encode(value))
        return value
