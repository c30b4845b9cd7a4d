"""The rows that generated tests make because others refer to them, and references of a table to itself."""

import re

import pytest
from msgspec.structs import replace

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render import render
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.tests import render_tests
from fastapi_endpoint.render.view import ResourceView
from generated.hosts import ORDER, SHELF, USER, an_endpoint, new_host

KEY = Column(name="id", type="int", nullable=False, has_default=False, primary_key=True)


def a_model(name: str, table: str, *columns: Column, key: Column = KEY) -> Model:
    module = f"app.models.{name.lower()}"
    return Model(
        name=name,
        table=table,
        file=f"{module.replace('.', '/')}.py",
        line=7,
        module=module,
        columns=(key, *columns),
    )


def a_column(name: str, type_: str = "str", **given) -> Column:
    return Column(**{"name": name, "type": type_, "nullable": False, "has_default": False, **given})


def a_view(*lines: str, models: tuple[Model, ...] = (), access=None, **habits) -> ResourceView:
    spec = an_endpoint("Crate", *lines, access=access or Access(auth="existing"))
    view = make_view(spec, new_host(models=(USER, ORDER, SHELF, *models), **habits))
    assert not isinstance(view, Refusal), view
    return view


def text(view: ResourceView) -> str:
    return render_tests(view)[-1].text


def test_two_rows_are_made_and_one_is_referred_to() -> None:
    module = text(a_view("label:str20", "shelf:ref/shelves"))

    assert "SHELF_ID = 101\nOTHER_SHELF_ID = 102" in module
    assert '"shelf_id": SHELF_ID,' in module
    assert '("shelf_id", OTHER_SHELF_ID)' in module
    assert "async def referred_rows(sessions: " in module
    assert "Shelf(id=SHELF_ID, label=" in module
    assert "from app.models.shelf import Shelf" in module


def test_rows_that_those_refer_to_come_first() -> None:
    module = text(a_view("order:ref/orders"))

    assert module.index("User(id=UUID(USER_ID)") < module.index("Order(id=UUID(ORDER_ID)")
    assert "owner_id=UUID(OTHER_USER_ID))" in module
    assert module.count("session.flush()") == 1


def test_two_references_to_one_table_share_its_rows() -> None:
    module = text(a_view("shelf:ref/shelves", "spare:ref/shelves:optional"))

    assert module.count("session.add_all") == 1
    assert '"spare_id": SHELF_ID,' in module
    assert '("shelf_id", OTHER_SHELF_ID), ("spare_id", OTHER_SHELF_ID)' in module


def test_a_key_of_text_fits_its_column() -> None:
    code = a_column("code", size=2, primary_key=True)
    module = text(a_view("country:ref/countries", models=(a_model("Country", "countries", key=code),)))

    assert re.search(r"\nCOUNTRY_ID = '\w{1,2}'\nOTHER_COUNTRY_ID = '\w{1,2}'\n", module)
    assert "Country(code=COUNTRY_ID)" in module


def test_every_required_column_gets_a_value_of_its_type() -> None:
    store = a_model(
        "Store",
        "stores",
        a_column("code", size=3, unique=True),
        a_column("rank", "int", unique=True),
        a_column("worth", "decimal", size=8, scale=2),
        a_column("opened_on", "date"),
        a_column("email"),
        a_column("password_hash"),
        a_column("level", "enum", values=("low", "high")),
        a_column("note", nullable=True),
        a_column("main_id", "int", foreign_key="stores.id"),
    )
    module = text(a_view("store:ref/stores", models=(store,)))

    row = module[module.index("Store(") : module.index("Store(id=OTHER_STORE_ID")]
    assert "rank=1, worth=Decimal(" in row
    assert "opened_on=date(2025, 1, 15), email='someone1@example.com'" in row
    assert 'password_hash="not a hash"' in row
    assert "level='low', main_id=STORE_ID)" in row


def test_what_cannot_be_made_is_named_in_the_plan() -> None:
    spot = a_model("Spot", "spots", a_column("shape", "", line=9))
    view = a_view("spot:ref/spots", "spare:ref/spots:optional", models=(spot,))

    (risk,) = [each for each in view.risks if "tests make no row" in each]
    assert "spots" in risk
    assert "its required column shape is not understood (app/models/spot.py:9)" in risk
    assert "referred_rows" not in text(view)
    assert '"spare_id": None' in text(view)


def test_tables_that_need_one_another_are_named_in_the_plan() -> None:
    hen = a_model("Hen", "hens", a_column("egg_id", "int", foreign_key="eggs.id"))
    egg = a_model("Egg", "eggs", a_column("hen_id", "int", foreign_key="hens.id"))
    view = a_view("hen:ref/hens", models=(hen, egg))

    assert any("hens" in each and "by way of other tables" in each for each in view.risks)


def test_a_dataclass_counts_its_own_ids() -> None:
    counted = replace(KEY, declared="mapped_column(primary_key=True, init=False)")
    shed = a_model("Shed", "sheds", a_column("note", nullable=True), key=counted)
    module = text(a_view("shed:ref/sheds", models=(shed,), models__as_dataclass=True))

    assert "SHED_ID = 1\n" in module
    assert "Shed(note=None), Shed(note=None)" in module


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        (("inside:ref/self:optional",), "Mapped[UUID | None]"),
        (("code:str20:pk", "inside:ref/self:optional"), "Mapped[str | None]"),
    ],
)
def test_a_table_refers_to_itself(lines: tuple[str, ...], column: str) -> None:
    view = a_view(*lines)
    (model,) = (file.text for file in render(view) if "model" in file.artefacts)
    key = "code" if "code:str20:pk" in lines else "id"

    assert f'inside_id: {column} = mapped_column(ForeignKey("crates.{key}", ondelete="SET NULL"))' in model


def test_rows_that_keep_others_of_their_table_are_a_conflict() -> None:
    view = a_view("inside:ref/self:optional:ondelete=restrict")
    delete = view.operation("delete")

    assert delete is not None
    assert 409 in delete.errors
