"""What runs the project's chores (make, just, nox, ...), and what runs before a commit.

A runner more is a row of `_RUNNERS`, a runner of hooks a row of `_HOOKS`.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.documents import dig, join, line_of, read_toml, upwards
from fastapi_endpoint.source.tree import SourceTree

_SHOWN_TASKS = 8
_MAKE = re.compile(r"^([A-Za-z][\w.-]*)(?:[ \t]+[\w.-]+)*[ \t]*:(?!=)", re.MULTILINE)
_JUST = re.compile(r"^@?([A-Za-z][\w-]*)(?:[ \t][^:=\n]*)?:(?!=)", re.MULTILINE)
_NOX = re.compile(r"^@(?:nox\.)?session\b[^\n]*\n(?:@[^\n]*\n)*(?:async )?def (\w+)", re.MULTILINE)
_TOX = re.compile(r"^\[testenv(?::([\w,{}-]+))?\]", re.MULTILINE)
_TASK = re.compile(r"^  ([\w:-]+):[ \t]*$", re.MULTILINE)
_INVOKE = re.compile(r"^@(?:invoke\.)?task\b[^\n]*\n(?:async )?def (\w+)", re.MULTILINE)
_INVOKES = re.compile(r"^(?:from|import) invoke\b", re.MULTILINE)

Names = Callable[[str], Sequence[str]]


class _Runner(Struct, frozen=True):
    """A task runner: the files that it reads, and how tasks are found in their text."""

    name: str
    files: tuple[str, ...]
    tasks: Names


def _by(pattern: re.Pattern[str], needed: re.Pattern[str] | None = None) -> Names:
    def tasks(text: str) -> Sequence[str]:
        if needed is not None and not needed.search(text):
            return ()
        return tuple(dict.fromkeys(name or "testenv" for name in pattern.findall(text)))

    return tasks


_RUNNERS = (
    _Runner("make", ("Makefile", "makefile", "GNUmakefile"), _by(_MAKE)),
    _Runner("just", ("justfile", "Justfile", ".justfile"), _by(_JUST)),
    _Runner("task", ("Taskfile.yml", "Taskfile.yaml"), _by(_TASK)),
    _Runner("nox", ("noxfile.py",), _by(_NOX)),
    _Runner("tox", ("tox.ini",), _by(_TOX)),
    _Runner("invoke", ("tasks.py",), _by(_INVOKE, _INVOKES)),
)
_TABLES = (
    ("poe", ("tool", "poe", "tasks")),
    ("taskipy", ("tool", "taskipy", "tasks")),
    ("pdm", ("tool", "pdm", "scripts")),
    ("rye", ("tool", "rye", "scripts")),
    ("tox", ("tool", "tox", "env")),
)
_HOOKS = (
    ("pre-commit", (".pre-commit-config.yaml", ".pre-commit-config.yml")),
    ("prek", ("prek.toml",)),
    ("lefthook", ("lefthook.yml", "lefthook.yaml", ".lefthook.yml")),
)


def detect_task_runners(tree: SourceTree, root: str) -> Fact[tuple[str, ...]]:
    """The runners that hold tasks, nearest the application first; a witness's note names the tasks."""
    found: dict[str, Witness] = {}
    for folder in upwards(root):
        for name, where in (*_of_files(tree, folder), *_of_tables(tree, join(folder, "pyproject.toml"))):
            found.setdefault(name, where)
    if not found:
        return Fact(value=(), origin="default")
    return Fact(value=tuple(found), witnesses=tuple(found.values()))


def detect_hooks(tree: SourceTree, root: str) -> Fact[str | None]:
    """What runs before a commit, or None."""
    for folder in upwards(root):
        for name, files in _HOOKS:
            for path in (join(folder, file) for file in files):
                if tree.exists(path):
                    return Fact(value=name, witnesses=(Witness(path, 1),))
    return Fact(value=None, origin="default")


def _of_files(tree: SourceTree, folder: str) -> Iterator[tuple[str, Witness]]:
    for runner in _RUNNERS:
        for path in (join(folder, file) for file in runner.files):
            text = tree.text(path) if tree.exists(path) else ""
            tasks = runner.tasks(text) if text else ()
            if tasks:
                yield (
                    runner.name,
                    Witness(path, line_of(text, rf"^\W*(?:.*def )?{re.escape(tasks[0])}\b"), _told(tasks)),
                )


def _of_tables(tree: SourceTree, path: str) -> Iterator[tuple[str, Witness]]:
    document = read_toml(tree, path)
    for name, keys in _TABLES:
        table = dig(document, *keys)
        if isinstance(table, dict) and table:
            yield (
                name,
                Witness(
                    path, line_of(tree.text(path), rf"^\[{re.escape('.'.join(keys))}"), _told(tuple(table))
                ),
            )
    environments = dig(document, "tool", "hatch", "envs")
    tables = [
        dig(environment, "scripts")
        for environment in (environments.values() if isinstance(environments, dict) else ())
    ]
    scripts = [task for table in tables if isinstance(table, dict) for task in table]
    if scripts:
        yield (
            "hatch",
            Witness(path, line_of(tree.text(path), r"^\[tool\.hatch\.envs\b.*scripts"), _told(scripts)),
        )


def _told(tasks: Sequence[str]) -> str:
    return ", ".join(tasks[:_SHOWN_TASKS]) + (", ..." if len(tasks) > _SHOWN_TASKS else "")
