"""Dependencies that hand out a driver's connection, cursor or client where others hand out a session."""

import re
from collections.abc import Sequence

from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.uses import Use
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.resolve import Target

_SQL = frozenset({"asyncpg", "psycopg", "psycopg2", "aiosqlite", "sqlite3", "aiomysql", "pymysql"})
_DRIVERS = _SQL | {"databases", "sqlalchemy", "motor", "pymongo", "odmantic"}
_GIVEN = re.compile(r"[\w.]*(?:Connection|Cursor|Client|Database|AIOEngine|SyncEngine)\b")


def gives_connection(index: Index, target: Target, function: Function | None, uses: Sequence[Use]) -> bool:
    """Is what it gives a driver's: by its own annotation, or that of a parameter that takes it?"""
    if function is None or not (function.returned or (function.says(b"yield") and function.body.yields)):
        return False
    said = [(target.file, function.returns), *((use.file, use.annotation) for use in uses[:4])]
    return any(_is_driver(index, file, name) for file, text in said for name in _GIVEN.findall(text))


def _is_driver(index: Index, file: str, name: str) -> bool:
    found = index.files.target(file, name)
    return not found.file and found.module.partition(".")[0] in _DRIVERS
