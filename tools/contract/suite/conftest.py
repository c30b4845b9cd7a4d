"""`--descriptor FILE` names the endpoint; what it does not promise is not asked of it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from kit import METHODS, WRITES, Answer, Endpoint, bad_credentials, load


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--descriptor", required=True, help="JSON that describes a served endpoint")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promises(*words): needs these methods or keys in the descriptor")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    promised = load(config.getoption("--descriptor"))
    has = {*promised["methods"], *(key for key, value in promised.items() if value)}
    has |= {f"{promised['pagination']['style']}-pages", f"{promised.get('rbac', 'none')}-access"}
    has |= {"secured"} if promised.get("auth", "none") != "none" else set()
    for item in items:
        for marker in item.iter_markers("promises"):
            if missing := set(marker.args) - has:
                item.add_marker(pytest.mark.skip(reason=f"not promised: {', '.join(sorted(missing))}"))
    items.sort(key=lambda item: "test_openapi" in item.nodeid)  # the document is held against all answers


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    promised = load(metafunc.config.getoption("--descriptor"))
    methods = [method for method in METHODS if method in promised["methods"]]
    lists: dict[str, list[Any]] = {
        "write": [method for method in WRITES if method in methods],
        "operation": methods,
        "item_operation": [method for method in methods if method not in ("list", "create")],
        "field": list(promised.get("fields", {})),
        "invalid": promised.get("invalid", []),
        "unique": [name for name, claim in promised.get("fields", {}).items() if claim.get("unique")],
        "filter_": promised.get("filters", []),
        "sort_key": promised.get("sort", {}).get("keys", []),
        "bad": list(bad_credentials(promised)),
        "action": promised.get("actions", []),
    }
    for name in set(lists) & set(metafunc.fixturenames):
        metafunc.parametrize(name, lists[name], ids=lambda value: str(value)[:60])


@pytest.fixture(scope="session")
def promised(pytestconfig: pytest.Config) -> dict[str, Any]:
    return load(pytestconfig.getoption("--descriptor"))


@pytest.fixture(scope="session")
def seen() -> list[Answer]:
    return []


@pytest.fixture
def endpoint(promised: dict[str, Any], seen: list[Answer]) -> Iterator[Endpoint]:
    endpoint = Endpoint(promised, seen)
    yield endpoint
    endpoint.close()


@pytest.fixture
def acting(endpoint: Endpoint) -> Iterator[Callable[[str], Endpoint]]:
    """The endpoint as another actor, under the same parent."""
    others: list[Endpoint] = []

    def act(actor: str) -> Endpoint:
        others.append(endpoint.as_(actor))
        return others[-1]

    yield act
    for other in others:
        other.close()


@pytest.fixture
def bob(promised: dict[str, Any], seen: list[Answer]) -> Iterator[Endpoint]:
    """The endpoint as another user, under a parent of their own."""
    if "bob" not in {*promised.get("headers", {}), *promised.get("jwt", {}).get("users", {})}:
        pytest.skip("not promised: a second user")
    endpoint = Endpoint(promised, seen, "bob")
    yield endpoint
    endpoint.close()


@pytest.fixture
def row(endpoint: Endpoint) -> dict[str, Any] | None:
    """A row to write to, where rows can be made."""
    return endpoint.new() if "create" in endpoint.promised["methods"] else None
