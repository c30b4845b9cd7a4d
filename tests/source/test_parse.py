"""What a file says, whatever its bytes are."""

from hypothesis import given, strategies

from fastapi_endpoint.source.expression import call_of, subscript_of
from fastapi_endpoint.source.literals import integer, is_literal, literal, string, strings
from fastapi_endpoint.source.parse import parse


def test_imports_in_all_their_forms() -> None:
    module = parse(
        b"from __future__ import annotations\n"
        b"import a.b.c, d as e\n"
        b"from x.y import (z as w, # why\n    v)\n"
        b"from . import one\nfrom ..two import *\n"
    )
    assert [(i.level, i.module, i.name, i.bound) for i in module.imports] == [
        (0, "__future__", "annotations", "annotations"),
        (0, "a.b.c", "", "a"),
        (0, "d", "", "e"),
        (0, "x.y", "z", "w"),
        (0, "x.y", "v", "v"),
        (1, "", "one", "one"),
        (2, "two", "*", "*"),
    ]


def test_routes_classes_and_calls() -> None:
    module = parse(
        b'router = APIRouter(prefix="/items", tags=["items"])\n'
        b"app.include_router(router)\n"
        b'@router.get("/{id}", status_code=201)\n'
        b"async def read(id: int, db: Session = Depends(get_db), *, q=None, **rest) -> Item:\n"
        b'    """Reads."""\n'
        b"    row = await db.get(Item, id)\n"
        b"    if not row:\n        raise HTTPException(404)\n"
        b"    return row\n"
        b"class Item(Base, table=True):\n"
        b"    id: Mapped[int] = mapped_column(primary_key=True)\n"
        b"    class Config:\n        frozen = True\n"
        b"    @property\n    def twice(self): return self.id * 2\n"
    )
    assert [call.function for call in module.calls if call.function.startswith("app")] == [
        "app.include_router"
    ]
    router = module.assignment("router")
    assert router is not None
    assert router.call is not None
    assert string(router.call.keyword("prefix")) == "/items"
    read = module.function("read")
    assert read is not None
    assert read.is_async
    assert read.doc == "Reads."
    assert (read.line, read.end_line) == (4, 9)
    assert [(p.name, p.annotation, p.default, p.kind) for p in read.parameters] == [
        ("id", "int", "", ""),
        ("db", "Session", "Depends(get_db)", ""),
        ("q", "", "None", ""),
        ("rest", "", "", "**"),
    ]
    assert read.decorators[0].name == "router.get"
    assert read.decorators[0].call is not None
    assert integer(read.decorators[0].call.keyword("status_code")) == 201
    assert [call.function for call in read.body.calls] == ["db.get", "HTTPException"]
    assert read.body.returns[0].text == "row"
    assert read.body.raises[0].text == "HTTPException(404)"
    item = module.class_("Item")
    assert item is not None
    assert item.bases == ("Base",)
    assert item.keyword("table") == "True"
    assert item.assignments[0].annotation == "Mapped[int]"
    assert item.classes[0].name == "Config"
    assert item.functions[0].decorators[0].name == "property"


def test_chained_calls_are_written_short() -> None:
    module = parse(b"def f(db):\n    return db.query(User).filter(User.id == 1).first()\n")
    assert [call.function for call in module.functions[0].body.calls] == [
        "().first",
        "().filter",
        "db.query",
    ]


def test_a_newer_grammar_is_read() -> None:
    module = parse(b"try:\n    import a\nexcept A, B:\n    pass\ntype X = Annotated[int, Depends(f)]\n")
    assert not module.errors
    assert module.assignments[0].target == "X"


def test_nothing_is_told_of_a_broken_statement() -> None:
    module = parse(b"import a\ndef good(): pass\ndef broken(x: pass\nx = (1,\n")
    assert module.errors
    assert [function.name for function in module.functions] == ["good"]
    inside = parse(b"def f(a: int):\n    x = = 3\n    g()\n").functions[0]
    assert parse(b"def f(a: int):\n    x = = 3\n    g()\n").errors == (2,)
    assert inside.body.calls == ()


def test_marks_and_line_ends() -> None:
    module = parse(b"\xef\xbb\xbfimport a\r\nx = 1\r\n")
    assert module.imports[0].module == "a"
    assert module.assignments[0].line == 2


@given(strategies.binary())
def test_any_bytes_are_taken(data: bytes) -> None:
    parse(data)


@given(
    strategies.lists(
        strategies.sampled_from(
            [
                *"()[]:=.,*@'\"\n\t# ",
                "def ",
                "class ",
                "import ",
                "from ",
                "x",
                "    ",
                "async ",
                "with ",
                "return ",
                "await ",
                "type ",
                "match ",
                "lambda ",
            ]
        )
    )
)
def test_any_scramble_of_python_is_taken(parts: list[str]) -> None:
    text = "".join(parts)
    parse(text.encode())
    call_of(text)
    subscript_of(text)
    literal(text)


def test_literals() -> None:
    assert literal("{'a': [1, 2.5]}") == {"a": [1, 2.5]}
    assert string("'a' \"b\"") == "ab"
    assert string("f'{x}'") is None
    assert strings("['a', 'b']") == ("a", "b")
    assert strings("['a', 1]") is None
    assert integer("True") is None
    assert is_literal("None")
    assert not is_literal("x")


def test_expressions() -> None:
    found = call_of("Depends(\n  get_db,\n  use_cache=False)")
    assert found is not None
    assert found.positional == ("get_db",)
    assert call_of("get_db") is None
    subscript = subscript_of("Annotated[dict[str, int], Depends(f)]")
    assert subscript is not None
    assert subscript.items == ("dict[str, int]", "Depends(f)")


def test_a_body_read_alone_says_where_things_are() -> None:
    text = (
        b"class A:\n    async def f(self):\n        'Does.'\n        from x import y\n        if y:\n"
        b"            return g(1)\n        else:\n            raise E\n"
    )
    module = parse(text)
    method = module.classes[0].functions[0]
    assert method.doc == "Does."
    assert [(call.function, call.line) for call in method.body.calls] == [("g", 6)]
    assert [(told.text, told.line) for told in method.body.raises] == [("E", 8)]
    assert [(found.name, found.local) for found in module.imports] == [("y", True)]
    assert module.calls == ()


def test_what_a_function_says_is_known_without_reading_it() -> None:
    module = parse(b"a()\ndef f():\n    b()\n")
    assert module.functions[0].says(b"b(")
    assert not module.functions[0].says(b"a(")
    assert module.inside.says(b"a(")
    assert not module.inside.says(b"b(")
    assert [call.function for call in module.every_call(b"b(")] == ["b"]
