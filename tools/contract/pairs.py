"""A short list of rows in which every pair of values of two columns stands at least once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product

Row = Mapping[str, str]
Pair = frozenset[tuple[str, str]]


def pairwise(columns: Mapping[str, Sequence[str]], possible: Callable[[Row], bool]) -> list[Row]:
    """The rows, always the same ones. `possible` says whether values, some or all of a row's, go together."""
    missing = {
        frozenset({(one, left), (other, right)}): None
        for one, other in combinations(columns, 2)
        for left, right in product(columns[one], columns[other])
        if possible({one: left, other: right})
    }
    rows: list[Row] = []
    used: Counter[tuple[str, str]] = Counter()
    while missing:
        row = _filled(dict(next(iter(missing))), columns, possible, missing, used)
        used.update(row.items())
        for pair in _pairs(row):
            missing.pop(pair, None)
        rows.append(row)
    return rows


def _filled(
    row: dict[str, str],
    columns: Mapping[str, Sequence[str]],
    possible: Callable[[Row], bool],
    missing: Mapping[Pair, None],
    used: Counter[tuple[str, str]],
) -> dict[str, str]:
    """The row with its other columns filled in: by what shows most missing pairs, then by what is rare."""
    for column, values in columns.items():
        if column in row:
            continue
        choices = [value for value in values if possible({**row, column: value})]
        new = {value: len(_pairs({**row, column: value}) & missing.keys()) for value in choices}
        row[column] = max(choices, key=lambda value: (new[value], -used[column, value]))
    return {column: row[column] for column in columns}


def _pairs(row: Row) -> set[Pair]:
    return {frozenset(pair) for pair in combinations(row.items(), 2)}
