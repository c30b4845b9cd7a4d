"""Every field type against Pydantic itself: it takes and refuses what the type says."""

import ast
import json

import pytest
from pydantic import TypeAdapter, ValidationError

from fastapi_endpoint.domain.spec import Fields, FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.base import Context, FieldKind
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.fieldtypes.objects import context_of
from fastapi_endpoint.fieldtypes.registry import KINDS, kind_of
from fastapi_endpoint.fragments import Fragment, code, import_block

CONTEXT = Context(resource="Parcel", keys={"users": "int", "brands": "uuid", "tags": "str"})


def spec(type_name: str, *, size: int | None = None, scale: int | None = None, **words: object) -> FieldSpec:
    parts = {key: words.pop(key) for key in ("values", "target", "item") if key in words}
    return FieldSpec(
        name=str(words.pop("name", "thing")),
        type=FieldType(name=type_name, size=size, scale=scale, **parts),
        **words,
    )


FIELDS = [
    spec("str"),
    spec("str", size=2),
    spec("str", size=1),
    spec("str", size=40, unique=True, filter=True),
    spec("str", size=40, minlen=3, maxlen=10),
    spec("str", size=12, pattern="[A-Z]{2}-[0-9]{3}", example="AB-199"),
    spec("str", optional=True),
    spec("text"),
    spec("int"),
    spec("int", size=16, min="10", max="12", filter=True),
    spec("int", size=64, gt="0", lt="3"),
    spec("float"),
    spec("float", min="0", max="1", filter=True),
    spec("float", gt="0", lt="1"),
    spec("float", size=32),
    spec("float", max="-1"),
    spec("float", max="0.5", min="0.25"),
    spec("int", max="-1"),
    spec("decimal", size=8, scale=3, max="-7"),
    spec("str", size=2, example="zz"),
    spec("decimal", size=12, scale=2, min="0"),
    spec("decimal", size=8, scale=3, gt="0", filter=True),
    spec("decimal", size=3, scale=3),
    spec("decimal", size=2),
    spec("decimal", size=5, scale=2, min="0.5", max="0.75"),
    spec("bool"),
    spec("date", min="2024-01-01", max="2024-12-31", filter=True),
    spec("date", gt="2024-01-01"),
    spec("datetime", filter=True),
    spec("datetime", max="2030-01-01"),
    spec("time"),
    spec("duration"),
    spec("uuid", filter=True),
    spec("json"),
    spec("bytes", size=9),
    spec("email", unique=True, filter=True),
    spec("url"),
    spec("ip"),
    spec("secret", minlen=12),
    spec("enum", values=("dhl", "in-transit"), name="carrier", filter=True, filters=("equals", "in")),
    spec("list", item=FieldType(name="str", size=40), maxlen=3, minlen=2),
    spec("list", item=FieldType(name="enum", values=("a", "b"))),
    spec("ref", target="users", filter=True),
    spec("ref", target="brands"),
    spec("ref", target="tags"),
    spec("refs", target="users"),
]
GUARDED = {"too deep", "a NUL", "too long", "a number that is too large"}


def ids(field: FieldSpec) -> str:
    return f"{field.type.name}{field.type.size or ''}"


def namespace(*fragments: Fragment) -> dict[str, object]:
    names: dict[str, object] = {}
    exec("from enum import StrEnum", names)  # noqa: S102 - the text under test
    for fragment in fragments:
        exec(import_block(fragment.imports), names)  # noqa: S102 - the same
    for class_name, members in (("ParcelCarrier", ("dhl", "in-transit")), ("ParcelThing", ("a", "b"))):
        body = "\n".join(f"    {m.upper().replace('-', '_')} = '{m}'" for m in members)
        exec(f"class {class_name}(StrEnum):\n{body}", names)  # noqa: S102 - the same
    return names


def evaluated(fragment: Fragment) -> object:
    return eval(fragment.text, namespace(fragment))  # noqa: S307 - the text under test


def test_every_type_of_the_language_is_exercised() -> None:
    assert {kind.name for kind in KINDS} - {field.type.name for field in FIELDS} == {"object", "union"}
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_type_names_itself_its_words_and_what_it_is(kind: FieldKind) -> None:
    assert type(kind).__doc__
    assert "optional" in kind.words


@pytest.mark.parametrize("field", FIELDS, ids=ids)
def test_the_field_is_sound(field: FieldSpec) -> None:
    assert kind_of(field).check(field) == ()


@pytest.mark.parametrize("field", FIELDS, ids=ids)
def test_samples_are_valid_distinct_and_true_to_their_source(field: FieldSpec) -> None:
    kind = kind_of(field)
    adapter = TypeAdapter(evaluated(kind.taken(field, CONTEXT)))
    first, second = kind.samples(field, CONTEXT)
    for sample in (first, second):
        adapter.validate_json(json.dumps(sample.json))
        assert ast.literal_eval(sample.source) == sample.json
        TypeAdapter(evaluated(kind.annotation(field, CONTEXT))).validate_python(evaluated(sample.python))
    assert first.json != second.json


@pytest.mark.parametrize("field", FIELDS, ids=ids)
@pytest.mark.filterwarnings("error")
def test_what_is_taken_is_handed_on_without_a_warning(field: FieldSpec) -> None:
    kind = kind_of(field)
    adapter = TypeAdapter(evaluated(kind.taken(field, CONTEXT)))

    for sample in kind.samples(field, CONTEXT):
        adapter.dump_python(adapter.validate_python(sample.json))


def test_an_address_is_handed_on_as_text() -> None:
    adapter = TypeAdapter(evaluated(kind_of(spec("url")).taken(spec("url"), CONTEXT)))

    assert adapter.dump_python(adapter.validate_python("https://EXAMPLE.com")) == "https://example.com/"


@pytest.mark.parametrize("field", FIELDS, ids=ids)
def test_pydantic_draws_the_bounds_where_the_type_says(field: FieldSpec) -> None:
    kind = kind_of(field)
    adapter = TypeAdapter(evaluated(kind.taken(field, CONTEXT)))
    boundaries = kind.boundaries(field, CONTEXT)
    for case in boundaries.accepted:
        adapter.validate_json(json.dumps(case.json))
    assert boundaries.rejected
    for case in boundaries.rejected:
        if kind.guards(field) == ("bounded-json",) and case.why in GUARDED:
            continue
        if "no-number" in kind.guards(field) and case.why == "a number":
            continue
        if kind.guards(field) == ("local-time",) and case.why in {"a number", "a zone"}:
            continue
        if "utc" in kind.guards(field) and case.why == "before all time in UTC":
            continue
        with pytest.raises(ValidationError):
            adapter.validate_json(json.dumps(case.json))
    for case in (*boundaries.accepted, *boundaries.rejected):
        assert evaluated(code(case.source, "base64.b64encode")) == case.json


@pytest.mark.parametrize("value", [False, 5, b"abcd", "", "fe80::1%" + "a" * 100, "fe80::1%\0", "1.2.3.4 "])
def test_an_address_is_text_without_a_zone(value: object) -> None:
    field = spec("ip")
    adapter = TypeAdapter(evaluated(kind_of(field).taken(field, CONTEXT)))

    with pytest.raises(ValidationError):
        adapter.validate_python(value)
    assert adapter.validate_python("2001:DB8::0:1") == "2001:db8::1"


@pytest.mark.parametrize("field", [field for field in FIELDS if field.filter], ids=ids)
def test_filters_are_typed_and_named_after_the_field(field: FieldSpec) -> None:
    kind = kind_of(field)
    filters = kind.filters(field, CONTEXT)
    assert filters
    for each in filters:
        TypeAdapter(evaluated(each.annotation))
        assert each.parameter.startswith("carrier" if field.name == "carrier" else "thing")


@pytest.mark.parametrize("field", FIELDS, ids=ids)
def test_numbered_values_are_valid_and_never_the_same(field: FieldSpec) -> None:
    kind = kind_of(field)
    source = kind.numbered(field, "n")
    if source is None:
        return
    adapter = TypeAdapter(evaluated(kind.taken(field, CONTEXT)))
    values = [eval(source.text, {**namespace(source), "n": n}) for n in range(1, 120)]  # noqa: S307 - under test
    for value in values:
        adapter.validate_json(json.dumps(value))
    assert len({str(value) for value in values}) == len(values)


def test_objects_and_unions_are_made_of_the_samples_of_their_fields() -> None:
    parsed = parse(
        (
            "shipping:Address",
            "payment:union/Card/BankTransfer:tag=way",
            "Address.street:str200",
            "Address.floor:int:optional",
            "Card.number:str20",
            "BankTransfer.iban:str34",
        )
    )
    assert isinstance(parsed, Fields)
    context = context_of(parsed, Context())
    shipping, payment = parsed.fields
    assert kind_of(shipping).sample(shipping, context, 0).json == {"street": "12 Garden Row", "floor": 1}
    first, second = kind_of(payment).samples(payment, context)
    assert (first.json, second.json) == (
        {"way": "card", "number": "NU-1"},
        {"way": "bank_transfer", "iban": "Iban 2"},
    )
    assert ast.literal_eval(second.source) == second.json


def test_the_bounds_of_64_bits_are_documented_exactly() -> None:
    field = spec("int", size=64)
    schema = TypeAdapter(evaluated(kind_of(field).taken(field, CONTEXT))).json_schema()

    assert {name: float(schema[name]) for name in ("minimum", "exclusiveMaximum")} == {
        "minimum": -(2**63),
        "exclusiveMaximum": 2**63,
    }


def test_queries_take_the_key_of_a_row_as_text() -> None:
    author = spec("ref", target="users", filter=True)

    assert "StrictInt" in kind_of(author).taken(author, CONTEXT).text
    assert "StrictInt" not in kind_of(author).queried(author, CONTEXT).text


@pytest.mark.parametrize("name", ["tracking", "number", "note", "city_code", "first_name"])
def test_samples_of_texts_differ_and_tell_of_their_field(name: str) -> None:
    field = spec("str", size=80, name=name)
    values = [kind_of(field).sample(field, CONTEXT, number).json for number in range(3)]

    assert len(set(values)) == 3
    assert all(str(value)[:1].isupper() for value in values)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("email", "someone1@example.com"),
        ("customer_email", "customer1@example.com"),
        ("contact", "contact1@example.com"),
        ("billing_email_address", "billing1@example.com"),
    ],
)
def test_addresses_are_those_of_people(name: str, address: str) -> None:
    field = spec("email", name=name)

    assert kind_of(field).sample(field, CONTEXT, 0).json == address


def test_a_text_of_one_length_has_one_border() -> None:
    code = spec("str", size=3, minlen=3)
    found = kind_of(code).boundaries(code, CONTEXT)

    assert [case.json for case in found.accepted] == ["xxx"]
    assert len({case.json for case in found.rejected}) == len(found.rejected)
