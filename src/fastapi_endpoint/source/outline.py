"""`outline(bytes) -> Module`: what `parse` says too, many times quicker where a file is written plainly.

Statements are told by how their lines begin and taken apart when they are asked for; the insides of
functions are left to the grammar. What is not plain (`NotPlain`) is looked up, by its line, in what the
grammar says of the whole file.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeVar

from fastapi_endpoint.source import functions
from fastapi_endpoint.source.bodies import NOTHING, Body, Inside, Members, Scope, outside
from fastapi_endpoint.source.expression import argument_of, call_in, is_name, split_items
from fastapi_endpoint.source.flat import Written, flattened
from fastapi_endpoint.source.imports import imports_of
from fastapi_endpoint.source.logical import (
    GAP,
    Logical,
    NotPlain,
    line_starts,
    logical_line,
    pieces,
)
from fastapi_endpoint.source.module import Class, Function, Module
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.simple import STATEMENT, code_after
from fastapi_endpoint.source.statements import (
    NO_CALL,
    Assignment,
    Call,
    Decorator,
    Heritage,
    Import,
    Once,
    Signature,
    Statement,
    known,
)
from fastapi_endpoint.source.text import in_lines
from fastapi_endpoint.source.toplevel import read_around

# How a statement begins. The last group that matched says of what kind it is.
_HEAD = re.compile(
    rb"(?P<decorator>@)"
    rb"|(?P<async_>async[ \t]+)?def[ \t]+(?P<function>[A-Za-z_\x80-\xff][\w\x80-\xff]*)[ \t]*\("
    rb"|class[ \t]+(?P<class_>[A-Za-z_\x80-\xff][\w\x80-\xff]*)[ \t]*(?=[(:])"
    rb"|(?P<block>if|elif|else|try|except|finally|with|for|while|async)\b"
    rb"|(?P<grammar>(?:def|class|match|case)\b(?![ \t]*[=:.(,\[]))"
    rb"|(?P<inert>(?:import|from|pass|raise|return|assert|del|global|nonlocal)\b)"
    rb"|type[ \t]+(?P<alias>[A-Za-z_])"
    rb"|(?P<other>)"
)
# From the end of a block's head to its first statement.
_FIRST = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\n)+(?P<indent>[ \t]+)(?=[^\s#])")
_EMPTY = (b"pass", b"...")
_TEXT_LIMIT = 4000
_WIDEST = 200
_NONE: Once[tuple[Decorator, ...]] = known(())
T = TypeVar("T")
Above = tuple[tuple[int, int], ...]
"""Where decorators are written: place and line of each."""


def outline(data: bytes) -> Module:
    """What the file says. Any bytes are taken; what is no Python is an error in `errors`."""
    data = in_lines(data)
    flat = None if b"\0" in data else flattened(data)
    return parse(data) if flat is None else _Outline(data, flat).module()


class _Outline:
    """One file: as it is written, and with its long strings blanked."""

    def __init__(self, data: bytes, flat: bytes) -> None:
        self.data, self.flat = data, flat
        self.file = Written(data, flat)
        self.errors: set[int] = set()
        self.grammar = Once(partial(parse, data))
        self.asked = False
        self.members = Once(self.top)

    def module(self) -> Module:
        return Module(Once(self.imports), self.members, _Outside(self.data, self.outside), self.errors)

    def asking(self, read: Callable[[], T], otherwise: Callable[[Module], T]) -> T:
        """What `read` gives, or what the grammar says where that is not plainly told."""
        try:
            return read()
        except NotPlain:
            self.asked = True
            said = self.grammar.value
            self.errors.update(said.errors)
            return otherwise(said)

    def imports(self) -> tuple[Import, ...]:
        return self.asking(lambda: tuple(imports_of(self.data, self.flat)), lambda said: said.imports)

    def top(self) -> Members:
        return self.asking(
            lambda: self.block(0, len(self.flat), 1, b""),
            lambda said: Members(said.assignments, said.classes, said.functions),
        )

    def outside(self) -> Inside:
        functions = list(_functions(self.members.value))
        if self.asked:
            return self.grammar.value.inside
        spans = sorted(function.inside.span for function in functions)
        return outside(self.data, spans, partial(read_around, self.data, spans))

    # -- blocks -----------------------------------------------------------------------------------
    def block(self, start: int, end: int, line: int, indent: bytes) -> Members:
        scope = Scope()
        self.statements(scope, start, end, line, indent)
        return scope.members()

    def statements(self, scope: Scope, start: int, end: int, line: int, indent: bytes) -> None:
        """Read the statements of one column; `start`, in that line, is before the break of the first."""
        flat = self.flat
        starts = [found.end() for found in line_starts(indent).finditer(flat, start, end)]
        if start == 0 and not indent and flat[:1].strip(b" \t\n#"):
            starts.insert(0, 0)
        starts.append(end)
        above: Above = ()
        done, counted = 0, start
        for at, stop in pairwise(starts):
            line += self.data.count(b"\n", counted, at)
            counted = at
            if at < done:  # within the brackets of the statement before
                continue
            head = _HEAD.match(flat, at, end)
            kind = head.lastgroup if head else None
            if head is None or kind == "grammar":
                raise NotPlain
            if kind == "function":
                scope.functions.append(self.function(head, line, stop, above))
            elif kind == "class_":
                scope.classes.append(self.class_(head, line, stop, indent, above))
            elif kind == "block":
                done = self.compound(scope, at, starts, line, indent)
            elif kind in ("alias", "other"):
                usual = STATEMENT.match(flat, at, end) if kind == "other" else None
                if usual is not None:
                    done = usual.end()
                    self.usual(scope, usual, line)
                else:
                    logical = logical_line(flat, at, end)
                    done = logical.end
                    self.assignment(scope, head.start("alias") if kind == "alias" else at, logical, line)
                if done + len(indent) + 1 != stop:
                    self.only_blank(done, starts[bisect_left(starts, done)])
            above = (*above, (at + 1, line)) if kind == "decorator" else ()

    def compound(self, scope: Scope, at: int, stops: Sequence[int], line: int, indent: bytes) -> int:
        """`if`, `try`, `with` and so on: what is inside belongs to the same scope. Where its head ends."""
        logical = logical_line(self.flat, at, stops[-1])
        stop = stops[bisect_left(stops, logical.end)]
        inner = self.first_column(logical, indent)
        self.statements(scope, logical.end, stop, line + self.file.breaks(at, logical.end), inner)
        return logical.end

    def first_column(self, head: Logical, indent: bytes) -> bytes:
        """The indentation of what a head's colon opens, on the lines below it."""
        first = _FIRST.match(self.flat, head.code)
        if head.colon < 0 or self.flat[head.colon + 1 : head.code].strip() or first is None:
            raise NotPlain
        inner = first["indent"]
        if not len(indent) < len(inner) < _WIDEST or not inner.startswith(indent):
            raise NotPlain
        return inner

    def only_blank(self, start: int, end: int) -> None:
        """What follows a simple statement further right belongs to none: brackets may be open above."""
        gap = GAP.match(self.flat, start, end)
        if gap is None or gap.end() < end:
            raise NotPlain

    # -- statements -------------------------------------------------------------------------------
    def assignment(self, scope: Scope, at: int, logical: Logical, line: int) -> None:
        if not logical.equals:
            if logical.colon >= 0:
                target = self.file.text(at, logical.colon)
                annotation = self.file.text(logical.colon + 1, logical.code)
                scope.assignments.append(_bound(target, annotation, "", line, NO_CALL))
            return
        first, *others = logical.equals
        annotated = 0 <= logical.colon < first
        annotation = self.file.text(logical.colon + 1, first) if annotated else ""
        value = self.file.text(logical.equals[-1] + 1, logical.code)
        value_line = line + self.file.breaks(at, logical.equals[-1])
        called = Once(partial(_call, value, value_line)) if value.endswith(")") else NO_CALL
        shown = value[:_TEXT_LIMIT]
        ends = (logical.colon if annotated else first, *others)
        for start, end in zip((at, *(place + 1 for place in logical.equals)), ends, strict=False):
            target = self.file.text(start, end)
            if "," in target and not target.endswith("]"):
                scope.assignments += [
                    Assignment(name, "", shown, line, called, unpacked=True) for name in _unpacked(target)
                ]
            else:
                scope.assignments.append(_bound(target, annotation, shown, line, called))

    def usual(self, scope: Scope, found: re.Match[bytes], line: int) -> None:
        if found["target"] is None or (found["annotation"] is None and found["value"] is None):
            return
        target = found["target"].decode("utf-8", "replace")
        value = self.file.text(*found.span("value"))
        value_line = line + self.file.breaks(found.start(), found.start("value"))
        called = Once(partial(_call, value, value_line)) if value.endswith(")") else NO_CALL
        annotation = self.file.text(*found.span("annotation"))
        scope.assignments.append(Assignment(target, annotation, value[:_TEXT_LIMIT], line, called))

    def decorators(self, above: Above, line: int, end: int) -> Once[tuple[Decorator, ...]]:
        def read() -> tuple[Decorator, ...]:
            return tuple(self.decorator(at, end, number) for at, number in above)

        return Once(lambda: self.asking(read, lambda said: _decorators_at(said, line))) if above else _NONE

    def decorator(self, at: int, end: int, line: int) -> Decorator:
        text = self.file.text(at, logical_line(self.flat, at, end).code)
        if is_name(text):
            return Decorator(text, line)
        call = _call(text, line)
        if call is None:
            raise NotPlain
        return Decorator(call.function, line, call)

    # -- functions --------------------------------------------------------------------------------
    def function(self, head: re.Match[bytes], line: int, stop: int, above: Above) -> Function:
        start = head.end()
        end = _code_end(self.flat, start, stop)
        return Function(
            head["function"].decode("utf-8", "replace"),
            line,
            _Within(self, start, end, line),
            Once(partial(self.signature, start, end, line)),
            self.decorators(above, line, start),
            is_async=head["async_"] is not None,
        )

    def signature(self, start: int, end: int, line: int) -> Signature:
        return self.asking(
            lambda: functions.signature(self.file, start, end, line),
            lambda said: _function_at(said, line).signature,
        )

    def doc(self, start: int, end: int, line: int) -> str:
        return self.asking(
            lambda: functions.doc(self.file, start, end), lambda said: _function_at(said, line).doc
        )

    def body(self, start: int, end: int, line: int) -> Body:
        return self.asking(
            lambda: functions.body(self.file, start, end, line), lambda said: _function_at(said, line).body
        )

    # -- classes ----------------------------------------------------------------------------------
    def class_(self, head: re.Match[bytes], line: int, stop: int, indent: bytes, above: Above) -> Class:
        at = head.end()
        return Class(
            head["class_"].decode("utf-8", "replace"),
            line,
            Once(partial(self.heritage, at, stop, line)),
            self.decorators(above, line, at),
            Once(partial(self.class_members, at, stop, line, indent)),
        )

    def heritage(self, at: int, end: int, line: int) -> Heritage:
        def read() -> Heritage:
            if self.flat[at : at + 1] != b"(":
                return Heritage()
            parts, _ = pieces(self.flat, at + 1, end)
            return Heritage.of(argument_of(self.file.text(part.start, part.end)) for part in parts)

        return self.asking(read, lambda said: _class_at(said, line).heritage)

    def class_members(self, at: int, end: int, line: int, indent: bytes) -> Members:
        def read() -> Members:
            head = logical_line(self.flat, at, end)
            if self.flat[head.colon + 1 : head.code].strip() in _EMPTY:
                return Members()
            column = self.first_column(head, indent)
            return self.block(head.end, end, line + self.file.breaks(at, head.end), column)

        return self.asking(read, lambda said: _class_at(said, line).members)


class _Within(Inside):
    """The insides of a function of an outlined file."""

    __slots__ = ("_file",)

    def __init__(self, file: _Outline, start: int, end: int, line: int) -> None:
        super().__init__(file.data, start, end, line, partial(file.body, start, end, line))
        self._file = file

    @property
    def doc(self) -> str:
        """The start of its docstring, or ""."""
        return self._made.doc if self._made else self._file.doc(self._start, self._end, self._line)

    def does(self, *words: bytes) -> bool:
        """Is one of the words in its body?"""
        code = code_after(self._file.flat, self._start, self._end) or self._start
        return any(self._data.find(word, code, self._end) >= 0 for word in words)

    def told(self, word: bytes) -> tuple[Statement, ...]:
        """Its `return` or `raise` statements."""
        if self._made is None:
            try:
                return functions.told(self._file.file, word, self._start, self._end, self._line)
            except NotPlain:
                pass
        return super().told(word)

    @property
    def called(self) -> tuple[tuple[str, int], ...]:
        """The plain names that are called there, each with its line."""
        if self._made is None:
            try:
                return functions.called(self._file.file, self._start, self._end, self._line)
            except NotPlain:
                pass
        return super().called


class _Outside(Inside):
    """What happens at import time: all but the functions."""

    __slots__ = ("_within",)

    def __init__(self, data: bytes, within: Callable[[], Inside]) -> None:
        super().__init__(data, 0, len(data), 1, lambda: self._within.value.body)
        self._within = Once(within)

    def says(self, *words: bytes) -> bool:
        """Is one of the words in the text?"""
        return super().says(*words) and self._within.value.says(*words)


def _functions(members: Members | Class) -> Iterator[Function]:
    """The functions and methods, in the order of their places."""
    yield from members.functions
    for class_ in members.classes:
        yield from _functions(class_)


def _function_at(said: Module, line: int) -> Function:
    found = said.at(line)
    return found if isinstance(found, Function) else Function("", line, NOTHING, known(Signature()), _NONE)


def _class_at(said: Module, line: int) -> Class:
    found = said.at(line)
    return found if isinstance(found, Class) else Class("", line, known(Heritage()), _NONE, known(Members()))


def _decorators_at(said: Module, line: int) -> tuple[Decorator, ...]:
    found = said.at(line)
    return found.decorators if found else ()


def _code_end(flat: bytes, start: int, stop: int) -> int:
    """Where code ends before `stop`: blank lines and comments behind it are left out."""
    text = flat[start:stop].rstrip()
    while (line := text.rfind(b"\n") + 1) and text[line:].lstrip().startswith(b"#"):
        text = text[:line].rstrip()
    return start + len(text)


def _call(text: str, line: int) -> Call | None:
    call = call_in(text)
    return Call(call.function, call.arguments, line) if call else None


def _bound(target: str, annotation: str, value: str, line: int, called: Once[Call | None]) -> Assignment:
    if not is_name(target.partition("[")[0]) or ("[" in target and not target.endswith("]")):
        raise NotPlain
    return Assignment(target, annotation, value, line, called)


def _unpacked(target: str) -> Iterator[str]:
    for name in split_items(target):
        if not is_name(name):
            raise NotPlain
        yield name
