"""Resources by name: which words of a path or identifier are one, and the pattern that is left without it."""

import re
from collections.abc import Iterable
from functools import cached_property

from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.naming import plural, singular, snake

_WORD_BREAK = re.compile(r"(?<![a-z0-9])")
_PREFIX = re.compile(r"^(orm|db|sys|tbl|t)_|_(model|table|orm|entity|db|do|document)$")


class Nouns:
    """The names of the project's resources, from its tables (or, without any, from its router files)."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def names(self) -> frozenset[str]:
        """Singular names in snake case."""
        return frozenset(noun_of(table.class_.name) for table in self._index.tables)

    def pattern(self, text: str, noun: str) -> str | None:
        """The text with the noun, as a whole word, replaced by `{singular}` or `{plural}`; None without it."""
        one, many = noun, plural(noun)
        found = text
        for word, mark in ((many, "{plural}"), (one, "{singular}")):
            if word == one == many:
                mark = "{singular}"
            found = re.sub(rf"(?<![a-z0-9{{_]){re.escape(word)}(?![a-z0-9}}])", mark, found)
            found = re.sub(rf"(?<![a-z0-9{{]){re.escape(word)}(?![a-z0-9}}_])", mark, found)
            if found != text:
                return found
        return None

    def in_text(self, text: str) -> str | None:
        """The longest known noun that a text holds as a whole word, or None."""
        words = set(re.split(r"[^a-z0-9_]+", text))
        best = ""
        for name in sorted(self.names):
            forms = {name, plural(name)}
            if words & forms or any(_holds(text, form) for form in forms):
                best = max(best, name, key=len)
        return best or None


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


def noun_of(class_name: str) -> str:
    """`UserModel`, `ORMUser`, `Users` -> `user`: what a table is about, in snake case."""
    name = singular(snake(class_name))
    short = _PREFIX.sub("", name)
    return short or name


def most_common(values: Iterable[str]) -> str | None:
    """The most frequent value, the first one met of equals."""
    count: dict[str, int] = {}
    for value in values:
        count[value] = count.get(value, 0) + 1
    return max(count, key=lambda value: count[value]) if count else None
