"""May this plan be written? Approval is a hash, `rehearsed`, or a person's yes; silence is none."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi_endpoint.domain.plan import Plan
    from fastapi_endpoint.domain.report import Rehearsal

REHEARSED = "rehearsed"
SHORTEST = 8
"""Fewer digits of a hash approve nothing."""

NEEDED_GREEN = ("import", "tests")
"""The verifications without which `rehearsed` approves nothing."""


def refused_options(*, approve: str | None, rehearse: bool, yes: bool = False) -> str | None:
    """Why these options do not go together, or None."""
    if (yes or approve == REHEARSED) and not rehearse:
        return "--yes and --approve rehearsed rest on the rehearsal, which --no-rehearse leaves out"
    return None


def objections(approve: str, plan: "Plan", rehearsal: "Rehearsal | None") -> tuple[str, ...]:
    """What speaks against writing, given this approval; empty: it is approved."""
    if approve != REHEARSED:
        if len(approve) >= SHORTEST and plan.hash.startswith(approve):
            return ()
        return (f"the plan's hash is {plan.hash[:16]}, and {approve} was approved",)
    if rehearsal is None:
        return ("the plan was not rehearsed",)
    why = {check.name: check.why for check in rehearsal.checks}
    missing = [
        f"{name}: not verified" + (f" ({why[name]})" if why.get(name) else "")
        for name in NEEDED_GREEN
        if rehearsal.outcome(name) != "green"
    ]
    by_hand = [f"a manual step is left: {step.file}:{step.line}" for step in plan.manual]
    return (*missing, *by_hand)
