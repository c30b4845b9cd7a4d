"""Values inside values: `json` and `list/type`."""

from typing import ClassVar

from fastapi_endpoint.domain.spec import FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.base import (
    EVERY_FIELD,
    Boundaries,
    Case,
    Complaint,
    Constraints,
    Context,
    Default,
    FieldKind,
    Guard,
    Operator,
    Sample,
    constrained,
)
from fastapi_endpoint.fieldtypes.objects import Composed
from fastapi_endpoint.fragments import Fragment, code, join

LIST_LENGTH = 100
JSON_SIZE = 64 * 1024
JSON_DEPTH = 20
JSON_BYTES = 65_536
ITEM_TYPES = (
    *("str", "text", "int", "float", "decimal", "bool", "date", "datetime", "time", "uuid"),
    *("email", "url", "ip", "enum", "object"),
)


class Json(FieldKind):
    """Any JSON value, at most 20 levels deep and 64 KiB long, without NUL, surrogates and infinities."""

    name = "json"
    words = EVERY_FIELD | {"default"}
    default_filters: ClassVar[tuple[Operator, ...]] = ()

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return code("dict[str, Any]", "typing.Any")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        return code("dict[str, JsonValue]", "pydantic.JsonValue")

    def guards(self, field: FieldSpec) -> tuple[Guard, ...]:
        return ("bounded-json",)

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        value = {"number": number + 1}
        source = f'{{"number": {number + 1}}}'
        return Sample(value, source, Fragment(source))

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        return Fragment(f'{{"number": {variable}}}')

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        deep = "[" * (JSON_DEPTH + 1) + "]" * (JSON_DEPTH + 1)
        return Boundaries(
            (Case({}, "{}", "empty"),),
            (
                Case("text", '"text"', "no object"),
                Case({"deep": _nested(JSON_DEPTH + 1)}, f'{{"deep": {deep}}}', "too deep"),
                Case({"a": "\0"}, r'{"a": "\x00"}', "a NUL"),
                Case({"a": "x" * JSON_SIZE}, f'{{"a": "x" * {JSON_SIZE}}}', "too long"),
                Case({"a": 2**63}, '{"a": 2**63}', "a number that is too large"),
            ),
        )

    def default(self, field: FieldSpec, context: Context) -> Default | None:
        return None if field.default is None else Default(Fragment("dict"), factory=True)

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment("{}")

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if text == "{}" else "cannot be given: the only default of json is {}"


class List(Composed):
    """`list/str40`: at most 100 items; words bound the list, the item's type its items."""

    name = "list"
    words = EVERY_FIELD | {"minlen", "maxlen", "as"}

    def item(self, field: FieldSpec) -> FieldSpec:
        """The items as a field of their own."""
        return FieldSpec(name=field.name, type=field.type.item or FieldType(name="str"), optional=True)

    def length(self, field: FieldSpec) -> int:
        """The most items."""
        return LIST_LENGTH if field.maxlen is None else field.maxlen

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        inner = self._kind(field).annotation(self.item(field), context)
        return inner.put("list[", "]")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        inner = self._kind(field).taken(self.item(field), context)
        return constrained(inner.put("list[", "]"), self.constraints(field))

    def shown(self, field: FieldSpec, context: Context) -> Fragment:
        inner = self._kind(field).shown(self.item(field), context)
        return inner.put("list[", "]")

    def constraints(self, field: FieldSpec) -> Constraints:
        least = () if not field.minlen else (("min_length", Fragment(str(field.minlen))),)
        return (*least, ("max_length", Fragment(str(self.length(field)))))

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        count = max(1, field.minlen or 0)
        items = [
            self._kind(field).sample(self.item(field), context, number + place) for place in range(count)
        ]
        return Sample(
            [item.json for item in items],
            f"[{', '.join(item.source for item in items)}]",
            join(", ", (item.python for item in items)).put("[", "]"),
        )

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        item = self._kind(field).sample(self.item(field), context, 0)
        most, least = self.length(field), field.minlen or 0
        accepted = [_many(item, most, "the most items")]
        rejected = [_many(item, most + 1, "one item too many"), Case("text", '"text"', "no list")]
        if least:
            accepted.append(_many(item, least, "the fewest items"))
            rejected.append(_many(item, least - 1, "one item too few"))
        inner = self._kind(field).boundaries(self.item(field), context)
        fill = f" * {least}" if least > 1 else ""
        for cases, found in ((inner.accepted, accepted), (inner.rejected, rejected)):
            found += [Case([case.json] * max(1, least), f"[{case.source}]{fill}", case.why) for case in cases]
        rejected.append(Case([None] * max(1, least), f"[None]{fill}", "null inside"))
        return Boundaries(tuple(accepted), tuple(rejected))

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        if field.type.item is None or field.type.item.name not in ITEM_TYPES:
            name = "nothing" if field.type.item is None else field.type.item.name
            return (
                Complaint(
                    "", f"a list of {name} is not possible", "write list/str40, list/int, list/Address"
                ),
            )
        return self._kind(field).check_type(self.item(field))

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        if field.maxlen is not None and not 1 <= field.maxlen <= 1000:
            return (Complaint("maxlen", "maxlen of a list is 1 to 1000"),)
        if (field.minlen or 0) > self.length(field):
            return (Complaint("minlen", f"minlen is over the maximum of {self.length(field)}"),)
        return super().check_bounds(field)

    def _kind(self, field: FieldSpec) -> FieldKind:
        from fastapi_endpoint.fieldtypes.registry import kind_of  # noqa: PLC0415 - a list holds other types

        return kind_of(self.item(field))


def _many(item: Sample, times: int, why: str) -> Case:
    return Case([item.json] * times, f"[{item.source}] * {times}", why)


def _nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth - 1):
        value = [value]
    return value
