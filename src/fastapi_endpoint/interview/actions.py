"""What a row can be taken through once: `cancel:from=pending/paid:to=cancelled`, read and checked."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.domain.spec import METHODS, Action, Fields, FieldSpec
from fastapi_endpoint.naming import snake

EXAMPLE = "cancel:from=pending/paid:to=cancelled"
STATES = "status:enum/pending/paid/cancelled=pending:readonly"
ASKED = "action"
"""What `methods` says where there are actions beside them."""

_WORDS = ("from", "to", "field")
_NAME = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", re.ASCII)
_LONGEST = 40


class _Line(Struct, frozen=True):
    """One answer, taken apart; `given` are its words with their values."""

    text: str
    name: str
    given: tuple[tuple[str, str], ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict(self.given).get("from", "").split("/"))

    @property
    def target(self) -> str:
        return dict(self.given).get("to", "")

    @property
    def field(self) -> str | None:
        return dict(self.given).get("field")

    def at(self, part: str) -> int:
        """The column of a part of it, counted from 1."""
        return self.text.find(part) + 1


def action_names(values: Sequence[str]) -> tuple[str, ...]:
    """What the actions are called, in snake case."""
    return tuple(_line(value).name for value in values)


def actions_of(values: Sequence[str], fields: Fields) -> tuple[Action, ...]:
    """The actions; only asked of answers that have no problem."""
    found = []
    for line in map(_line, values):
        field = _candidates(line, fields)[0]
        found.append(Action(name=line.name, field=field.name, sources=line.sources, target=line.target))
    return tuple(found)


def check_actions(
    project: ProjectMap, resource: str, values: Sequence[str], fields: Fields | None
) -> Iterator[Problem]:
    """What is wrong with the answers about actions. `resource` is in CapWords; "" where it is not known."""
    seen: set[str] = set()
    for line in map(_line, values):
        problem = (
            _wrong_name(project, resource, line, seen)
            or _wrong_words(line)
            or (_wrong_states(line, fields) if fields is not None else None)
        )
        if problem is not None:
            yield problem
        seen.add(line.name)


def _line(text: str) -> _Line:
    name, *parts = text.strip().split(":")
    words = (part.partition("=") for part in parts)
    return _Line(text.strip(), name.replace("-", "_"), tuple((word, value) for word, _, value in words))


def _problem(line: _Line, message: str, hint: str, part: str = "") -> Problem:
    column = line.at(part) if part else 1
    return Problem(id="action", message=message, text=line.text, column=column, hint=hint)


def _wrong_name(project: ProjectMap, resource: str, line: _Line, seen: set[str]) -> Problem | None:
    name = line.text.partition(":")[0]
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        return _problem(line, f'"{name[:60]}" is no name of an action', f"such as {EXAMPLE}")
    if line.name in (*METHODS, ASKED) or f"{line.name}_{snake(resource)}" in _functions(project, resource):
        return _problem(line, f"{name} is an operation of its own", f"name what is done, such as {EXAMPLE}")
    if line.name in seen:
        return _problem(line, f"there is an action {name} already", "name each once")
    return None


def _functions(project: ProjectMap, resource: str) -> set[str]:
    """What the functions of the operations are called here."""
    naming = project.conventions.naming
    patterns = (naming.function_create, naming.function_get, naming.function_update, naming.function_delete)
    return {pattern.value.replace("{singular}", snake(resource)) for pattern in patterns}


def _wrong_words(line: _Line) -> Problem | None:
    words = [word for word, _ in line.given]
    for word, value in line.given:
        if word not in _WORDS:
            near = get_close_matches(word, _WORDS, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"such as {EXAMPLE}"
            return _problem(line, f'there is no word "{word}" in an action', hint, word)
        if words.count(word) > 1 or not all(value.split("/")):
            return _problem(line, f"{word} is said once, with its states", f"such as {EXAMPLE}", word)
    for word in ("from", "to"):
        if word not in words:
            message = f"{line.name} does not say {word} which state it leads"
            return _problem(line, message, f"such as {EXAMPLE}")
    if "/" in line.target:
        return _problem(line, "an action leads to one state", "write one action for each", "to=")
    if line.target in line.sources or len(set(line.sources)) < len(line.sources):
        return _problem(line, "an action leads from one state to another", "name each state once", "from=")
    return None


def _wrong_states(line: _Line, fields: Fields) -> Problem | None:
    enums = _enums(fields)
    if not enums:
        return _problem(line, "no field holds the state of a row", f"add one, such as {STATES}")
    if line.field is not None and line.field not in [field.name for field in enums]:
        hint = f"it is {' or '.join(field.name for field in enums)}"
        return _problem(line, f"{line.field} holds no state", hint, "field=")
    found = _candidates(line, fields)
    if len(found) > 1:
        names = " and ".join(field.name for field in found)
        hint = f"say which: {line.name}:field={found[0].name}:from=..."
        return _problem(line, f"{names} have these states", hint)
    if found:
        shown = not (found[0].private or found[0].writeonly)
        message = f"{found[0].name} is not shown: nobody would see what {line.name} has done"
        return None if shown else _problem(line, message, "take the word private or writeonly away")
    meant = next((field for field in enums if line.field == field.name), None)
    return _no_such_state(line, meant or _nearest(line, enums))


def _no_such_state(line: _Line, field: FieldSpec) -> Problem:
    missing = next(state for state in (*line.sources, line.target) if state not in field.type.values)
    near = get_close_matches(missing, field.type.values, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"it is {', '.join(field.type.values)}"
    return _problem(line, f'{field.name} has no state "{missing}"', hint, missing)


def _nearest(line: _Line, enums: Sequence[FieldSpec]) -> FieldSpec:
    """The field that has most of the states."""
    return max(enums, key=lambda field: len({*line.sources, line.target} & {*field.type.values}))


def _candidates(line: _Line, fields: Fields) -> tuple[FieldSpec, ...]:
    """The fields that have all of the states."""
    return tuple(
        field
        for field in _enums(fields)
        if line.field in (None, field.name) and {*line.sources, line.target} <= {*field.type.values}
    )


def _enums(fields: Fields) -> tuple[FieldSpec, ...]:
    return tuple(field for field in fields.fields if field.type.name == "enum" and not field.computed)
