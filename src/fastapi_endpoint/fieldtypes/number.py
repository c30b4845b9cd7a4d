"""Numbers with a fraction: `decimal12.2` is exact, `float` is not. Both are finite."""

import re
from abc import abstractmethod
from decimal import Decimal as Number
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
    Guard,
    Operator,
    Sample,
    constrained,
)
from fastapi_endpoint.fieldtypes.integer import doubled_bounds
from fastapi_endpoint.fragments import Fragment, code

MOST_DIGITS = 65  # the widest NUMERIC that PostgreSQL, MySQL and MariaDB all store
ROUNDED_DIGITS = 28  # what the decimal module computes with, unless told
MOST_PLACES = 30  # the same, behind the point
BOUNDS = ("min", "max", "gt", "lt")
KEYWORDS = {"min": "ge", "gt": "gt", "max": "le", "lt": "lt"}


class _Fraction(FieldKind):
    words = EVERY_FIELD | {
        *("default", "index", "filter", "sort", "min", "max", "gt", "lt", "computed", "expr"),
    }
    default_filters: ClassVar[tuple[Operator, ...]] = ("min", "max")
    other_filters: ClassVar[tuple[Operator, ...]] = ("equals", "in")

    @abstractmethod
    def step(self, field: FieldSpec) -> Number:
        """The distance between neighbouring samples."""

    @abstractmethod
    def widest(self, field: FieldSpec) -> Number:
        """The greatest magnitude of a sample."""

    def limits(self, field: FieldSpec) -> tuple[Number, Number]:
        """The least and the greatest value that is taken, in whole steps."""
        step, widest = self.step(field), self.widest(field)
        least = max(n for n in (-widest, _number(field.min), _beside(field.gt, step)) if n is not None)
        most = min(n for n in (widest, _number(field.max), _beside(field.lt, -step)) if n is not None)
        return least, most

    def bounds(self, field: FieldSpec) -> Constraints:
        """The declared bounds as keyword arguments."""
        given = [(KEYWORDS[word], getattr(field, word)) for word in ("min", "gt", "max", "lt")]
        return tuple((name, self.bound(text)) for name, text in given if text is not None)

    @abstractmethod
    def bound(self, text: str) -> Fragment:
        """One bound as Python source."""

    def nth(self, field: FieldSpec, number: int) -> Number:
        """The valid number of that place; it starts again where the bounds are used up."""
        least, most = self.limits(field)
        start = usual_start(_number(field.example) or Number("19.99"), least, most, field)
        value = within(start, number, Number(1), self.step(field), (least, most))
        return value.quantize(self.step(field))

    def fits(self, field: FieldSpec, text: str) -> str | None:
        if not is_number(text):
            return "is no number"
        value = Number(text)
        least, most = self.limits(field)
        if field.gt is not None and value <= Number(field.gt):
            return f"is not over {field.gt}"
        if field.lt is not None and value >= Number(field.lt):
            return f"is not under {field.lt}"
        low = least if field.gt is None else value
        high = most if field.lt is None else value
        return None if low <= value <= high else f"is not from {plain(least)} to {plain(most)}"

    def check(self, field: FieldSpec) -> tuple[Complaint, ...]:
        wrong = [
            word
            for word in BOUNDS
            if getattr(field, word) is not None and not is_number(getattr(field, word))
        ]
        if wrong:
            return tuple(Complaint(word, f"{word} of a {self.name} is a number") for word in wrong)
        return super().check(field)

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        complaints = [*doubled_bounds(field), *self.check_each_bound(field)]
        least, most = self.limits(field)
        if not complaints and least > most:
            word = next(word for word in reversed(BOUNDS) if getattr(field, word) is not None)
            complaints.append(Complaint(word, "no number lies between the bounds"))
        return tuple(complaints)

    def check_each_bound(self, field: FieldSpec) -> list[Complaint]:
        """What is wrong with each bound by itself."""
        widest = self.widest(field)
        return [
            Complaint(word, f"{word} {getattr(field, word)} does not fit into {self.name}")
            for word in BOUNDS
            if getattr(field, word) is not None and abs(Number(getattr(field, word))) > widest
        ]


class Decimal(_Fraction):
    """`decimal12.2` has 12 digits, 2 of them behind the point."""

    name = "decimal"
    words = _Fraction.words | {"unique"}

    def precision(self, field: FieldSpec) -> int:
        """All digits of a value."""
        return field.type.size or 1

    def scale(self, field: FieldSpec) -> int:
        """The digits behind the point."""
        return field.type.scale or 0

    def step(self, field: FieldSpec) -> Number:
        return Number(1).scaleb(-self.scale(field))

    def widest(self, field: FieldSpec) -> Number:
        return Number((0, (9,) * self.precision(field), -self.scale(field)))

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return code("Decimal", "decimal.Decimal")

    def constraints(self, field: FieldSpec) -> Constraints:
        return (
            *self.bounds(field),
            ("max_digits", Fragment(str(self.precision(field)))),
            ("decimal_places", Fragment(str(self.scale(field)))),
        )

    def guards(self, field: FieldSpec) -> tuple[Guard, ...]:
        return ("places",) if self.precision(field) <= ROUNDED_DIGITS else ()

    def bound(self, text: str) -> Fragment:
        number = Number(text)
        if number == number.to_integral_value():
            return Fragment(plain(number.to_integral_value()))
        return _decimal_source(number)

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        value = self.nth(field, number)
        return Sample(plain(value), f'"{plain(value)}"', _decimal_source(value))

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        least, most = self.limits(field)
        if least > 1 or most < 100_000:
            return None
        zeros = f".{'0' * self.scale(field)}" if self.scale(field) else ""
        return Fragment(f'f"{{1 + {variable}}}{zeros}"')

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        least, most = self.limits(field)
        step = self.step(field)
        accepted = (_text_case(least, "the least"), _text_case(most, "the greatest"))
        rejected = [
            _text_case(least - step, "under the least"),
            _text_case(most + step, "over the greatest"),
            _text_case(max(least, Number(0)) + step / 10, "one place too many"),
            Case("cheap", '"cheap"', "a word"),
            Case("NaN", '"NaN"', "not a number"),
            Case("Infinity", '"Infinity"', "infinite"),
        ]
        return Boundaries(accepted, tuple(rejected))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return _decimal_source(Number(text))

    def fits(self, field: FieldSpec, text: str) -> str | None:
        reason = super().fits(field, text)
        if reason is None and places(Number(text)) > self.scale(field):
            return f"has more than {self.scale(field)} places behind the point"
        return reason

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        size, scale = field.type.size, field.type.scale or 0
        if size is None:
            return (
                Complaint("", "decimal needs a size", "write decimal12.2: 12 digits, 2 behind the point"),
            )
        if not 1 <= size <= MOST_DIGITS:
            return (Complaint("", f"decimal has 1 to {MOST_DIGITS} digits"),)
        if scale > min(size, MOST_PLACES):
            return (
                Complaint(
                    "", f"decimal{size}.{scale} has more places than digits", f"write decimal{scale}.{size}"
                ),
            )
        return ()

    def check_each_bound(self, field: FieldSpec) -> list[Complaint]:
        fine = [
            Complaint(word, f"{word} {getattr(field, word)} has more than {self.scale(field)} places")
            for word in BOUNDS
            if getattr(field, word) is not None and places(Number(getattr(field, word))) > self.scale(field)
        ]
        return [*super().check_each_bound(field), *fine]


class Float(_Fraction):
    """`float` is a binary fraction, `float32` a short one; never NaN, never infinite."""

    name = "float"

    def step(self, field: FieldSpec) -> Number:
        return Number("0.25")

    def widest(self, field: FieldSpec) -> Number:
        return Number(10) ** (38 if field.type.size == 32 else 300)

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment("float")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(code("StrictFloat", "pydantic.StrictFloat"), self.constraints(field))

    def queried(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(self.annotation(field, context), self.constraints(field))

    def constraints(self, field: FieldSpec) -> Constraints:
        bounds = self.bounds(field)
        names = {name for name, _ in bounds}
        short = field.type.size == 32
        low = (("ge", Fragment("-1e38")),) if short and not names & {"ge", "gt"} else ()
        high = (("le", Fragment("1e38")),) if short and not names & {"le", "lt"} else ()
        return (*bounds, *low, *high, ("allow_inf_nan", Fragment("False")))

    def bound(self, text: str) -> Fragment:
        return Fragment(plain(Number(text)))

    def nth(self, field: FieldSpec, number: int) -> Number:
        least, most = self.limits(field)
        start = usual_start(_number(field.example) or Number("1.5"), least, most, field)
        return within(start, number, Number(1), (most - least) / 4, (least, most))

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        value = float(self.nth(field, number))
        return Sample(value, repr(value), Fragment(repr(value)))

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        least, most = self.limits(field)
        return Fragment(f"{variable} + 0.5") if least <= 0 and most > 100_000 else None

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        accepted, rejected = [], []
        for word, sign in (("min", -1), ("max", 1)):
            text = getattr(field, word)
            if text is not None:
                accepted.append(_float_case(Number(text), f"the {word}imum"))
                rejected.append(_float_case(Number(text) + sign, f"beyond the {word}imum"))
        for word in ("gt", "lt"):
            text = getattr(field, word)
            if text is not None:
                rejected.append(_float_case(Number(text), f"the excluded bound {text}"))
        rejected += [Case("much", '"much"', "a word"), Case(json=True, source="True", why="a truth value")]
        return Boundaries(tuple(accepted), tuple(rejected))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment(repr(float(text)))

    def limits(self, field: FieldSpec) -> tuple[Number, Number]:
        least, most = super().limits(field)
        if field.gt is not None and field.lt is not None and least > most:
            middle = (Number(field.gt) + Number(field.lt)) / 2
            return (middle, middle) if Number(field.gt) < Number(field.lt) else (least, most)
        return least, most

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        if field.type.scale is None and field.type.size in (None, 32, 64):
            return ()
        return (Complaint("", "the size of float is 32 or 64", "write float or float32"),)


def usual_start(wanted: Number, least: Number, most: Number, field: FieldSpec) -> Number:
    """The wanted number where the bounds allow it, else the declared bound that is nearest."""
    if least <= wanted <= most:
        return wanted
    return most if field.min is None and field.gt is None else least


def within(start: Number, number: int, stride: Number, fine: Number, limits: tuple[Number, Number]) -> Number:
    """So many strides from the start, up or down, in fine steps where strides leave the limits."""
    least, most = limits
    for step in (stride, -stride, fine, -fine):
        if least <= start + step * number <= most:
            return start + step * number
    return least


def is_number(text: str) -> bool:
    """Is it a finite number without an exponent?"""
    return re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", text) is not None


def plain(number: Number) -> str:
    """The number in digits, without an exponent."""
    return f"{number:f}"


def places(number: Number) -> int:
    """How many digits stand behind the point, zeros at the end not counted."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0:
        return 0
    zeros = 0
    for digit in reversed(digits):
        if digit or zeros == -exponent:
            break
        zeros += 1
    return min(-exponent, -exponent - zeros)


def _number(text: str | None) -> Number | None:
    return Number(text) if text is not None and is_number(text) else None


def _beside(text: str | None, step: Number) -> Number | None:
    return None if text is None else Number(text) + step


def _decimal_source(number: Number) -> Fragment:
    return code(f'Decimal("{plain(number)}")', "decimal.Decimal")


def _text_case(number: Number, why: str) -> Case:
    return Case(plain(number), f'"{plain(number)}"', why)


def _float_case(number: Number, why: str) -> Case:
    return Case(float(number), repr(float(number)), why)
