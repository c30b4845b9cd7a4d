"""A small production-ready project to start from."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi_endpoint import naming
from fastapi_endpoint.errors import WrongCall

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")


def new_project(name: str, *, secret: str | None = None) -> dict[str, str]:
    """The files of a new project called `name`, as text by path with forward slashes.

    With a `secret` (at least 32 characters, from the system's entropy) a `.env` comes along, so that the
    project runs at once; without one the developer makes it as the README says.
    """
    if not _NAME.fullmatch(name):
        raise WrongCall(
            f"{name!r} cannot name a project",
            hint="use letters, digits, hyphens and underscores, beginning with a letter",
        )
    values = {"name": name, "package": naming.snake(name), "secret": secret or ""}
    project = {
        path: _PLACEHOLDER.sub(lambda match: values[match[1]], text)
        for path, text in _templates(files(__package__) / "template", "")
    }
    if secret is None:
        del project[".env"]
    return dict(sorted(project.items()))


def _templates(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    """Every template below the folder: the path that it is for, and its text."""
    found = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _templates(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".tmpl"):
            name = re.sub(r"^dot_", ".", entry.name.removesuffix(".tmpl"))
            found.append((f"{prefix}{name}", entry.read_text(encoding="utf-8")))
    return found
