"""What a fact is: a value, how sure it is, and the places that show it.

Paths are relative to the explored folder, with forward slashes.
"""

from typing import Generic, Literal, TypeVar

from msgspec import Struct

T = TypeVar("T")

Confidence = Literal["high", "low"]
Origin = Literal["code", "pyproject", "default"]


class Witness(Struct, frozen=True):
    """One place that speaks for, or against, a value. Lines count from 1."""

    file: str
    line: int
    note: str = ""


class Fact(Struct, Generic[T], frozen=True, kw_only=True):
    """A value, how sure it is, and why.

    `high` is followed and shown; `low` is asked. `origin` is `pyproject` where
    `[tool.fastapi-endpoint]` says so, `default` where the project shows nothing.
    """

    value: T
    confidence: Confidence = "high"
    witnesses: tuple[Witness, ...] = ()
    against: tuple[Witness, ...] = ()
    origin: Origin = "code"


class Symbol(Struct, frozen=True):
    """Something importable of the project: `from {module} import {name}`.

    Where the thing is reached through an object (`db_helper.get_session`), `owner` is that object, its
    first name the one to import, and `name` the attribute. `file` is where it is defined.
    """

    file: str
    name: str
    module: str = ""
    owner: str = ""

    @property
    def expression(self) -> str:
        """How code that imported it writes it."""
        return f"{self.owner}.{self.name}" if self.owner else self.name

    @property
    def imported(self) -> str:
        """The name that the import statement takes."""
        return self.owner.partition(".")[0] or self.name
