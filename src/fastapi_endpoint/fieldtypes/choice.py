"""`enum/draft/live`: one of a few words, a `StrEnum` in code and a short string in the table."""

import keyword
from typing import ClassVar

from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.base import (
    EVERY_FIELD,
    Boundaries,
    Case,
    Complaint,
    Context,
    FieldKind,
    Operator,
    Sample,
    no_size,
)
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.naming import pascal, words

MOST_LABELS = 100
LABEL_LENGTH = 60


class Enum(FieldKind):
    """A closed set of labels. The class is named after resource and field: `ParcelCarrier`."""

    name = "enum"
    words = EVERY_FIELD | {"default", "index", "filter", "sort", "unique"}
    other_filters: ClassVar[tuple[Operator, ...]] = ("in",)

    def class_name(self, field: FieldSpec, context: Context) -> str:
        """The name of its class; whoever writes the annotation imports it from where the class lies."""
        return f"{context.resource}{pascal(field.name)}"

    def members(self, field: FieldSpec) -> tuple[tuple[str, str], ...]:
        """(member name, label) in the order given."""
        return tuple((member(label), label) for label in field.type.values)

    def column_length(self, field: FieldSpec) -> int:
        """The width of its column: that of the longest label."""
        return max(len(label) for label in field.type.values)

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return context.enums.get(field.name) or Fragment(self.class_name(field, context))

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        labels = field.type.values
        start = labels.index(field.example) if field.example in labels else 0
        label = labels[(start + number) % len(labels)]
        return Sample(label, f'"{label}"', self.literal(field, label, context))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        stranger = next(
            word for word in ("unknown", "other", "none-of-these") if word not in field.type.values
        )
        accepted = tuple(Case(label, f'"{label}"', f"the member {label}") for label in field.type.values[:2])
        return Boundaries(accepted, (Case(stranger, f'"{stranger}"', "no member"),))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        known = context.enums.get(field.name)
        if known is not None:
            return known.put("", f'("{text}")')
        return Fragment(f"{self.class_name(field, context)}.{member(text)}")

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if text in field.type.values else f"is not one of {', '.join(field.type.values)}"

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        labels = field.type.values
        complaints = list(no_size(field))
        if not 1 <= len(labels) <= MOST_LABELS:
            complaints.append(
                Complaint("", f"an enum has 1 to {MOST_LABELS} members", "write enum/draft/live")
            )
        if len(set(labels)) < len(labels):
            complaints.append(Complaint("", "an enum names each member once"))
        elif len({member(label) for label in labels}) < len(labels):
            complaints.append(Complaint("", "two members would have the same name in Python"))
        complaints.extend(
            Complaint("", f'the member "{label[:20]}..." is longer than {LABEL_LENGTH} characters')
            for label in labels
            if len(label) > LABEL_LENGTH
        )
        return tuple(complaints)


def member(label: str) -> str:
    """The name of a member in Python: `in-transit` -> `IN_TRANSIT`."""
    name = "_".join(words(label)).upper()
    return f"{name}_" if keyword.iskeyword(name) else name
