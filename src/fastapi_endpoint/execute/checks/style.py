"""The host's own formatter, linter and type checker: no finding that was not there before."""

import os
import re
from collections import Counter
from pathlib import Path

from msgspec import Struct
from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it ships no types

from fastapi_endpoint.domain.report import Check
from fastapi_endpoint.execute.stage import Stage, green, not_verified, red
from fastapi_endpoint.tools.process import run

_PHASE = "style"
_LOCATED = re.compile(r"^(?P<path>[^\s:][^:]*\.pyi?):(?P<line>\d+)(?::\d+)?:? -?\s*(?P<text>.+)$")
_UNFORMATTED = re.compile(r"^(?:Would reformat:|would reformat)\s+(?P<path>.+?)$", re.MULTILINE)


class _Tool(Struct, frozen=True):
    """A program run as `python -m`: its arguments before the files, and the exit codes of a normal end."""

    module: str
    arguments: tuple[str, ...]
    normal: tuple[int, ...] = (0, 1)


_FORMATTERS = {
    "ruff": _Tool("ruff", ("format", "--check", "--no-cache", "--force-exclude")),
    "black": _Tool("black", ("--check", "--workers", "1")),
}
_LINTERS = {
    "ruff": _Tool("ruff", ("check", "--no-cache", "--force-exclude", "--output-format", "concise")),
    "flake8": _Tool("flake8", ("--jobs", "1")),
    "pylint": _Tool(
        "pylint",
        ("--jobs", "1", "--score", "n", "--msg-template", "{path}:{line}: {msg_id} {msg}"),
        tuple(range(32)),
    ),
}
_TYPE_CHECKERS = {
    "mypy": _Tool("mypy", ("--no-error-summary", "--hide-error-context", "--no-color-output")),
    "pyright": _Tool("pyright", ()),
}


class _Said(Struct, frozen=True):
    """What a tool said, or why it said nothing."""

    text: str = ""
    why_not: str = ""


def check_format(stage: Stage) -> Check | None:
    """The check "format"; None where the host has no formatter."""
    program = stage.options.conventions.tools.formatter.value
    if program is None:
        return None
    if program not in _FORMATTERS:
        return not_verified("format", f"{program} is not known to the rehearsal")
    before, after = _before_and_after(stage, _FORMATTERS[program])
    if after.why_not:
        return not_verified("format", after.why_not)
    new = sorted(_unformatted(after.text, stage.changed) - _unformatted(before.text, stage.before))
    if new:
        return red("format", f"{program} would change {', '.join(new)}")
    return green("format", f"{program} finds nothing to change")


def check_lint(stage: Stage) -> Check | None:
    """The check "lint"; None where the host has no linter."""
    return _findings(stage, "lint", stage.options.conventions.tools.linter.value, _LINTERS)


def check_types(stage: Stage) -> Check | None:
    """The check "types"; None where the host has no type checker."""
    return _findings(stage, "types", stage.options.conventions.tools.type_checker.value, _TYPE_CHECKERS)


def _findings(stage: Stage, name: str, program: str | None, tools: dict[str, _Tool]) -> Check | None:
    if program is None:
        return None
    if program not in tools:
        return not_verified(name, f"{program} is not known to the rehearsal")
    before, after = _before_and_after(stage, tools[program])
    if after.why_not:
        return not_verified(name, after.why_not)
    new = _located(after.text, stage.changed) - _located(before.text, stage.before)
    ours = [f"{path}: {text}" for path, text in sorted(new.elements()) if path in stage.after]
    if ours:
        return red(name, f"{program} has {len(ours)} new findings", stage.shown("\n".join(ours)))
    return green(name, f"{program} finds nothing new")


def _before_and_after(stage: Stage, tool: _Tool) -> tuple[_Said, _Said]:
    return _said(stage, tool, stage.before), _said(stage, tool, stage.changed)


def _said(stage: Stage, tool: _Tool, copy: Path) -> _Said:
    files = [path for path in sorted(stage.after) if path.endswith(".py") and (copy / path).is_file()]
    if not files:
        return _Said()
    limit = stage.options.time_limit
    if tool.module == "ruff":
        done = run([_ruff(stage), *tool.arguments, *files], cwd=copy, env=os.environ, timeout=limit)
    else:
        argv = ["-m", tool.module, *tool.arguments, *files]
        done = stage.sandbox.run(_PHASE, copy, argv, timeout=limit)
    if done.code is None:
        return _Said(why_not=f"{tool.module}: no end within {limit:g} s")
    if f"No module named {tool.module}" in done.err:
        return _Said(why_not=f"the interpreter lacks {tool.module}")
    found = _UNFORMATTED.search(done.text) or any(map(_LOCATED.match, done.text.splitlines()))
    if done.code not in tool.normal or (done.code != 0 and not found):
        return _Said(why_not=f"{tool.module} failed: {stage.tail(done)}")
    return _Said(text=done.text)


def _ruff(stage: Stage) -> str:
    """The project's own Ruff, else ours: a program of its own, which runs none of the project's code."""
    own = Path(stage.sandbox.python).parent / "ruff"
    return str(own) if own.is_file() else find_ruff_bin()


def _unformatted(text: str, copy: Path) -> set[str]:
    return {_relative(match["path"], copy) for match in _UNFORMATTED.finditer(text)}


def _located(text: str, copy: Path) -> Counter[tuple[str, str]]:
    """Findings by file and words, without the line, which moves."""
    matches = (_LOCATED.match(line.strip()) for line in text.splitlines())
    return Counter((_relative(match["path"], copy), match["text"]) for match in matches if match)


def _relative(path: str, copy: Path) -> str:
    return path.removeprefix(f"{copy}/").removeprefix("./")
