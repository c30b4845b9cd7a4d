"""What computed fields are worth in the rows that tests make."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product

from msgspec.structs import replace

from fastapi_endpoint.fieldtypes.base import Sample
from fastapi_endpoint.fieldtypes.computed import computed_from
from fastapi_endpoint.fieldtypes.expression import COMPARISONS, Node, literals, parse_expression, value
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render.view import FieldView, ResourceView

ENOUGH = 5
TRIES = 1000
Given = Mapping[str, Sample]
_NULL = Sample(None, "None", Fragment("None"))


def computed_values(view: ResourceView, taken: Iterable[FieldView]) -> list[tuple[str, str, Given]]:
    """Name, value as source, and what to send, for each computed field that the fields taken decide.

    Where it is made of optional fields, once with them and once without; a comparison on either side of it.
    """
    sent = tuple(taken)
    found: list[tuple[str, str, Given]] = []
    for field in view.fields:
        full = _either_side(view, field, sent) or [_given(field, sent, 1)]
        nulls = {each.spec.name: _NULL for each in sent if each.nullable and each.spec.name in full[0]}
        for values in (*full, {**full[0], **nulls}) if nulls else full:
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
    if not any(each.unique for each in _parts(field, view.taken_fields)):
        rows += _either_side(view, field, view.taken_fields)
    worths = {worth: given for given in rows if given and (worth := _worth(view, field, given)) is not None}
    return [(_source(field, worth), worths[worth]) for worth in sorted(worths)]


def _parts(field: FieldView, taken: Iterable[FieldView]) -> list[FieldView]:
    """The fields that it is made of, as far as they can be sent."""
    names = computed_from(field.spec)
    return [each for each in taken if each.spec.name in names]


def _given(field: FieldView, taken: tuple[FieldView, ...], number: int) -> dict[str, Sample]:
    """Samples of that number for the fields that it is made of."""
    return {
        each.spec.name: each.kind.sample(each.spec, each.context, number) for each in _parts(field, taken)
    }


def _either_side(view: ResourceView, field: FieldView, taken: Iterable[FieldView]) -> list[dict[str, Sample]]:
    """What to send for less, as much and more than a comparison says: only that tells `>` from `>=`."""
    node, parts = _node(field), _parts(field, taken)
    if node is None or node.kind not in COMPARISONS:
        return []
    texts = [number.text for number in literals(node)]
    found: dict[int, dict[str, Sample]] = {}
    for samples in islice(product(*(_tries(part, texts) for part in parts)), TRIES):
        given = {part.spec.name: each for part, each in zip(parts, samples, strict=True)}
        numbers = _numbers(view, field, given) or {}
        left, right = (value(side, numbers) for side in node.parts) if numbers else (None, None)
        if left is not None and right is not None:
            found.setdefault((left > right) - (left < right), given)
    return [found[side] for side in sorted(found)]


def _tries(part: FieldView, texts: Sequence[str]) -> list[Sample]:
    """Some samples of a field, and those that begin with a number of the expression."""
    fitting = [text for text in texts if part.kind.fits(part.spec, text) is None]
    specs = [part.spec, *(replace(part.spec, example=text) for text in fitting)]
    return [part.kind.sample(spec, part.context, number) for spec in specs for number in range(3)]


def _node(field: FieldView) -> Node | None:
    node = parse_expression(field.spec.expr or "") if field.spec.computed else None
    return node if isinstance(node, Node) else None


def _worth(view: ResourceView, field: FieldView, given: Given) -> Decimal | None:
    """The value in a row that these samples are sent for; None where it is NULL or not known."""
    node, numbers = _node(field), _numbers(view, field, given)
    worth = value(node, numbers) if node is not None and numbers is not None else None
    if worth is None:
        return None
    scale = field.spec.type.scale
    return Decimal(worth) if scale is None else round(Decimal(worth), scale)


def _numbers(view: ResourceView, field: FieldView, given: Given) -> dict[str, Decimal | None] | None:
    """What each name in its expression is worth in such a row; None where one is not known."""
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
    return numbers


def _source(field: FieldView, worth: Decimal) -> str:
    match field.spec.type.name:
        case "bool":
            return str(bool(worth))
        case "decimal":
            return f'"{worth}"'
        case _:
            return f"{worth.normalize():f}"
