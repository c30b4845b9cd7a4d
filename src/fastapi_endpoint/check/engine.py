"""All rules over one project."""

from collections.abc import Sequence

from fastapi_endpoint.check.registry import RULES
from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.domain.finding import Finding, RuleDoc
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.source.tree import SourceTree

_MARK = "fastapi-endpoint: ignore"


def check(
    project: ProjectMap, tree: SourceTree, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Findings by file and line. `select` and `ignore` hold ids (`FE103`), groups (`FE1`) or names.

    A line that says `# fastapi-endpoint: ignore` (of all rules) or `ignore[FE103]` has no findings.
    """
    subject = Subject(project, tree)
    chosen = [rule for rule in RULES if _named(rule, select, otherwise=True) and not _named(rule, ignore)]
    found = (finding for rule in chosen for finding in rule.findings(subject))
    return tuple(
        sorted(
            (finding for finding in found if not _silenced(finding, tree)),
            key=lambda finding: (finding.file, finding.line, finding.rule),
        )
    )


def unknown_names(names: Sequence[str]) -> tuple[Problem, ...]:
    """What is wrong with the names of `--select` and `--ignore`: those that name no rule."""
    hint = f"there is {', '.join(rule.doc.id for rule in RULES)}"
    unknown = (name for name in names if not any(_named(rule, (name,)) for rule in RULES))
    return tuple(Problem(id="", message=f"{name} is no rule", hint=hint) for name in unknown)


def rules() -> tuple[RuleDoc, ...]:
    """The words of every rule, in the order of their ids."""
    return tuple(rule.doc for rule in RULES)


def explain(name: str) -> RuleDoc | None:
    """The words of the rule with that id or name, or None."""
    return next((rule.doc for rule in RULES if name.lower() in (rule.doc.id.lower(), rule.doc.name)), None)


def _named(rule: Rule, names: Sequence[str], *, otherwise: bool = False) -> bool:
    if not names:
        return otherwise
    return any(rule.doc.id.startswith(name.upper()) or rule.doc.name == name for name in names)


def _silenced(finding: Finding, tree: SourceTree) -> bool:
    if not tree.exists(finding.file):
        return False
    lines = tree.text(finding.file).splitlines()
    line = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
    _, mark, rest = line.partition(_MARK)
    return bool(mark) and (not rest.startswith("[") or finding.rule in rest)
