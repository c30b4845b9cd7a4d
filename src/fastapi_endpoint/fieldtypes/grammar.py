"""The field language: lines of text to `Fields`, and back.

    field  = path [":" type ["=" default]] {":" word}
           | "+" kind "/" name {"/" name}
    type   = scalar[size] | TypeName | enum/a/b | list/type | ref/target | refs/target | union/TypeA/TypeB
    word   = flag | key=value

A value is bare, or a JSON string in double quotes where it holds `:`, a space or anything else that a
shell would touch. Columns in problems count from 1.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.domain.spec import Composite, Fields, FieldSpec, FieldType, ObjectType
from fastapi_endpoint.fieldtypes.coherence import between_lines, of_words
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fieldtypes.typewords import TYPE_NAME, Fault, closest, parse_type, print_type
from fastapi_endpoint.fieldtypes.vocabulary import (
    CLOSED,
    FLAGS,
    FREE_TEXT,
    KEYS,
    KINDS_OF_COMPOSITE,
    NAMES,
    NUMBERS,
    OTHER_LANGUAGES,
    SCALARS,
    member,
)

IDENT = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
BARE = re.compile(r"[A-Za-z0-9_.,+@%/-]+", re.ASCII)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
MOST_LINES = 200
LONGEST_LINE = 4000


class Token(Struct, frozen=True):
    """A part of a line between colons, and the column where it begins."""

    text: str
    column: int


class Word(Struct, frozen=True):
    """One `flag` or `key=value`, understood."""

    name: str
    value: Any
    column: int


class Line(Struct, frozen=True):
    """One field line, understood: whose field it is ("" for the resource's own)."""

    text: str
    owner: str
    field: FieldSpec


def parse(lines: Sequence[str]) -> Fields | tuple[Problem, ...]:
    """All lines of one resource, or everything that is wrong with them. Blank lines say nothing."""
    given = [line.strip() for line in lines if line.strip()]
    if len(given) > MOST_LINES:
        return (
            Problem(id="fields", message=f"{len(given)} lines are too many", hint=f"at most {MOST_LINES}"),
        )
    problems: list[Problem] = []
    fields: list[Line] = []
    composites: list[tuple[str, Composite]] = []
    for text in given:
        parsed = _parse_composite(text) if text.startswith("+") else _parse_field(text)
        if isinstance(parsed, Line):
            fields.append(parsed)
        elif isinstance(parsed, Composite):
            composites.append((text, parsed))
        else:
            problems.extend(parsed)
    problems.extend(
        between_lines([(line.text, line.owner, line.field) for line in fields], composites, problems)
    )
    if problems:
        return tuple(problems)
    return _gathered(fields, [composite for _, composite in composites])


def parse_line(text: str) -> FieldSpec | Composite | tuple[Problem, ...]:
    """One line by itself, or what is wrong with it whatever the others say."""
    parsed = _parse_composite(text) if text.startswith("+") else _parse_field(text)
    if isinstance(parsed, Line):
        return parsed.field
    return parsed if isinstance(parsed, Composite) else tuple(parsed)


def print_fields(fields: Fields) -> tuple[str, ...]:
    """The canonical lines: the fields, then those of each object, then the composites."""
    return (
        *(print_field(field) for field in fields.fields),
        *(f"{each.name}.{print_field(field)}" for each in fields.objects for field in each.fields),
        *(f"+{each.kind}/{'/'.join(each.names)}" for each in fields.composites),
    )


def print_field(field: FieldSpec) -> str:
    """The canonical line of a field."""
    head = f"{field.name}:{print_type(field.type)}"
    if field.default is not None:
        head += f"={_printed(field.default)}"
    flags = [flag for flag in FLAGS if getattr(field, flag) and not (flag == "filter" and field.filters)]
    keys = [
        f"{key}={_printed(str(getattr(field, member(key))))}"
        for key in KEYS
        if key not in {"default", "filter"} and getattr(field, member(key)) is not None
    ]
    chosen = [f"filter={'/'.join(field.filters)}"] if field.filters else []
    return ":".join([head, *flags, *keys, *chosen])


def _printed(value: str) -> str:
    return value if BARE.fullmatch(value) else json.dumps(value)


def _gathered(lines: list[Line], composites: list[Composite]) -> Fields:
    owners = dict.fromkeys(line.owner for line in lines if line.owner)
    return Fields(
        fields=tuple(line.field for line in lines if not line.owner),
        objects=tuple(
            ObjectType(name=owner, fields=tuple(line.field for line in lines if line.owner == owner))
            for owner in owners
        ),
        composites=tuple(composites),
    )


def _split(line: str) -> list[Token]:
    tokens: list[Token] = []
    start = place = 0
    while place < len(line):
        quoted = QUOTED.match(line, place + 1) if line[place] == "=" else None
        if quoted:
            place = quoted.end()
        elif line[place] == ":":
            tokens.append(Token(line[start:place], start + 1))
            start = place = place + 1
        else:
            place += 1
    return [*tokens, Token(line[start:], start + 1)]


def _parse_composite(text: str) -> Composite | list[Problem]:
    kind, *names = text[1:].split("/")
    if kind not in KINDS_OF_COMPOSITE:
        hint = closest(kind, KINDS_OF_COMPOSITE) or f"there are {', '.join(KINDS_OF_COMPOSITE)}"
        return [Problem(id="fields", message=f'unknown kind "{kind}"', text=text, column=2, hint=hint)]
    if not names or not all(IDENT.fullmatch(name) for name in names):
        hint = f"write +{kind}/first/second with the names of fields"
        return [
            Problem(id="fields", message=f"+{kind} names fields", text=text, column=len(kind) + 3, hint=hint)
        ]
    if len(set(names)) < len(names):
        return [Problem(id="fields", message="a field is named twice", text=text, column=len(kind) + 3)]
    return Composite(kind=kind, names=tuple(names))  # type: ignore[arg-type]  # it is one of the literals


def _parse_field(text: str) -> Line | list[Problem]:
    if len(text) > LONGEST_LINE:
        return [Problem(id="fields", message=f"a line has at most {LONGEST_LINE} characters", text=text[:60])]
    path, *rest = _split(text)
    owner, _, name = path.text.rpartition(".")
    faults: list[tuple[int, Fault]] = []
    if not IDENT.fullmatch(name) or (owner and not TYPE_NAME.fullmatch(owner)):
        faults.append((path.column, Fault(f'"{path.text}" is no name of a field', _name_hint(path.text))))
    head = rest.pop(0) if rest and not _is_word(rest[0].text) else Token("str", path.column)
    written, equals, value = head.text.partition("=")
    kind = parse_type(written)
    if isinstance(kind, Fault):
        faults.append((head.column, kind))
    if equals:
        rest.insert(0, Token(f"default={value}", head.column + len(written) - len("default")))
    words: dict[str, Word] = {}
    for token in rest:
        word = _parse_word(token)
        if isinstance(word, Fault):
            faults.append((token.column, word))
        elif word.name in words:
            faults.append((token.column, Fault(f"{word.name} is said twice", "keep one")))
        else:
            words[word.name] = word
    if faults or isinstance(kind, Fault):
        return [_problem(text, column + fault.offset, fault.message, fault.hint) for column, fault in faults]
    places: dict[str, Token | Word] = {"": head, "name": path, **words}
    if equals:
        places["default"] = Token(value, head.column + len(written) + 1)
    return _coherent(text, owner, _field(name, kind, words), places)


def _coherent(
    text: str, owner: str, field: FieldSpec, places: Mapping[str, Token | Word]
) -> Line | list[Problem]:
    complaints = (*of_words(field, owner), *kind_of(field).check(field))
    if not complaints:
        return Line(text, owner, field)
    columns = [places.get(each.word, places[""]).column for each in complaints]
    return [
        _problem(text, column, each.message, each.hint)
        for column, each in zip(columns, complaints, strict=True)
    ]


def _field(name: str, kind: FieldType, words: dict[str, Word]) -> FieldSpec:
    if kind.name == "ref" and name.endswith("_id") and len(name) > len("_id"):
        name = name.removesuffix("_id")
    values: dict[str, Any] = {member(word.name): word.value for word in words.values()}
    chosen = values.get("filter")
    if isinstance(chosen, tuple):
        values |= {"filter": True, "filters": chosen}
    return FieldSpec(name=name, type=kind, **values)


def _is_word(text: str) -> bool:
    head, equals, _ = text.partition("=")
    return head in KEYS if equals else head in FLAGS


def _parse_word(token: Token) -> Word | Fault:
    name, equals, value = token.text.partition("=")
    if not equals and name in FLAGS:
        return Word(name, value=True, column=token.column)
    if equals and name in KEYS:
        read = _read_value(name, value)
        return (
            Fault(read.message, read.hint, len(name) + 1)
            if isinstance(read, Fault)
            else _typed(name, read, token)
        )
    if equals and name in FLAGS:
        return Fault(f"{name} takes no value", f"write {name}")
    if name in KEYS:
        return Fault(f"{name} needs a value", f"write {name}=...")
    if re.search(r"\s", token.text):
        return Fault(
            f'unknown word "{token.text}"',
            "one field a line; a value with a space is quoted in the answers file",
        )
    hint = closest(name, (*FLAGS, *KEYS)) or OTHER_LANGUAGES.get(name.lower(), "")
    if hint in OTHER_LANGUAGES.values():
        hint = f"write {hint}"
    if name in SCALARS:
        hint = "the type comes right after the name"
    if not hint:
        hint = "words are separated by colons; a value that holds a colon is quoted in the answers file"
    return Fault(f'unknown word "{token.text}"', hint)


def _typed(name: str, value: str, token: Token) -> Word | Fault:
    offset = len(name) + 1
    if name in NUMBERS:
        if not re.fullmatch(r"[0-9]{1,6}", value):
            return Fault(f"{name} is a number", f"write {name}=3", offset)
        return Word(name, int(value), token.column)
    if name in NAMES and not IDENT.fullmatch(value):
        return Fault(f'"{value}" is no name', f"write {name}=some_name", offset)
    if name in CLOSED and value not in CLOSED[name]:
        hint = closest(value, CLOSED[name]) or f"it is {', '.join(CLOSED[name])}"
        return Fault(f'{name} cannot be "{value}"', hint, offset)
    if name == "filter":
        return Word(name, tuple(dict.fromkeys(value.split("/"))), token.column)
    return Word(name, value, token.column)


def _read_value(name: str, text: str) -> str | Fault:
    if text.startswith('"'):
        try:
            value = json.loads(text)
            value.encode()
        except ValueError:
            return Fault("the quotes are not closed", 'a quoted value is a JSON string: "a: b"')
        return str(value)
    if not text:
        return Fault(f"{name} needs a value", f'write {name}=..., or {name}="" for an empty text')
    if name not in FREE_TEXT and re.search(r"\s", text):
        return Fault("a value cannot hold a space here", f'in the answers file, quote it: {name}="{text}"')
    if not text.isprintable():
        return Fault(
            "a value cannot hold such characters here", "in the answers file, quote it as a JSON string"
        )
    return text


def _name_hint(path: str) -> str:
    if not path:
        return "a line begins with the name of the field: title:str200"
    if path[0].isupper() and "." not in path:
        return f"names of fields are in lower case: {path.lower()}; a field of an object is {path}.street"
    return "lower-case letters, digits and underscores, a letter first"


def _problem(text: str, column: int, message: str, hint: str = "") -> Problem:
    return Problem(id="fields", message=message, text=text, column=column, hint=hint)
