"""The quick reading of a file says what the grammar says of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies

import fastapi_endpoint
from fastapi_endpoint.source.module import Class, Function, Module
from fastapi_endpoint.source.outline import outline
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.statements import Assignment, Decorator

OWN_FILES = sorted(Path(fastapi_endpoint.__file__).parent.rglob("*.py"))

PLAIN = b'''\
"""Says nothing.

class Inside:
    import text
"""

from __future__ import annotations
import os, sys as system, xml.dom
from . import near
from ..up import (  # why
    one as first,  # the first
    two,
)

if TYPE_CHECKING:
    from typing import Any

    T = Any
else:
    def fallback(): import late; return late
try:
    import fast
except (A, B) as why:  # none
    fast = None
finally:
    done = True

NAMES = {
    "a": [1, 2],  # )
    'b': f"{x!r:>{width}}",
}
first, second = pair()
left = right = call(a=1, *rest, **more)
price: Decimal = Field(gt=0, description="it's (a)")  # after
bare: int
settings.debug = True
table["key"] = make()
text = """one
def not_a_function():
"""
type Alias = Annotated[int, Depends(get)]
row = await fetch(1)
chained = db.query(User).filter(a == b).first()
count += 1
app.include_router(router, prefix="/x")

@app.get("/{id}", responses={404: {"model": Error}})
@plain
async def read(
    id: int,  # the id
    db: Session = Depends(get_db),
    *,
    q: str | None = Query(None, alias="q,"),
    key=-1,
    **rest: dict[str, int],
) -> Annotated[Item, "x: y"]:
    """Reads."""
    from x import local

    def inner(): return 1
    return await db.get(Item, id)
    # trailing


def one_line(a, /, b=lambda x: x): return a
class Empty: pass
class Item(Base, Generic[T], table=True):
    """Doc
    id: not_a_field
    """

    id: Mapped[int] = mapped_column(
        primary_key=True,
    )
    if DEBUG:
        name: str = "x"

    class Config:
        frozen = True

    @property
    def twice(self) -> int:  # noqa
        return self.id * 2

    def multi(
        self,
        other: "Item",
    ) -> None:
        raise Error("x")

match command:
    case 1:
        x = 1
if __name__ == "__main__":
    uvicorn.run("app:app")
'''

HOSTILE = [
    PLAIN.replace(b"match command:\n    case 1:\n        x = 1\n", b""),
    b'x = \'"""\'\ny = 1\ndef f(): pass\nz = \'"""\'\n',
    b'# """\nx = 1\n# """\ny = 2\n',
    b"x = 1; y = 2\nimport a; import b\n",
    b"x = [\n1,\ny = 2\n]\n",
    b"def f(\na,\nb\n):\n    pass\nc = 1\n",
    b"x = a + \\\n    b\nx2 = \\\nc\n",
    b"if a: b = 1\nfor x in y: import z\n",
    b"class A(\n    B,\n    metaclass=Meta,\n):\n    x = 1\n",
    b"class A[T](B): x: T\ndef f[T](x: T) -> T: ...\n",
    b"def f(a, (b, c)): pass\nx = 1\n",
    b"print 'a: %s' % b\nx = 1\n",
    b"x = r'''\\'''\ny = r'\\'\n",
    b'x = """a\\"""b"""\ny = 1\n',
    b"class A:\n\tx = 1\n\tdef f(self):\n\t\treturn 1\n",
    b"from a import *\nfrom .b import *  # noqa\n",
    b"with open(a) as f, \\\n     open(b) as g:\n    x = 1\n",
    b"try: import a\nexcept E: a = None\n",
    b"async def f():\n    async with a as b:\n        yield b\n",
    "naïve = café(ü='ö')\ndef größe(): ...\n".encode(),
    b"@(a or b)\ndef f(): ...\n@x[0](1)\nclass A: ...\n",
    b"(a, b) = c\n[d, e] = f\n*g, h = i\n",
    b"x: int = y = 1\n",
    b"class A:\n    def f(self):\n        g(\n'margin'\n        )\n    def h(self): pass\n",
    b"class A:\n    def f(self):\n        g(\nmargin\n        )\n    def h(self): pass\n",
    b"lambda: 1\nx = lambda a, b=1: a\n",
    b"x = 1\r\ndef f():\r\n    return 1\r\n",
    b"def f():\n    '''doc'''\n",
    b"def f(): # note: x\n    # more\n    return 1\n",
    b"x = yield\n",
    b"def f(a=b, *args: int, c: str='x'): pass",
    b"x: Annotated[\n    int, Field(gt=0)\n] = y(1)  # (\nz: 'w' = '''\n'''\n",
    b"def f(\n    self, /, a: dict[str, int] = {},  # {\n    *, b: str = g('(')\n) -> h[i]: return a\n",
    b"def f(a):\n    if a: return (\n        1,  # one\n    )\n    returns = 'return'\n    return\n",
    b"def f(a):\n    pass  # never: return 2\n    if a == 'b': return 1; return 2\n",
    b"def f(a):\n    def g(): return [\n        'raise x']\n    return \\\n        3\n",
    b"def f(a):\n    if a: raise A(a) from None\n    raise B('x from y') from a.b\n    raise\n",
    b"def f(a=b(1)):\n    a.b(1)(2).c(3)\n    if (a): return d(e\n        . f(4), 'g(5)')  # h(6)\n",
    b"def f(a):\n    def g(b=c()): i(f'{j(7)}', f'k(8)'); class_(9)\n",
    b"def f(a):\n    class L(m(1)): pass\n    z\n    (n(2))\n    yield o, *p(q)\n",
    b'def f(a):\n    f"""{o(1)}""" + p(2)\n    match (3):\n        case q(4): pass\n    r[5](s(6)).t(7)\n',
    b"def f(a):\n    raise C(\n        a\n    ) from a[0]\n",
]


def told(module: Module) -> Iterator[object]:
    """Everything that a module says, in a form that can be compared."""
    yield [tuple_of(found) for found in module.imports]
    yield members(module)
    yield [tuple_of(call) for call in module.calls]


def tuple_of(value: object) -> object:
    return [getattr(value, name) for name in value.__struct_fields__]


def members(holder: Module | Class) -> object:
    return (
        [assigned(found) for found in holder.assignments],
        [function(found) for found in holder.functions],
        [
            (one.name, one.line, one.bases, one.keywords, decorators(one.decorators), members(one))
            for one in holder.classes
        ],
    )


def assigned(found: Assignment) -> object:
    return found.target, found.annotation, found.value, found.line, found.unpacked, found.call


def decorators(found: tuple[Decorator, ...]) -> object:
    return [(one.name, one.line, one.call) for one in found]


def function(found: Function) -> object:
    head = found.name, found.line, found.is_async, found.parameters, found.returns, found.doc
    told = found.returned, found.raised, found.called
    body = found.body
    inside = body.calls, body.returns, body.raises, body.yields, body.withs, body.doc
    nested = [function(inner) for inner in body.functions], [assigned(one) for one in body.assignments]
    return head, told, decorators(found.decorators), inside, nested


@pytest.mark.parametrize("text", [PLAIN, *HOSTILE])
def test_the_outline_says_what_the_grammar_says(text: bytes) -> None:
    if not parse(text).errors:
        assert list(told(outline(text))) == list(told(parse(text)))


def test_every_file_of_this_package_is_outlined_as_the_grammar_reads_it() -> None:
    for path in OWN_FILES:
        text = path.read_bytes()
        assert list(told(outline(text))) == list(told(parse(text))), path


def test_a_plain_file_needs_no_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("fastapi_endpoint.source.outline.parse", asked.append)
    module = outline(HOSTILE[0])
    assert [found.name for found in module.functions] == ["fallback", "read", "one_line"]
    assert [found.name for found in module.classes] == ["Empty", "Item"]
    item = module.class_("Item")
    assert item is not None
    assert item.keyword("table") == "True"
    assert [found.target for found in item.assignments] == ["id", "name"]
    assert not asked


def test_nothing_is_told_of_what_does_not_parse() -> None:
    broken = outline(b"import a\ndef good(): pass\ndef broken(x: pass\nx = (1,\n")
    assert broken.functions[0].name == "good"
    assert broken.assignments == ()
    assert broken.errors
    inside = outline(b"def f(a: int):\n    x = = 3\n    g()\n")
    assert inside.functions[0].body.calls == ()
    assert inside.errors


SCRAPS = [
    *"()[]{}:=.,*@'\"\\\n\t;# ",
    '"""',
    "'''",
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
    "if x:\n",
    "\n    ",
    "->",
    "é",
]


@given(strategies.lists(strategies.sampled_from(SCRAPS)) | strategies.binary())
def test_any_scramble_is_outlined(parts: "list[str] | bytes") -> None:
    data = parts if isinstance(parts, bytes) else "".join(parts).encode()
    list(told(outline(data)))


def test_calls_of_a_name_are_those_that_the_body_holds() -> None:
    written = (
        b"def f(db=commit(0)):\n    db.commit()\n    (\n        make()\n        .commit())\n    commit(1)\n"
    )
    plain = b"def f(db):\n    # commit()\n    db.session.commit()\n    log('x.commit()')\n    decommit()\n"
    for text in (written, plain):
        function = outline(text).functions[0]
        told = function.inside.calls_of({"commit"})
        assert told == tuple((c.function, c.line) for c in function.body.calls if c.last == "commit")
    assert outline(plain).functions[0].inside.calls_of({"commit"}) == (("db.session.commit", 3),)
