"""What Alembic's `env.py` does: sync or async, against which metadata, with which URL."""

import re
from typing import Literal

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Migrations, Witness
from fastapi_endpoint.explore.documents import join
from fastapi_endpoint.source.tree import SourceTree

EnvStyle = Literal["sync", "async"]
UrlFrom = Literal["ini", "settings", "environment"]

_ASYNC = re.compile(r"\b(?:async_engine_from_config|create_async_engine|AsyncEngine|async_engine)\b")
_METADATA = re.compile(r"^[ \t]*target_metadata\s*(?::[^=\n]+)?=\s*(.+?[^,\s])\s*(?:#.*)?$", re.MULTILINE)
_URL = re.compile(r"sqlalchemy\.url|\bcreate_(?:async_)?engine\(|\burl\s*=|(?i:database_url|db_url|dsn)")
_ENVIRONMENT = re.compile(r"os\.environ|\bgetenv\(|\benviron\b|\bload_dotenv\b|\bdecouple\b")
_SETTINGS = re.compile(
    r"(?i)^[ \t]*(?:from|import)\b.*\b\w*(?:settings?|configs?|configuration)\b", re.MULTILINE
)
_LIBRARY = re.compile(r"^[ \t]*from (?:logging|alembic|sqlalchemy)\b.*$", re.MULTILINE)


def with_environment(tree: SourceTree, alembic: Migrations) -> Migrations:
    """The set-up with what its `env.py` tells; as it is where there is none."""
    script = alembic.script_location.value
    path = join(script, "env.py") if script is not None else ""
    if not path or not tree.exists(path):
        return alembic
    text = tree.text(path)
    return replace(
        alembic, env_style=_style(path, text), metadata=_metadata(path, text), url_from=_url_from(path, text)
    )


def _style(path: str, text: str) -> Fact[EnvStyle]:
    found = _ASYNC.search(text)
    return Fact(value="async" if found else "sync", witnesses=(_at(path, text, found),))


def _metadata(path: str, text: str) -> Fact[str]:
    """What autogenerate compares with; the last that is given, since templates begin with None."""
    found = [each for each in _METADATA.finditer(text) if each[1] != "None"]
    if not found:
        return Fact(value="", confidence="low", witnesses=(Witness(path, 1),))
    return Fact(value=found[-1][1], witnesses=(_at(path, text, found[-1], 1),))


def _url_from(path: str, text: str) -> Fact[UrlFrom]:
    """Settings and the environment are told by what is imported and read; else it is that of alembic.ini."""
    own = _LIBRARY.sub("", text)
    rows: tuple[tuple[UrlFrom, re.Pattern[str]], ...] = (
        ("settings", _SETTINGS),
        ("environment", _ENVIRONMENT),
    )
    for value, pattern in rows:
        found = pattern.search(own)
        if found and _URL.search(own):
            return Fact(value=value, witnesses=(_at(path, own, found),))
    return Fact(value="ini", witnesses=(_at(path, text, _URL.search(text)),))


def _at(path: str, text: str, found: re.Match[str] | None, group: int = 0) -> Witness:
    return Witness(path, text.count("\n", 0, found.start(group)) + 1 if found else 1)
