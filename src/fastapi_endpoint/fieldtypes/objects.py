"""Groups of fields inside a field: objects of these lines, and `union/A/B`."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec.structs import replace

from fastapi_endpoint.domain.spec import Fields, FieldSpec, FieldType, ObjectType
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
    no_size,
    python_name,
)
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.naming import snake

DEFAULT_TAG = "kind"
# What `model_dump` gives of these is JSON already.
_JSON_ALREADY = frozenset({"str", "text", "int", "float", "bool", "email", "url", "ip", "enum", "json"})


class Composed(FieldKind):
    """What holds other types: stored as JSON, replaced as a whole, never compared in a query."""

    default_filters: ClassVar[tuple[Operator, ...]] = ()

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment("None")

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return f"cannot be given to {self.name}"

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        if field.as_ == "table":
            return (Complaint("as", f"{self.name} is stored as JSON", "leave as=table out"),)
        return ()


class Object(Composed):
    """A TypeName: a group of fields that these lines define."""

    name = "object"
    words = EVERY_FIELD | {"as"}

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment(class_name(field.type.target or "", context))

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        return _built(_samples(field.type.target or "", context, number))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        return _boundaries(field.type.target or "", context)

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        return no_size(field)


class Union(Composed):
    """`union/Card/BankTransfer:tag=kind`: one of several objects, told apart by a field.

    The value of the tag is the name of the object in snake case: `bank_transfer`.
    """

    name = "union"
    words = EVERY_FIELD | {"tag", "as"}

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment(" | ".join(class_name(name, context) for name in field.type.values))

    def constraints(self, field: FieldSpec) -> Constraints:
        return (("discriminator", Fragment(f'"{tag_of(field)}"')),)

    def shown(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(self.annotation(field, context), self.constraints(field))

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        names = field.type.values
        return _built(_samples(names[number % len(names)], context, number))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        parts = [_boundaries(name, context) for name in field.type.values]
        tag = tag_of(field)
        stranger = _built(_samples(field.type.values[0], context, 0) | {tag: _text("unknown")})
        strangers = (Case(stranger.json, stranger.source, "an unknown tag"), Case({}, "{}", "no tag"))
        return Boundaries(
            tuple(case for each in parts for case in each.accepted),
            (
                *strangers,
                *(case for each in parts for case in each.rejected if case.json not in ("text", {})),
            ),
        )

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        tags = {snake(name) for name in field.type.values}
        if len(tags) < 2 or len(tags) < len(field.type.values):
            return (
                Complaint("", "a union names two or more different types", "write union/Card/BankTransfer"),
            )
        return ()


def tag_of(field: FieldSpec) -> str:
    """The name of the field that tells the objects of a union apart."""
    return field.tag or DEFAULT_TAG


def tags_of(fields: Fields) -> dict[str, str]:
    """TypeName -> the tag that its objects carry, for every member of a union."""
    return {
        name: tag_of(field)
        for field in every_field(fields)
        if field.type.name == "union"
        for name in field.type.values
    }


def context_of(fields: Fields, context: Context) -> Context:
    """The context with the types that these lines define."""
    return replace(context, objects=fields.objects, tags=tags_of(fields))


def every_field(fields: Fields) -> Iterator[FieldSpec]:
    """The fields of the resource, then those of its objects."""
    yield from fields.fields
    for each in fields.objects:
        yield from each.fields


def held(kind: FieldType) -> tuple[str, ...]:
    """The TypeNames that a type names."""
    inner = kind.item or kind
    if inner.name == "object":
        return (inner.target or "",)
    return inner.values if inner.name == "union" else ()


def class_name(name: str, context: Context) -> str:
    """What the class of a TypeName is called."""
    return context.class_names.get(name, name)


def in_order(objects: tuple[ObjectType, ...]) -> tuple[ObjectType, ...]:
    """The objects, each after those that it holds."""
    by_name = {each.name: each for each in objects}
    found: dict[str, ObjectType] = {}

    def add(each: ObjectType) -> None:
        for name in (name for field in each.fields for name in held(field.type)):
            if name in by_name and name not in found:
                add(by_name[name])
        found[each.name] = each

    for each in objects:
        if each.name not in found:
            add(each)
    return tuple(found.values())


def is_json_already(field: FieldSpec, context: Context) -> bool:
    """Is what `model_dump` gives of the field made of JSON's own types alone?"""
    kind = field.type.item or field.type
    if not held(kind):
        return kind.name in _JSON_ALREADY
    parts = [each for each in context.objects if each.name in held(kind)]
    return bool(parts) and all(
        python_name(inner) == inner.name and is_json_already(inner, context)
        for each in parts
        for inner in each.fields
    )


def _fields(name: str, context: Context) -> tuple[FieldSpec, ...]:
    return next((each.fields for each in context.objects if each.name == name), ())


def _text(value: str) -> Sample:
    return Sample(value, f'"{value}"', Fragment(f'"{value}"'))


def _samples(name: str, context: Context, number: int) -> dict[str, Sample]:
    """The tag, then a sample of each field."""
    tag = context.tags.get(name)
    tagged = {tag: _text(snake(name))} if tag else {}
    return tagged | {
        field.name: _kind_of(field).sample(field, context.inside(name), number)
        for field in _fields(name, context)
    }


def _built(values: Mapping[str, Sample]) -> Sample:
    """The object of these values. Stored, it is its own JSON."""
    source = "{" + ", ".join(f'"{name}": {each.source}' for name, each in values.items()) + "}"
    return Sample({name: each.json for name, each in values.items()}, source, Fragment(source))


def _boundaries(name: str, context: Context) -> Boundaries:
    """Each border of each field, in an object that holds no more than it must."""
    fields, inside = _fields(name, context), context.inside(name)
    optional = {field.name for field in fields if _may_be_left_out(field, inside)}
    least = {key: each for key, each in _samples(name, context, 0).items() if key not in optional}
    accepted = [_case(least, {}, "what must be given")]
    rejected = [
        Case("text", '"text"', "no object"),
        _case(least, {"surprise": _text("anything")}, "an unknown key"),
    ]
    for field in fields:
        cases = _kind_of(field).boundaries(field, inside)
        accepted += [_case(least, {field.name: _sampled(case)}, case.why) for case in cases.accepted]
        rejected += [_case(least, {field.name: _sampled(case)}, case.why) for case in cases.rejected]
        if not field.optional:
            null = Sample(None, "None", Fragment("None"))
            rejected.append(_case(least, {field.name: null}, "null"))
        if field.name not in optional:
            rest = {key: each for key, each in least.items() if key != field.name}
            rejected.append(_case(rest, {}, f"without {field.name}"))
    return Boundaries(tuple(accepted), tuple(rejected))


def _may_be_left_out(field: FieldSpec, context: Context) -> bool:
    return field.optional or _kind_of(field).default(field, context) is not None


def _case(values: Mapping[str, Sample], changed: Mapping[str, Sample], why: str) -> Case:
    made = _built({**values, **changed})
    return Case(made.json, made.source, why)


def _sampled(case: Case) -> Sample:
    return Sample(case.json, case.source, Fragment(case.source))


def _kind_of(field: FieldSpec) -> FieldKind:
    from fastapi_endpoint.fieldtypes.registry import kind_of  # noqa: PLC0415 - these hold any other type

    return kind_of(field)
