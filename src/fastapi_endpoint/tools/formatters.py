"""The project's own formatters, another version of Ruff among them: what they would leave of new text.

They run from the project's environment in a private folder that holds the texts and the settings they
read: none of the project's code is there, so none can be imported.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Tools
from fastapi_endpoint.tools.interpreter import find_interpreter
from fastapi_endpoint.tools.mirror import Files, mirror_packages, private_folder, settings_above, write
from fastapi_endpoint.tools.process import run

_TIMEOUT = 60.0
_TOLD_WIDTH = ("black", "blue")


class _Program(Struct, frozen=True):
    """A module that formats files in place: its arguments before them, and the files of its settings."""

    arguments: tuple[str, ...]
    settings: tuple[str, ...]


_PROGRAMS = {
    "isort": _Program(
        ("--quiet",), (".isort.cfg", "pyproject.toml", "setup.cfg", "tox.ini", ".editorconfig")
    ),
    "ruff": _Program(("format", "--quiet", "--no-cache"), ("pyproject.toml", "ruff.toml", ".ruff.toml")),
    "black": _Program(("--quiet", "--workers", "1"), ("pyproject.toml",)),
    "blue": _Program(("--quiet",), ("pyproject.toml", "setup.cfg", "tox.ini", ".blue")),
    "yapf": _Program(("--in-place",), (".style.yapf", "setup.cfg", "pyproject.toml")),
    "autopep8": _Program(("--in-place",), ("pyproject.toml", "setup.cfg", "tox.ini", ".pep8", ".flake8")),
}


class HostFormatters(Struct, frozen=True, kw_only=True):
    """Modules that format with their arguments, in the order in which they run, and who may have them."""

    commands: tuple[tuple[str, ...], ...]
    python: str


def formatters_of(tools: Tools, root: Path, *, python: str | None = None) -> HostFormatters | None:
    """What the project at `root` formats its files with, beside our Ruff; None where no interpreter is found.

    `python` is an interpreter that was named.
    """
    used = (tools.import_sorter.value, tools.formatter.value)
    commands = tuple(
        (name, *_PROGRAMS[name].arguments, *width_of(name, tools)) for name in used if name in _PROGRAMS
    )
    found = find_interpreter(root, chosen=python) if commands else None
    return HostFormatters(commands=commands, python=found.path) if found else None


def width_of(program: str | None, tools: Tools) -> tuple[str, ...]:
    """The line length as an argument, of a formatter that is told it so where its settings do not say it."""
    return ("--line-length", str(tools.line_length.value)) if program in _TOLD_WIDTH else ()


def as_host_formats(hosts: HostFormatters, texts: Mapping[str, str], files: Files) -> dict[str, str]:
    """The texts (by the path they are meant for) as the project's formatters leave them.

    What a formatter that is missing or fails would have done is left undone.
    """
    with private_folder() as folder:
        names = {name for module, *_ in hosts.commands for name in _PROGRAMS[module].settings}
        mirror_packages(folder, files, texts.values())
        write(folder, {path: files.read(path) for path in settings_above(texts, names, files)})
        write(folder, {path: text.encode() for path, text in texts.items()})
        for command in hosts.commands:
            # -I keeps the folder, PYTHONPATH and a person's own packages out of it; HOME their settings.
            argv = [hosts.python, "-I", "-m", *command, *sorted(texts)]
            done = run(argv, cwd=folder, env={"HOME": str(folder), "TMPDIR": str(folder)}, timeout=_TIMEOUT)
            if done.code == 0:
                texts = {path: (folder / path).read_bytes().decode() for path in texts}
            else:  # half of a file may be written
                write(folder, {path: text.encode() for path, text in texts.items()})
        return dict(texts)
