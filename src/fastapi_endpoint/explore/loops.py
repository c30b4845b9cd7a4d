"""What the variables of a loop stand for: `for router in ROUTERS: app.include_router(router)`.

Only loops over what is written down are followed: lists, tuples and dictionaries, names for them, their sums,
what is appended to them, and functions that return them.
"""

import re
from collections.abc import Iterator

from fastapi_endpoint.explore.files import Files, Scope
from fastapi_endpoint.source.expression import call_of, is_name, split_items
from fastapi_endpoint.source.statements import Assignment

_FOR = re.compile(rb"\bfor\s+([\w\s,()]+?)\s+in\s+")
_OF_DICTIONARY = re.compile(r"\.(items|values)\(\)$")
_DEPTH = 4
_MOST = 200
_LINES_AFTER = 3


def turns(files: Files, scope: Scope, line: int, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """For each turn of the loop around a line that binds the name: the file in which its values are written,
    and the text that each of the loop's names stands for."""
    found = _loop(files, scope, line, name)
    if found is None:
        return
    names, over = found
    for count, (file, item) in enumerate(_items(files, scope.file, scope, over, 0)):
        if count >= _MOST:
            return
        values = (item,) if len(names) == 1 else _parts(item)
        if len(values) == len(names):
            yield file, dict(zip(names, values, strict=True))


def _loop(files: Files, scope: Scope, line: int, name: str) -> tuple[tuple[str, ...], str] | None:
    """The names that the nearest loop binds, and what it goes over."""
    data = files.tree.read(scope.file)
    lines = data.split(b"\n")
    first = scope.function.line - 1 if scope.function else 0
    text = b"\n".join(lines[first : line + _LINES_AFTER])
    before = len(b"\n".join(lines[first:line]))
    starts = [match for match in _FOR.finditer(text) if name in _names(match[1])]
    near = [match for match in starts if match.start() <= before] or starts[:1]
    if not near:
        return None
    return _names(near[-1][1]), _until_end(text[near[-1].end() :]).decode("utf-8", "replace")


def _names(text: bytes) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.decode("utf-8", "replace")))


def _until_end(text: bytes) -> bytes:
    """What stands in front of the colon of a loop, or the bracket of a comprehension."""
    depth = 0
    for place in range(len(text)):
        mark = text[place : place + 1]
        if mark in (b"(", b"[", b"{"):
            depth += 1
        elif depth and mark in (b")", b"]", b"}"):
            depth -= 1
        elif not depth and mark in (b":", b")", b"]", b"}"):
            return text[:place].strip()
    return b""


def _items(files: Files, file: str, scope: Scope | None, text: str, depth: int) -> Iterator[tuple[str, str]]:
    """The items that an expression holds, each with the file it is written in."""
    text = text.strip()
    if not text or depth > _DEPTH:
        return
    asked = _OF_DICTIONARY.search(text)
    summed = _summands(text)
    if asked:
        for home, item in _items(files, file, scope, text[: asked.start()], depth + 1):
            yield home, item if asked[1] == "items" else (_parts(item) or (item,))[-1]
    elif len(summed) > 1:
        for part in summed:
            yield from _items(files, file, scope, part, depth + 1)
    elif text[0] in "[({" and text[-1] in "])}":
        yield from _written(files, file, scope, text, depth)
    elif is_name(text):
        yield from _named(files, file, scope, text, depth)
    else:
        call = call_of(text)
        if call and call.function in ("list", "tuple", "sorted", "reversed") and call.positional:
            yield from _items(files, file, scope, call.positional[0], depth + 1)
        elif call:
            yield from _returned(files, file, call.function, depth)


def _returned(files: Files, file: str, called: str, depth: int) -> Iterator[tuple[str, str]]:
    """The items of the list that a function of the project returns."""
    placed = files.placed_function(files.target(file, called))
    module = files.module(placed[0]) if placed else None
    if placed is None or module is None:
        return
    scope = Scope(placed[0], placed[1].name, module, placed[1])
    for returned in placed[1].returned:
        yield from _items(files, scope.file, scope, returned.text, depth + 1)


def _written(
    files: Files, file: str, scope: Scope | None, text: str, depth: int
) -> Iterator[tuple[str, str]]:
    for item in split_items(text[1:-1]):
        if item.startswith("*"):
            yield from _items(files, file, scope, item.lstrip("*"), depth + 1)
            continue
        key, colon, value = item.partition(":") if text[0] == "{" else ("", "", "")
        yield file, f"({key}, {value})" if colon else item


def _named(files: Files, file: str, scope: Scope | None, text: str, depth: int) -> Iterator[tuple[str, str]]:
    bound: list[Assignment] = []
    if scope is not None and scope.file == file:
        bound = [each for each in scope.assignments if each.target == text and each.value != text]
    if scope is not None and bound:
        yield from _items(files, file, scope, bound[-1].value, depth + 1)
        for call in scope.calls:
            if call.function == f"{text}.append" and call.positional:
                yield file, call.positional[0]
        return
    target = files.target(file, text)
    item = files.resolver.item(target) if target.file and not target.rest else None
    if isinstance(item, Assignment) and item.value != text:
        yield from _items(files, target.file, None, item.value, depth + 1)


def _summands(text: str) -> tuple[str, ...]:
    """The parts of `a + b` outside brackets."""
    if "+" not in text:
        return (text,)
    parts, depth, start = [], 0, 0
    for place, mark in enumerate(text):
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif mark == "+" and not depth:
            parts.append(text[start:place])
            start = place + 1
    return (*parts, text[start:])


def _parts(item: str) -> tuple[str, ...]:
    """The parts of `(a, "/b")`; of a call such as `Entry(a, "/b")` its arguments."""
    if item[:1] in "([" and item[-1:] in ")]":
        return split_items(item[1:-1])
    call = call_of(item)
    return call.positional if call else ()
