"""`bytes`: base64 in JSON, at most 65,535 bytes."""

from base64 import b64encode
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

BYTES_LENGTH = 65_535


class Bytes(FieldKind):
    """Bytes; the size is the most of them."""

    name = "bytes"
    words = EVERY_FIELD
    default_filters: ClassVar[tuple[Operator, ...]] = ()

    def length(self, field: FieldSpec) -> int:
        """The most bytes a value may have."""
        return field.type.size or BYTES_LENGTH

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment("bytes")

    def constraints(self, field: FieldSpec) -> Constraints:
        return (("max_length", Fragment(str(self.length(field)))),)

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(code("Base64Bytes", "pydantic.Base64Bytes"), self.constraints(field))

    def shown(self, field: FieldSpec, context: Context) -> Fragment:
        return code(
            "Annotated[bytes, PlainSerializer(lambda value: b64encode(value).decode(), return_type=str)]",
            "base64.b64encode",
            "typing.Annotated",
            "pydantic.PlainSerializer",
        )

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        value = str(number).encode()
        text = b64encode(value).decode()
        return Sample(text, f'"{text}"', Fragment(repr(value)))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        most = self.length(field)
        return Boundaries(
            (_long(most, "the maximum"),),
            (_long(most + 1, "one byte over the maximum"), Case("abc", '"abc"', "no base64")),
        )

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment(repr(text.encode()))

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return "cannot be given: bytes have no value in the field language"

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        if field.type.scale is None and 1 <= self.length(field) <= BYTES_LENGTH:
            return ()
        return (Complaint("", f"the size of bytes is 1 to {BYTES_LENGTH}"),)


def _long(length: int, why: str) -> Case:
    text = b64encode(b"x" * length).decode()
    return Case(text, f'b64encode(b"x" * {length}).decode()', why)
