"""Whole numbers: `int` is 32 bits wide, `int16` and `int64` say otherwise. Always inside the column."""

import re
from typing import ClassVar

from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.base import (
    EVERY_FIELD,
    Boundaries,
    Case,
    Complaint,
    Constraints,
    Context,
    FieldKind,
    Operator,
    Sample,
    constrained,
)
from fastapi_endpoint.fragments import Fragment, code

BITS = (16, 32, 64)


class Int(FieldKind):
    """An integer; without bounds it is held to what its column can store."""

    name = "int"
    words = EVERY_FIELD | {
        *("default", "unique", "index", "filter", "sort", "pk", "tenant"),
        *("min", "max", "gt", "lt", "computed", "expr"),
    }
    default_filters: ClassVar[tuple[Operator, ...]] = ("equals", "min", "max")
    other_filters: ClassVar[tuple[Operator, ...]] = ("in",)

    def bits(self, field: FieldSpec) -> int:
        """The width of the column."""
        return field.type.size or 32

    def limits(self, field: FieldSpec) -> tuple[int, int]:
        """The least and the greatest value that is taken."""
        width = 2 ** (self.bits(field) - 1)
        least = max(n for n in (-width, _int(field.min), _after(field.gt, 1)) if n is not None)
        most = min(n for n in (width - 1, _int(field.max), _after(field.lt, -1)) if n is not None)
        return least, most

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment("int")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(code("StrictInt", "pydantic.StrictInt"), self.constraints(field))

    def queried(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(self.annotation(field, context), self.constraints(field))

    def constraints(self, field: FieldSpec) -> Constraints:
        width = self.bits(field) - 1
        low = ("gt", field.gt) if field.gt is not None else ("ge", field.min or f"-(2**{width})")
        high = ("lt", field.lt) if field.lt is not None else ("le", field.max or f"2**{width} - 1")
        if high[1] == "2**63 - 1":
            high = ("lt", "2**63")  # OpenAPI's bounds are floats, which hold no 2**63 - 1
        return tuple((name, Fragment(text)) for name, text in (low, high))

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        least, most = self.limits(field)
        start = int(field.example) if field.example is not None else self._start(field)
        span = most - least + 1
        value = least + (start - least + number) % span
        return Sample(value, str(value), Fragment(str(value)))

    def _start(self, field: FieldSpec) -> int:
        least, most = self.limits(field)
        if least <= 1 <= most:
            return 1
        return most - 1 if field.min is None and field.gt is None else least

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        _, most = self.limits(field)
        start = self._start(field)
        if most - start < 100_000:
            return None
        return Fragment(f"{start} + {variable}")

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        least, most = self.limits(field)
        accepted = [_case(least, "the least"), _case(most, "the greatest")]
        rejected = [_case(least - 1, "under the least"), _case(most + 1, "over the greatest")]
        rejected += [Case("many", '"many"', "a word"), Case(json=True, source="True", why="a truth value")]
        return Boundaries(tuple(accepted), tuple(rejected))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment(str(int(text)))

    def fits(self, field: FieldSpec, text: str) -> str | None:
        if not is_integer(text):
            return "is no whole number"
        least, most = self.limits(field)
        return None if least <= int(text) <= most else f"is not from {least} to {most}"

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        if field.type.scale is None and field.type.size in (None, *BITS):
            return ()
        return (Complaint("", "the size of int is 16, 32 or 64", "write int, int16 or int64"),)

    def check(self, field: FieldSpec) -> tuple[Complaint, ...]:
        bounds = [(word, getattr(field, word)) for word in ("min", "max", "gt", "lt")]
        wrong = [word for word, text in bounds if text is not None and not is_integer(text)]
        if wrong:
            return tuple(Complaint(word, f"{word} of an int is a whole number") for word in wrong)
        return super().check(field)

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        twice = doubled_bounds(field)
        if twice:
            return twice
        width = 2 ** (self.bits(field) - 1)
        bounds = [(word, getattr(field, word)) for word in ("min", "max", "gt", "lt")]
        complaints = [
            Complaint(word, f"{word} {text} does not fit into {self.bits(field)} bits", "write int64")
            for word, text in bounds
            if text is not None and not -width <= int(text) <= width - 1
        ]
        least, most = self.limits(field)
        if not complaints and least > most:
            word = next(word for word, text in reversed(bounds) if text is not None)
            complaints.append(Complaint(word, "no whole number lies between the bounds"))
        return tuple(complaints)


def is_integer(text: str) -> bool:
    """Is it a whole number of a length that a column could hold?"""
    return re.fullmatch(r"-?[0-9]{1,20}", text) is not None


def doubled_bounds(field: FieldSpec) -> tuple[Complaint, ...]:
    """A side has one bound: `min` or `gt`, `max` or `lt`."""
    pairs = (("min", "gt"), ("max", "lt"))
    return tuple(
        Complaint(other, f"{one} and {other} bound the same side", f"keep {one} or {other}")
        for one, other in pairs
        if getattr(field, one) is not None and getattr(field, other) is not None
    )


def _int(text: str | None) -> int | None:
    return None if text is None else int(text)


def _after(text: str | None, step: int) -> int | None:
    return None if text is None else int(text) + step


def _case(value: int, why: str) -> Case:
    return Case(value, str(value), why)
