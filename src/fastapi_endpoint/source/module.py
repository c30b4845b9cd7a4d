"""What a Python file says: its functions and classes, each taken apart when it is asked for."""

from collections.abc import Collection, Iterator
from functools import cached_property

from fastapi_endpoint.source.bodies import NO_MEMBERS, NOTHING, Body, Inside, Members
from fastapi_endpoint.source.statements import (
    Argument,
    Assignment,
    Call,
    Decorator,
    Heritage,
    Import,
    Once,
    Parameter,
    Signature,
    Statement,
    known,
)

_DEFINES = (b"def ", b"class ", b"def\t", b"class\t", b"def\\", b"class\\")


class Function:
    """`def {name}({parameters}) -> {returns}`; all but the name is taken apart when it is asked for."""

    __slots__ = ("_decorators", "_signature", "inside", "is_async", "line", "name")

    def __init__(
        self,
        name: str,
        line: int,
        inside: Inside,
        signature: Once[Signature],
        decorators: Once[tuple[Decorator, ...]],
        *,
        is_async: bool = False,
    ) -> None:
        self.name, self.line, self.is_async = name, line, is_async
        self.inside = inside
        self._signature, self._decorators = signature, decorators

    @property
    def signature(self) -> Signature:
        """Parameters and what is given back."""
        return self._signature.value

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in order."""
        return self._signature.value.parameters

    @property
    def returns(self) -> str:
        """The annotation behind the arrow, or ""."""
        return self._signature.value.returns

    @property
    def decorators(self) -> tuple[Decorator, ...]:
        """What is written above it."""
        return self._decorators.value

    @property
    def end_line(self) -> int:
        """The last line of it."""
        return max(self.line, self.inside.end_line)

    @property
    def body(self) -> Body:
        """What happens in it; empty where it does not parse."""
        return self.inside.body

    @property
    def returned(self) -> tuple[Statement, ...]:
        """What it returns: cheaper than its body."""
        return self.inside.told(b"return") if self.inside.says(b"return") else ()

    @property
    def raised(self) -> tuple[Statement, ...]:
        """What it raises: cheaper than its body."""
        return self.inside.told(b"raise") if self.inside.says(b"raise") else ()

    @property
    def called(self) -> tuple[tuple[str, int], ...]:
        """The plain names that it calls, each with its line: cheaper than its body."""
        return self.inside.called

    @property
    def doc(self) -> str:
        """The start of its docstring, or ""."""
        return self.inside.doc

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


class Class:
    """`class {name}({bases}, {keywords})`; `assignments` are its class-level ones."""

    def __init__(
        self,
        name: str,
        line: int,
        heritage: Once[Heritage],
        decorators: Once[tuple[Decorator, ...]],
        members: Once[Members],
    ) -> None:
        self.name, self.line = name, line
        self._heritage, self._decorators, self._members = heritage, decorators, members

    @property
    def heritage(self) -> Heritage:
        """What stands in its parentheses."""
        return self._heritage.value

    @property
    def members(self) -> Members:
        """What is bound in it."""
        return self._members.value

    @property
    def bases(self) -> tuple[str, ...]:
        """The texts of its bases."""
        return self._heritage.value.bases

    @property
    def keywords(self) -> tuple[Argument, ...]:
        """What is given by name beside its bases."""
        return self._heritage.value.keywords

    @property
    def decorators(self) -> tuple[Decorator, ...]:
        """What is written above it."""
        return self._decorators.value

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """What is bound in it, in order."""
        return self._members.value.assignments

    @property
    def functions(self) -> tuple[Function, ...]:
        """Its methods."""
        return self._members.value.functions

    @property
    def classes(self) -> "tuple[Class, ...]":
        """The classes in it."""
        return self._members.value.classes

    def keyword(self, name: str) -> str | None:
        """The text of a class keyword (`table=True`), or None."""
        return next((argument.value for argument in self.keywords if argument.name == name), None)

    def assignment(self, name: str) -> Assignment | None:
        """The class-level assignment to that name, or None."""
        return next((found for found in self.assignments if found.target == name), None)

    def method(self, name: str) -> Function | None:
        """The method of that name, or None."""
        return next((found for found in self.functions if found.name == name), None)


_NO_IMPORTS: Once[tuple[Import, ...]] = known(())


class Module:
    """One file.

    `errors` are the lines where parsing failed, as far as the file has been taken apart; nothing is told of a
    statement that holds one.
    """

    def __init__(
        self,
        imports: Once[tuple[Import, ...]] = _NO_IMPORTS,
        members: Once[Members] = NO_MEMBERS,
        inside: Inside = NOTHING,
        errors: Collection[int] = (),
    ) -> None:
        self._imports, self._members = imports, members
        self.inside = inside
        self._errors = errors

    @property
    def imports(self) -> tuple[Import, ...]:
        """All imports of the file, those of functions too, in order."""
        return self._imports.value

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """What is bound at module level, in order."""
        return self._members.value.assignments

    @property
    def classes(self) -> tuple[Class, ...]:
        """The top-level classes."""
        return self._members.value.classes

    @property
    def functions(self) -> tuple[Function, ...]:
        """The top-level functions."""
        return self._members.value.functions

    @property
    def errors(self) -> tuple[int, ...]:
        """The lines that are known not to parse."""
        return tuple(sorted(self._errors))

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that are made at import time, outside functions."""
        return self.inside.body.calls

    @cached_property
    def _functions(self) -> dict[str, Function]:
        return {found.name: found for found in self.functions}

    @cached_property
    def _classes(self) -> dict[str, Class]:
        return {found.name: found for found in self.classes}

    @cached_property
    def _bound(self) -> dict[str, Assignment]:
        return {found.target: found for found in self.assignments}

    @cached_property
    def _at(self) -> dict[int, "Function | Class"]:
        pending: list[Function | Class] = [*self.functions, *self.classes]
        found = {}
        while pending:
            one = pending.pop()
            found[one.line] = one
            if isinstance(one, Class):
                pending += [*one.functions, *one.classes]
        return found

    @cached_property
    def _imported(self) -> dict[str, Import]:
        return {found.bound: found for found in self.imports}

    def function(self, name: str) -> Function | None:
        """The last top-level function of that name, or None."""
        return self._functions.get(name)

    def class_(self, name: str) -> Class | None:
        """The last top-level class of that name, or None."""
        return self._classes.get(name)

    def assignment(self, name: str) -> Assignment | None:
        """The last module-level assignment to that name, or None."""
        return self._bound.get(name)

    def import_(self, name: str) -> Import | None:
        """The last import that binds that name, or None."""
        return self._imported.get(name)

    def at(self, line: int) -> "Function | Class | None":
        """The function, method or class that is written in that line, those within functions left aside."""
        return self._at.get(line)

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
