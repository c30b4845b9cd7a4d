"""Packages that new files import and the project does not declare, as the project's own add command."""

from fastapi_endpoint.domain.plan import RunCommand
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.render import ResourceView

_ADD = {
    "uv": ("uv", "add", "--dev"),
    "poetry": ("poetry", "add", "--group", "dev"),
    "pdm": ("pdm", "add", "--dev"),
    "pipenv": ("pipenv", "install", "--dev"),
}
_PIP = ("pip", "install")


def add_packages(view: ResourceView, project: ProjectMap) -> tuple[RunCommand, ...]:
    """The command that adds what the generated tests need, where something is missing."""
    missing = [name for name in _needed(view) if not project.requires(name)]
    if not missing:
        return ()
    command = _ADD.get(project.conventions.package_manager.value, _PIP)
    return (RunCommand(argv=(*command, *missing), reason="the generated tests run on SQLite in memory"),)


def _needed(view: ResourceView) -> tuple[str, ...]:
    return ("aiosqlite",) if view.idiom.is_async else ()
