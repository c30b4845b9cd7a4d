"""The host's own formatter, linter and type checker: no finding that was not there before."""

from collections import Counter

from msgspec.structs import replace

from fastapi_endpoint.domain.report import Check
from fastapi_endpoint.execute.checks.programs import (
    FORMATTERS,
    LINTERS,
    SORTERS,
    TYPE_CHECKERS,
    Program,
    Said,
    ask,
    is_bug,
    located,
    rule_of,
    unformatted,
)
from fastapi_endpoint.execute.stage import Stage, green, not_verified, red
from fastapi_endpoint.tools.formatters import width_of
from fastapi_endpoint.tools.kinds import Kind, kind_of, samples

Findings = Counter[tuple[str, str]]
"""How often a file has a finding of these words."""


def check_format(stage: Stage) -> Check | None:
    """The check "format"; None where the host has no formatter."""
    tools = stage.options.conventions.tools
    name = tools.formatter.value
    return _unchanged(stage, "format", name, FORMATTERS, width_of(name, tools)) if name else None


def check_imports(stage: Stage) -> Check | None:
    """The check "import order"; None where no program of its own sorts the host's imports."""
    name = stage.options.conventions.tools.import_sorter.value
    return _unchanged(stage, "import order", name, SORTERS) if name else None


def check_lint(stage: Stage) -> Check | None:
    """The check "lint"; None where the host has no linter.

    A rule of habit that files of the host break, too, is one that the host does not keep; bugs are bugs.
    """
    name = stage.options.conventions.tools.linter.value
    if name is None:
        return None
    found = _new_findings(stage, "lint", name, LINTERS)
    if isinstance(found, Check):
        return found
    if not found:
        return green("lint", f"{name} finds nothing new")
    broken = _broken_before(stage, LINTERS[name], found)
    kept = Counter(
        {key: many for key, many in found.items() if _rule(stage, *key) not in broken or is_bug(key[1])}
    )
    if kept:
        return _red(stage, "lint", name, kept)
    rules = ", ".join(sorted({rule_of(text) for _, text in found}))
    why = f"{name} finds nothing new but what files of the project break, too: {rules}"
    return green("lint", why, stage.shown(_told(found)))


def check_types(stage: Stage) -> Check | None:
    """The check "types"; None where the host has no type checker."""
    name = stage.options.conventions.tools.type_checker.value
    if name is None:
        return None
    found = _new_findings(stage, "types", name, TYPE_CHECKERS)
    if isinstance(found, Check):
        return found
    return _red(stage, "types", name, found) if found else green("types", f"{name} finds nothing new")


def _unchanged(
    stage: Stage, check: str, name: str, programs: dict[str, Program], told: tuple[str, ...] = ()
) -> Check:
    """Would a formatter leave as they are the files that it would have left so before?"""
    if name not in programs:
        return not_verified(check, f"{name} is not known to the rehearsal")
    program = replace(programs[name], arguments=(*programs[name].arguments, *told))
    before, after = _before_and_after(stage, program)
    if after.why_not:
        return not_verified(check, after.why_not)
    new = unformatted(program, after.text, stage.changed) - unformatted(program, before.text, stage.before)
    if new:
        return red(check, f"{name} would change {', '.join(sorted(new))}")
    return green(check, f"{name} finds nothing to change")


def _new_findings(stage: Stage, check: str, name: str, programs: dict[str, Program]) -> Findings | Check:
    """What is found in files of the plan and was not there before, or why that is not known."""
    if name not in programs:
        return not_verified(check, f"{name} is not known to the rehearsal")
    before, after = _before_and_after(stage, programs[name])
    if after.why_not:
        return not_verified(check, after.why_not)
    new = located(after.text, stage.changed) - located(before.text, stage.before)
    return Counter({key: many for key, many in new.items() if key[0] in stage.after})


def _before_and_after(stage: Stage, program: Program) -> tuple[Said, Said]:
    return ask(stage, program, stage.before, stage.after), ask(stage, program, stage.changed, stage.after)


def _red(stage: Stage, check: str, name: str, found: Findings) -> Check:
    return red(check, f"{name} has {found.total()} new findings", stage.shown(_told(found)))


def _told(found: Findings) -> str:
    return "\n".join(f"{path}: {text}" for path, text in sorted(found.elements()))


def _broken_before(stage: Stage, program: Program, found: Findings) -> set[tuple[Kind, str]]:
    """The kinds of files with the rules that files of the host break, as they stand."""
    habits = stage.options.conventions
    paths = (path.relative_to(stage.before).as_posix() for path in stage.before.rglob("*.py"))
    neighbours = samples(paths, (kind_of(path, habits) for path, _ in found), habits)
    said = ask(stage, program, stage.before, neighbours)
    return {_rule(stage, *key) for key in located(said.text, stage.before) if rule_of(key[1])}


def _rule(stage: Stage, path: str, text: str) -> tuple[Kind, str]:
    """The rule that a finding is of, and the kind of file for which it may be kept."""
    return kind_of(path, stage.options.conventions), rule_of(text)
