"""The generated tests, as text: what is tested, in whose manner, and that nothing is left over."""

import ast
import re

import pytest
from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import EntryPoint, FixtureSeen, Symbol
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.domain.spec import Access, Listing
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.tests import render_tests, test_names
from fastapi_endpoint.render.tests.people import fits_sqlite
from fastapi_endpoint.render.tests.values import computed_cases, sorts
from fastapi_endpoint.render.view import ResourceView
from generated.hosts import PARCEL, SYNC, an_endpoint, new_host
from projects import USER

BARE = {"tests__fixtures": (), "tests__conftest_names": ()}


def a_view(spec=PARCEL, **overrides) -> ResourceView:
    view = make_view(spec, new_host(**overrides))
    assert isinstance(view, ResourceView), view
    return view


def text(view: ResourceView) -> str:
    """The test module."""
    *_, file = render_tests(view)
    ast.parse(file.text)
    return file.text


def conftest(view: ResourceView) -> str:
    """What the conftest gets."""
    (file,) = (file for file in render_tests(view) if "fixtures" in file.artefacts)
    ast.parse(file.text)
    return file.text


def test_lies_where_the_host_keeps_its_tests() -> None:
    (file,) = render_tests(a_view())

    assert file.path == "tests/test_parcels.py"
    assert file.artefacts == ("test",)


def test_a_host_without_such_fixtures_gets_them_in_its_conftest() -> None:
    shared, module = render_tests(a_view(**BARE))

    assert shared.path == "tests/conftest.py"
    assert "def sessions(" in shared.text
    assert "def sessions(" not in module.text
    assert shared.listed == (("TABLES", "users"), ("TABLES", "parcels"))


def test_fixtures_take_no_name_that_the_conftest_has() -> None:
    seen = (
        FixtureSeen(name="client", file="tests/conftest.py", returns="AsyncClient"),
        FixtureSeen(name="user", file="tests/conftest.py"),
    )
    named = (("client", ""), ("create_user", "tests.utils.create_user"))
    view = a_view(**BARE | {"tests__fixtures": seen, "tests__conftest_names": named})

    assert "def user_client(" in conftest(view)
    assert "def first_user(" in conftest(view)
    assert "def store_user(" in conftest(view)
    assert "async def test_get_parcel(user_client: AsyncClient)" in text(view)


@pytest.mark.parametrize(
    "bound",
    [None, (("TABLES", ""),), (("app", "flask.app"),), (("Path", "fastapi.Path"),)],
    ids=["unreadable", "a constant", "an object", "a class"],
)
def test_a_conftest_that_cannot_take_them_leaves_them_to_the_test_module(bound) -> None:
    (file,) = render_tests(a_view(**BARE | {"tests__conftest_names": bound}))

    assert "def sessions(" in file.text


def test_the_next_endpoint_adds_what_is_missing() -> None:
    public = a_view(an_endpoint("Tag", "name:str40", access=Access()), **BARE)
    read = FixtureSeen(
        name="sessions", file="tests/conftest.py", parameters=("tmp_path",), returns="sessionmaker"
    )
    raw = FixtureSeen(
        name="anonymous",
        file="tests/conftest.py",
        parameters=("sessions",),
        returns="AsyncIterator[AsyncClient]",
    )
    known = {
        "tests__fixtures": (read, raw),
        "tests__conftest_names": (("TABLES", ""), ("app", "app.main.app")),
    }
    view = a_view(**BARE | known)

    assert "def sign_in(" not in conftest(public)
    assert "def sessions(" not in conftest(view)
    assert "def sign_in(" in conftest(view)


def test_is_the_same_every_time() -> None:
    assert render_tests(a_view()) == render_tests(a_view())


def test_every_name_is_imported_once_and_used() -> None:
    tree = ast.parse(text(a_view()))
    imported = [
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    assert len(imported) == len(set(imported))
    assert set(imported) <= used


def test_names_are_those_of_the_file() -> None:
    view = a_view()
    tree = ast.parse(text(view))

    names = [node.name for node in tree.body if isinstance(node, ast.AsyncFunctionDef)]
    assert list(test_names(view)) == [name for name in names if name.startswith("test_")]


def test_synchronous_hosts_wait_for_nothing() -> None:
    source = text(a_view(**SYNC))

    assert "await" not in source
    assert "async" not in source
    assert "TestClient(app)" in conftest(a_view(**SYNC))


def test_classes_hold_the_same_tests() -> None:
    in_functions, in_classes = a_view(), a_view(tests__style="classes")
    tree = ast.parse(text(in_classes))

    assert test_names(in_classes) == test_names(in_functions)
    assert "TestCreateParcel" in [node.name for node in tree.body if isinstance(node, ast.ClassDef)]


@pytest.mark.parametrize(
    ("plugin", "mode", "mark", "fixture"),
    [
        ("pytest-asyncio", "auto", None, "@pytest.fixture"),
        ("pytest-asyncio", "strict", "pytest.mark.asyncio", "@pytest_asyncio.fixture"),
        ("anyio", "none", "pytest.mark.anyio", "@pytest.fixture"),
    ],
)
def test_the_plugin_of_the_host_runs_them(plugin, mode, mark, fixture) -> None:
    view = a_view(**BARE, tests__async_plugin=plugin, tests__asyncio_mode=mode)
    source = text(view)

    assert ("pytestmark" in source) is (mark is not None)
    assert mark is None or f"pytestmark = {mark}" in source
    assert f"{fixture}\nasync def sessions(" in conftest(view)


def test_a_public_resource_has_no_users() -> None:
    spec = an_endpoint("Tag", "name:str40", access=Access())

    source = text(a_view(spec))

    assert "User" not in source
    assert "credentials" not in source


def test_a_read_only_resource_makes_its_rows_in_the_database() -> None:
    spec = an_endpoint("Tag", "name:str40", methods=("list", "get"), listing=Listing(pagination="offset"))

    source = text(a_view(spec))

    assert "client.post" not in source
    assert "session.add(tag)" in source


def test_only_the_needed_tables_are_created() -> None:
    assert 'TABLES = ["users", "parcels"]' in conftest(a_view(**BARE))


def test_the_base_goes_by_its_own_name() -> None:
    base = Symbol("app/db/base.py", "MappedBase", "app.db.base")

    source = conftest(a_view(**BARE, declarative_base=base))

    assert "MappedBase.metadata.create_all" in source
    assert "import MappedBase" in source
    assert not re.search(r"\bBase\b", source)


def test_users_of_an_unreadable_model_stay_out_of_the_database() -> None:
    source = conftest(a_view(**BARE, models=()))

    assert "User(id=uuid4())" in source
    assert 'TABLES = ["parcels"]' in source


def test_users_of_fastapi_users_stay_out_of_a_database_without_their_table() -> None:
    view = a_view(an_endpoint("Tag", "name:str40"), **BARE, auth__kinds=("fastapi_users",))

    assert 'TABLES = ["tags"]' in conftest(view)
    assert "create_user" not in conftest(view)


def test_a_key_that_sqlite_cannot_count_up_stays_out_of_the_database() -> None:
    key = Column(
        name="id",
        type="int",
        nullable=False,
        has_default=True,
        primary_key=True,
        declared="mapped_column(autoincrement=True, primary_key=True)",
    )
    other = replace(key, name="tenant", declared="mapped_column(primary_key=True)")

    assert fits_sqlite(replace(USER, columns=(key, *USER.columns[1:])))
    assert not fits_sqlite(replace(USER, columns=(key, other, *USER.columns[1:])))


def test_those_of_other_users_are_forbidden_where_asked() -> None:
    spec = an_endpoint(
        "Note",
        "text:str40",
        "owner:ref/users:owner",
        access=Access(auth="existing", owner="owner", others=403),
    )

    assert "test_note_of_another_user_is_forbidden" in test_names(a_view(spec))


@pytest.mark.parametrize("resource", ["Client", "Match"])
def test_what_is_tested_hides_no_name_of_the_tests(resource: str) -> None:
    name = resource.lower()
    spec = an_endpoint(resource=resource, plural=f"{name}s")
    seen = text(a_view(spec))

    assert f"    {name} = " not in seen
    assert f"    one_{name} = " in seen


def test_fixtures_that_call_another_application_are_not_used() -> None:
    other = (EntryPoint("app/office.py", "office", "module", "app.office"),)

    assert "def anonymous" not in text(a_view())
    assert "def anonymous_client(" in text(a_view(entry_points=other))


def test_a_search_is_tried_in_every_field_that_it_covers() -> None:
    view = a_view(an_endpoint("Memo", "title:str80:search", "body:text", "+search/body", access=Access()))

    source = text(view).replace("'", '"')
    first, second = "A walk by the river", "Notes on gardening"
    assert f'({{"q": "{first}"}}, {{"title": "{first}"}}, {{"title": "{second}"}})' in source
    first, second = "The bridge opened in autumn.", "The quarry closed in spring."
    assert f'({{"q": "{first}"}}, {{"body": "{first}"}}, {{"body": "{second}"}})' in source


def test_what_is_computed_is_tried_with_and_without_what_is_optional() -> None:
    view = a_view(
        an_endpoint(
            "Line",
            "price:decimal8.2:min=0",
            "discount:decimal4.2:optional:min=0:max=9",
            "total:decimal12.2:computed:expr=price-coalesce(discount,0)",
            access=Access(),
        )
    )

    assert '"total", "19.99", {"price": "20.99", "discount": "1.00"}' in text(view)
    assert '"total", "20.99", {"price": "20.99", "discount": None}' in text(view)


def test_a_comparison_is_tried_on_either_side_and_where_both_are_equal() -> None:
    view = a_view(an_endpoint("Line", "quantity:int=1:min=1", "bulk:bool:computed:expr=quantity>=10"))

    cases = computed_cases(view, view.taken_fields)

    assert cases == (
        '("bulk", False, {"quantity": 1}), ("bulk", True, {"quantity": 10}), ("bulk", True, {"quantity": 11})'
    )


def test_the_row_that_comes_first_is_made_between_others() -> None:
    view = a_view(an_endpoint("Line", "rank:int=1:min=1:sort", "open:bool:sort"))

    assert '("rank", {"rank": 2}, {"rank": 1}, {"rank": 3})' in sorts(view)
    assert '("-rank", {"rank": 2}, {"rank": 3}, {"rank": 1})' in sorts(view)
    assert '("open", {"open": True}, {"open": False}, {"open": True})' in sorts(view)
