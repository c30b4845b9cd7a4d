"""What `check` says of a project: findings, and the rules they come from."""

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "note"]


class Finding(Struct, frozen=True, kw_only=True):
    """One place that breaks a rule."""

    rule: str
    message: str
    file: str
    line: int
    severity: Severity = "warning"
    hint: str = ""


class RuleDoc(Struct, frozen=True, kw_only=True):
    """What a rule is for, in words, with a bad and a good example."""

    id: str
    name: str
    summary: str
    why: str
    bad: str
    good: str
