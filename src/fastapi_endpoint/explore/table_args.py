"""What `__table_args__` says of a table: constraints and indexes over columns, and checks."""

from msgspec import Struct

from fastapi_endpoint.source.expression import call_of, split_items
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.module import Class
from fastapi_endpoint.source.statements import Call


class TableArgs(Struct, frozen=True, kw_only=True):
    """The columns of unique constraints and of indexes, and the names of checks ("" without one)."""

    uniques: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    checks: tuple[str, ...] = ()


def table_args(class_: Class) -> TableArgs:
    """Those that the class itself spells out."""
    found = class_.assignment("__table_args__")
    text = found.value.strip() if found else ""
    if not (text.startswith("(") and text.endswith(")")):
        return TableArgs()
    calls = [call for call in map(call_of, split_items(text[1:-1])) if call is not None]
    indexes = [(call, _names(call.positional[1:])) for call in calls if call.last == "Index"]
    uniques = [_names(call.positional) for call in calls if call.last == "UniqueConstraint"]
    uniques += [names for call, names in indexes if call.keyword("unique") == "True"]
    return TableArgs(
        uniques=tuple(names for names in uniques if names),
        indexes=tuple(names for _, names in indexes if names),
        checks=tuple(_name(call) for call in calls if call.last == "CheckConstraint"),
    )


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    """The columns; none where one is an expression."""
    names = tuple(string(text) or text.rpartition(".")[2] for text in given)
    return names if all(name.isidentifier() for name in names) else ()


def _name(call: Call) -> str:
    return string(call.keyword("name")) or ""
