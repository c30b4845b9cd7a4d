"""Declaring one more dependency, in requirements.txt or in pyproject's `[project] dependencies`."""

import re

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Table

from fastapi_endpoint.edits.base import (
    AlreadyDone,
    CannotApply,
    Edited,
    Outcome,
    insertion,
    splice,
    unreadable,
)
from fastapi_endpoint.edits.elements import case_blind, sorted_place
from fastapi_endpoint.edits.lines import newline_at
from fastapi_endpoint.edits.set_toml_value import text_change

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def add_requirement(path: str, data: bytes, requirement: str) -> Outcome:
    """The file with `requirement` (`name[extra]>=1.0`); AlreadyDone where the distribution is named."""
    if refused := unreadable(data, requirement):
        return refused
    if path.endswith(".toml"):
        return _in_pyproject(data, requirement)
    return _in_requirements(data, requirement)


def _normal(requirement: str) -> str:
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


def _in_requirements(data: bytes, requirement: str) -> Outcome:
    lines = data.splitlines(keepends=True)
    starts = [sum(map(len, lines[:index])) for index in range(len(lines))]
    named = [(start, _normal(each.decode())) for start, each in zip(starts, lines, strict=True)]
    entries = [(start, name) for start, name in named if name]
    names = [name for _, name in entries]
    if _normal(requirement) in names:
        return AlreadyDone()
    place = sorted_place(names, _normal(requirement), (case_blind,))
    newline = newline_at(data, len(data))
    if place < len(entries):
        hunk = insertion(entries[place][0], requirement + newline)
    elif data and not data.endswith(b"\n"):
        hunk = insertion(len(data), newline + requirement)
    else:
        hunk = insertion(len(data), requirement + newline)
    return Edited(splice(data, [hunk]), (hunk,), requirement)


def _in_pyproject(data: bytes, requirement: str) -> Outcome:
    source = data.decode()
    try:
        document = tomlkit.parse(source)
    except TOMLKitError as error:
        return CannotApply(f"the file is not valid TOML: {error}", getattr(error, "line", 1), requirement)
    project = document.get("project")
    declared = project.get("dependencies") if isinstance(project, Table) else None
    if not isinstance(declared, Array) or tomlkit.dumps(document) != source:
        return CannotApply("[project] dependencies is not a plain list", 1, f'"{requirement}",')
    names = [_normal(str(each)) for each in declared]
    if _normal(requirement) in names:
        return AlreadyDone()
    place = sorted_place(names, _normal(requirement), (case_blind,))
    if place == len(names) and "\n" in declared.as_string():
        _append_line(declared, requirement)
    else:
        declared.insert(place, requirement)
    return text_change(source, tomlkit.dumps(document), f'"{requirement}",')


def _append_line(declared: Array, requirement: str) -> None:
    indent = re.search(r"\n([ \t]+)\S", declared.as_string())
    declared.add_line(requirement, indent=indent[1] if indent else "    ", newline=True)
