"""Names in their forms: snake, CapWords, kebab, words, singular and plural. English only, no state."""

import keyword
import re
from functools import lru_cache

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LOWER = f"{LETTERS}0123456789"
"""What goes on within a word."""

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\s_\-]+")
_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "mouse": "mice",
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "criterion": "criteria",
    "analysis": "analyses",
    "basis": "bases",
    "crisis": "crises",
    "index": "indexes",
    "leaf": "leaves",
    "shelf": "shelves",
    "half": "halves",
    "life": "lives",
    "knife": "knives",
    "wife": "wives",
    "quiz": "quizzes",
    "movie": "movies",
    "cookie": "cookies",
    "calorie": "calories",
    "zombie": "zombies",
    "cache": "caches",
    "niche": "niches",
    "headache": "headaches",
    "avalanche": "avalanches",
}
_SAME = {
    *("series", "species", "news", "equipment", "information", "feedback", "data", "metadata", "media"),
    *("staff", "stock"),
}
_ONE_IN_S = {"alias", "atlas", "bias", "canvas", "chaos", "gas", "lens", "pancreas", "yes"}
"""Singulars that look like plurals, beside those in -ss, -us and -is."""

_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}


def words(name: str) -> list[str]:
    """`OrderItem`, `order_item`, `order-item` -> ["order", "item"]."""
    if name.islower() and name.isidentifier():  # nothing begins with a capital: quicker told
        return [part for part in name.split("_") if part]
    return [part.lower() for part in _BOUNDARY.split(name.strip()) if part]


@lru_cache(maxsize=4096)
def snake(name: str) -> str:
    """`OrderItem` -> `order_item`."""
    return "_".join(words(name))


def kebab(name: str) -> str:
    """`OrderItem` -> `order-item`."""
    return "-".join(words(name))


@lru_cache(maxsize=4096)
def pascal(name: str) -> str:
    """`order_item` -> `OrderItem`."""
    return "".join(word.capitalize() for word in words(name))


def human(name: str) -> str:
    """`OrderItem` -> `order item`."""
    return " ".join(words(name))


def replace_word(text: str, word: str, by: str, *, before: str, after: str) -> tuple[str, int]:
    """The text with a word replaced, and how often: where no character of `before` and `after` touches it."""
    parts: list[str] = []
    done = count = 0
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if (at and text[at - 1] in before) or (end < len(text) and text[end] in after):
            at = text.find(word, at + 1)
            continue
        parts += (text[done:at], by)
        done, count = end, count + 1
        at = text.find(word, end)
    return "".join([*parts, text[done:]]), count


def _plural_word(word: str) -> str:
    if word in _SAME or word in _SINGULAR:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 1 and word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


_ENDINGS_OF_MANY = (
    (re.compile(r"(?<=...)ies$"), "y"),
    (re.compile(r"(?<=[ao]use)s$"), ""),  # houses, pauses; but statuses
    (re.compile(r"(?<=ss|ch|sh|zz|tz|us)es$|(?<=x)es$"), ""),
    (re.compile(r"(?<![sui])s$"), ""),
)


def _singular_word(word: str) -> str:
    if word in _SAME or word in _IRREGULAR or word in _ONE_IN_S:
        return word
    if word in _SINGULAR:
        return _SINGULAR[word]
    if word.removesuffix("es") in _ONE_IN_S:
        return word.removesuffix("es")
    for ending, one in _ENDINGS_OF_MANY:
        if ending.search(word):
            return ending.sub(one, word)
    return word


@lru_cache(maxsize=4096)
def plural(name: str) -> str:
    """The plural, in snake case: `OrderItem` -> `order_items`. What has no words stays as it is."""
    *head, last = words(name) or ("",)
    return "_".join([*head, _plural_word(last)]) if last else name


@lru_cache(maxsize=4096)
def singular(name: str) -> str:
    """The singular, in snake case: `order_items` -> `order_item`. What has no words stays as it is."""
    *head, last = words(name) or ("",)
    return "_".join([*head, _singular_word(last)]) if last else name


def is_reserved(name: str) -> bool:
    """Is it a keyword (hard or soft) or a constant of Python?"""
    return keyword.iskeyword(name) or keyword.issoftkeyword(name)
