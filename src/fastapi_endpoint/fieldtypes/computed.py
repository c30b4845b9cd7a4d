"""Computed fields: what their expression may name, and whether its result always fits."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal as Number
from decimal import localcontext

from msgspec import Struct

from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.expression import COMPARISONS, Node, names, parse_expression, sql
from fastapi_endpoint.fieldtypes.integer import Int
from fastapi_endpoint.fieldtypes.number import Decimal, Float
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fieldtypes.reserved import RESERVED
from fastapi_endpoint.fieldtypes.typewords import Fault, closest

NUMERIC = ("int", "decimal", "float")
RESULTS = (*NUMERIC, "bool")
_LITERAL_BITS = 32
_ENDLESS = 40  # more places than any column has
_PRECISION = 100
_LARGEST_FLOAT = Number("1.8E308")


class Range(Struct, frozen=True):
    """What an expression can give: its type, its least and greatest value, and whether it can be NULL.

    `bits` is the width in which databases compute with integers, `places` those after the point.
    """

    kind: str
    least: Number
    most: Number
    nullable: bool = False
    bits: int = _LITERAL_BITS
    places: int = 0


def of_expressions(lines: Sequence[tuple[str, str, FieldSpec]]) -> Iterator[Problem]:
    """What is wrong with the expressions of these lines (text, object or "", field)."""
    fields = {field.name: field for _, owner, field in lines if not owner}
    for text, owner, field in lines:
        if field.computed and field.expr is not None and not owner:
            fault = _fault(field, field.expr, fields)
            if fault:
                start = text.find("expr=") + len("expr=")
                start += 2 if text[start : start + 1] == '"' else 1
                yield Problem(
                    id="fields",
                    message=fault.message,
                    text=text,
                    column=start + fault.offset,
                    hint=fault.hint,
                )


def expression_sql(field: FieldSpec, fields: Sequence[FieldSpec]) -> str:
    """The SQL of a sound computed field, rounded to its places where it would have more of them."""
    node = parse_expression(field.expr or "")
    if isinstance(node, Fault):
        return ""
    by_name = {each.name: each for each in fields}
    written = sql(node, {name: each.column or name for name, each in by_name.items()})
    with localcontext(prec=_PRECISION):
        found = _range(node, by_name)
    scale = field.type.scale or 0
    exact = isinstance(found, Fault) or field.type.name != "decimal" or found.places <= scale
    return written if exact else f"round({written}, {scale})"


def computed_from(field: FieldSpec) -> tuple[str, ...]:
    """The names of the fields that a computed field is made of."""
    node = parse_expression(field.expr) if field.computed and field.expr else Fault("")
    return () if isinstance(node, Fault) else tuple(dict.fromkeys(name.text for name in names(node)))


def _fault(field: FieldSpec, text: str, fields: Mapping[str, FieldSpec]) -> Fault | None:
    if field.type.name not in RESULTS:
        return Fault(f"a computed field is one of {', '.join(RESULTS)}", f"{field.name} is {field.type.name}")
    node = parse_expression(text)
    if isinstance(node, Fault):
        return node
    unknown = next((name for name in names(node) if not _may_be_named(name.text, fields)), None)
    if unknown is not None:
        known = [each for each in fields if _may_be_named(each, fields)]
        hint = closest(unknown.text, known) or f"numbers here are {', '.join(known) or 'none'}"
        return Fault(f'"{unknown.text}" is no stored number of this resource', hint, unknown.offset)
    bare = next((each for each in names(node) if (fields[each.text].column or each.text) in RESERVED), None)
    if bare is not None:
        hint = f"give its column another name: {bare.text}:...:column={bare.text}_of"
        return Fault(f"{bare.text} is a word of SQL, which expressions cannot hold", hint, bare.offset)
    with localcontext(prec=_PRECISION):
        found = _range(node, fields)
    return found if isinstance(found, Fault) else _unfit(field, found)


def _may_be_named(name: str, fields: Mapping[str, FieldSpec]) -> bool:
    field = fields.get(name)
    return field is not None and field.type.name in NUMERIC and not field.computed


def _unfit(field: FieldSpec, found: Range) -> Fault | None:
    return _of_another_type(field, found) or _too_wide(field, found)


def _of_another_type(field: FieldSpec, found: Range) -> Fault | None:
    if found.nullable and not field.optional:
        return Fault(
            f"{field.name} has no value where an optional field has none",
            "add optional, or write coalesce(NAME, 0)",
        )
    wanted = field.type.name
    if (found.kind == "bool") != (wanted == "bool"):
        return Fault(f"the expression gives {found.kind}, not {wanted}", "a comparison gives bool")
    if wanted == "int" and found.kind != "int":
        return Fault(f"the expression gives {found.kind}, not int", "make the field decimal or float")
    if wanted == "decimal" and found.kind == "float":
        return Fault("the expression gives float, not decimal", "make the field float")
    return None


def _too_wide(field: FieldSpec, found: Range) -> Fault | None:
    if found.kind == "bool":
        return None
    least, most = _limits(field)
    if found.least < least or found.most > most:
        reach = f"{found.least.normalize():f} to {found.most.normalize():f}"
        hint = "bound the fields that it is made of (min, max), or make the type larger"
        return Fault(f"the expression reaches from {reach}, more than {field.name} holds", hint)
    return None


def _limits(field: FieldSpec) -> tuple[Number, Number]:
    kind = kind_of(field)
    assert isinstance(kind, Int | Decimal | Float)  # noqa: S101 - for the type checker: numbers alone get here
    least, most = kind.limits(field)
    return Number(least), Number(most)


def _range(node: Node, fields: Mapping[str, FieldSpec]) -> Range | Fault:
    if node.kind == "number":
        number = Number(node.text)
        places = len(node.text.partition(".")[2])
        return Range("decimal" if places else "int", number, number, places=places)
    if node.kind == "name":
        return _of_field(fields[node.text])
    parts: list[Range] = []
    for part in node.parts:
        found = _range(part, fields)
        if isinstance(found, Fault):
            return found
        parts.append(found)
    return _combined(node, parts)


def _of_field(field: FieldSpec) -> Range:
    kind = kind_of(field)
    least, most = _declared(field) if isinstance(kind, Float) else _limits(field)
    bits = kind.bits(field) if isinstance(kind, Int) else _LITERAL_BITS
    return Range(field.type.name, least, most, field.optional, bits, field.type.scale or 0)


def _declared(field: FieldSpec) -> tuple[Number, Number]:
    """The bounds of a float as they are written: it may come as close to them as it likes."""
    least, most = field.gt or field.min, field.lt or field.max
    return Number(least) if least else -_LARGEST_FLOAT, Number(most) if most else _LARGEST_FLOAT


def _combined(node: Node, parts: list[Range]) -> Range | Fault:
    nullable = any(part.nullable for part in parts)
    kind = max((part.kind for part in parts), key=NUMERIC.index)
    bits = max(part.bits for part in parts)
    places = max(part.places for part in parts)
    match node.kind:
        case sign if sign in COMPARISONS:
            return Range("bool", Number(0), Number(1), nullable)
        case "negative":
            ends = [-parts[0].most, -parts[0].least]
        case "call" if node.text == "abs":
            ends = [Number(0), max(abs(parts[0].least), abs(parts[0].most))]
        case "call":
            ends = [end for part in parts for end in (part.least, part.most)]
            nullable = all(part.nullable for part in parts)
        case "/":
            one, other = parts
            if other.least <= 0 <= other.most:
                hint = "divide by a field that has gt=0, or by a number"
                return Fault("this divides by what can be zero", hint, node.offset)
            ends = [a / b for a in (one.least, one.most) for b in (other.least, other.most)]
            kind, places = ("float" if kind == "float" else "decimal"), _ENDLESS
        case "*":
            one, other = parts
            ends = [a * b for a in (one.least, one.most) for b in (other.least, other.most)]
            places = one.places + other.places
        case "+":
            ends = [parts[0].least + parts[1].least, parts[0].most + parts[1].most]
        case _:
            ends = [parts[0].least - parts[1].most, parts[0].most - parts[1].least]
    found = Range(kind, min(ends), max(ends), nullable, bits, places)
    if kind == "int" and not -(2 ** (bits - 1)) <= found.least <= found.most < 2 ** (bits - 1):
        hint = "bound the fields (min, max), or make one of them int64"
        return Fault(f"this leaves what integers of {bits} bits hold", hint, node.offset)
    return found
