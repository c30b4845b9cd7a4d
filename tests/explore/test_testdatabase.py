"""Which database tests use and whether they may be run, and how they make rows."""

import pytest

from fastapi_endpoint.domain.conventions import Tests as Suite
from fastapi_endpoint.explore import explore
from fastapi_endpoint.explore.factories import detect_factories
from fastapi_endpoint.source.tree import SourceTree

APP = {
    "pyproject.toml": '[project]\nname = "x"\ndependencies = ["fastapi"]\n',
    "app/__init__.py": "",
    "app/db.py": "from sqlalchemy import create_engine\nengine = create_engine(URL)\nclass NotTables: ...\n",
    "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "tests/test_x.py": "def test_x(): ...\n",
}


def suite(conftest: str, **more: str) -> Suite:
    files = {**APP, "tests/conftest.py": conftest, **more}
    return explore(SourceTree.of_files(files)).conventions.tests


@pytest.mark.parametrize(
    ("conftest", "database", "safe"),
    [
        ("from testcontainers.postgres import PostgresContainer\n", "container", True),
        ("from pytest_postgresql import factories\n", "plugin", True),
        ("from mongomock_motor import AsyncMongoMockClient\n", "mock", True),
        ("from app.main import app\napp.dependency_overrides[get_db] = mock_db\n", "mock", True),
        ('URL = "sqlite:///:memory:"\n', "url", True),
        ('URL = "postgresql://localhost/shop"\n', "url", False),
        ("from app.db import engine\n", "settings", False),
    ],
)
def test_what_a_conftest_tells(conftest: str, database: str, safe: bool) -> None:
    found = suite(conftest)
    assert (found.database.value, found.database.confidence) == (database, "high")
    assert (found.db_safe.value, found.db_safe.confidence) == (safe, "high")
    assert found.database.witnesses[0].file == "tests/conftest.py"


def test_a_container_beside_the_application_s_own_engine_is_not_called_safe() -> None:
    found = suite("from testcontainers.postgres import PostgresContainer\nfrom app.db import engine\n")
    assert (found.database.value, found.database.confidence) == ("container", "low")
    assert (found.db_safe.value, found.db_safe.confidence) == (False, "low")


def test_a_function_that_makes_sessions_is_not_the_application_s_engine() -> None:
    conftest = (
        "from testcontainers.postgres import PostgresContainer\nfrom app.db import create_session_factory\n"
    )
    found = suite(conftest, **{"app/db.py": "def create_session_factory(engine): ...\n"})
    assert (found.database.confidence, found.db_safe.value) == ("high", True)


def test_a_mock_for_some_of_the_tests_does_not_make_all_of_them_safe() -> None:
    found = suite("X = 1\n", **{"tests/unit/conftest.py": "app.dependency_overrides[get_db] = mock_db\n"})
    assert (found.database.value, found.db_safe.value, found.db_safe.confidence) == ("mock", False, "low")


def test_an_engine_that_is_made_of_what_settings_say_is_asked_about() -> None:
    found = suite("from sqlalchemy import create_engine\nengine = create_engine(settings.TEST_URL)\n")
    assert (found.database.value, found.database.confidence, found.db_safe.confidence) == (
        "settings",
        "low",
        "low",
    )


def test_no_tests_no_database() -> None:
    files = {path: text for path, text in APP.items() if not path.startswith("tests")}
    found = explore(SourceTree.of_files(files)).conventions.tests
    assert (found.database.value, found.database.origin) == ("none", "default")


@pytest.mark.parametrize(
    ("files", "library"),
    [
        ({"tests/factories.py": "import factory\n"}, "factory-boy"),
        ({"tests/factories.py": "from factory.alchemy import SQLAlchemyModelFactory\n"}, "factory-boy"),
        ({"tests/test_a.py": "from polyfactory.factories import ModelFactory\n"}, "polyfactory"),
        ({"tests/utils.py": "def create_random_item(db): ...\n"}, "own"),
        ({"tests/utils.py": "class ItemFactory:\n    pass\n"}, "own"),
        ({"tests/test_a.py": "def make_it(): ...\n"}, None),
        ({"tests/test_a.py": "from app import factory\n"}, None),
    ],
)
def test_factories(files: dict[str, str], library: str | None) -> None:
    assert detect_factories(SourceTree.of_files(files), files).value == library
