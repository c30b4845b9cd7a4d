"""`uuid`: an identifier of 128 bits."""

from typing import ClassVar
from uuid import UUID

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


class Uuid(FieldKind):
    """A UUID in its usual form with hyphens."""

    name = "uuid"
    words = EVERY_FIELD | {"default", "unique", "index", "filter", "pk", "tenant"}
    other_filters: ClassVar[tuple[Operator, ...]] = ("in",)

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return code("UUID", "uuid.UUID")

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        text = field.example if field.example is not None and number == 0 else nth_uuid(number + 1)
        return Sample(text, f'"{text}"', _uuid_source(text))

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        return code(f"str(UUID(int={variable}))", "uuid.UUID")

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        return Boundaries((), (Case("not-a-uuid", '"not-a-uuid"', "no UUID"),))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return _uuid_source(text)

    def fits(self, field: FieldSpec, text: str) -> str | None:
        try:
            same = str(UUID(text)) == text.lower()
        except ValueError:
            same = False
        return None if same else "is no UUID"


def nth_uuid(number: int) -> str:
    """A valid version 4 UUID that a reader can tell from the next."""
    return f"00000000-0000-4000-8000-{number:012d}"


def _uuid_source(text: str) -> Fragment:
    return code(f'UUID("{text}")', "uuid.UUID")
