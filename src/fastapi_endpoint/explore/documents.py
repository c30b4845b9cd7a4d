"""Configuration files as plain dictionaries: a broken one is empty, never an error."""

import configparser
import re
import tomllib
from typing import Any

from fastapi_endpoint.source.tree import SourceTree

Table = dict[str, Any]


def read_toml(tree: SourceTree, path: str) -> Table:
    """The tables of a TOML file; empty where it is missing or broken."""
    if not tree.exists(path):
        return {}
    try:
        return tomllib.loads(tree.text(path))
    except tomllib.TOMLDecodeError:
        return {}


def read_ini(tree: SourceTree, path: str) -> configparser.RawConfigParser:
    """The sections of an INI file, uninterpreted; without any where it is missing or broken."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    if tree.exists(path):
        try:
            parser.read_string(tree.text(path))
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
