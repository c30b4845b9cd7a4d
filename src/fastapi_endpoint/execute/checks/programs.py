"""The formatters, linters and type checkers that a rehearsal knows: how each is called, and what it says."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it ships no types

from fastapi_endpoint.execute.stage import Stage
from fastapi_endpoint.tools.process import run

_PHASE = "style"
_LOCATED = re.compile(r"^(?P<path>[^\s:][^:]*\.pyi?):(?P<line>\d+)(?::\d+)?:? -?\s*(?P<text>.+)$")
_FROM_HERE = re.compile(r"^(?=[^\s:/][^:]*\.pyi?:\d)", re.MULTILINE)
_RULE = re.compile(r"\[?([A-Z]+\d+)\b")
_WOULD = r"^(?:would reformat:? |unformatted: .+\n *--> )(?P<path>.+?)(?::\d+:\d+)?$"


class Program(Struct, frozen=True):
    """A program run as `python -m`: its arguments before the files, and the exit codes of a normal end.

    `unformatted` finds in what a formatter prints the files that it would change.
    """

    module: str
    arguments: tuple[str, ...]
    normal: tuple[int, ...] = (0, 1)
    unformatted: str = _WOULD


class Said(Struct, frozen=True):
    """What a program said, or why it said nothing."""

    text: str = ""
    why_not: str = ""


FORMATTERS = {
    "ruff": Program("ruff", ("format", "--check", "--no-cache", "--force-exclude")),
    "black": Program("black", ("--check", "--workers", "1")),
    "blue": Program("blue", ("--check",)),
    "yapf": Program("yapf", ("--diff",), unformatted=r"^--- (?P<path>.+?)\t\(original\)$"),
    "autopep8": Program("autopep8", ("--diff", "--exit-code"), (0, 2), r"^--- original/(?P<path>.+?)$"),
}
SORTERS = {
    "isort": Program("isort", ("--check-only",), unformatted=r"^ERROR: (?P<path>.+?) Imports are .+$"),
}
LINTERS = {
    "ruff": Program("ruff", ("check", "--no-cache", "--force-exclude", "--output-format", "pylint")),
    "flake8": Program("flake8", ("--jobs", "1")),
    "pylint": Program(
        "pylint",
        ("--jobs", "1", "--score", "n", "--msg-template", "{path}:{line}: {msg_id} {msg}"),
        tuple(range(32)),
    ),
    "pycodestyle": Program("pycodestyle", ()),
}
TYPE_CHECKERS = {
    "mypy": Program("mypy", ("--no-error-summary", "--hide-error-context", "--no-color-output")),
    "pyright": Program("pyright", ()),
}


def ask(stage: Stage, program: Program, copy: Path, paths: Iterable[str]) -> Said:
    """What a program says of those Python files that are there in a copy of the project.

    It runs where the project is at home, since most read their settings from there.
    """
    files = [path for path in sorted(paths) if path.endswith(".py") and (copy / path).is_file()]
    if not files:
        return Said()
    limit = stage.options.time_limit
    if program.module == "ruff":
        done = run([_ruff(stage), *program.arguments, *files], cwd=copy, env=os.environ, timeout=limit)
    else:
        home = stage.sandbox.folder
        argv = ["-m", program.module, *program.arguments, *(str(copy / file) for file in files)]
        done = stage.sandbox.run(_PHASE, copy, argv, timeout=limit, folder=home)
        if home:  # paths are told as seen from there
            done = replace(done, out=_FROM_HERE.sub(f"{home}/", done.out))
    if done.code is None:
        return Said(why_not=f"{program.module}: no end within {limit:g} s")
    if f"No module named {program.module}" in done.err:
        return Said(why_not=f"the interpreter lacks {program.module}")
    found = unformatted(program, done.text, copy) or located(done.text, copy)
    if done.code not in program.normal or (done.code != 0 and not found):
        return Said(why_not=f"{program.module} failed: {stage.tail(done)}")
    return Said(text=done.text)


def unformatted(program: Program, text: str, copy: Path) -> set[str]:
    """The files that a formatter would change."""
    matches = re.finditer(program.unformatted, text, re.MULTILINE | re.IGNORECASE)
    return {_relative(match["path"], copy) for match in matches}


def located(text: str, copy: Path) -> Counter[tuple[str, str]]:
    """Findings by file and words, without the line, which moves."""
    matches = (_LOCATED.match(line.strip()) for line in text.splitlines())
    return Counter((_relative(match["path"], copy), match["text"]) for match in matches if match)


def rule_of(finding: str) -> str:
    """The code that a linter's finding begins with, or ""."""
    code = _RULE.match(finding)
    return code[1] if code else ""


def is_bug(finding: str) -> bool:
    """Is it of a rule that finds bugs: names that are not there, code that does not parse?"""
    return re.match(r"F\d|E9|E\d{4}", rule_of(finding)) is not None


def _ruff(stage: Stage) -> str:
    """The project's own Ruff, else ours: a program of its own, which runs none of the project's code."""
    own = Path(stage.sandbox.python).parent / "ruff"
    return str(own) if own.is_file() else find_ruff_bin()


def _relative(path: str, copy: Path) -> str:
    return path.removeprefix(f"{copy}/").removeprefix("./")
