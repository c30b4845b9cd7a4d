"""Dependencies that hand out a driver's connection, cursor or client where others hand out a session."""

import re
from collections.abc import Sequence

from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.uses import Use
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.resolve import Target

_SQL = frozenset({"asyncpg", "psycopg", "psycopg2", "aiosqlite", "sqlite3", "aiomysql", "pymysql"})
_OTHERS = frozenset({"databases", "motor", "pymongo", "odmantic"})
_DRIVERS = _SQL | _OTHERS | {"sqlalchemy"}
_GIVEN = re.compile(r"[\w.]*(?:Connection|Cursor|Client|Database|AIOEngine|SyncEngine)\b")
_MADE_BY = re.compile(r"connect|Connection|\w*Client|Database|AIOEngine|SyncEngine")
_SAME = re.compile(r"\W*(\w+)(?:\.\w+|\[[^\]]*\])*(?:\.(?:cursor|get_\w+)\([^)]*\))?\W*")
"""What is still the connection, its cursor or a part of it: `client["db"]`, `(conn, conn.cursor())`."""

_ROUNDS = 3


def gives_connection(index: Index, target: Target, function: Function | None, uses: Sequence[Use]) -> bool:
    """Is what it gives a driver's: by its own annotation, or that of a parameter that takes it?"""
    if function is None or not (function.returned or (function.says(b"yield") and function.body.yields)):
        return False
    said = [(target.file, function.returns), *((use.file, use.annotation) for use in uses[:4])]
    if any(_is_driver(index, file, name) for file, text in said for name in _GIVEN.findall(text)):
        return True
    return not any(text for _, text in said) and _gives_made(index, target.file, function)


def _gives_made(index: Index, file: str, function: Function, rounds: int = _ROUNDS) -> bool:
    """Is what it gives made by a driver's `connect`, there or in the project's function that it calls?"""
    body = function.body
    bound = [(each.target, each.value) for each in body.assignments]
    for entered in body.withs:
        value, _, name = entered.text.rpartition(" as ")
        bound.append((name, value))
    made: set[str] = set()
    for name, value in bound:
        found = _SAME.fullmatch(value)
        if (found and found[1] in made) or _makes(index, file, value, rounds):
            made.add(name)
    given = [found.text for found in (*body.yields, *body.returns)]
    return any(
        _makes(index, file, text, rounds)
        or all((found := _SAME.fullmatch(part)) and found[1] in made for part in text.split(","))
        for text in given
    )


def _makes(index: Index, file: str, text: str, rounds: int) -> bool:
    """Is it the call that opens a driver's connection?"""
    called = text.removeprefix("await ").strip().partition("(")
    if not called[1] or not rounds:
        return False
    found = index.files.target(file, called[0])
    if not found.file:
        named = _MADE_BY.fullmatch(found.last) is not None
        return named and found.module.partition(".")[0] in _SQL | _OTHERS
    function = index.files.function_at(found)
    return function is not None and _gives_made(index, found.file, function, rounds - 1)


def _is_driver(index: Index, file: str, name: str) -> bool:
    found = index.files.target(file, name)
    return not found.file and found.module.partition(".")[0] in _DRIVERS
