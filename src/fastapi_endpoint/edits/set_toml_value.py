"""Setting one value of a TOML file."""

from collections.abc import MutableMapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.base import AlreadyDone, CannotApply, Edited, Outcome, unreadable

TomlValue = str | int | float | bool | list[str]


def set_toml_value(data: bytes, keys: Sequence[str], value: TomlValue) -> Outcome:
    """The document with `value` at the dotted path `keys`; missing tables are made at the end."""
    *tables, last = keys
    by_hand = f"[{'.'.join(tables)}]\n{_line(last, value)}" if tables else _line(last, value)
    if refused := unreadable(data, by_hand):
        return refused
    source = data.decode()
    try:
        document = tomlkit.parse(source)
    except TOMLKitError as error:
        return CannotApply(f"the file is not valid TOML: {error}", getattr(error, "line", 1), by_hand)
    if tomlkit.dumps(document) != source:
        return CannotApply("the file cannot be kept byte for byte", 1, by_hand)
    table: MutableMapping[str, Any] = document
    for key in tables:
        inner = table.setdefault(key, tomlkit.table(is_super_table=key != tables[-1]))
        if not isinstance(inner, MutableMapping):
            return CannotApply(f"`{key}` is a value, not a table", 1, by_hand)
        table = inner
    if last in table and tomlkit.item(table[last]).unwrap() == value:
        return AlreadyDone()
    table[last] = value
    return text_change(source, tomlkit.dumps(document), by_hand)


def _line(key: str, value: TomlValue) -> str:
    return tomlkit.dumps({key: value}).rstrip("\n")


def text_change(before: str, after: str, by_hand: str) -> Edited:
    """The smallest single hunk between two texts, as an edit."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    removed = before[head : len(before) - tail]
    inserted = after[head : len(after) - tail]
    hunk = Hunk(len(before[:head].encode()), removed, inserted)
    return Edited(after.encode(), (hunk,), by_hand)


def _shared(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
