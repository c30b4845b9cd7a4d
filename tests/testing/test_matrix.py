"""The matrix shows every pair of values, and generated endpoints keep their promises in two of its cells."""

from itertools import combinations, product

import pytest

from contract.__main__ import SUITE
from contract.databases import ANSWERS
from contract.judging import judge
from contract.matrix import DIMENSIONS, Configuration, configurations, possible

CELLS = [
    Configuration(
        layout="type",
        style="async",
        database="sqlite",
        auth="existing",
        access="owner-404",
        pages="cursor",
        ids="uuid",
        fields="parcel",
        cache="control",
        nested="no",
        rows="bare",
    ),
    Configuration(
        layout="feature",
        style="sync",
        database="postgresql",
        auth="existing",
        access="role",
        pages="offset",
        ids="int",
        fields="booking",
        cache="none",
        nested="yes",
        rows="wrapped",
    ),
]


def test_every_pair_of_values_is_there() -> None:
    found = configurations()

    for one, other in combinations(DIMENSIONS, 2):
        shown = {(getattr(each, one), getattr(each, other)) for each in found}
        wanted = {
            pair
            for pair in product(DIMENSIONS[one], DIMENSIONS[other])
            if possible({one: pair[0], other: pair[1]})
        }
        assert shown == wanted


@pytest.mark.slow
@pytest.mark.parametrize("asked", CELLS, ids=lambda each: each.slug)
def test_a_generated_endpoint_keeps_its_promises(asked: Configuration) -> None:
    if not ANSWERS[asked.database]():
        pytest.skip(f"no {asked.database} answers")

    counts = judge(asked, SUITE)

    assert not counts.failed, counts.log
    assert counts.passed > 400
