"""Resources by name: which words of a path or identifier are one, and the pattern that is left without it."""

import re
from collections.abc import Iterable
from functools import cached_property

from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.phrases import Phrases
from fastapi_endpoint.naming import LOWER, plural, replace_word, singular, snake

_WORD = re.compile(r"[a-z0-9]+")
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
        """The text with the noun replaced by `{singular}` or `{plural}`; None where it is not in it."""
        forms = ((plural(noun), "{plural}"), (noun, "{singular}"))
        for around in (f"{LOWER}_", LOWER):  # by itself, then as a part of a name
            found, total = text, 0
            for word, mark in forms:
                found, count = replace_word(found, word, mark, before=around, after=f"{around}}}")
                total += count
            if total:
                return found
        return None

    def in_text(self, text: str) -> str | None:
        """The longest known noun that a text holds as a whole word, or None."""
        found = [self._forms[word] for word, _ in self._any.found_in(text)]
        return max(found, key=len, default=None)

    @cached_property
    def _forms(self) -> dict[str, str]:
        """Both numbers of every noun."""
        singulars = sorted(self.names)
        return {plural(name): name for name in singulars} | {name: name for name in singulars}

    @cached_property
    def _any(self) -> Phrases:
        """Any noun as a whole word."""
        return Phrases(self._forms, _WORD)


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
