"""What must hold between the words of a line, and between lines."""

import keyword
from collections.abc import Iterator, Sequence

from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.domain.spec import Composite, FieldSpec
from fastapi_endpoint.fieldtypes.base import Complaint, attribute
from fastapi_endpoint.fieldtypes.computed import of_expressions
from fastapi_endpoint.fieldtypes.objects import held, tag_of
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fieldtypes.vocabulary import PROVIDED
from fastapi_endpoint.naming import snake

Placed = tuple[str, str, FieldSpec]
REVEALING = ("filter", "sort", "search")
NO_KEYS = frozenset({"json", "list", "object", "union", "refs", "bytes", "text", "url", "secret"})
OF_ROWS = (
    "unique",
    "index",
    "filter",
    "sort",
    "search",
    "owner",
    "tenant",
    "pk",
    "column",
    "back",
    "through",
)


def of_words(field: FieldSpec, owner: str) -> tuple[Complaint, ...]:
    """What contradicts within one field; `owner` is the object that it belongs to, or ""."""
    inside = _of_object(field) if owner else ()
    return (
        *_name(field, owner),
        *_pairs(field),
        *_nobody_gives(field),
        *_tenant(field),
        *_key(field),
        *inside,
    )


def _name(field: FieldSpec, owner: str) -> Iterator[Complaint]:
    if keyword.iskeyword(field.name):
        yield Complaint("name", f'"{field.name}" is a word of Python', f"name it {field.name}_of or kind")
    elif not owner and attribute(field) in PROVIDED:
        hint = f"leave the line out; to sort by it, write +sort/{field.name}"
        yield Complaint("name", f'"{field.name}" exists on every resource', hint)
    elif "__" in field.name or field.name.endswith("_"):
        yield Complaint("name", f'"{field.name}" has an underscore too many', "single ones, between words")


def _pairs(field: FieldSpec) -> Iterator[Complaint]:
    exclusive = [word for word in ("readonly", "writeonly", "private", "computed") if getattr(field, word)]
    if len(exclusive) > 1:
        yield Complaint(exclusive[1], f"{exclusive[0]} and {exclusive[1]} exclude one another", "keep one")
    if field.immutable and exclusive and exclusive[0] != "writeonly":
        yield Complaint("immutable", f"immutable and {exclusive[0]} exclude one another", "keep one")
    for word in REVEALING:
        if _is_hidden(field) and getattr(field, word):
            yield Complaint(word, f"{word} would reveal a field that is never shown", f"leave {word} out")
    if field.computed and field.expr is None:
        yield Complaint("computed", "a computed field needs its expression", "add expr=...")
    if field.expr is not None and not field.computed:
        yield Complaint("expr", "only a computed field has an expression", "add computed")


def _nobody_gives(field: FieldSpec) -> Iterator[Complaint]:
    given = field.optional or field.default is not None or field.owner or field.tenant
    for word in ("readonly", "private"):
        if getattr(field, word) and not given:
            yield Complaint(
                word, f"a {word} field that is required is never given a value", "add optional or a default"
            )


def _tenant(field: FieldSpec) -> Iterator[Complaint]:
    """What cannot stand beside the word tenant: the caller's value is the only one."""
    if not field.tenant:
        return
    if field.optional:
        yield Complaint("optional", "a tenant cannot be optional: nobody could reach the row", "take it out")
    for word in ("default", "owner", "unique", "pk"):
        if getattr(field, word) not in (None, False):
            yield Complaint(word, f"tenant and {word} exclude one another", "keep one")


def _key(field: FieldSpec) -> Iterator[Complaint]:
    """What cannot stand beside the word pk: a key is given once, by whoever makes the row, and shown."""
    words = (
        "optional",
        "default",
        "unique",
        "index",
        "owner",
        "readonly",
        "writeonly",
        "private",
        "computed",
    )
    for word in (*words, "pattern") if field.pk else ():
        if getattr(field, word) not in (None, False):
            yield Complaint(word, f"pk and {word} exclude one another", "keep one")


def _of_object(field: FieldSpec) -> Iterator[Complaint]:
    if field.type.name in {"ref", "refs"}:
        yield Complaint("", "an object holds no reference", "put the reference on the resource")
    elif field.type.name in {"secret", "bytes"}:
        hint = "put the field on the resource"
        yield Complaint("", f"an object holds no {field.type.name}", hint)
    for word in (*OF_ROWS, "readonly", "immutable", "writeonly", "private", "computed"):
        if getattr(field, word) not in (None, False):
            yield Complaint(word, f"{word} is for fields of the resource, not of an object")


def between_lines(
    lines: Sequence[Placed], composites: Sequence[tuple[str, Composite]], earlier: Sequence[Problem]
) -> Iterator[Problem]:
    """What is wrong between lines that are each in order; names of `earlier` bad lines count as known."""
    yield from _twice(lines)
    yield from _owners(lines)
    yield from _rings(lines)
    yield from _tags(lines)
    if not earlier:
        yield from of_expressions(lines)
    bad = {_name_of(problem.text) for problem in earlier}
    by_name = {
        name: field for _, owner, field in lines if not owner for name in (field.name, attribute(field))
    }
    known = set(by_name)
    for text, composite in composites:
        for name in composite.names:
            if name not in known and name not in PROVIDED and name not in bad:
                column = text.index(f"/{name}") + 2
                hint = f"fields are {', '.join(sorted(known))}" if known else "add the field"
                yield _problem(text, column, f'there is no field "{name}"', hint)
            elif name in by_name and not _may_be(composite.kind, by_name[name]):
                column = text.index(f"/{name}") + 2
                message = f"{composite.kind} does not apply to {by_name[name].type.name}"
                if composite.kind in REVEALING and _is_hidden(by_name[name]):
                    message = f"{composite.kind} would reveal a field that is never shown"
                yield _problem(text, column, message, f"leave {name} out")


def _may_be(kind: str, field: FieldSpec) -> bool:
    """May a line over several fields name this one?"""
    if kind in REVEALING:
        return kind in kind_of(field).words and not _is_hidden(field)
    return field.type.name not in NO_KEYS


def _is_hidden(field: FieldSpec) -> bool:
    return field.type.name == "secret" or field.writeonly or field.private


def _name_of(line: str) -> str:
    return line.partition(":")[0]


def _twice(lines: Sequence[Placed]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for text, owner, field in lines:
        names = {(owner, field.name), (owner, attribute(field))}
        if names & seen:
            yield _problem(text, 1, f'there are two fields "{field.name}"', "rename one")
        seen |= names


def _owners(lines: Sequence[Placed]) -> Iterator[Problem]:
    for word in ("owner", "tenant", "pk"):
        marked = [text for text, _, field in lines if getattr(field, word)]
        for text in marked[1:]:
            yield _problem(text, 1, f"a resource has one {word}", f"the first is {_name_of(marked[0])}")


def _rings(lines: Sequence[Placed]) -> Iterator[Problem]:
    parts: dict[str, set[str]] = {}
    for _, owner, field in lines:
        if owner:
            parts.setdefault(owner, set()).update(_held(field))
    used = {name for _, owner, field in lines for name in _held(field) if name != owner}
    for owner in parts:
        first = next(text for text, whose, _ in lines if whose == owner)
        if _reaches(parts, owner, owner):
            yield _problem(
                first, 1, f"{owner} holds itself", "an object cannot hold itself, not even through others"
            )
        elif owner not in used:
            yield _problem(
                first, 1, f"no field is of the type {owner}", f"add a line such as {owner.lower()}:{owner}"
            )


def _tags(lines: Sequence[Placed]) -> Iterator[Problem]:
    tags: dict[str, str] = {}
    for text, _, field in lines:
        for name in field.type.values if field.type.name == "union" else ():
            if tags.setdefault(name, tag_of(field)) != tag_of(field):
                yield _problem(
                    text, 1, f"{name} has the tag {tags[name]} in another union", f"write tag={tags[name]}"
                )
    for text, owner, field in lines:
        if owner and tags.get(owner) == field.name:
            hint = f"leave the line out: its value is the name of the type, {snake(owner)}"
            yield _problem(text, 1, f"{field.name} is the tag that tells {owner} from others", hint)


def _held(field: FieldSpec) -> set[str]:
    return set(held(field.type))


def _reaches(parts: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for name in parts.get(waiting.pop(), set()) - seen:
            if name == goal:
                return True
            seen.add(name)
            waiting.append(name)
    return False


def _problem(text: str, column: int, message: str, hint: str) -> Problem:
    return Problem(id="fields", message=message, text=text, column=column, hint=hint)
