"""The type in a field line: `decimal12.2`, `enum/a/b`, `list/str40`, `ref/users`, `Address`."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from msgspec import Struct

from fastapi_endpoint.domain.spec import FieldType
from fastapi_endpoint.fieldtypes.text import STR_LENGTH
from fastapi_endpoint.fieldtypes.vocabulary import FLAGS, HEADS, OTHER_LANGUAGES, SCALARS

TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]*", re.ASCII)
LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
TARGET = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
SCALAR = re.compile(r"([A-Za-z_]+?)([0-9]{1,6})?(?:\.([0-9]{1,3}))?", re.ASCII)


class Fault(Struct, frozen=True):
    """What is wrong, what to do next, and how far into the text it is."""

    message: str
    hint: str = ""
    offset: int = 0


def parse_type(text: str) -> FieldType | Fault:
    """The type that the text names, or what is wrong with it."""
    head, slash, rest = text.partition("/")
    if slash and head in HEADS:
        return _composed(head, rest)
    if slash:
        return _unknown(head)
    if head in HEADS:
        return Fault(f"{head} needs more", f"write {_example(head)}")
    if TYPE_NAME.fullmatch(text):
        return FieldType(name="object", target=text)
    scalar = SCALAR.fullmatch(text)
    if not scalar or scalar[1] not in SCALARS or (scalar[3] and not scalar[2]):
        return _unknown(text)
    size = int(scalar[2]) if scalar[2] else (STR_LENGTH if scalar[1] == "str" else None)
    return FieldType(name=scalar[1], size=size, scale=int(scalar[3]) if scalar[3] else None)


def print_type(kind: FieldType) -> str:
    """The canonical text of a type."""
    match kind.name:
        case "object":
            return kind.target or ""
        case "enum" | "union":
            return "/".join((kind.name, *kind.values))
        case "ref" | "refs":
            return f"{kind.name}/{kind.target}"
        case "list":
            return f"list/{print_type(kind.item)}" if kind.item else "list"
        case _:
            scale = "" if kind.scale is None else f".{kind.scale}"
            return f"{kind.name}{'' if kind.size is None else kind.size}{scale}"


def closest(word: str, candidates: Sequence[str]) -> str:
    """A suggestion, or ""."""
    found = get_close_matches(word.lower()[:40], candidates, n=1)
    return f'did you mean "{found[0]}"?' if found else ""


def _composed(head: str, rest: str) -> FieldType | Fault:
    if head == "list":
        item = parse_type(rest)
        return FieldType(name="list", item=item) if isinstance(item, FieldType) else _deeper(item, "list/")
    parts = tuple(rest.split("/"))
    form = {"enum": LABEL, "union": TYPE_NAME}.get(head, TARGET)
    wrong = next((part for part in parts if not form.fullmatch(part)), None)
    if wrong is not None:
        offset = len(head) + 1 + sum(len(part) + 1 for part in parts[: parts.index(wrong)])
        return Fault(f'"{wrong}" cannot stand in {head}', f"write {_example(head)}", offset)
    if head in {"enum", "union"}:
        return FieldType(name=head, values=parts)
    if len(parts) > 1:
        return Fault(f"{head} names one table", f"write {_example(head)}", len(head) + len(parts[0]) + 2)
    return FieldType(name=head, target=parts[0])


def _deeper(fault: Fault, before: str) -> Fault:
    return Fault(fault.message, fault.hint, fault.offset + len(before))


def _unknown(text: str) -> Fault:
    letters = re.split(r"[0-9(\[{<=]", text, maxsplit=1)[0]
    if text.lower() in OTHER_LANGUAGES or letters.lower() in OTHER_LANGUAGES:
        hint = f"write {OTHER_LANGUAGES.get(text.lower()) or OTHER_LANGUAGES[letters.lower()]}"
    else:
        hint = closest(letters, (*SCALARS, *HEADS, *FLAGS)) or f"types are {', '.join((*SCALARS, *HEADS))}"
    return Fault(f'unknown type "{text[:40]}"', hint)


def _example(head: str) -> str:
    return {
        "enum": "enum/draft/live",
        "list": "list/str40",
        "ref": "ref/users",
        "refs": "refs/users",
        "union": "union/Card/BankTransfer",
    }[head]
