"""What the guard could not see, looked for in the project's code before any of it runs.

A byte search: a comment that names such a call is enough for "not verified", which costs nothing but a
verification.
"""

import re
from pathlib import Path

from fastapi_endpoint.domain.conventions import Witness

_SPOTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(
            rb"(?:create_engine|create_async_engine|engine_from_config)\s*"
            rb"\((?:[^()]|\([^()]*\)){0,2000}?\b(?:async_)?creator\s*="
        ),
        "an engine with its own creator",
    ),
    (
        re.compile(rb"\bpsycopg2?\s*\.\s*(?:\w+\s*\.\s*)*(?:connect|Connection|AsyncConnection)\b"),
        "raw psycopg",
    ),
    (
        re.compile(
            rb"\bfrom\s+psycopg2?(?:\.\w+)*\s+import\s[^\n]*\b(?:connect|(?:Async)?Connection|connection)\b"
        ),
        "raw psycopg",
    ),
    (
        re.compile(rb"\b(?:psycopg_pool|aiopg|psycopg2\.pool|psycopg2\.extensions\.connection|PGconn)\b"),
        "raw psycopg",
    ),
    (re.compile(rb"\basyncpg\s*\.\s*(?:connect|create_pool|Pool|connection)\b"), "raw asyncpg"),
    (
        re.compile(rb"\bfrom\s+asyncpg(?:\.\w+)*\s+import\s[^\n]*\b(?:connect|create_pool|Pool)\b"),
        "raw asyncpg",
    ),
    (re.compile(rb"\b(?:ctypes|cffi)\b[^\n]*\b(?:libpq|libmysql|libc)\b"), "a C library called directly"),
)


def blind_spots(copy: Path) -> tuple[Witness, ...]:
    """Every place of a copy of the project where a connection could be opened past the guard."""
    found: list[Witness] = []
    for path in sorted(copy.rglob("*.py")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        for pattern, note in _SPOTS:
            if match := pattern.search(data):
                line = data.count(b"\n", 0, match.start()) + 1
                found.append(Witness(file=path.relative_to(copy).as_posix(), line=line, note=note))
    return tuple(found)
