"""Which Python runs the user's project."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from fastapi_endpoint.tools.process import run

_ENVIRONMENTS = (".venv", "venv", "env")
_ABOVE = 3
_TIME = 20.0


class Interpreter(Struct, frozen=True, kw_only=True):
    """An executable, and in words why it was taken."""

    path: str
    why: str


def find_interpreter(
    root: Path, *, chosen: str | None = None, environ: Mapping[str, str] | None = None
) -> Interpreter | None:
    """`chosen`, else the active environment unless it is our own, else one in or above the project, else
    the one its package manager names. None where there is no such thing.
    """
    environ = os.environ if environ is None else environ
    if chosen is not None:
        path = _python_in(Path(chosen).expanduser())
        return Interpreter(path=path, why="--python") if path else None
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        prefix = environ.get(variable)
        if prefix and not _is_our_own(Path(prefix)) and (path := _python_in(Path(prefix))):
            return Interpreter(path=path, why=f"the active environment ({variable})")
    return _beside(root) or _managed(root, environ)


def version_of(path: str) -> tuple[int, int] | None:
    """(major, minor) of an interpreter, or None where it does not say."""
    program = "import sys; print(*sys.version_info[:2])"
    try:
        said = run([path, "-I", "-S", "-c", program], cwd=Path.cwd(), env={}, timeout=_TIME).out.split()
    except OSError:
        return None
    return (int(said[0]), int(said[1])) if len(said) == 2 and all(part.isdigit() for part in said) else None


def _is_our_own(prefix: Path) -> bool:
    return prefix.resolve() == Path(sys.prefix).resolve()


def _python_in(place: Path) -> str | None:
    """The interpreter of an environment's folder, or the given executable itself. Links are not followed."""
    if place.is_file():
        return str(place.absolute()) if os.access(place, os.X_OK) else None
    python = place / "bin" / "python"
    return str(python.absolute()) if os.access(python, os.X_OK) else None


def _beside(root: Path) -> Interpreter | None:
    folder = root.absolute()
    for _ in range(_ABOVE):
        for name in _ENVIRONMENTS:
            if (folder / name / "pyvenv.cfg").is_file() and (path := _python_in(folder / name)):
                return Interpreter(path=path, why=f"{name} in {'the project' if folder == root else folder}")
        if (folder / ".git").exists() or folder.parent == folder:
            break
        folder = folder.parent
    return None


def _managed(root: Path, environ: Mapping[str, str]) -> Interpreter | None:
    pdm = root / ".pdm-python"
    if pdm.is_file() and (path := _python_in(Path(pdm.read_text("utf-8").strip()))):
        return Interpreter(path=path, why="pdm's environment")
    asked = (
        ("poetry.lock", ("poetry", "env", "info", "--executable")),
        ("Pipfile.lock", ("pipenv", "--py")),
    )
    for lock, argv in asked:
        if (root / lock).is_file() and shutil.which(argv[0], path=environ.get("PATH")):
            said = run(argv, cwd=root, env=environ, timeout=10)
            if said.code == 0 and (path := _python_in(Path(said.out.strip()))):
                return Interpreter(path=path, why=f"{argv[0]}'s environment")
    return None
