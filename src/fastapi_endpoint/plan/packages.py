"""Packages that new files import and the project does not declare, as the project's own add command."""

from collections.abc import Callable, Sequence

from fastapi_endpoint.domain.plan import RunCommand
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.edits import Outcome, add_requirement, in_sequence
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.render import ResourceView, hashes_secrets

_ADD_FOR_TESTS = {
    "uv": ("uv", "add", "--dev"),
    "poetry": ("poetry", "add", "--group", "dev"),
    "pdm": ("pdm", "add", "--dev"),
    "pipenv": ("pipenv", "install", "--dev"),
}
_ADD_RUNTIME = {
    "uv": ("uv", "add"),
    "poetry": ("poetry", "add"),
    "pdm": ("pdm", "add"),
    "pipenv": ("pipenv", "install"),
}
_PIP = ("pip", "install")


def add_packages(view: ResourceView, project: ProjectMap) -> tuple[RunCommand, ...]:
    """The commands that add what the endpoint and its tests need, where something is missing."""
    manager = project.conventions.package_manager.value
    commands: list[RunCommand] = []
    if hashes_secrets(view) and not project.requires("pwdlib"):
        argv: tuple[str, ...] = (*_ADD_RUNTIME.get(manager, _PIP), "pwdlib[argon2]")
        commands.append(RunCommand(argv=argv, reason="secrets are stored as Argon2 hashes"))
    if view.idiom.is_async and not project.requires("aiosqlite"):
        argv = (*_ADD_FOR_TESTS.get(manager, _PIP), "aiosqlite")
        commands.append(RunCommand(argv=argv, reason="the generated tests run on SQLite"))
    return tuple(commands)


def add_requirements(
    changes: Changes, packages: Sequence[str], project: ProjectMap
) -> tuple[RunCommand, ...]:
    """The packages that the application needs from now on: the command that adds them, and where pip installs
    what a file lists, the edits of that file.
    """
    missing = [each for each in packages if not project.requires(each.partition("[")[0])]
    if not missing:
        return ()
    manager = project.conventions.package_manager.value
    command = _ADD_RUNTIME.get(manager)
    if command is None:
        _declare(changes, missing, project)
        command = _PIP
    return (RunCommand(argv=(*command, *missing), reason="the sign-in needs them"),)


def _declare(changes: Changes, missing: Sequence[str], project: ProjectMap) -> None:
    files = [each.file for each in project.requirements if each.name == "fastapi"]
    current = changes.current(files[0]) if files else None
    if not files or current is None or not files[0].endswith((".txt", "pyproject.toml")):
        return
    edits = [_requiring(files[0], each) for each in missing]
    changes.edit(files[0], in_sequence(current, edits), "packages of the sign-in")


def _requiring(path: str, package: str) -> Callable[[bytes], Outcome]:
    return lambda data: add_requirement(path, data, package)
