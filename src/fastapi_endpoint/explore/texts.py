"""The text that an expression stands for: literals, constants, settings with a literal default."""

import re

from fastapi_endpoint.explore.files import Files
from fastapi_endpoint.source.expression import call_of, is_name
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.module import Class, Module
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Assignment

_PIECE = re.compile(r"(?<!\{)\{([^{}!:]+)\}|\{\{|\}\}")
_REACHED = re.compile(r"(?:\w+(?:\(\))?\.)*(\w+)")
_DEPTH = 6


def text_value(files: Files, path: str, text: str, depth: int = 0) -> str | None:
    """The string that the expression in that file has where nothing outside changes it, or None."""
    text = text.strip()
    literal = string(text)
    if literal is not None or depth > _DEPTH:
        return literal
    if re.match(r"[fF][\"']", text):
        return _formatted(files, path, text, depth)
    if " + " in text:
        parts = [text_value(files, path, part, depth + 1) for part in text.split(" + ")]
        return None if any(part is None for part in parts) else "".join(part or "" for part in parts)
    return _named(files, path, text, depth) if is_name(text) else _default(files, path, text, depth)


def path_value(files: Files, path: str, text: str) -> str | None:
    """The same of an expression that stands for a path; what only running tells may be known by its name.

    `settings.api.v1_prefix` of settings that are handed in, or `get_settings().api_root`, is the one path
    that the project calls so.
    """
    value = text_value(files, path, text)
    reached = _REACHED.fullmatch(text) if value is None else None
    if reached is None:
        return value
    name = reached[1].lstrip("_")
    called = _path_called(files, name)
    return _path_called(files, name.upper()) if called is None else called


def _path_called(files: Files, name: str) -> str | None:
    found: set[str] = set()
    for path in files.mentioning(name):
        module = files.module(path)
        owners: list[Module | Class] = [module, *module.classes] if module else []
        for owner in owners:
            given = owner.assignment(name)
            value = text_value(files, path, given.value) if given and given.value else None
            if value is not None and value[:1] in ("", "/"):
                found.add(value)
    return found.pop() if len(found) == 1 else None


def _default(files: Files, path: str, text: str, depth: int) -> str | None:
    """The default of `Field(default)`, `os.getenv(name, default)` and the like."""
    call = call_of(text)
    if call is not None and call.last in ("getenv", "get", "Field", "env", "config", "str"):
        default = call.keyword("default") or (call.positional[-1] if call.positional else None)
        if call.last in ("getenv", "get") and len(call.positional) < 2 and not call.keyword("default"):
            return None
        return text_value(files, path, default, depth + 1) if default else None
    return None


def _formatted(files: Files, path: str, text: str, depth: int) -> str | None:
    body = string(text[1:])
    if body is None:
        return None
    missing = False

    def fill(match: re.Match[str]) -> str:
        nonlocal missing
        if match[1] is None:  # {{ and }} are written for { and }
            return match[0][0]
        value = text_value(files, path, match[1], depth + 1)
        missing = missing or value is None
        return value or ""

    filled = _PIECE.sub(fill, body)
    return None if missing else filled


def _named(files: Files, path: str, text: str, depth: int) -> str | None:
    target = files.target(path, text)
    item = files.resolver.item(target)
    if isinstance(item, Assignment) and not target.rest:
        return text_value(files, target.file, item.value, depth + 1)
    if isinstance(item, Assignment):
        owner = settings_class(files, target.file, item)
        return _attribute(files, owner, target.rest, depth) if owner else None
    if isinstance(item, Class):
        return _attribute(files, Target(target.file, target.module, target.name), target.rest, depth)
    return None


def settings_class(files: Files, path: str, item: Assignment) -> Target | None:
    """The class that `settings = Settings()` or `settings = get_settings()` is an object of."""
    called = item.call.function if item.call else ""
    target = files.target(path, called) if called else None
    if target is None or not target.file:
        return None
    if files.class_at(target):
        return target
    function = files.function_at(target)
    if function is None:
        return None
    names = [
        function.returns.strip("\"'"),
        *(found.text.partition("(")[0] for found in function.returned),
    ]
    for name in names:
        found = files.target(target.file, name) if is_name(name) else None
        if found and files.class_at(found):
            return found
    return None


def _attribute(files: Files, owner: Target, names: tuple[str, ...], depth: int) -> str | None:
    for target in (owner, *files.ancestors(owner)):
        class_ = files.class_at(target)
        field = class_.assignment(names[0]) if class_ and names else None
        if field is None:
            continue
        if len(names) == 1:
            return text_value(files, target.file, field.value, depth + 1) if field.value else None
        inner = settings_class(files, target.file, field)
        if inner is None and is_name(field.annotation):
            inner = files.target(target.file, field.annotation)
        return _attribute(files, inner, names[1:], depth + 1) if inner and depth < _DEPTH else None
    return None
