"""Answers as text: flags, the answers file, and the one command that gives the same."""

import re
import shlex
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from fastapi_endpoint.domain.question import Answer, Origin, Problem
from fastapi_endpoint.domain.spec import METHODS, Fields
from fastapi_endpoint.fieldtypes.grammar import parse, print_fields
from fastapi_endpoint.interview.rounds import BY_ID

PROGRAM = "fastapi-endpoint add"
PRECEDENCE: tuple[Origin, ...] = ("flag", "file", "person", "inferred", "default")
GIVEN: tuple[Origin, ...] = ("flag", "file", "person")
PRESETS = {"full": ("list", "create", "get", "update", "delete"), "read-only": ("list", "get")}
WORDS_FOR_YES = ("yes", "true", "y", "on", "1")
WORDS_FOR_NO = ("no", "false", "n", "off", "0")

Value = str | tuple[str, ...]


def resolve(answers: Iterable[Answer]) -> dict[str, Answer]:
    """One answer per id, in the order of the questions: flag before file before person before the rest."""
    best: dict[str, Answer] = {}
    for answer in answers:
        held = best.get(answer.id)
        if held is None or PRECEDENCE.index(answer.origin) < PRECEDENCE.index(held.origin):
            best[answer.id] = Answer(answer.id, canonical(answer.id, answer.value), answer.origin)
    order = [*BY_ID, *(each for each in best if each not in BY_ID)]
    return {each: best[each] for each in order if each in best}


def with_answer(answers: Iterable[Answer], changed: Answer) -> tuple[Answer, ...]:
    """The answers with one changed: earlier ones to that question go, and so does all that was derived."""
    kept = (answer for answer in answers if answer.id != changed.id and answer.origin in GIVEN)
    return (*kept, changed)


def canonical(key: str, value: Value) -> Value:
    """The one form of an answer: methods in order, yes or no in these words, field lines as printed."""
    template = BY_ID.get(key)
    if template is None:
        return value
    if template.several:
        return _several(key, (value,) if isinstance(value, str) else value)
    text = (value if isinstance(value, str) else " ".join(value)).strip()
    if template.kind == "yes-no":
        return "yes" if text.lower() in WORDS_FOR_YES else "no" if text.lower() in WORDS_FOR_NO else text
    return _completed(key, text)


def _completed(key: str, text: str) -> str:
    match key:
        case "cache" if text in {"control", "memory", "redis"}:
            return f"{text}=60"
        case "order" if text and "/" not in text:
            return f"{text}/asc"
        case "owner":
            return text.removesuffix("_id")
        case _:
            return text


def _several(key: str, values: tuple[str, ...]) -> tuple[str, ...]:
    if key == "fields":
        parsed = parse(values)
        return print_fields(parsed) if isinstance(parsed, Fields) else values
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    if key == "role":
        named = tuple(dict.fromkeys(part for part in parts if part != "none"))
        return named or ("none",)
    if key != "methods":
        return tuple(dict.fromkeys(parts))
    wanted = list(dict.fromkeys(name for part in parts for name in PRESETS.get(part, (part,))))
    known = [name for name in METHODS if name in wanted]
    return (*known, *(name for name in wanted if name not in known))


def from_flags(flags: Mapping[str, str | Sequence[str] | bool | None]) -> tuple[Answer, ...]:
    """Answers from the command line: by id, what was not given being None, "", False or empty."""
    answers = []
    for key, value in flags.items():
        if value is None or value is False or value in ("", ()) or value == []:
            continue
        if value is True:
            answers.append(Answer(key, "yes", "flag"))
        else:
            answers.append(Answer(key, value if isinstance(value, str) else tuple(value), "flag"))
    return tuple(answers)


def read_answers(text: str) -> tuple[Answer, ...] | tuple[Problem, ...]:
    """The answers of an answers file (TOML), or everything that is wrong with it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        lines = text.splitlines()
        row = int(place[1]) if place else 0
        line = lines[row - 1] if 0 < row <= len(lines) else ""
        column = int(place[2]) if place else None
        message = f"the answers file is no TOML: {str(error).partition(' (at ')[0]}"
        return (Problem(id="", message=message, text=line, column=column, hint='write key = "value" lines'),)
    answers: list[Answer] = []
    problems: list[Problem] = []
    for key, value in document.items():
        read = _read(key, value)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            answers.append(Answer(key, read, "file"))
    return tuple(problems) if problems else tuple(answers)


def _read(key: str, value: Any) -> Value | Problem:
    if key not in BY_ID:
        near = get_close_matches(key, BY_ID, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"keys are {', '.join(BY_ID)}"
        return Problem(id=key, message=f'the answers file has an unknown key "{key}"', hint=hint)
    if key == "role" and isinstance(value, dict):
        return tuple(
            f"{operation}={role if isinstance(role, str) else '/'.join(map(str, role))}"
            for operation, role in value.items()
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return Problem(id=key, message=f"{key} is a text or a list of texts", text=repr(value)[:80])


def line_of(text: str, problem: Problem) -> int | None:
    """The line of an answers file that a problem is about: its key's, or one after that with its text."""
    lines = list(enumerate(text.splitlines(), start=1))
    key = re.compile(rf'\s*"?{re.escape(problem.id)}"?\s*=') if problem.id else re.compile("")
    start = next((number for number, line in lines if key.match(line)), None)
    if start is None:
        return None
    there = (number for number, line in lines[start - 1 :] if problem.text and problem.text in line)
    return next(there, start)


def write_answers(answers: Iterable[Answer]) -> str:
    """The answers file that gives the same answers."""
    import tomlkit  # noqa: PLC0415 - not needed to start up

    document = tomlkit.document()
    for answer in resolve(answers).values():
        if isinstance(answer.value, tuple):
            lines = tomlkit.array()
            lines.extend(answer.value)
            document.add(answer.id, lines.multiline(answer.id == "fields"))
        elif BY_ID[answer.id].kind == "yes-no" and answer.value in {"yes", "no"}:
            document.add(answer.id, tomlkit.item(answer.value == "yes"))
        else:
            document.add(answer.id, tomlkit.string(answer.value))
    return tomlkit.dumps(document)


def command_line(answers: Iterable[Answer]) -> str:
    """The command that gives the same answers; what was inferred or ours by default is left to `--accept`."""
    resolved = resolve(answers)
    given = [answer for answer in resolved.values() if answer.origin in GIVEN and answer.id in BY_ID]
    given.sort(key=lambda answer: BY_ID[answer.id].flag.startswith("--"))  # RESOURCE and FIELD come first
    words = [word for answer in given for word in _as_words(answer)]
    derived = any(answer.origin not in GIVEN for answer in resolved.values())
    return " ".join([PROGRAM, *map(shlex.quote, words), *(["--accept"] if derived else [])])


def _as_words(answer: Answer) -> list[str]:
    template = BY_ID[answer.id]
    values = (answer.value,) if isinstance(answer.value, str) else answer.value
    if not template.flag:
        return []
    if not template.flag.startswith("--"):
        return list(values)
    if template.kind == "yes-no":
        return [template.flag if values == ("yes",) else f"--no-{template.flag.removeprefix('--')}"]
    if answer.id == "methods":
        return [template.flag, ",".join(values)]
    return [word for value in values for word in (template.flag, value)]
