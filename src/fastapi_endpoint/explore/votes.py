"""How places that disagree become one fact: unanimous or a clear majority is high, a split is low."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from fastapi_endpoint.domain.conventions import Fact, Witness

T = TypeVar("T", bound=Hashable)

SHOWN = 12
"""More witnesses than this convince nobody further."""


def vote(ballots: Iterable[tuple[T, Witness]], default: T) -> Fact[T]:
    """The value that most places show; `default` where there are none.

    High: all agree, or at least 80 % of five or more. Of equally many, the default if it is among them, else
    the one met first.
    """
    count: dict[T, list[Witness]] = {}
    for value, witness in ballots:
        count.setdefault(value, []).append(witness)
    if not count:
        return Fact(value=default, origin="default")
    winner = max(count, key=lambda value: (len(count[value]), value == default))
    others = [witness for value, witnesses in count.items() if value != winner for witness in witnesses]
    total = len(count[winner]) + len(others)
    clear = not others or (total >= 5 and len(count[winner]) >= 0.8 * total)
    return Fact(
        value=winner,
        confidence="high" if clear else "low",
        witnesses=tuple(count[winner][:SHOWN]),
        against=tuple(others[:SHOWN]),
    )


def spread(items: Sequence[str], limit: int) -> Sequence[str]:
    """At most `limit` of the items, evenly picked: enough for a vote on style."""
    step = -(-len(items) // limit)
    return items[::step] if step > 1 else items
