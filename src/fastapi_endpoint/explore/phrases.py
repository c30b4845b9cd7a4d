"""Known phrases as whole words of a text."""

import re
from collections.abc import Iterable, Iterator


class Phrases:
    """Finds the longest known phrase wherever one begins; `word` matches what they are made of.

    >>> phrases = Phrases(["order", "order item"], re.compile("[a-z]+"))
    >>> list(phrases.found_in("an order item"))
    [('order item', 3)]
    """

    def __init__(self, phrases: Iterable[str], word: re.Pattern[str]) -> None:
        self._word = word
        self._known = frozenset(filter(None, phrases))
        self._most = max((len(word.findall(phrase)) for phrase in self._known), default=0)

    def found_in(self, text: str) -> Iterator[tuple[str, int]]:
        """Each phrase with its place, in order; they do not overlap."""
        words = [match.span() for match in self._word.finditer(text)]
        at = 0
        while at < len(words):
            start = words[at][0]
            for last in range(min(at + self._most, len(words)) - 1, at - 1, -1):
                phrase = text[start : words[last][1]]
                if phrase in self._known:
                    yield phrase, start
                    at = last
                    break
            at += 1
