"""What the rules found, and what a rule says."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.finding import Finding, RuleDoc
from fastapi_endpoint.faces.cli.views.layout import Aligned, Style, count, heading, line

_STYLES: dict[str, Style] = {"error": "red", "warning": "yellow", "note": "dim"}


def findings_view(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    """Findings by file, then how many of each kind, and where to read on."""
    if not findings:
        yield Text("Nothing found.")
        return
    for file, found in groupby(findings, key=lambda finding: finding.file):
        yield heading(file)
        yield Aligned(
            (
                str(finding.line),
                Text(finding.rule, style=_STYLES[finding.severity]),
                finding.message,
            )
            for finding in found
        )
    kinds = [
        count(number, kind)
        for kind in ("error", "warning", "note")
        if (number := sum(finding.severity == kind for finding in findings))
    ]
    yield heading(", ".join(kinds))
    used = {finding.rule: finding.hint for finding in findings}
    yield Aligned((rule, hint) for rule, hint in sorted(used.items()))
    yield Text(f"\nWhy, with examples: fastapi-endpoint explain {min(used)}", style="dim")


def rules_view(rules: Sequence[RuleDoc]) -> Iterator[RenderableType]:
    """All rules, one a line."""
    yield Aligned(((rule.id, rule.name, rule.summary) for rule in rules), indent=0)


def rule_view(rule: RuleDoc) -> Iterator[RenderableType]:
    """One rule: what it says, why, bad, good."""
    yield Text(f"{rule.id} {rule.name}", style="bold")
    yield line(rule.summary)
    yield heading("Why")
    yield line(rule.why)
    for title, code in (("Bad", rule.bad), ("Good", rule.good)):
        yield heading(title)
        yield from (line(text) for text in code.splitlines())
