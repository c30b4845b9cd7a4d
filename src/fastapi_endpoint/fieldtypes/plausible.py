"""Texts that somebody might have typed into a field of that name, for samples and tests."""

import re

from fastapi_endpoint.naming import human

# By the whole name of a field, so that no two fields of a resource have a value in common.
_WORDS = {
    "author": ("Mary Shelley", "Jane Austen"),
    "body": ("The quarry closed in spring.", "The bridge opened in autumn."),
    "city": ("Lisbon", "Oslo"),
    "color": ("blue", "green"),
    "colour": ("blue", "green"),
    "comment": ("Arrived in good order.", "The box was dented."),
    "content": ("Doors open at seven.", "Doors open at eight."),
    "country": ("Portugal", "Norway"),
    "customer": ("Harbour Books", "Mill Lane Bakery"),
    "description": ("Solid oak, two drawers.", "Birch, without drawers."),
    "label": ("Fragile", "Heavy"),
    "name": ("Desk lamp", "Reading chair"),
    "note": ("Please ring twice.", "Leave it with the neighbours."),
    "notes": ("To be paid by transfer.", "To be paid in cash."),
    "reason": ("Damaged on arrival", "No longer needed"),
    "street": ("12 Garden Row", "7 Station Road"),
    "subject": ("Where is my order?", "The wrong size came."),
    "summary": ("Shorter than planned.", "Longer than planned."),
    "text": ("The train leaves at nine.", "The train leaves at ten."),
    "title": ("A walk by the river", "Notes on gardening"),
}
_CODES = re.compile(r"(?:^|_)(?:barcode|code|key|number|ref|reference|serial|sku|token|tracking|voucher)$")


def plausible(name: str, number: int) -> str:
    """The text of that number, counted from 0, for a field of that name."""
    words = _WORDS.get(name, ())
    return words[number] if number < len(words) else f"{counted_prefix(name)}{number + 1}"


def counted_prefix(name: str) -> str:
    """What stands before a number where values must differ: `TR-` for `tracking`, `City `."""
    if not _CODES.search(name):
        return f"{human(name).capitalize()} "
    words = [word for word in name.split("_") if word]
    initials = words[0][:2] if len(words) == 1 else "".join(word[0] for word in words)
    return f"{initials.upper()}-"
