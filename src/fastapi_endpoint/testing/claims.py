"""What a plan's fields promise over HTTP: their descriptions, and rows that keep the promises."""

from collections.abc import Mapping
from decimal import Decimal as Number
from typing import Any

from msgspec import Struct

from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec
from fastapi_endpoint.fieldtypes.base import Context, attribute
from fastapi_endpoint.fieldtypes.computed import computed_from
from fastapi_endpoint.fieldtypes.integer import Int
from fastapi_endpoint.fieldtypes.number import Decimal, Float
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fieldtypes.text import Str
from fastapi_endpoint.naming import human

Json = dict[str, Any]

TOKEN = "{n}"  # noqa: S105 - a placeholder that the suite fills, no secret
TOKEN_LENGTH = 12
_TYPES = {
    "str": "string",
    "text": "string",
    "int": "int",
    "float": "float",
    "decimal": "decimal",
    "bool": "bool",
    "date": "date",
    "datetime": "datetime",
    "uuid": "uuid",
    "ref": "uuid",
    "json": "json",
    "enum": "enum",
}
_ORDERED = frozenset({"int", "float", "decimal", "bool", "date", "datetime", "enum"})
SORT_EXAMPLES = 4


class Bodies(Struct, frozen=True):
    """Which fields a client may send, with what, and which only the server sets or nobody sees."""

    fields: Json
    create: Json
    update: Json
    invalid: list[Json]
    server: list[str]
    hidden: list[str]


def bodies(spec: EndpointSpec, context: Context, users: Mapping[str, int | str]) -> Bodies:
    """The claims of all fields. `users` are the ids of rows that a reference to the user table may name."""
    taken = [field for field in spec.fields.fields if is_taken(field, spec)]
    shown = [field for field in spec.fields.fields if field not in taken and not field.private]
    behind = {name for field in spec.fields.fields for name in computed_from(field)}
    # A change of what a computed field is made of changes more than what is sent.
    changed = [field for field in taken if not field.is_fixed and field.name not in behind]
    patched = {"update", "replace"} & set(spec.methods)
    described = [field for field in taken if not field.writeonly and not (patched and field.is_fixed)]
    return Bodies(
        fields={attribute(field): claim for field in described if (claim := describe_field(field, context))},
        create={attribute(field): _value(field, context, users, 0) for field in taken},
        update={attribute(field): _value(field, context, users, 1) for field in changed},
        invalid=[
            {attribute(field): case.json}
            for field in taken
            for case in kind_of(field).boundaries(field, context).rejected
        ],
        server=[attribute(field) for field in shown if not field.writeonly],
        hidden=[attribute(field) for field in spec.fields.fields if _is_hidden(field)],
    )


def _is_hidden(field: FieldSpec) -> bool:
    return field.private or field.writeonly or field.type.name == "secret"


def is_taken(field: FieldSpec, spec: EndpointSpec) -> bool:
    """May a create body hold the field?"""
    return not (field.private or field.readonly or field.computed or _is_scope(field, spec))


def _is_scope(field: FieldSpec, spec: EndpointSpec) -> bool:
    if field.tenant or (spec.parent is not None and field.name == spec.parent_field):
        return True
    return spec.access.owner is not None and spec.access.owner in {field.name, attribute(field)}


def describe_field(field: FieldSpec, context: Context) -> Json:
    """Type, bounds and default of one field; {} for a type that has no description of its own."""
    kind, type_name = kind_of(field), suite_type(field, context)
    own_pattern = field.pattern is not None or (field.pk and field.type.name == "str")
    if type_name is None or own_pattern or _names_rows(field, context):
        return {}
    claim: Json = {"type": type_name, **({"references": True} if field.type.name == "ref" else {})}
    if isinstance(kind, Str):
        claim |= {"min": max(field.minlen or 0, int(kind.refuses_blank(field))), "max": kind.length(field)}
    elif isinstance(kind, Int):
        claim |= dict(zip(("min", "max"), kind.limits(field), strict=True))
    elif isinstance(kind, Decimal):
        claim |= {"max_digits": kind.precision(field), "places": kind.scale(field)}
        least, most = kind.limits(field)
        claim |= {"min": _number(least)} if field.min or field.gt else {}
        claim |= {"max": _number(most)} if field.max or field.lt else {}
    elif isinstance(kind, Float):
        claim |= {word: float(text) for word in ("min", "max") if (text := getattr(field, word)) is not None}
    elif type_name == "enum":
        claim["values"] = list(field.type.values)
    elif type_name in {"date", "datetime"}:
        claim |= {word: text for word in ("min", "max") if (text := getattr(field, word)) is not None}
    if field.optional:
        claim |= {"nullable": True, "default": None}
    if field.default is not None and field.default != "now":
        claim["default"] = _default(field, field.default)
    if not field.optional and kind.default(field, context) is None:
        claim["required"] = True
    if field.unique or field.pk:
        claim["unique"] = True
    return claim


def _names_rows(field: FieldSpec, context: Context) -> bool:
    """A reference by number or text takes those of rows that exist: no bounds describe them."""
    return field.type.name == "ref" and context.id_type != "uuid"


def suite_type(field: FieldSpec, context: Context) -> str | None:
    """The suite's word for the type, where it has one."""
    if field.type.name == "ref":
        return {"int": "int", "str": "string"}.get(context.id_type, "uuid")
    return _TYPES.get(field.type.name)


def ascending(field: FieldSpec, context: Context) -> list[Any]:
    """A few values in the order the database gives them, where comparing them as JSON would not tell it."""
    if field.type.name not in _ORDERED or field.unique or field.pk:
        return []
    kind = kind_of(field)
    found = [kind.sample(field, context, number).json for number in range(SORT_EXAMPLES)]
    distinct = {str(value): value for value in found}.values()
    return sorted(distinct, key=Number) if field.type.name == "decimal" else sorted(distinct)


def pair(field: FieldSpec, context: Context, users: Mapping[str, int | str]) -> tuple[Any, Any]:
    """Two values, the lesser first where the type has an order."""
    ordered = ascending(field, context)
    if len(ordered) > 1:
        return ordered[0], ordered[1]
    if _is_user(field, users):
        return users["alice"], users["bob"]
    first, second = kind_of(field).samples(field, context)
    return first.json, second.json


def _value(field: FieldSpec, context: Context, users: Mapping[str, int | str], number: int) -> Any:
    if _is_user(field, users):
        return users["alice"]
    if field.type.name == "ref" and field.optional:
        return None
    if field.type.name == "refs":
        return []
    template = _template(field, number)
    return kind_of(field).sample(field, context, number).json if template is None else template


def _is_user(field: FieldSpec, users: Mapping[str, int | str]) -> bool:
    return field.type.name == "ref" and field.type.target in {"users", "User"} and bool(users)


def _template(field: FieldSpec, number: int) -> str | None:
    """A text with a token that the suite makes fresh each time."""
    match field.type.name:
        case "email":
            return f"{TOKEN}@example.com"
        case "url":
            return f"https://example.com/{number}/{TOKEN}"
        case "str" if field.pk:
            return TOKEN if _worded(field, number) else None
        case "uuid" if field.unique or field.pk:
            return f"00000000-0000-4000-8000-{TOKEN}"
        case "str" | "text" if field.pattern is None and field.example is None:
            return _worded(field, number)
        case _:
            return None


def _worded(field: FieldSpec, number: int) -> str | None:
    kind = kind_of(field)
    room = kind.length(field) if isinstance(kind, Str) else 0
    word = f"{'New' if number else human(field.name).capitalize()} "
    if room < TOKEN_LENGTH:
        return None
    start = word if len(word) + TOKEN_LENGTH <= room else ""
    return f"{start}{TOKEN}".ljust((field.minlen or 0) - TOKEN_LENGTH + len(TOKEN), "x")


def _default(field: FieldSpec, text: str) -> Any:
    match field.type.name:
        case "int":
            return int(text)
        case "float":
            return float(text)
        case "bool":
            return text == "true"
        case "decimal":
            return f"{Number(text):.{field.type.scale or 0}f}"
        case "json":
            return {}
        case _:
            return text


def _number(value: Number) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
