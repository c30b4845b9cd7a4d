"""A source tree, turned into the picture of a project."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.explore.cache import Kept
from fastapi_endpoint.source.tree import SourceTree

__all__ = ["cache_folder", "explore"]


def explore(tree: SourceTree, *, app: str | None = None, cache: Path | None = None) -> ProjectMap:
    """What the project is and how it does things.

    `app` chooses among several applications: a folder (`services/api`) or `file:object`. `cache` is a folder
    (`cache_folder()`) where the picture is kept; it is used again while no file has changed. Without it, and
    for a tree that is not as it is on disk, nothing is kept.
    """
    kept = Kept(cache, tree, app) if cache is not None else None
    project = kept.load() if kept else None
    if project is None:
        project = _seen(tree, app)
        if kept:
            kept.save(project)
    return project


def _seen(tree: SourceTree, app: str | None) -> ProjectMap:
    from fastapi_endpoint.explore.assembly import project_map  # noqa: PLC0415 - slower than a kept picture
    from fastapi_endpoint.explore.index import Index  # noqa: PLC0415 - the same

    with _without_collector():
        return project_map(Index(tree, app))


@contextmanager
def _without_collector() -> Iterator[None]:
    """What is read is held until the end: looking for circles in it again and again would free nothing."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.freeze()
            gc.enable()
            gc.unfreeze()  # to the oldest generation: not looked through at the next occasion


def cache_folder() -> Path:
    """The user's own folder for pictures of projects: where platformdirs says, which is slow to load."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    usual = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    return Path(given if os.path.isabs(given) else usual).expanduser() / "fastapi-endpoint" / "explore"  # noqa: PTH117 - a text
