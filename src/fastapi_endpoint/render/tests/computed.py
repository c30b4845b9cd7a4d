"""What computed fields are worth in the rows that tests make."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from fastapi_endpoint.fieldtypes.base import Sample
from fastapi_endpoint.fieldtypes.computed import computed_from
from fastapi_endpoint.fieldtypes.expression import Node, parse_expression, value
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render.view import FieldView, ResourceView

ENOUGH = 5
Given = Mapping[str, Sample]
_NULL = Sample(None, "None", Fragment("None"))


def computed_values(view: ResourceView, taken: Iterable[FieldView]) -> list[tuple[str, str, Given]]:
    """Name, value as source, and what to send, for each computed field that the fields taken decide.

    Where it is made of optional fields, once with them and once without.
    """
    sent = tuple(taken)
    found: list[tuple[str, str, Given]] = []
    for field in view.fields:
        given = _given(field, sent, 1)
        bare = given | {each.spec.name: _NULL for each in sent if each.nullable and each.spec.name in given}
        for values in (given, bare) if bare != given else (given,):
            worth = _worth(view, field, values)
            if values and worth is not None:
                found.append((field.name, _source(field, worth), values))
    return found


def values_apart(view: ResourceView, field: FieldView) -> tuple[tuple[str, Given], tuple[str, Given]] | None:
    """A lesser and a greater value of a computed field as source, each with what to send for it."""
    ascending = values_ascending(view, field)
    return (ascending[0], ascending[1]) if len(ascending) > 1 else None


def values_ascending(view: ResourceView, field: FieldView) -> list[tuple[str, Given]]:
    """Values of a computed field as source, the least first, each with what to send for it."""
    rows = [_given(field, view.taken_fields, number) for number in range(ENOUGH)]
    worths = {worth: given for given in rows if given and (worth := _worth(view, field, given)) is not None}
    return [(_source(field, worth), worths[worth]) for worth in sorted(worths)]


def _given(field: FieldView, taken: tuple[FieldView, ...], number: int) -> dict[str, Sample]:
    """Samples of that number for the fields that it is made of, as far as they can be sent."""
    if not field.spec.computed:
        return {}
    parts = set(computed_from(field.spec))
    return {
        each.spec.name: each.kind.sample(each.spec, each.context, number)
        for each in taken
        if each.spec.name in parts
    }


def _worth(view: ResourceView, field: FieldView, given: Given) -> Decimal | None:
    """The value in a row that these samples are sent for; None where it is NULL or not known."""
    node = parse_expression(field.spec.expr or "") if field.spec.computed else None
    if not isinstance(node, Node):
        return None
    numbers: dict[str, Decimal | None] = {}
    for name in computed_from(field.spec):
        part = next(each for each in view.fields if each.spec.name == name)
        if name in given:
            sent = given[name].json
            numbers[name] = None if sent is None else Decimal(str(sent))
        elif part.in_create:
            return None
        else:
            numbers[name] = None if part.spec.default is None else Decimal(part.spec.default)
    worth = value(node, numbers)
    if worth is None:
        return None
    scale = field.spec.type.scale
    return Decimal(worth) if scale is None else round(Decimal(worth), scale)


def _source(field: FieldView, worth: Decimal) -> str:
    match field.spec.type.name:
        case "bool":
            return str(bool(worth))
        case "decimal":
            return f'"{worth}"'
        case _:
            return f"{worth.normalize():f}"
