"""A router is registered beside its siblings, in their order, form and quotes."""

import pytest

from fastapi_endpoint.edits import AlreadyDone, CannotApply, Edited, Inclusion, include_router


def after(source: str, wanted: Inclusion, **options: int) -> str:
    outcome = include_router(source.encode(), wanted, **options)
    assert isinstance(outcome, Edited), outcome
    assert isinstance(include_router(outcome.data, wanted, **options), AlreadyDone)
    return outcome.data.decode()


def test_after_the_last_sibling() -> None:
    before = (
        "app = FastAPI()\n"
        "app.include_router(users.router, prefix=settings.API)\n"
        "app.include_router(carts.router, prefix=settings.API)  # basket\n"
        "\n\ndef custom():\n    pass\n"
    )
    wanted = Inclusion("app", "items.router", "prefix=settings.API")
    new = "app.include_router(items.router, prefix=settings.API)\n"
    assert after(before, wanted) == before.replace("# basket\n", f"# basket\n{new}")


def test_in_order_where_siblings_are_sorted() -> None:
    names = ["a", "c", "x"]
    before = "r = APIRouter()\n" + "".join(f"r.include_router({name}.router)\n" for name in names)
    assert after(before, Inclusion("r", "d.router")) == before.replace(
        "r.include_router(x", "r.include_router(d.router)\nr.include_router(x"
    )
    assert after(before, Inclusion("r", "Z.router")) == before.replace(
        "r = APIRouter()\n", "r = APIRouter()\nr.include_router(Z.router)\n"
    )


def test_quotes_follow_the_neighbours() -> None:
    sibling = "r.include_router(users, prefix='/users', tags=['Users'])\n"
    before = sibling + 'NAME = "a"\nOTHER = "b"\nMORE = "c"\nX = "d"\nY = "e"\n'
    wanted = Inclusion("r", "items", 'prefix="/items", tags=["Items"]')
    assert "r.include_router(items, prefix='/items', tags=['Items'])\n" in after(before, wanted)


def test_inside_a_factory() -> None:
    before = "def create_app():\n    app = FastAPI()\n    app.include_router(users)\n    return app\n"
    assert after(before, Inclusion("app", "items")) == before.replace(
        "(users)\n", "(users)\n    app.include_router(items)\n"
    )


def test_the_keyword_form_and_empty_lines_between_siblings_are_kept() -> None:
    before = "r.include_router(\n    router=a,\n)\n\nr.include_router(\n    router=b,\n)\n"
    assert after(before, Inclusion("r", "c")) == before + "\nr.include_router(router=c)\n"


def test_a_long_call_is_broken() -> None:
    before = "app.include_router(users.router, prefix=settings.API)\n"
    wanted = Inclusion("app", "parcels.router", 'prefix=settings.API, tags=["parcels"]')
    assert after(before, wanted, line_length=60) == before + (
        'app.include_router(\n    parcels.router,\n    prefix=settings.API,\n    tags=["parcels"],\n)\n'
    )


def test_calls_under_a_condition_are_no_siblings() -> None:
    before = (
        "app = FastAPI()\nif settings.DEBUG:\n    app.include_router(debug)\n"
        "app.include_router(users)\nif settings.MORE:\n    app.include_router(more)\n"
    )
    assert after(before, Inclusion("app", "items")) == before.replace(
        "(users)\n", "(users)\napp.include_router(items)\n"
    )


def test_the_first_inclusion_follows_the_receiver_and_the_import() -> None:
    before = "app = FastAPI()\n\nfrom shop import items\n\nX = 1\n"
    assert after(before, Inclusion("app", "items.router")) == before.replace(
        "items\n", "items\napp.include_router(items.router)\n"
    )
    factory = "def make():\n    app = FastAPI(\n        title='x',\n    )\n    return app\n"
    assert after(factory, Inclusion("app", "items")) == factory.replace(
        "    )\n", "    )\n\n    app.include_router(items)\n"
    )


def test_a_router_said_to_be_last_stays_last() -> None:
    last = "# the UI catches all, so it must be LAST\napp.include_router(ui)\n"
    before = f"app = FastAPI()\napp.include_router(users)\n{last}"
    new = "app.include_router(items)\n"
    assert after(before, Inclusion("app", "items")) == before.replace(last, new + last)
    alone = f"app = FastAPI()\n{last}"
    assert after(alone, Inclusion("app", "items")) == alone.replace(last, new + last)


def test_no_newline_at_the_end_of_the_file_stays_so() -> None:
    assert after("r = R()\r\nr.include_router(a)", Inclusion("r", "b")) == (
        "r = R()\r\nr.include_router(a)\r\nr.include_router(b)"
    )


@pytest.mark.parametrize(
    "before",
    [
        "ROUTERS = [a.router, c.router]\nfor r in ROUTERS:\n    app.include_router(r, prefix='/v1')\n",
        "for r in (a.router, c.router):\n    app.include_router(r, prefix='/v1')\n",
    ],
)
def test_a_plain_list_that_is_looped_over_grows(before: str) -> None:
    wanted = Inclusion("app", "b.router", 'prefix="/v1"')
    assert after(before, wanted) == before.replace("c.router", "c.router, b.router")


@pytest.mark.parametrize(
    "before",
    [
        "for r in discover():\n    app.include_router(r)\n",
        "for r, path in [(a.router, '/a')]:\n    app.include_router(r, prefix=path)\n",
        "for r in [a.router]:\n    app.include_router(r, prefix='/other')\n",
        "for m in [a, b]:\n    app.include_router(m.router)\n",
        "for r in []:\n    app.include_router(r)\n",
        "register(app)\n",
        "app = one()\napp = two()\n",
        "x = [app.include_router(r) for r in routers]\n",
    ],
)
def test_what_is_not_simple_becomes_a_manual_step(before: str) -> None:
    outcome = include_router(before.encode(), Inclusion("app", "items.router"))
    assert isinstance(outcome, CannotApply)
    assert outcome.by_hand == "app.include_router(items.router)"
    assert outcome.reason


@pytest.mark.parametrize(
    ("before", "noted"),
    [
        ("app.include_router(items.router, tags=['x'], prefix='/v1')\n", False),
        ("app.include_router(\n    router=items.router,\n    prefix='/v1', tags=['x'],\n)\n", False),
        ("app.include_router(items.router, prefix='/v2')\n", True),
        ("for r in [items.router]:\n    app.include_router(r)\n", True),
    ],
)
def test_an_included_router_is_left_alone(before: str, noted: bool) -> None:
    outcome = include_router(before.encode(), Inclusion("app", "items.router", 'prefix="/v1", tags=["x"]'))
    assert isinstance(outcome, AlreadyDone)
    assert bool(outcome.note) is noted


def test_another_receiver_with_the_same_router_does_not_count() -> None:
    before = "v1.include_router(items)\nv2.include_router(users)\n"
    assert after(before, Inclusion("v2", "items")) == before + "v2.include_router(items)\n"
