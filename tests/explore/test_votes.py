"""How ballots become one fact."""

import pytest

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.explore.votes import vote


@pytest.mark.parametrize(
    ("ballots", "value", "confidence"),
    [
        ("", "d", "high"),
        ("aaa", "a", "high"),
        ("aaaab", "a", "high"),
        ("aaab", "a", "low"),
        ("aab", "a", "low"),
        ("ad", "d", "low"),
        ("ba", "b", "low"),
    ],
)
def test_a_vote(ballots: str, value: str, confidence: str) -> None:
    fact = vote(((name, Witness("a.py", line)) for line, name in enumerate(ballots, 1)), "d")

    assert (fact.value, fact.confidence) == (value, confidence)
