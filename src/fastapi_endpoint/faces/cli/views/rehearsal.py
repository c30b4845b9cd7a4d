"""A rehearsal as lines: green, red, or not verified and why."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.report import Check, Outcome, Rehearsal
from fastapi_endpoint.faces.cli.views.layout import Aligned, Style, count, heading, line

WORDS: dict[Outcome, tuple[str, Style]] = {
    "green": ("green", "green"),
    "red": ("RED", "red"),
    "not-verified": ("not verified", "yellow"),
}
"""The word for each outcome, so that it is told without colour, and its colour."""

DETAIL_LINES = 20
SAME = "the same"


def outcome_text(outcome: Outcome) -> Text:
    """The outcome as a coloured word."""
    word, style = WORDS[outcome]
    return Text(word, style=style)


def checks_view(checks: Sequence[Check]) -> Aligned:
    """One line per verification; a reason that is the one above is not said again."""
    above = ["", *(check.why for check in checks)]
    return Aligned(
        (outcome_text(check.outcome), check.name, SAME if check.why and check.why == before else check.why)
        for check, before in zip(checks, above, strict=False)
    )


def rehearsal_view(rehearsal: Rehearsal, title: str = "Rehearsal") -> Iterator[RenderableType]:
    """One line per verification, the output of the red ones, and what was sent elsewhere."""
    yield heading(title, f"in a private copy, {rehearsal.seconds:.1f} s")
    yield checks_view(rehearsal.checks)
    for check in rehearsal.red:
        yield from _detail(check)
    if rehearsal.redirects:
        yield heading("Connections kept away", count(len(rehearsal.redirects), "redirect"))
        yield Aligned((redirect.wanted, "->", redirect.instead) for redirect in rehearsal.redirects)
    if rehearsal.interpreter:
        yield Text(f"\n  run with {rehearsal.interpreter}", style="dim")


def _detail(check: Check) -> Iterator[RenderableType]:
    lines = check.detail.strip("\n").splitlines()
    if not lines:
        return
    left_out = len(lines) - DETAIL_LINES
    yield Text(f"\n  What {check.name} printed", style="red")
    if left_out > 0:
        yield line(f"({count(left_out, 'line')} left out)", "dim", indent=4)
    for text in lines[-DETAIL_LINES:]:
        yield line(text, indent=4)
