"""Links to other rows: `ref/users` is a foreign key, `refs/users` many of them."""

from typing import ClassVar

from fastapi_endpoint.domain.spec import FieldSpec, FieldType
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
from fastapi_endpoint.fieldtypes.identifier import Uuid
from fastapi_endpoint.fieldtypes.integer import Int
from fastapi_endpoint.fieldtypes.text import Str
from fastapi_endpoint.fragments import Fragment

KEY_KINDS: dict[str, FieldKind] = {"int": Int(), "uuid": Uuid(), "str": Str()}


class Ref(FieldKind):
    """`author:ref/users`: the key of a row of another table, called `author_id`."""

    name = "ref"
    words = EVERY_FIELD | {"unique", "index", "filter", "ondelete", "back", "owner", "tenant"}
    other_filters: ClassVar[tuple[Operator, ...]] = ("in",)

    def key(self, field: FieldSpec, context: Context) -> tuple[FieldKind, FieldSpec]:
        """The type of the referenced key, and the field as one of that type."""
        name = context.keys.get(field.type.target or "", context.id_type)
        kind = KEY_KINDS.get(name, KEY_KINDS["uuid"])
        least = "1" if kind.name == "int" else None
        return kind, FieldSpec(name=field.name, type=FieldType(name=kind.name), min=least, optional=True)

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        kind, key = self.key(field, context)
        return kind.annotation(key, context)

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        kind, key = self.key(field, context)
        return kind.taken(key, context)

    def queried(self, field: FieldSpec, context: Context) -> Fragment:
        kind, key = self.key(field, context)
        return kind.queried(key, context)

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        """A well-formed key; that its row exists is the fixture's business."""
        kind, key = self.key(field, context)
        return kind.sample(key, context, number)

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        kind, key = self.key(field, context)
        return Boundaries((), kind.boundaries(key, context).rejected)

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment("None")

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if field.default is None else "cannot be given: a reference has no default"

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        complaints = []
        if field.ondelete == "set-null" and not field.optional:
            complaints.append(
                Complaint("ondelete", "set-null empties a field that is required", "add optional")
            )
        if field.owner and field.optional:
            complaints.append(Complaint("owner", "an owner cannot be optional: nobody could reach the row"))
        if field.type.target == "self" and not field.optional:
            complaints.append(
                Complaint("", "a required reference to self leaves no first row", "add optional")
            )
        return tuple(complaints)


ONE = Ref()


class Refs(FieldKind):
    """`reviewers:refs/users:through=post_reviewers`: many rows of another table."""

    name = "refs"
    words = EVERY_FIELD | {"through", "back"}
    default_filters: ClassVar[tuple[Operator, ...]] = ()

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return ONE.annotation(field, context).put("list[", "]")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(ONE.taken(field, context).put("list[", "]"), self.constraints(field))

    def constraints(self, field: FieldSpec) -> Constraints:
        return (("max_length", Fragment("100")),)

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        one = ONE.sample(field, context, number)
        return Sample([one.json], f"[{one.source}]", one.python.put("[", "]"))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        inner = ONE.boundaries(field, context).rejected
        cases = tuple(Case([case.json], f"[{case.source}]", f"an item: {case.why}") for case in inner[:1])
        return Boundaries((), (*cases, Case("text", '"text"', "no list")))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment("[]")

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return "cannot be given: references have no default"
