"""Texts one after another, for samples that must differ: numbered words, digits in base 36, the next code."""

from collections.abc import Callable, Iterator

from fastapi_endpoint.fieldtypes.plausible import counted_prefix

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def worded(name: str, number: int, least: int, most: int) -> str:
    """The text of that number for a field: words where they fit, else digits in base 36."""
    text = f"{counted_prefix(name)}{number}"
    if len(text) > most:
        text = base36(number)[-most:].rjust(min(most, 3), "0")
    return text.ljust(least, "x")


def base36(number: int) -> str:
    """The number in digits and lower-case letters."""
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
        if not number:
            return digits


def successor(text: str, times: int, fits: Callable[[str], bool]) -> str:
    """The text after so many steps, each of which turns one digit or letter and still fits."""
    for _ in range(times):
        text = next((changed for changed in _turned(text) if fits(changed)), text)
    return text


def _turned(text: str) -> Iterator[str]:
    for place in range(len(text) - 1, -1, -1):
        for alphabet in ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
            if text[place] in alphabet[:-1]:
                following = alphabet[alphabet.index(text[place]) + 1]
                start = "".join(_lowest(letter) for letter in text[place + 1 :])
                yield text[:place] + following + start
                yield text[:place] + following + text[place + 1 :]


def _lowest(letter: str) -> str:
    if letter.isdigit():
        return "0"
    if letter.isascii() and letter.isalpha():
        return "a" if letter.islower() else "A"
    return letter
