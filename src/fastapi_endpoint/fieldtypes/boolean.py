"""`bool`: true or false."""

from typing import ClassVar

from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.base import (
    EVERY_FIELD,
    Boundaries,
    Case,
    Context,
    FieldKind,
    Operator,
    Sample,
)
from fastapi_endpoint.fragments import Fragment, code


class Bool(FieldKind):
    """True or false. The field language writes it `true` or `false`."""

    name = "bool"
    words = EVERY_FIELD | {"default", "index", "filter", "sort", "computed", "expr"}
    other_filters: ClassVar[tuple[Operator, ...]] = ()

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment("bool")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        return code("StrictBool", "pydantic.StrictBool")

    def queried(self, field: FieldSpec, context: Context) -> Fragment:
        return self.annotation(field, context)

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        first = field.example != "false"
        value = first if number % 2 == 0 else not first
        return Sample(value, str(value), Fragment(str(value)))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        return Boundaries((), (Case("yes", '"yes"', "a word"), Case(1, "1", "a number")))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment(text.capitalize())

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if text in {"true", "false"} else "is neither true nor false"
