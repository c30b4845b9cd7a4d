"""Configuration files as plain dictionaries: a broken one is empty, never an error."""

import configparser
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from fastapi_endpoint.source.tree import SourceTree

Table = dict[str, Any]


def read_toml(tree: SourceTree, path: str) -> Table:
    """The tables of a TOML file; empty where it is missing or broken."""
    return _tables(tree.text(path)) if tree.exists(path) else {}


@lru_cache(maxsize=16)
def _tables(text: str) -> Table:
    """Every detector asks for the same few files; none of them changes what it is given."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def read_ini(tree: SourceTree, path: str) -> configparser.RawConfigParser:
    """The sections of an INI file, uninterpreted; without any where it is missing or broken."""
    return _sections(tree.text(path) if tree.exists(path) else "")


@lru_cache(maxsize=16)
def _sections(text: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        return configparser.RawConfigParser()
    return parser


def option(parser: configparser.RawConfigParser, section: str, name: str) -> str | None:
    """One option of an INI file, without a comment that follows on its line; None where it is not set."""
    value = parser.get(section, name, fallback=None)
    return re.sub(r"\s+[#;].*", "", value).strip() if value else None


def dig(table: Any, *path: str) -> Any:
    """The value below nested tables, or None."""
    for key in path:
        if not isinstance(table, dict):
            return None
        table = table.get(key)
    return table


def line_of(text: str, pattern: str) -> int:
    """The line of the first match of a multi-line pattern, 1 where there is none."""
    found = re.search(pattern, text, re.MULTILINE | re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


@lru_cache(maxsize=16)
def lines_of_keys(text: str) -> dict[str, int]:
    """The line of each key of a TOML file, in lower case, where it is first given."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key, equals, _ = line.partition("=")
        if equals:
            found.setdefault(key.strip().strip('"').lower(), number)
    return found


def line_holding(text: str, words: str) -> int:
    """The first line that holds the words, in any case; 1 where none does."""
    at = text.lower().find(words.lower())
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def lines_with(data: bytes, words: bytes) -> Iterator[tuple[int, int]]:
    """Where each line that holds the words starts and ends."""
    at = data.find(words)
    while at >= 0:
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        yield data.rfind(b"\n", 0, at) + 1, end
        at = data.find(words, end)


def join(folder: str, name: str) -> str:
    """A path below a folder of the tree, whose root is written "" or "."."""
    return f"{folder}/{name}" if folder not in ("", ".") else name


def parent(path: str) -> str:
    """The folder that holds a path; "" at the root of the tree."""
    return path.rpartition("/")[0]


def upwards(folder: str) -> tuple[str, ...]:
    """A folder and all above it, nearest first, "" last."""
    folder = "" if folder == "." else folder
    found = [folder]
    while folder:
        folder = parent(folder)
        found.append(folder)
    return tuple(found)


def is_below(path: str, folder: str) -> bool:
    """Does the path lie in the folder, at any depth?"""
    return folder in ("", ".") or path.startswith(folder + "/")
