"""What happened, honestly: green, red, or not verified and why."""

from typing import Literal

from msgspec import Struct

Outcome = Literal["green", "red", "not-verified"]


BY_HAND = "by-hand"
"""The name of the verification that says whether the manual steps of a plan are done."""


class Check(Struct, frozen=True, kw_only=True):
    """One verification. Only `red` blocks; `detail` is what a person needs to see of the output."""

    name: str
    outcome: Outcome
    why: str = ""
    detail: str = ""
    seconds: float = 0.0


class Redirect(Struct, frozen=True):
    """A connection the rehearsal sent elsewhere or refused; never holds a secret."""

    wanted: str
    instead: str


class Rehearsal(Struct, frozen=True, kw_only=True):
    """All verifications of a plan in a scratch copy. `interpreter` is the one that ran them."""

    plan: str
    interpreter: str | None
    checks: tuple[Check, ...]
    redirects: tuple[Redirect, ...] = ()
    seconds: float = 0.0

    @property
    def red(self) -> tuple[Check, ...]:
        """The verifications that block."""
        return tuple(check for check in self.checks if check.outcome == "red")

    def outcome(self, name: str) -> Outcome:
        """The outcome of one verification; not-verified where it was not run."""
        return next((check.outcome for check in self.checks if check.name == name), "not-verified")


class ChecklistItem(Struct, frozen=True, kw_only=True):
    """One of the seven things to check before finishing, answered from plan, OpenAPI and tests."""

    text: str
    outcome: Outcome
    evidence: str


class AppliedFile(Struct, frozen=True, kw_only=True):
    """One written file: SHA-256 before (None: it was created) and after (None: an undo removed it)."""

    path: str
    before: str | None
    after: str | None


class ExecutionReport(Struct, frozen=True, kw_only=True):
    """What an apply did."""

    id: str
    plan: str
    files: tuple[AppliedFile, ...]
    rehearsal: Rehearsal | None
    checklist: tuple[ChecklistItem, ...]
    command: str = ""


class Blocked(Struct, frozen=True, kw_only=True):
    """Why nothing was written, or nothing undone: one message per cause."""

    kind: Literal["stale", "spent", "altered", "red", "journal", "edited", "unknown", "tools", "approval"]
    reasons: tuple[str, ...]
    hint: str = ""


class HistoryEntry(Struct, frozen=True, kw_only=True):
    """One applied plan. `abandoned`: a crash could not be finished and was taken back."""

    id: str
    plan: str
    resource: str
    clock: str
    command: str
    state: Literal["applied", "undone", "pending", "abandoned"]
    files: tuple[str, ...]
