"""`ip`: an address of version 4 or 6, stored as text."""

from ipaddress import ip_address
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

IP_LENGTH = 45  # an address of version 6 that ends in one of version 4


_NUMBER = Case(0, "0", "a number")


class Ip(FieldKind):
    """An address of either version, in its normal form."""

    name = "ip"
    words = EVERY_FIELD | {"default", "unique", "index", "filter"}
    other_filters: ClassVar[tuple[Operator, ...]] = ("in",)

    def column_length(self, field: FieldSpec) -> int:
        """The width of its column."""
        return IP_LENGTH

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment("str")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        """Text that is an address: `IPvAnyAddress` takes numbers too, and zones of any length."""
        return code(
            f'Annotated[str, Field(max_length={IP_LENGTH}, pattern=r"^[0-9a-fA-F:.]+$"), '
            "AfterValidator(ip_address), AfterValidator(str)]",
            "typing.Annotated",
            "ipaddress.ip_address",
            "pydantic.AfterValidator",
            "pydantic.Field",
        )

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        address = ip_address(field.example or "192.0.2.1") + number
        return Sample(str(address), f'"{address}"', Fragment(f'"{address}"'))

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        return Fragment(f'f"2001:db8::{{{variable}:x}}"')

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        refused = (("256.0.0.1", "no address"), ("here", "a word"), ("fe80::1%eth0", "a zone"))
        return Boundaries((), (*(Case(text, f'"{text}"', why) for text, why in refused), _NUMBER))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment(f'"{ip_address(text)}"')

    def fits(self, field: FieldSpec, text: str) -> str | None:
        try:
            zoned = "%" in str(ip_address(text))
        except ValueError:
            return "is no address"
        return "has a zone" if zoned else None
