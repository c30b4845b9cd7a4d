"""Kinds of a project's files: tests and migrations are often held to other rules than the rest."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Literal

from fastapi_endpoint.domain.conventions import Conventions

Kind = Literal["code", "test", "migration"]
_SAMPLE = 60


def kind_of(path: str, habits: Conventions) -> Kind:
    """The kind of a Python file."""
    name = PurePosixPath(path).name
    if name.startswith("test_") or name == "conftest.py" or _within(path, habits.tests.dir.value):
        return "test"
    return "migration" if _within(path, habits.alembic.versions.value) else "code"


def samples(paths: Iterable[str], kinds: Iterable[Kind], habits: Conventions) -> tuple[str, ...]:
    """Python files of these kinds, of each kind some from all over the project."""
    files = sorted(path for path in paths if path.endswith(".py"))
    return tuple(
        path
        for kind in sorted(set(kinds))
        for path in _spread([each for each in files if kind_of(each, habits) == kind])
    )


def _spread(paths: Sequence[str]) -> Sequence[str]:
    return paths[:: max(1, -(-len(paths) // _SAMPLE))]


def _within(path: str, folder: str | None) -> bool:
    return folder is not None and path.startswith(f"{folder}/")
