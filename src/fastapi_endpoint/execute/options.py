"""What a rehearsal needs to know beside the plan."""

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.project import ProjectMap


class RehearsalOptions(Struct, frozen=True, kw_only=True):
    """`conventions` are the explored project's. `python` is an interpreter the user named; `env_file` holds
    settings; `server` is the URL of a PostgreSQL on loopback in which databases may be made. `types` asks for
    the type checker, `host_tests` for the project's own suite. Times are in seconds.
    """

    conventions: Conventions
    python: str | None = None
    env_file: str | None = None
    server: str | None = None
    types: bool = False
    host_tests: bool = True
    time_limit: float = 120.0
    suite_limit: float = 600.0


def rehearsal_options(
    project: ProjectMap, *, python: str | None = None, env_file: str | None = None, types: bool = False
) -> RehearsalOptions:
    """What a rehearsal of this project is told; paths are absolute, `types` asks for its type checker."""
    return RehearsalOptions(conventions=project.conventions, python=python, env_file=env_file, types=types)
