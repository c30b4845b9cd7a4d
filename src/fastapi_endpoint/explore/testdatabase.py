"""Which database the tests use, and whether they may be run without harm to one that somebody needs."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Tests, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.files import is_test
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.votes import SHOWN
from fastapi_endpoint.source.tree import SourceTree

Database = Literal["url", "container", "plugin", "mock", "settings", "none"]

_ROWS: tuple[tuple[Database, tuple[bytes, ...]], ...] = (
    ("container", (b"testcontainers", b"DockerCompose(", b"docker_compose_file", b"pytest_docker")),
    (
        "plugin",
        (
            b"pytest_postgresql",
            b"pytest_databases",
            b"postgresql_proc",
            b"pytest_mysql",
            b"testing.postgresql",
            b"py_pglite",
            b"pgserver",
        ),
    ),
    ("mock", (b"mongomock", b"AsyncMongoMockClient", b"UnifiedAlchemyMagicMock")),
)
_OVERRIDE = re.compile(rb"dependency_overrides\[\w*(?:db|session)\w*\]\s*=\s*\w*[mM]ock")
_MADE = (b"create_engine(", b"create_async_engine(", b"Tortoise.init(", b"init_beanie(", b".init_db(")
_RENAMED = (
    b"CREATE DATABASE",
    b"create_database",
    b"test_db",
    b"TEST_DB",
    b"TEST_DATABASE",
    b"test_database",
)
_ENGINE = re.compile(
    r"(?i)(?!get_|override|create)(?:(?:\w*_)?(?:engine|session)|\w*session_?(?:local|maker|factory))"
)
_PLUGIN_NAMES = frozenset({"pytest-postgresql", "pytest-databases", "pytest-mysql", "py-pglite"})
_THROWN_AWAY = frozenset({"container", "plugin", "mock"})


def with_database(
    index: Index, tests: Tests, paths: Sequence[str], requirements: Sequence[Requirement]
) -> Tests:
    """The tests with `database` told, and what that says of their safety; `paths` are the helpers' files."""
    database = _database(index, tests, paths, requirements)
    safe = tests.db_safe
    if database.value in _THROWN_AWAY:
        sure = database.confidence == "high"
        safe = Fact(value=sure, confidence=database.confidence, witnesses=database.witnesses)
    elif database.value == "settings" and database.confidence == "high":
        safe = Fact(value=False, witnesses=database.witnesses)
    return replace(tests, database=database, db_safe=safe)


def _database(
    index: Index, tests: Tests, paths: Sequence[str], requirements: Sequence[Requirement]
) -> Fact[Database]:
    """Thrown-away databases first; sure only where nothing of the application's is used beside them."""
    if tests.dir.value is None:
        return Fact(value="none", origin="default")
    taken = tuple(_taken(index, paths))[:SHOWN]
    for value, words in _ROWS:
        found = tuple(_holding(index.tree, paths, words))[:SHOWN]
        found = found or (tuple(_mocked(index.tree, paths)) if value == "mock" else ())
        if found:
            for_all = not taken and tests.conftest.value in {where.file for where in found}
            return Fact(value=value, confidence="high" if for_all else "low", witnesses=found, against=taken)
    if tests.db_url.value is not None:
        return Fact(value="url", witnesses=tests.db_url.witnesses, against=tests.db_url.against)
    plugin = next((witness_of(each) for each in requirements if each.name in _PLUGIN_NAMES), None)
    if plugin is not None:
        return Fact(value="plugin", confidence="low", witnesses=(plugin,))
    made = tuple(_holding(index.tree, paths, _MADE))[:SHOWN]
    if made or taken:
        renamed = made or tuple(_holding(index.tree, paths, _RENAMED))
        return Fact(value="settings", confidence="low" if renamed else "high", witnesses=taken or made)
    return Fact(value="none", confidence="low")


def _taken(index: Index, paths: Sequence[str]) -> Iterator[Witness]:
    """Where an engine, or what makes sessions, is taken from the application."""
    for path in paths:
        module = index.files.module(path)
        for each in module.imports if module else ():
            target = index.files.target(path, each.bound) if _ENGINE.fullmatch(each.name) else None
            if target is not None and target.file and not is_test(target.file):
                yield Witness(path, each.line, each.name)


def _holding(tree: SourceTree, paths: Sequence[str], words: Sequence[bytes]) -> Iterator[Witness]:
    """The files that hold one of the words, each with the first of them."""
    for path in paths:
        data = tree.read(path)
        word = next((word for word in words if word in data), None)
        if word is not None:
            yield Witness(path, data.count(b"\n", 0, data.find(word)) + 1, word.decode().rstrip("("))


def _mocked(tree: SourceTree, paths: Sequence[str]) -> Iterator[Witness]:
    """Where the session dependency is overridden by a mock."""
    for path in paths:
        data = tree.read(path)
        found = _OVERRIDE.search(data) if b"dependency_overrides" in data else None
        if found:
            yield Witness(path, data.count(b"\n", 0, found.start()) + 1, found[0].decode("utf-8", "replace"))
