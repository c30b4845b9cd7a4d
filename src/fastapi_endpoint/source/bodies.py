"""What is bound in a module, class or function, and what happens there: read when it is asked for."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from fastapi_endpoint.source.statements import Assignment, Call, Import, Once, Statement, known

if TYPE_CHECKING:
    from fastapi_endpoint.source.module import Class, Function


class Members(Struct, frozen=True, array_like=True):
    """What a module or a class binds to names, in order."""

    assignments: tuple[Assignment, ...] = ()
    classes: tuple["Class", ...] = ()
    functions: tuple["Function", ...] = ()


NO_MEMBERS = known(Members())


class Scope:
    """What has been met in one module, class or function so far."""

    def __init__(self) -> None:
        self.imports: list[Import] = []
        self.assignments: list[Assignment] = []
        self.classes: list[Class] = []
        self.functions: list[Function] = []

    def members(self) -> Members:
        return Members(tuple(self.assignments), tuple(self.classes), tuple(self.functions))


class Body(Struct, frozen=True):
    """What happens in a function, nested functions included; what it binds is told when it is asked for."""

    calls: tuple[Call, ...] = ()
    returns: tuple[Statement, ...] = ()
    raises: tuple[Statement, ...] = ()
    yields: tuple[Statement, ...] = ()
    withs: tuple[Statement, ...] = ()
    doc: str = ""
    members: "Once[Members]" = NO_MEMBERS

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """What is bound to names."""
        return self.members.value.assignments

    @property
    def functions(self) -> "tuple[Function, ...]":
        """The functions in it."""
        return self.members.value.functions

    @property
    def classes(self) -> "tuple[Class, ...]":
        """The classes in it."""
        return self.members.value.classes


class Inside:
    """The insides of a function, or what a file does at import time: taken apart when they are asked for.

    They lie in `data` from `start`, in the given line, to `end`.
    """

    __slots__ = ("_data", "_end", "_line", "_made", "_read", "_start")

    def __init__(self, data: bytes, start: int, end: int, line: int, read: Callable[[], Body]) -> None:
        self._data, self._start, self._end, self._line = data, start, end, line
        self._read = read
        self._made: Body | None = None

    @property
    def body(self) -> Body:
        """What happens there."""
        if self._made is None:
            self._made = self._read()
        return self._made

    @property
    def doc(self) -> str:
        """The start of its docstring, or ""."""
        return self.body.doc

    def told(self, word: bytes) -> tuple[Statement, ...]:
        """Its `return` or `raise` statements."""
        return self.body.returns if word == b"return" else self.body.raises

    @property
    def end_line(self) -> int:
        """The last line of it."""
        return self._line + self._data.count(b"\n", self._start, self._end)

    @property
    def span(self) -> tuple[int, int]:
        """Where it lies in the file."""
        return self._start, self._end

    def says(self, *words: bytes) -> bool:
        """Is one of the words in the text? Cheap: who looks for a name asks this before `body`."""
        find, start, end = self._data.find, self._start, self._end
        for word in words:  # noqa: SIM110 - a loop: this is asked tens of thousands of times
            if find(word, start, end) >= 0:
                return True
        return False

    def does(self, *words: bytes) -> bool:
        """Is one of the words in its body? `says` asks for those of its parameters too."""
        return self.says(*words)

    @property
    def called(self) -> tuple[tuple[str, int], ...]:
        """The plain names that are called there, each with its line."""
        return tuple(
            (call.function, call.line) for call in self.body.calls if call.function[:1] not in "([?'"
        )

    def calls_of(self, names: Collection[str]) -> tuple[tuple[str, int], ...]:
        """The calls whose last name is one of these: what is called, and the line; cheaper than `body`."""
        if not self.says(*(name.encode() for name in names)):
            return ()
        of_value = rb"[)\]}\"']\s*\.[\w.\s]*(?:%b)\s*\(" % b"|".join(name.encode() for name in sorted(names))
        if re.compile(of_value).search(self._data, self._start, self._end):
            calls = tuple((call.function, call.line) for call in self.body.calls)
        else:
            calls = self.called
        return tuple(call for call in calls if call[0].rpartition(".")[2] in names)


NOTHING = Inside(b"", 0, 0, 1, Body)
"""The inside of what is empty, or does not parse."""


def outside(data: bytes, spans: Sequence[tuple[int, int]], read: Callable[[], Body]) -> Inside:
    """What lies outside of the spans, which are in order and do not overlap."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(data)]
    text = b"\n".join(data[end:start] for end, start in zip(ends, starts, strict=True))
    return Inside(text, 0, len(text), 1, read)
