"""What single statements of a Python file say, as plain data.

Expressions are kept as their source text (`expression.py` takes them apart). Lines count from 1. A
called thing that is not a plain dotted name is written short: `db.query(User).first()` holds two calls,
`db.query` and `().first`.
"""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Once(Generic[T_co]):
    """A value that is worked out when it is first asked for."""

    __slots__ = ("_make", "_value")
    _value: T_co

    def __init__(self, make: Callable[[], T_co]) -> None:
        self._make: Callable[[], T_co] | None = make

    @property
    def value(self) -> T_co:
        """The value."""
        if self._make is not None:
            self._value = self._make()
            self._make = None
        return self._value


def known(value: T) -> Once[T]:
    """One that is known already."""
    return Once(lambda: value)


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
        for argument in self.arguments:
            if argument.name == name:
                return argument.value
        return None

    def argument(self, position: int, name: str) -> str | None:
        """The text of an argument that may be given by position or by name, or None."""
        positional = self.positional
        return positional[position] if position < len(positional) else self.keyword(name)


class Decorator(Struct, frozen=True, array_like=True):
    """`@{name}` or `@{name}(...)` (then `call` is set)."""

    name: str
    line: int
    call: Call | None = None


NO_CALL: Once[Call | None] = known(None)


class Assignment(Struct, frozen=True, array_like=True):
    """`{target}: {annotation} = {value}`; without a value, `value` is "".

    `call` is the call that the value is, if it is one. Each name of `a, b = f()` is an assignment of its
    own, with `unpacked` True. `type X = ...` is an assignment too.
    """

    target: str
    annotation: str
    value: str
    line: int
    called: Once[Call | None] = NO_CALL
    unpacked: bool = False

    @property
    def call(self) -> Call | None:
        """The call that the value is (awaited or not), or None."""
        return self.called.value


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


class Signature(Struct, frozen=True, array_like=True):
    """`({parameters}) -> {returns}`."""

    parameters: tuple[Parameter, ...] = ()
    returns: str = ""


class Heritage(Struct, frozen=True, array_like=True):
    """`({bases}, {keywords})` of a class."""

    bases: tuple[str, ...] = ()
    keywords: tuple[Argument, ...] = ()

    @classmethod
    def of(cls, arguments: Iterable[Argument]) -> "Heritage":
        """That of a class which is given these arguments."""
        given = tuple(arguments)
        return cls(
            tuple(argument.value for argument in given if not argument.name),
            tuple(argument for argument in given if argument.name),
        )
