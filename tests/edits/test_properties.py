"""What holds for every edit of every module, with Hypothesis."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits import (
    AlreadyDone,
    Edited,
    Import,
    Inclusion,
    Outcome,
    add_import,
    add_to_all,
    append_definition,
    include_router,
)
from fastapi_endpoint.edits.base import splice

NEWLINES = st.sampled_from(["\n", "\r\n"])
STATEMENTS = st.sampled_from(
    [
        "import os",
        "import shop.models.cart  # noqa: F401",
        "from shop.routers import carts",
        "from shop.routers import (\n    carts,\n    users,  # people\n)",
        "from shop.routers import carts, users",
        "from .cart import Cart as Basket",
        "from fastapi import FastAPI",
        "try:\n    import fast\nexcept ImportError:\n    fast = None",
        "sys.path.append('x')",
        "app = FastAPI(\n    title='shop',\n)",
        "app.include_router(carts.router, prefix='/v1')",
        "app.include_router(users.router); done = True",
        "if debug:\n    app.include_router(debugging)",
        "def make():\n    app = FastAPI()\n    app.include_router(carts)\n    return app",
        "class Cart:\n    '''A cart.'''\n\n    x = 'é'",
        "__all__ = ['carts', \"users\"]",
        "# a comment",
        "",
        "x = (1,\n     2)",
    ]
)
EDITS = {
    "import": lambda data: add_import(data, Import("shop.routers", "parcels")),
    "module": lambda data: add_import(data, Import("shop.models.parcel")),
    "include": lambda data: include_router(data, Inclusion("app", "parcels.router", 'prefix="/v1"')),
    "definition": lambda data: append_definition(
        data, "class Parcel:\n    x = 1\n", [Import("enum", "Enum")]
    ),
    "all": lambda data: add_to_all(data, "parcels"),
}


@st.composite
def modules(draw: st.DrawFn) -> bytes:
    parts = draw(st.lists(st.tuples(STATEMENTS, NEWLINES), max_size=12))
    written = "".join(statement.replace("\n", newline) + newline for statement, newline in parts)
    if draw(st.booleans()):
        written = written.rstrip("\r\n")
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + written.encode()


def inverse(hunks: tuple[Hunk, ...]) -> list[Hunk]:
    shift, found = 0, []
    for hunk in hunks:
        found.append(Hunk(hunk.start + shift, hunk.inserted, hunk.removed))
        shift += len(hunk.inserted.encode()) - len(hunk.removed.encode())
    return found


def of(edit: str, data: bytes) -> Outcome:
    return EDITS[edit](data)


@given(modules(), st.sampled_from(sorted(EDITS)))
def test_twice_is_once_and_back_is_the_old_file(data: bytes, edit: str) -> None:
    outcome = of(edit, data)
    if isinstance(outcome, Edited):
        assert splice(data, outcome.hunks) == outcome.data
        assert splice(outcome.data, inverse(outcome.hunks)) == data
        assert isinstance(of(edit, outcome.data), AlreadyDone)


def _words(source: bytes) -> list[str]:
    """Every name, value, call and imported name of the program, in order."""
    kinds = (ast.alias, ast.Name, ast.Constant, ast.Call)
    found: list[str] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, kinds):
            found.append(ast.dump(node))
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.append(node.name)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(source))
    return found


@given(modules(), st.sampled_from(sorted(EDITS)))
def test_the_program_only_gains(data: bytes, edit: str) -> None:
    outcome = of(edit, data)
    if isinstance(outcome, Edited):
        after = iter(_words(outcome.data))
        assert all(any(word == each for each in after) for word in _words(data))


@given(st.binary(max_size=200), st.sampled_from(sorted(EDITS)))
def test_any_bytes_end_in_an_outcome(data: bytes, edit: str) -> None:
    outcome = of(edit, data)
    if isinstance(outcome, Edited):
        assert splice(data, outcome.hunks) == outcome.data


@given(
    st.text(alphabet="import from.shop routers,()\n\t\"'#=[]x:;\\", max_size=120),
    st.sampled_from(sorted(EDITS)),
)
def test_almost_code_ends_in_an_outcome(source: str, edit: str) -> None:
    outcome = of(edit, source.encode())
    if isinstance(outcome, Edited):
        assert splice(source.encode(), outcome.hunks) == outcome.data
