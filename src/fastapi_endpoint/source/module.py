"""What a Python file says, as plain data: the result of `parse`, small enough to be cached.

Expressions are kept as their source text (`expression.py` takes them apart). Lines count from 1. A
called thing that is not a plain dotted name is written short: `db.query(User).first()` holds two calls,
`db.query` and `().first`.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct


class Import(Struct, frozen=True, array_like=True, gc=False):
    """`from {module} import {name} as {bound}`, or `import {module} as {bound}` (then `name` is "").

    `level` is the number of leading dots; a star import has `name` "*". `local` is True inside a function.
    """

    module: str
    name: str
    bound: str
    level: int
    line: int
    local: bool = False


class Argument(Struct, frozen=True, array_like=True, gc=False):
    """One argument of a call: `name` is "" for a positional one, "*" or "**" for an unpacked one."""

    name: str
    value: str


class Call(Struct, frozen=True, array_like=True):
    """`{function}({arguments})`."""

    function: str
    arguments: tuple[Argument, ...]
    line: int

    @property
    def last(self) -> str:
        """The last part of the called name: `include_router` of `app.include_router`."""
        return self.function.rpartition(".")[2]

    @property
    def receiver(self) -> str:
        """All but the last part: `app` of `app.include_router`."""
        return self.function.rpartition(".")[0]

    @property
    def positional(self) -> tuple[str, ...]:
        """The positional arguments' texts."""
        return tuple(argument.value for argument in self.arguments if argument.name == "")

    def keyword(self, name: str) -> str | None:
        """The text of a keyword argument, or None."""
        return next((argument.value for argument in self.arguments if argument.name == name), None)

    def argument(self, position: int, name: str) -> str | None:
        """The text of an argument that may be given by position or by name, or None."""
        positional = self.positional
        return positional[position] if position < len(positional) else self.keyword(name)


class Decorator(Struct, frozen=True, array_like=True):
    """`@{name}` or `@{name}(...)` (then `call` is set)."""

    name: str
    line: int
    call: Call | None = None


class Assignment(Struct, frozen=True, array_like=True):
    """`{target}: {annotation} = {value}`; without a value, `value` is "".

    `call` is set where the value is one call. Each name of `a, b = f()` is an assignment of its own, with
    `unpacked` True. `type X = ...` is an assignment too.
    """

    target: str
    annotation: str
    value: str
    line: int
    call: Call | None = None
    unpacked: bool = False


class Parameter(Struct, frozen=True, array_like=True, gc=False):
    """`{name}: {annotation} = {default}`; `kind` is "", "*" or "**"."""

    name: str
    annotation: str = ""
    default: str = ""
    kind: str = ""
    line: int = 0


class Statement(Struct, frozen=True, array_like=True, gc=False):
    """The expression of a `return`, `raise`, `yield` or `with`, and its line."""

    text: str
    line: int


class Body(Struct, frozen=True, array_like=True):
    """What happens in a function, nested functions included."""

    calls: tuple[Call, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    returns: tuple[Statement, ...] = ()
    raises: tuple[Statement, ...] = ()
    yields: tuple[Statement, ...] = ()
    withs: tuple[Statement, ...] = ()
    functions: tuple["Function", ...] = ()
    classes: tuple["Class", ...] = ()
    doc: str = ""


class Inside:
    """The insides of a function, or what a file does at import time: taken apart when they are asked for."""

    __slots__ = ("_data", "_end", "_made", "_read", "_start")

    def __init__(self, data: bytes, start: int, end: int, read: Callable[[], Body]) -> None:
        self._data, self._start, self._end = data, start, end
        self._read = read
        self._made: Body | None = None

    @property
    def body(self) -> Body:
        """What happens there."""
        if self._made is None:
            self._made = self._read()
        return self._made

    def says(self, *words: bytes) -> bool:
        """Is one of the words in the text? Cheap: who looks for a name asks this before `body`."""
        return any(self._data.find(word, self._start, self._end) >= 0 for word in words)


NOTHING = Inside(b"", 0, 0, Body)
"""The inside of what is empty, or does not parse."""

_DEFINES = (b"def ", b"class ", b"def\t", b"class\t", b"def\\", b"class\\")


class Function(Struct, frozen=True):
    """`def {name}({parameters}) -> {returns}`."""

    name: str
    is_async: bool
    parameters: tuple[Parameter, ...]
    returns: str
    decorators: tuple[Decorator, ...]
    line: int
    end_line: int
    inside: Inside = NOTHING

    @property
    def body(self) -> Body:
        """What happens in it; empty where it does not parse."""
        return self.inside.body

    @property
    def doc(self) -> str:
        """The start of its docstring, or ""."""
        return self.inside.body.doc

    def says(self, *words: bytes) -> bool:
        """Is one of the words in its text?"""
        return self.inside.says(*words)

    @property
    def defines(self) -> Body:
        """Its body where it may define functions or classes, else an empty one: cheaper."""
        return self.inside.body if self.inside.says(*_DEFINES) else NOTHING.body

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


class Class(Struct, frozen=True):
    """`class {name}({bases}, {keywords})`; `assignments` are its class-level ones."""

    name: str
    bases: tuple[str, ...]
    keywords: tuple[Argument, ...]
    decorators: tuple[Decorator, ...]
    line: int
    end_line: int
    assignments: tuple[Assignment, ...] = ()
    functions: tuple[Function, ...] = ()
    classes: tuple["Class", ...] = ()

    def keyword(self, name: str) -> str | None:
        """The text of a class keyword (`table=True`), or None."""
        return next((argument.value for argument in self.keywords if argument.name == name), None)

    def assignment(self, name: str) -> Assignment | None:
        """The class-level assignment to that name, or None."""
        return next((found for found in self.assignments if found.target == name), None)

    def method(self, name: str) -> Function | None:
        """The method of that name, or None."""
        return next((found for found in self.functions if found.name == name), None)


class Module(Struct, frozen=True):
    """One file.

    `errors` are the lines where parsing failed; nothing is told of a statement that holds one.
    """

    imports: tuple[Import, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    classes: tuple[Class, ...] = ()
    functions: tuple[Function, ...] = ()
    errors: tuple[int, ...] = ()
    inside: Inside = NOTHING

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that are made at import time, outside functions."""
        return self.inside.body.calls

    def function(self, name: str) -> Function | None:
        """The last top-level function of that name, or None."""
        return next((found for found in reversed(self.functions) if found.name == name), None)

    def class_(self, name: str) -> Class | None:
        """The last top-level class of that name, or None."""
        return next((found for found in reversed(self.classes) if found.name == name), None)

    def assignment(self, name: str) -> Assignment | None:
        """The last module-level assignment to that name, or None."""
        return next((found for found in reversed(self.assignments) if found.target == name), None)

    def import_(self, name: str) -> Import | None:
        """The last import that binds that name, or None."""
        return next((found for found in reversed(self.imports) if found.bound == name), None)

    def every_function(self) -> Iterator[Function]:
        """All functions: top-level, methods, nested."""
        pending: list[Function | Class] = [*self.functions, *self.classes]
        while pending:
            found = pending.pop(0)
            if isinstance(found, Class):
                pending = [*found.functions, *found.classes, *pending]
            else:
                yield found
                inner = found.defines
                pending = [*inner.functions, *inner.classes, *pending]

    def every_class(self) -> Iterator[Class]:
        """All classes: top-level, nested in classes and in functions."""
        pending: list[Function | Class] = [*self.classes, *self.functions]
        while pending:
            found = pending.pop(0)
            if isinstance(found, Class):
                yield found
                pending = [*found.classes, *found.functions, *pending]
            else:
                inner = found.defines
                pending = [*inner.classes, *inner.functions, *pending]

    def callables(self) -> Iterator[Function]:
        """The top-level functions and the methods of top-level classes."""
        yield from self.functions
        for class_ in self.classes:
            yield from class_.functions

    def every_call(self, *words: bytes) -> Iterator[Call]:
        """All calls outside decorators and parameter lists: at import time, then in functions.

        With words, only where one of them is written, so that the rest need not be taken apart.
        """
        for inside in (self.inside, *(function.inside for function in self.callables())):
            if not words or inside.says(*words):
                yield from inside.body.calls

    def every_assignment(self) -> Iterator[Assignment]:
        """All assignments to names: module level, then in functions and methods."""
        yield from self.assignments
        for function in self.callables():
            yield from function.body.assignments
