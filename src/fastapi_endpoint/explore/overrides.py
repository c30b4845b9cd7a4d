"""`[tool.fastapi-endpoint]` of the project's pyproject: facts the project's owner has settled for good.

    [tool.fastapi-endpoint]
    id_type = "uuid"
    session.dependency = "app/db/session.py:get_db"

A key is the path of a fact; where its value is a symbol, `file:name` (or `file:owner.name`) is enough; an
entry point is `file:object`, a factory `file:function()`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Conventions, EntryPoint, Fact, Symbol, Witness
from fastapi_endpoint.domain.project import Oddity

TABLE = "fastapi-endpoint"
ModuleName = Callable[[str], str]


def with_overrides(
    conventions: Conventions, table: dict[str, Any], file: str, text: str, module_name: ModuleName
) -> tuple[Conventions, tuple[Oddity, ...]]:
    """The conventions with the table's facts put in, and what in the table could not be used."""
    settled: Any = conventions
    odd = []
    for path, value in _flat(table, conventions):
        where = Witness(file, _line(text, path), "settled here")
        try:
            settled = _put(settled, path.split("."), value, where, module_name)
        except (msgspec.ValidationError, AttributeError) as why:
            odd.append(Oddity("bad-override", f"[tool.{TABLE}] {path}: {_reason(why)}", where))
    return settled, tuple(odd)


def _flat(table: dict[str, Any], holder: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted paths and values, whether they are written as sub-tables or as quoted dotted keys."""
    for key, value in table.items():
        path = f"{before}{key}"
        inner: Any = holder
        for part in key.split("."):
            inner = getattr(inner, part.replace("-", "_"), None)
        if isinstance(value, dict) and not isinstance(inner, Fact):
            yield from _flat(value, inner, f"{path}.")
        else:
            yield path.replace("-", "_"), value


def _put(holder: Any, path: list[str], value: Any, where: Witness, module_name: ModuleName) -> Any:
    name, *rest = path
    if rest:
        return replace(holder, **{name: _put(getattr(holder, name), rest, value, where, module_name)})
    getattr(holder, name)  # an unknown fact is an AttributeError
    wanted = get_args(get_type_hints(type(holder))[name])
    if not wanted:
        raise AttributeError("is a group of facts, not a fact")
    converted = _converted(value, wanted[0], module_name)
    fact = Fact(value=converted, confidence="high", witnesses=(where,), origin="pyproject")
    return replace(holder, **{name: fact})


def _converted(value: Any, wanted: Any, module_name: ModuleName) -> Any:
    if value == "none" and type(None) in get_args(wanted):
        return None
    return msgspec.convert(_taken(value, wanted, module_name), wanted)


def _taken(value: Any, wanted: Any, module_name: ModuleName) -> Any:
    """Symbols and entry points from the short form they are written in, wherever they stand."""
    inner = [each for each in (wanted, *get_args(wanted)) if isinstance(each, type)]
    if isinstance(value, list):
        return tuple(_taken(each, item, module_name) for each in value for item in get_args(wanted)[:1])
    if isinstance(value, str) and Symbol in inner:
        return _symbol(value, module_name)
    if isinstance(value, str) and EntryPoint in inner:
        file, _, name = value.removesuffix("()").partition(":")
        return EntryPoint(file, name, "factory" if value.endswith("()") else "module", module_name(file))
    struct = next((each for each in inner if issubclass(each, msgspec.Struct)), None)
    if isinstance(value, dict) and struct is not None:
        hints = get_type_hints(struct)
        told = {key: _taken(each, hints.get(key, Any), module_name) for key, each in value.items()}
        return msgspec.convert(told, struct, from_attributes=True)
    return value


def _symbol(value: str, module_name: ModuleName) -> Symbol:
    file, _, dotted = value.partition(":")
    owner, _, name = dotted.rpartition(".")
    return Symbol(file, name, module_name(file), owner)


def _line(text: str, path: str) -> int:
    """The line that settles a fact: the key, within the tool's tables."""
    last = path.rpartition(".")[2]
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            inside = f"tool.{TABLE}" in line
        elif inside and re.search(rf"\b{re.escape(last).replace('_', '[-_]')}\b[\"']?\s*=", line):
            return number
    return 1


def _reason(why: Exception) -> str:
    return f"there is no such fact ({why})" if isinstance(why, AttributeError) else str(why)
