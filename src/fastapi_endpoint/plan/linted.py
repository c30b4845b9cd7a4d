"""New files by the rules of the host's linter: what it wants said, and what plain code cannot keep."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.edits import Edited, add_docstring
from fastapi_endpoint.render import RenderedFile
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.kinds import Kind, kind_of, samples
from fastapi_endpoint.tools.ruff import broken_rules, with_fixes, with_noqa

_CHECKERS = ("flake8-docstrings", "pydocstyle")
_MISSING = "D1"
_MESSAGES = frozenset({"EM101", "EM102", "TRY003"})
"""What is raised is given its message as a variable, which Ruff can do by itself."""
_OF_LINES = frozenset({"ARG002", "ANN401", "PLR6301"})
"""What a library hands to a method, values of any type, methods that a library calls on an object."""
_OF_TESTS = frozenset(
    {"ANN401", "D100", "D101", "D102", "D103", "PLR0913", "PLR0917", "PLR2004", "S101", "S105", "S106"}
)
"""Names that say it all, values of any type, fixtures as arguments, numbers to compare with, asserts,
passwords that are none.
"""

Codes = Mapping[str, frozenset[str]]
"""Path -> codes of rules."""


def as_asked(
    files: Sequence[RenderedFile], project: ProjectMap, tree: SourceTree
) -> tuple[RenderedFile, ...]:
    """The files, before they are formatted, with the docstrings that their kind of file has throughout the
    project, and with messages apart from what is raised where the linter wants that.
    """
    broken = _broken({file.path: file.text for file in files}, project, tree)
    apart = {path for path, codes in broken.items() if codes & _MESSAGES}
    if apart:
        texts = with_fixes({file.path: file.text for file in files if file.path in apart}, "EM")
        files = [replace(file, text=texts.get(file.path, file.text)) for file in files]
    missing = {path: _docs(codes) for path, codes in broken.items() if _docs(codes)}
    if not missing:
        return tuple(files)
    kept = _kept(missing, project, tree)
    return tuple(_saying(file, kept.get(file.path, frozenset())) for file in files)


def excused(texts: Mapping[str, str], project: ProjectMap, tree: SourceTree) -> dict[str, str]:
    """The formatted texts, with the names of rules which plain code cannot keep and the project does.

    Tests name them at their head, other files in the lines.
    """
    habits = project.conventions
    broken = _broken(texts, project, tree)
    tests = {path: codes & _OF_TESTS for path, codes in broken.items() if kind_of(path, habits) == "test"}
    if missing := {path: _docs(codes) for path, codes in tests.items() if _docs(codes)}:
        kept = _kept(missing, project, tree)
        tests |= {path: tests[path] - codes | kept[path] & _OF_TESTS for path, codes in missing.items()}
    tool = "flake8" if habits.tools.linter.value == "flake8" else "ruff"
    heads = {path: f"# {tool}: noqa: {', '.join(sorted(codes))}\n" for path, codes in tests.items() if codes}
    named = {path: f"{head}{texts[path]}" for path, head in heads.items()}
    rest = {path: codes for path, codes in broken.items() if path not in tests}
    return {**texts, **_excused_in_lines(texts, rest, tree), **named}


def excused_body(path: str, text: str, body: str, project: ProjectMap, tree: SourceTree) -> str:
    """The same for the body of a text, which is appended to a file without its imports: in its lines."""
    broken = _broken({path: text}, project, tree)
    whole = _excused_in_lines({path: text}, broken, tree).get(path, text)
    return "".join(whole.splitlines(keepends=True)[-len(body.splitlines()) :]) if body else body


def _excused_in_lines(texts: Mapping[str, str], broken: Codes, tree: SourceTree) -> dict[str, str]:
    breaking = {path: texts[path] for path, codes in broken.items() if codes & _OF_LINES}
    rules = {code for path in breaking for code in broken[path] & _OF_LINES}
    return with_noqa(breaking, tree, rules)


def _broken(texts: Mapping[str, str], project: ProjectMap, tree: SourceTree) -> Codes:
    """What the texts break, by Ruff in the project's settings, or of what flake8 checks, only docstrings."""
    by_flake8 = project.conventions.tools.linter.value == "flake8" and any(map(project.requires, _CHECKERS))
    return broken_rules(texts, tree, rules=_MISSING if by_flake8 else "")


def _docs(codes: frozenset[str]) -> frozenset[str]:
    """The codes that find a docstring missing."""
    return frozenset(code for code in codes if code.startswith(_MISSING))


def _kept(missing: Codes, project: ProjectMap, tree: SourceTree) -> Codes:
    """Those of the rules that no file of the project breaks which is of the same kind."""
    habits = project.conventions
    kinds: dict[str, Kind] = {path: kind_of(path, habits) for path in missing}
    neighbours = samples(tree.paths(), kinds.values(), habits)
    texts = {path: tree.read(path).decode(errors="replace") for path in neighbours}
    unkept: dict[Kind, set[str]] = {}
    for path, codes in _broken(texts, project, tree).items():
        unkept.setdefault(kind_of(path, habits), set()).update(codes)
    return {path: codes - unkept.get(kinds[path], set()) for path, codes in missing.items()}


def _saying(file: RenderedFile, codes: frozenset[str]) -> RenderedFile:
    said = [(name, sentence) for name, sentence in file.says if _code(name) in codes]
    inner = [(name, sentence) for name, sentence in said if name]
    return replace(file, text=_said(file.text, said), body=_said(file.body, inner))


def _said(source: str, said: Sequence[tuple[str, str]]) -> str:
    data = source.encode()
    for name, sentence in said:
        outcome = add_docstring(data, name, sentence)
        data = outcome.data if isinstance(outcome, Edited) else data
    return data.decode()


def _code(name: str) -> str:
    """The rule that finds the docstring of that name missing."""
    if not name:
        return "D100"
    owner, _, last = name.rpartition(".")
    if last == "__init__":
        return "D107"
    if owner:
        return "D102"
    return "D101" if last[:1].isupper() else "D103"
