"""How a project tests itself, told by what its fixtures do."""

from functools import partial

import pytest

from fastapi_endpoint.domain import conventions
from fastapi_endpoint.explore.requirements import detect_requirements
from fastapi_endpoint.explore.testsuite import detect_tests
from fastapi_endpoint.source.module import Module
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.tree import SourceTree

ASYNC = """
import pytest_asyncio
from httpx import ASGITransport, AsyncClient

URL = "sqlite+aiosqlite:///:memory:"

@pytest_asyncio.fixture
async def store() -> AsyncIterator[AsyncSession]:
    async with maker() as opened:
        yield opened

@pytest_asyncio.fixture
async def caller(store):
    async with AsyncClient(transport=ASGITransport(app=app)) as http:
        yield http

@pytest_asyncio.fixture
async def signed_in(store):
    async with AsyncClient(transport=ASGITransport(app=app), headers={"Authorization": "Bearer x"}) as http:
        yield http
"""
SYNC = """
import pytest
from fastapi.testclient import TestClient

@pytest.fixture(name="session")
def fixture_session():
    session = SessionLocal()
    yield session
    session.close()

@pytest.fixture
def client(session):
    return TestClient(app)

@pytest.fixture
def admin_headers(client):
    return {"Authorization": "Bearer admin"}

@pytest.fixture
def user_headers(client):
    return {"Authorization": "Bearer user"}
"""
A_TEST = "def test_one(client, session):\n    assert client.get('/')\n"


def read(tree: SourceTree, path: str) -> Module:
    return parse(tree.read(path)) if tree.exists(path) else Module()


def suite_of(files: dict[str, str], root: str = "") -> conventions.Tests:
    tree = SourceTree.of_files(files)
    return detect_tests(tree, root, detect_requirements(tree, root), partial(read, tree))


def test_async_fixtures_by_what_they_hand_out() -> None:
    found = suite_of({"tests/conftest.py": ASYNC, "tests/test_a.py": "async def test_a(caller): ...\n"})
    assert (found.dir.value, found.conftest.value) == ("tests", "tests/conftest.py")
    assert (found.client.value, found.async_plugin.value) == ("AsyncClient", "pytest-asyncio")
    assert (found.fixture_client.value, found.fixture_db.value) == ("caller", "store")
    assert found.fixture_auth.value == "signed_in"
    assert found.fixture_auth.witnesses[0].note == "client"
    assert (found.db_url.value, found.db_safe.value) == ("sqlite+aiosqlite:///:memory:", True)


def test_sync_fixtures_names_given_in_the_decorator_and_an_ordinary_caller() -> None:
    found = suite_of({"tests/conftest.py": SYNC, "tests/test_a.py": A_TEST, "tests/__init__.py": ""})
    assert (found.client.value, found.async_plugin.value) == ("TestClient", "none")
    assert (found.fixture_client.value, found.fixture_db.value) == ("client", "session")
    assert (found.fixture_auth.value, found.fixture_auth.witnesses[0].note) == ("user_headers", "headers")
    assert found.package.value is True
    assert found.db_url.value is None
    assert (found.db_safe.value, found.db_safe.confidence) == (False, "low")


def test_a_token_is_told_from_headers() -> None:
    conftest = SYNC + (
        "\n@pytest.fixture\ndef user_token(client):\n"
        "    return client.post('/login').json()['access_token']\n"
    )
    conftest = conftest.replace("user_headers", "unused_wrong_headers").replace(
        "admin_headers", "bad_headers"
    )
    found = suite_of({"tests/conftest.py": conftest, "tests/test_a.py": A_TEST})
    assert (found.fixture_auth.value, found.fixture_auth.witnesses[0].note) == ("user_token", "token")


def test_fixtures_imported_into_the_conftest_count() -> None:
    files = {"tests/conftest.py": "from tests.fixtures import *\n", "tests/fixtures/__init__.py": SYNC}
    found = suite_of({**files, "tests/test_a.py": A_TEST})
    assert found.fixture_client.value == "client"


def test_fixtures_that_only_some_tests_see_are_asked() -> None:
    files = {
        "tests/conftest.py": "import pytest\n",
        "tests/api/conftest.py": SYNC,
        "tests/api/test_a.py": A_TEST,
    }
    found = suite_of(files)
    assert found.conftest.value == "tests/conftest.py"
    assert (found.fixture_client.value, found.fixture_client.confidence) == ("client", "low")
    assert found.client.value == "TestClient"


def test_an_empty_conftest_is_none() -> None:
    found = suite_of({"tests/conftest.py": "", "tests/test_a.py": A_TEST})
    assert (found.conftest.value, found.conftest.confidence) == (None, "low")


def test_tests_beside_the_application_and_a_conftest_above_them() -> None:
    files = {"src/app/main.py": "", "tests/test_a.py": A_TEST}
    assert suite_of(files, "src").dir.value == "tests"
    inside = {
        "app/conftest.py": SYNC,
        "app/users/tests/test_a.py": A_TEST,
        "app/posts/tests/test_b.py": A_TEST,
    }
    found = suite_of(inside)
    assert found.conftest.value == "app/conftest.py"
    assert found.dir.value in ("app/users/tests", "app/posts/tests")


def test_a_client_of_the_application_itself_is_no_test_client() -> None:
    files = {
        "app/remote.py": "client = AsyncClient()\n",
        "tests/conftest.py": "from app.remote import client\n",
    }
    found = suite_of({**files, "tests/test_a.py": "def test_a(): ...\n"})
    assert found.client.value == "none"


def test_a_client_that_a_helper_of_the_tests_makes_is_found() -> None:
    helper = "from httpx import AsyncClient\ndef make(app):\n    return AsyncClient(app=app)\n"
    found = suite_of({"tests/fixtures/client.py": helper, "tests/test_a.py": "def test_a(): ...\n"})
    assert found.client.value == "AsyncClient"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("sqlite:///./test.db", True),
        ("postgresql://app:secret@localhost:5432/shop_test", True),
        ("postgresql://app:secret@localhost:5432/shop", False),
        ("postgresql+asyncpg://app:secret@db.example.org/test", False),
    ],
)
def test_which_databases_are_safe(url: str, safe: bool) -> None:
    found = suite_of({"tests/conftest.py": f'import pytest\nURL = "{url}"\n', "tests/test_a.py": A_TEST})
    assert found.db_safe.value is safe
    assert "secret" not in str(found.db_url.value)


@pytest.mark.parametrize(
    ("files", "plugin", "mode"),
    [
        ({"requirements.txt": "pytest-asyncio\n"}, "pytest-asyncio", "strict"),
        ({"pytest.ini": "[pytest]\nasyncio_mode = auto\n"}, "pytest-asyncio", "auto"),
        ({"pyproject.toml": '[tool.pytest.ini_options]\nasyncio_mode = "auto"\n'}, "pytest-asyncio", "auto"),
        ({"tests/test_b.py": "@pytest.mark.anyio\nasync def test_b(): ...\n"}, "anyio", "none"),
        ({}, "none", "none"),
    ],
)
def test_async_plugins(files: dict[str, str], plugin: str, mode: str) -> None:
    found = suite_of({"tests/test_a.py": A_TEST, **files})
    assert (found.async_plugin.value, found.asyncio_mode.value) == (plugin, mode)


def test_no_tests() -> None:
    found = suite_of({"app/main.py": "x = 1\n"})
    assert (found.dir.value, found.client.value, found.conftest.value) == (None, "none", None)
    assert found.dir.confidence == "high"


def test_classes_or_functions_by_vote() -> None:
    classes = "class TestA:\n    def test_one(self): ...\n    def test_two(self): ...\n"
    assert suite_of({"tests/test_a.py": classes}).style.value == "classes"
    assert suite_of({"tests/test_a.py": A_TEST}).style.value == "functions"


def test_a_client_of_one_test_does_not_outweigh_that_of_all():
    shared = (
        "import pytest\nfrom fastapi.testclient import TestClient\n"
        "@pytest.fixture\ndef client():\n    return TestClient(app)\n"
    )
    lone = (
        "from httpx import AsyncClient\nasync def test_it():\n"
        "    async with AsyncClient(transport=x) as client: ...\n"
    )
    tree = SourceTree.of_files({"tests/conftest.py": shared, "tests/test_a.py": lone})
    found = detect_tests(tree, "", detect_requirements(tree, ""), lambda path: parse(tree.read(path)))
    assert (found.client.value, found.client.confidence) == ("TestClient", "low")
