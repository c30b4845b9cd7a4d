"""A source tree, turned into the picture of a project."""

from pathlib import Path

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.explore.assembly import project_map
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.source.tree import SourceTree

__all__ = ["Index", "explore"]


def explore(tree: SourceTree, *, app: str | None = None, cache: Path | None = None) -> ProjectMap:
    """What the project is and how it does things.

    `app` chooses among several applications: a folder (`services/api`) or `file:object`. `cache` is a folder
    where what files say is kept for the next time; without it nothing is kept.
    """
    return project_map(Index(tree, app))
