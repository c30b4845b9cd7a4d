"""Which programs the project runs on its code, and what they ask of new code."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Tools, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.documents import dig, join, line_of, option, read_ini, read_toml, upwards
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.votes import spread, vote
from fastapi_endpoint.source.tree import SourceTree

Quotes = Literal["double", "single"]

_FORMATTERS = ("ruff", "black", "yapf", "autopep8", "blue")
_LINTERS = ("ruff", "flake8", "pylint", "pycodestyle")
_CHECKERS = ("mypy", "pyright", "basedpyright", "ty", "pyrefly", "pytype")
_RUNS = (
    "Makefile",
    "makefile",
    "justfile",
    "tox.ini",
    "noxfile.py",
    "Taskfile.yml",
    "pyproject.toml",
    "package.json",
    "scripts/format.sh",
    "scripts/lint.sh",
)
_HOOKS = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")
_STRINGS = re.compile(
    rb'"""[\s\S]*?"""|' + rb"'''[\s\S]*?'''" + rb'|#[^\n]*|"((?:\\.|[^"\\\n])*)"|' + rb"'((?:\\.|[^'\\\n])*)'"
)
_TOLD_LENGTH = re.compile(
    r"""(?:\bblack[ ](?:[^\n#&;|]*?[ ])?|id:[ ]black[ ]*$(?:(?!-[ ](?:id|repo):)[^#])*?[\s"'\[,])"""
    r"""(?:-l|--line-length)[\s"',=]+(\d+)""",
    re.MULTILINE,
)
_SAMPLE = 60
_DEFAULT_LENGTH = 88


class _Evidence(Struct, frozen=True):
    """One tool seen in one role; places that run it outrank places that only mention it."""

    tool: str
    rank: int
    witness: Witness


def detect_tools(
    tree: SourceTree, root: str, requirements: Sequence[Requirement], paths: Sequence[str]
) -> Tools:
    """Formatter, linter and type checker, and the settings that new code has to meet."""
    formatter = _choose(_formatters(tree, root, requirements))
    linter = _choose(_named(tree, root, requirements, _LINTERS, _lint_pattern))
    sample = spread(paths, _SAMPLE)
    return Tools(
        formatter=formatter,
        linter=linter,
        type_checker=_choose(_named(tree, root, requirements, _CHECKERS, _check_pattern)),
        line_length=_line_length(tree, root, formatter.value, linter.value),
        quotes=_quotes(tree, root, formatter.value, sample),
        future_annotations=_future(tree, sample),
        import_sorter=_choose(_sorters(tree, root, formatter.value)),
    )


def _choose(evidence: Iterator[_Evidence]) -> Fact[str | None]:
    found = sorted(evidence, key=lambda each: each.rank)
    if not found:
        return Fact(value=None)
    winner = found[0]
    rivals = [each for each in found if each.tool != winner.tool]
    even = any(each.rank == winner.rank for each in rivals)
    return Fact(
        value=winner.tool,
        confidence="low" if even else "high",
        witnesses=tuple(each.witness for each in found if each.tool == winner.tool),
        against=tuple(each.witness for each in rivals),
    )


def _formatters(tree: SourceTree, root: str, requirements: Sequence[Requirement]) -> Iterator[_Evidence]:
    yield from _named(tree, root, requirements, _FORMATTERS, _format_pattern)
    for path, table in _ruff_settings(tree, root):
        if "format" in table:
            yield _Evidence(
                "ruff", 2, Witness(path, line_of(tree.text(path), r"^\[(?:tool\.ruff\.)?format"), "")
            )


def _sorters(tree: SourceTree, root: str, formatter: str | None) -> Iterator[_Evidence]:
    """Where isort sorts imports: where Ruff formats, settings alone may be left from before."""
    for each in _named(tree, root, (), ("isort",), _format_pattern):
        if formatter != "ruff" or each.rank <= 1:
            yield each


def _format_pattern(tool: str) -> str:
    if tool == "ruff":
        return r"\bruff format\b|id: \S*ruff-format\b"
    return rf"(?:^|[\s;&\"'(]){tool} (?:-|\.|\w+[/\s])|id: {tool}\s*$"


def _lint_pattern(tool: str) -> str:
    if tool == "ruff":
        return r"\bruff (?:check|--fix|\.|src|app)|id: \S*ruff(?:-check)?\s*$"
    return rf"(?:^|[\s;&\"'(]){tool} (?:-|\.|\w+[/\s])|id: {tool}\s*$"


def _check_pattern(tool: str) -> str:
    run = r"\bty check\b" if tool == "ty" else rf"(?:^|[\s;&\"'(]){tool} (?:-|\.|\w+[/\s.])"
    return rf"{run}|id: \S*\b{tool}(?:-\w+)?\s*$"


def _named(
    tree: SourceTree,
    root: str,
    requirements: Sequence[Requirement],
    tools: Sequence[str],
    pattern: Callable[[str], str],
) -> Iterator[_Evidence]:
    """Every place above the application that runs, configures or requires one of the tools."""
    for folder in upwards(root):
        for rank, names in ((0, _HOOKS), (1, _RUNS)):
            for path in (join(folder, name) for name in names):
                text = re.sub(r"(?m)(?:^|[ \t])#.*$", "", tree.text(path)) if tree.exists(path) else ""
                for tool in tools:
                    found = re.search(pattern(tool), text, re.MULTILINE) if tool in text else None
                    if found:
                        line = text.count("\n", 0, found.start()) + 1
                        yield _Evidence(tool, rank, Witness(path, line, "runs it"))
        for tool in tools:
            yield from _configured(tree, folder, tool, tools)
    for requirement in requirements:
        # Ruff is declared for its linter; that it formats too has to be seen elsewhere.
        if requirement.name in tools:
            weak = requirement.name == "ruff" and tools is _FORMATTERS
            yield _Evidence(requirement.name, 5 if weak else 3, witness_of(requirement))


def _configured(tree: SourceTree, folder: str, tool: str, tools: Sequence[str]) -> Iterator[_Evidence]:
    path = join(folder, "pyproject.toml")
    if dig(read_toml(tree, path), "tool", tool) is not None:
        rank = 4 if tool == "ruff" and tools is _FORMATTERS else 2
        yield _Evidence(
            tool, rank, Witness(path, line_of(tree.text(path), rf"^\[tool\.{tool}\b"), "settings")
        )
    names = {
        "ruff": ("ruff.toml", ".ruff.toml"),
        "flake8": (".flake8",),
        "pylint": (".pylintrc", "pylintrc"),
        "mypy": ("mypy.ini", ".mypy.ini"),
        "pyright": ("pyrightconfig.json",),
        "yapf": (".style.yapf",),
        "isort": (".isort.cfg",),
        "ty": ("ty.toml",),
    }
    for path in (join(folder, name) for name in names.get(tool, ())):
        if tree.exists(path):
            yield _Evidence(
                tool, 4 if tool == "ruff" and tools is _FORMATTERS else 2, Witness(path, 1, "settings")
            )
    for path in (join(folder, name) for name in ("setup.cfg", "tox.ini")):
        if read_ini(tree, path).has_section(tool):
            yield _Evidence(tool, 2, Witness(path, line_of(tree.text(path), rf"^\[{tool}\]"), "settings"))


def _ruff_settings(tree: SourceTree, root: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ruff's settings for the application's folder; Ruff itself takes the nearest only."""
    for folder in upwards(root):
        for name in (".ruff.toml", "ruff.toml"):
            table = read_toml(tree, join(folder, name))
            if table:
                yield join(folder, name), table
                return
        table = dig(read_toml(tree, join(folder, "pyproject.toml")), "tool", "ruff")
        if isinstance(table, dict):
            yield join(folder, "pyproject.toml"), table
            return


def _setting(tree: SourceTree, path: str, value: Any, key: str) -> Fact[int] | None:
    if not isinstance(value, int):
        return None
    return Fact(
        value=value, witnesses=(Witness(path, line_of(tree.text(path), rf"^\s*{key}\b"), str(value)),)
    )


def _line_length(tree: SourceTree, root: str, formatter: str | None, linter: str | None) -> Fact[int]:
    """The formatter's limit, its default where it has none, else the linter's."""
    ruff = _ruff_length(tree, root) if "ruff" in (formatter, linter) else None
    if formatter == "ruff" or (formatter is None and ruff):
        return ruff or Fact(value=_DEFAULT_LENGTH, origin="default")
    if formatter == "black":
        for folder in upwards(root):
            if fact := _told_length(tree, folder):
                return fact
            path = join(folder, "pyproject.toml")
            value = dig(read_toml(tree, path), "tool", "black", "line-length")
            value = value or dig(read_toml(tree, path), "tool", "black", "line_length")
            fact = _setting(tree, path, value, "line[-_]length")
            if fact:
                return fact
        return Fact(value=_DEFAULT_LENGTH, origin="default")
    for folder in upwards(root):
        for name, section, key in (
            (".flake8", "flake8", "max-line-length"),
            ("setup.cfg", "flake8", "max-line-length"),
            ("tox.ini", "flake8", "max-line-length"),
            ("setup.cfg", "pycodestyle", "max-line-length"),
            (".pylintrc", "FORMAT", "max-line-length"),
            (".style.yapf", "style", "column_limit"),
            (".editorconfig", "*.py", "max_line_length"),
        ):
            path = join(folder, name)
            text = option(read_ini(tree, path), section, key) or ""
            fact = _setting(tree, path, int(text) if text.isdigit() else None, re.escape(key))
            if fact:
                return fact
    return Fact(value=_DEFAULT_LENGTH, origin="default")


def _told_length(tree: SourceTree, folder: str) -> Fact[int] | None:
    """The length that black is told where it is run, which outranks its settings."""
    for path in (join(folder, name) for name in (*_HOOKS, *_RUNS)):
        text = tree.text(path) if tree.exists(path) else ""
        if found := _TOLD_LENGTH.search(text):
            line = text.count("\n", 0, found.start(1)) + 1
            return Fact(value=int(found[1]), witnesses=(Witness(path, line, found[1]),))
    return None


def _ruff_length(tree: SourceTree, root: str) -> Fact[int] | None:
    for path, table in _ruff_settings(tree, root):
        return _setting(tree, path, table.get("line-length"), "line-length")
    return None


def _quotes(tree: SourceTree, root: str, formatter: str | None, sample: Sequence[str]) -> Fact[Quotes]:
    """The formatter's quotes; where it leaves them alone, those of most files."""
    if formatter == "ruff":
        for path, table in _ruff_settings(tree, root):
            style = dig(table, "format", "quote-style") or "double"
            witness = Witness(path, line_of(tree.text(path), r"^\s*quote-style"), f"quote-style {style}")
            if style == "single":
                return Fact(value="single", witnesses=(witness,))
            if style == "double":
                return Fact(value="double", witnesses=(witness,))
    if formatter == "black":
        tables = [dig(read_toml(tree, join(f, "pyproject.toml")), "tool", "black") for f in upwards(root)]
        if not any(dig(table, "skip-string-normalization") for table in tables):
            return Fact(value="double", origin="default")
    return vote(_quote_ballots(tree, sample), "double")


def _quote_ballots(tree: SourceTree, sample: Sequence[str]) -> Iterator[tuple[Quotes, Witness]]:
    for path in sample:
        double = single = line = 0
        data = tree.read(path)
        for match in _STRINGS.finditer(data):
            # A string that holds the other quote had no choice.
            if match[1] is not None and b"'" not in match[1]:
                double += 1
            elif match[2] is not None and b'"' not in match[2]:
                single += 1
            line = line or data.count(b"\n", 0, match.start()) + 1
        if double + single >= 3:
            yield ("single" if single > double else "double"), Witness(path, line)


def _future(tree: SourceTree, sample: Sequence[str]) -> Fact[bool]:
    ballots = []
    for path in sample:
        data = tree.read(path)
        if b"def " in data or b"class " in data:
            at = data.find(b"from __future__ import annotations")
            line = data.count(b"\n", 0, at) + 1 if at >= 0 else 1
            ballots.append((at >= 0, Witness(path, line)))
    return vote(ballots, default=False)
