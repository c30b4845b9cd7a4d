"""What every run in a private folder needs first: an interpreter, a sandbox, and nothing past the guard."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from secrets import token_hex

from fastapi_endpoint.execute.blindspots import blind_spots
from fastapi_endpoint.execute.envfile import read_env_file
from fastapi_endpoint.execute.options import RehearsalOptions
from fastapi_endpoint.execute.sandbox import Sandbox
from fastapi_endpoint.execute.stage import PHASES
from fastapi_endpoint.execute.throwaway import Server, server_of, throwaway_databases
from fastapi_endpoint.tools.interpreter import Interpreter, find_interpreter, version_of

_SET_UP_BY = (
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "requirements.txt",
    "Pipfile",
    "alembic.ini",
    "pytest.ini",
)


def interpreter_of(root: Path, options: RehearsalOptions) -> Interpreter | str:
    """The interpreter that runs the project, or why there is none."""
    found = find_interpreter(root, chosen=options.python)
    if found is None:
        said = "not found" if options.python else "none was found (name one with --python)"
        return f"the project's interpreter: {said}"
    lowest, version = options.conventions.versions.python, version_of(found.path)
    if lowest.origin == "code" and version is not None and version < lowest.value:
        wanted, given = (".".join(map(str, each)) for each in (lowest.value, version))
        return (
            f"the project wants Python {wanted}, and its interpreter is {given} (name another with --python)"
        )
    return found


@contextlib.contextmanager
def sandboxed(
    home: Path, root: Path, options: RehearsalOptions, python: str, new: tuple[str, ...] = ()
) -> Iterator[tuple[Sandbox, tuple[str, ...]]]:
    """A sandbox in the private folder `home`, with throw-away databases, and the secrets of the settings.

    `new` are settings that nobody can have made yet: throw-away values stand in.
    """
    settings = read_env_file(Path(options.env_file)) if options.env_file else {}
    own = read_env_file(root / ".env")
    folder = folder_of(root, options)
    if folder and not options.env_file and not (root / folder / ".env").is_file():
        settings = own  # a file above the folder where the project runs: it is told what stands there
    settings = {name: token_hex(32) for name in new if name not in own} | settings
    server = known_server(options, settings or own)
    with throwaway_databases(home, PHASES, server=server, python=python) as databases:
        sandbox = Sandbox(
            home=home,
            python=python,
            roots=_roots(options),
            settings=settings,
            databases=databases,
            folder=folder,
        )
        yield sandbox, (*settings.values(), *own.values())


def known_server(options: RehearsalOptions, settings: Mapping[str, str]) -> Server | None:
    """Where databases may be made: the server that was named, that of the tests, or any on loopback
    that a setting names.
    """
    tests = server_of(options.conventions.tests.db_url.value, allowed=False)
    named = server_of(options.server, allowed=True) or tests
    others = (server_of(settings[key], allowed=True) for key in sorted(settings))
    return named or next((server for server in others if server is not None), None)


def why_not_executed(sandbox: Sandbox, copy: Path) -> str:
    """Why nothing of the project may run here, or ""."""
    if spots := blind_spots(copy):
        seen = "; ".join(f"{spot.file}:{spot.line}: {spot.note}" for spot in spots[:3])
        return f"the project is not executed, since it could connect past the guard ({seen})"
    return "" if sandbox.is_guarded() else "the guard could not be put up in this interpreter"


def folder_of(root: Path, options: RehearsalOptions) -> str:
    """The folder that the project is at home in: that of its import root, where it and its tests are."""
    habits = options.conventions
    folder, tests = habits.layout.import_root.value, habits.tests.dir.value
    if not folder or (tests and not tests.startswith(f"{folder}/")):
        return ""
    return folder if any((root / folder / name).is_file() for name in _SET_UP_BY) else ""


def _roots(options: RehearsalOptions) -> tuple[str, ...]:
    """Import roots, the most particular first; the project's own folder is always one."""
    roots = [options.conventions.layout.import_root.value, "."]
    return tuple(dict.fromkeys(root or "." for root in roots))
