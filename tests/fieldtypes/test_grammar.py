"""The field language: what lines mean, how they are printed back, and what is said of wrong ones."""

import json
import shlex
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.domain.spec import Composite, Fields, FieldSpec, FieldType
from fastapi_endpoint.fieldtypes import vocabulary
from fastapi_endpoint.fieldtypes.grammar import parse, print_field, print_fields

CANONICAL = [
    "title:str200",
    "slug:str80:unique",
    "price:decimal12.2=0.00:min=0",
    "status:enum/draft/live=draft:filter",
    "author:ref/users:owner:ondelete=cascade",
    "parent:ref/self:optional:ondelete=set-null",
    "reviewers:refs/users:through=post_reviewers",
    "tags:list/str40:maxlen=10",
    "meta:json:optional",
    "shipping:Address",
    "payment:union/Card/BankTransfer:tag=kind",
    "published_at:datetime:optional:readonly",
    "starts_at:datetime=now",
    "password:secret:writeonly",
    "carrier:enum/dhl/ups/fedex:filter",
    "weight:decimal8.3:gt=0:filter=equals/min",
    "Address.street:str200",
    "Card.number:str20",
    "BankTransfer.iban:str34",
    "+unique/author/slug",
    "+sort/created_at/price",
]


def fields(*lines: str) -> Fields:
    parsed = parse(lines)
    assert isinstance(parsed, Fields), parsed
    return parsed


def problems(*lines: str) -> tuple[Problem, ...]:
    parsed = parse(lines)
    assert not isinstance(parsed, Fields)
    return parsed


def only(line: str) -> FieldSpec:
    return fields(line).fields[0]


def test_canonical_lines_come_back_as_they_are() -> None:
    assert print_fields(fields(*CANONICAL)) == tuple(CANONICAL)


@pytest.mark.parametrize("shell", ["sh", "bash", "dash", "zsh", "fish"])
def test_canonical_lines_pass_a_shell_unquoted(shell: str) -> None:
    for line in CANONICAL:
        assert shlex.split(line) == [line]
        assert shlex.quote(line) == line
    if shutil.which(shell):
        words = " ".join(CANONICAL)
        done = subprocess.run(
            [shell, "-c", f"printf '%s\\n' {words}"], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines() == CANONICAL


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("title", "title:str255"),
        ("title:unique", "title:str255:unique"),
        ("title:str", "title:str255"),
        ("title:filter=contains", "title:str255:filter=contains"),
        ("author_id:ref/users", "author:ref/users"),
        ("n:int:default=3", "n:int=3"),
        ("author:ref/users:ondelete=cascade:owner", "author:ref/users:owner:ondelete=cascade"),
        ("  body:text:optional  ", "body:text:optional"),
        ('note:str40="a: b"', 'note:str40="a: b"'),
        ('note:str40:default="plain"', "note:str40=plain"),
        ("code:str9:pattern=^[a-z]+$:example=abc", 'code:str9:pattern="^[a-z]+$":example=abc'),
        ("total:int:computed:expr=1 + 2", 'total:int:computed:expr="1 + 2"'),
    ],
)
def test_other_spellings_have_one_canonical_form(line: str, printed: str) -> None:
    assert print_field(only(line)) == printed
    assert only(printed) == only(line)


def test_words_win_over_types() -> None:
    assert only("title:unique") == FieldSpec(name="title", type=FieldType(name="str", size=255), unique=True)
    words = {*vocabulary.FLAGS, *vocabulary.KEYS}
    assert not words & {*vocabulary.SCALARS, *vocabulary.HEADS}


def test_blank_lines_say_nothing() -> None:
    assert parse(["", "  "]) == Fields()


def test_provided_columns_can_be_sorted_by() -> None:
    assert fields("a:int", "+sort/created_at").composites == (Composite(kind="sort", names=("created_at",)),)


@pytest.mark.parametrize(
    ("line", "column", "message", "hint"),
    [
        ("price:desimal12.2", 7, 'unknown type "desimal12.2"', 'did you mean "decimal"?'),
        ("price:decimal", 7, "decimal needs a size", "write decimal12.2"),
        ("price:decimal2.12", 7, "more places than digits", "write decimal12.2"),
        ("price:numeric(10,2)", 7, "unknown type", "write decimal12.2"),
        ("title:string", 7, "unknown type", "write str"),
        ("title:str:uniqe", 11, 'unknown word "uniqe"', 'did you mean "unique"?'),
        ("title:str:nullable", 11, "unknown word", "write optional"),
        ("title:str200:min=3", 14, "min does not apply to str", "str takes"),
        ("title:str200:optional=yes", 14, "optional takes no value", "write optional"),
        ("title:str200:maxlen", 14, "maxlen needs a value", "write maxlen"),
        ("title:str200:maxlen=many", 21, "maxlen is a number", ""),
        ("title:str20:maxlen=30", 13, "maxlen is 1 to 20", ""),
        ("title:str20:minlen=5:maxlen=3", 13, "minlen is over the maximum", ""),
        ("n:int:min=5:max=3", 13, "no whole number lies between", ""),
        ("n:int=many", 7, 'default "many" is no whole number', ""),
        ("n:int16=40000", 9, "is not from -32768 to 32767", ""),
        ("n:int:min=1:gt=0", 13, "bound the same side", "keep min or gt"),
        ("n:int8", 3, "16, 32 or 64", ""),
        ("status:enum/a/b=c", 17, "is not one of a, b", ""),
        ("status:enum/a/a", 8, "names each member once", ""),
        ("status:enum", 8, "enum needs more", "write enum/draft/live"),
        ("status:enum/a/b c", 15, "cannot stand in enum", ""),
        ("x:list/stri", 8, "unknown type", 'did you mean "str"?'),
        ("author:ref/users:ondelete=set-null", 18, "set-null empties", "add optional"),
        ("author:ref/users:ondelete=setnull", 27, "cannot be", 'did you mean "set-null"?'),
        ("author:ref/users:owner:optional", 18, "an owner cannot be optional", ""),
        ("shop:ref/shops:tenant:optional", 23, "a tenant cannot be optional", ""),
        ("shop:ref/shops:owner:tenant", 16, "tenant and owner exclude", "keep one"),
        ("shop:str20=a:tenant", 12, "tenant and default exclude", "keep one"),
        ("code:str20:pk:optional", 15, "pk and optional exclude", "keep one"),
        ("code:str20=a:pk", 12, "pk and default exclude", ""),
        ("body:text:pk", 11, "does not apply to text", ""),
        ("shop:text:tenant", 11, "does not apply to text", ""),
        ("parent:ref/self", 8, "no first row", "add optional"),
        ("id:int", 1, "exists on every resource", "+sort/id"),
        ("created_at:datetime", 1, "exists on every resource", "+sort/created_at"),
        ("class:str", 1, "word of Python", ""),
        ("Title:str", 1, "is no name of a field", "title"),
        ("", 1, "", ""),
        ("note:str=a b", 10, "cannot hold a space", "answers file"),
        ("note:str=a:b", 12, 'unknown word "b"', "answers file"),
        ("note:str two:int", 6, "unknown type", ""),
        ("views:int:readonly", 11, "never given a value", "add optional or a default"),
        ("total:int:computed", 11, "needs its expression", "add expr"),
        ("pin:secret:filter", 12, "would reveal", ""),
        ("code:str9:pattern=[a-z]+", 11, "needs an example", ""),
        ("code:str9:pattern=.*:example=ab", 11, "lets a NUL through", ""),
        ("code:str9:pattern=(a:example=ab", 11, "no regular expression", ""),
        ("+sort/nothing", 7, 'no field "nothing"', ""),
        ("+sorted/a", 2, 'unknown kind "sorted"', 'did you mean "sort"?'),
        ("street:Address:unique", 16, "unique does not apply to object", ""),
    ],
)
def test_a_wrong_line_is_pointed_at(line: str, column: int, message: str, hint: str) -> None:
    if not line:
        assert parse([line]) == Fields()
        return
    found = problems(line)[0]
    assert message in found.message
    assert hint in found.hint
    assert (found.text, found.column) == (line, column)


def test_all_errors_come_at_once() -> None:
    found = problems("a:desimal:uniqe", "b:str:min=1", "c:int", "c:str", "+sort/d", "+sort/a")
    assert [problem.text for problem in found] == [
        "a:desimal:uniqe",
        "a:desimal:uniqe",
        "b:str:min=1",
        "c:str",
        "+sort/d",
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("a:ref/users", "a_id:int"), "two fields"),
        (("a:ref/users:owner", "b:ref/users:owner"), "one owner"),
        (("a:ref/shops:tenant", "b:uuid:tenant"), "one tenant"),
        (("a:int:pk", "b:uuid:pk"), "one pk"),
        (("A.x:int",), "no field is of the type A"),
        (("a:A", "A.b:B", "B.a:A"), "holds itself"),
        (("a:A", "A.u:ref/users"), "an object holds no reference"),
    ],
)
def test_lines_must_agree_with_one_another(lines: tuple[str, ...], message: str) -> None:
    assert message in problems(*lines)[0].message


PIECES = st.sampled_from(
    [
        *(
            ":",
            "=",
            "/",
            ".",
            "+",
            '"',
            "\\",
            " ",
            "\n",
            "\0",
            "é",
            "\ud800",
            "-",
            "0",
            "9",
            "12.2",
            "_",
            "A",
            "b",
        ),
        *vocabulary.SCALARS,
        *vocabulary.HEADS,
        *vocabulary.FLAGS,
        *vocabulary.KEYS,
        *CANONICAL,
    ]
)
NAMES = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
TYPES = st.sampled_from(
    [
        *(
            "str",
            "str40",
            "text",
            "int",
            "int64",
            "float",
            "decimal8.3",
            "bool",
            "date",
            "datetime",
            "time",
            "uuid",
        ),
        *(
            "enum/dhl/ups",
            "list/str40",
            "ref/users",
            "json",
            "email",
            "url",
            "ip",
            "secret",
            "duration",
            "refs/tags",
        ),
    ]
)
DEFAULTS = st.one_of(
    st.just(""),
    st.sampled_from(["=0", "=now", "=true", "=dhl", "=2025-01-01", "=1.5"]),
    st.text(max_size=9).map(lambda text: "=" + json.dumps(text)),
)
WORDS = st.lists(
    st.sampled_from(
        [*vocabulary.FLAGS, "min=0", "max=9", "gt=0", "lt=5", "maxlen=7", "ondelete=cascade", "back=xs"]
    ),
    max_size=4,
    unique=True,
)
LINES = st.builds(
    lambda name, kind, default, words: ":".join([name, kind + default, *words]), NAMES, TYPES, DEFAULTS, WORDS
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=4))
def test_no_text_raises(lines: list[str]) -> None:
    parsed = parse(lines)
    if isinstance(parsed, Fields):
        assert parse(print_fields(parsed)) == parsed


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_no_text_at_all_raises(text: str) -> None:
    parse([text])
    parse(text.splitlines())


@settings(max_examples=500, deadline=None)
@given(LINES)
def test_what_is_printed_means_the_same(line: str) -> None:
    parsed = parse([line])
    if isinstance(parsed, Fields):
        assert parse(print_fields(parsed)) == parsed
        assert [shlex.split(shlex.quote(each)) for each in print_fields(parsed)] == [
            [each] for each in print_fields(parsed)
        ]
