"""`__all__`, appended definitions, TOML values, requirements, and edits that belong together."""

from functools import partial

import pytest

from fastapi_endpoint.edits import (
    AlreadyDone,
    CannotApply,
    Edited,
    Import,
    Inclusion,
    Outcome,
    add_import,
    add_requirement,
    add_to_all,
    append_definition,
    in_sequence,
    include_router,
    set_toml_value,
)
from fastapi_endpoint.edits.base import splice


def text(outcome: Outcome) -> str:
    assert isinstance(outcome, Edited), outcome
    return outcome.data.decode()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ('__all__ = ["A", "C"]\n', '__all__ = ["A", "B", "C"]\n'),
        ("__all__ = ['C', 'A']\n", "__all__ = ['C', 'A', 'B']\n"),
        ('__all__ = ("A",)\n', '__all__ = ("A", "B")\n'),
        (
            '__all__: list[str] = [\n    "A",\n    "C",\n]\n',
            '__all__: list[str] = [\n    "A",\n    "B",\n    "C",\n]\n',
        ),
        ("__all__ = []\n", '__all__ = ["B"]\n'),
        ("__all__ = ()\n", '__all__ = ("B",)\n'),
        ('__all__ = ["A"] + other.__all__\n', '__all__ = ["A", "B"] + other.__all__\n'),
        ('__all__ = ["A"]\n__all__ += ["C"]\n', '__all__ = ["A"]\n__all__ += ["C", "B"]\n'),
    ],
)
def test_a_name_joins_the_exports(before: str, expected: str) -> None:
    assert text(add_to_all(before.encode(), "B")) == expected
    assert add_to_all(expected.encode(), "B") == AlreadyDone()


def test_exports_that_are_no_plain_list_are_refused() -> None:
    assert isinstance(add_to_all(b"__all__ = other.__all__\n", "B"), CannotApply)
    assert isinstance(add_to_all(b"__all__ = [NAME]\n", "B"), CannotApply)


def test_a_module_without_exports_needs_none() -> None:
    assert isinstance(add_to_all(b"x = 1\n", "B"), AlreadyDone)


SOURCE = 'class Item(Base):\n    """One item."""\n\n    kind: str = "new"\n'


def test_a_definition_goes_last_with_its_imports_and_the_files_quotes() -> None:
    before = "from shop.db import Base\n\n\nclass Cart(Base):\n    kind = 'x'\n    other = 'y'\n\n\n"
    expected = (
        "from shop.db import Base\nfrom shop.users import User\n\n\n"
        "class Cart(Base):\n    kind = 'x'\n    other = 'y'\n"
        '\n\nclass Item(Base):\n    """One item."""\n\n    kind: str = \'new\'\n\n\n'
    )
    imports = (Import("shop.users", "User"),)
    after = append_definition(before.encode(), SOURCE, imports)
    assert text(after) == expected
    assert append_definition(expected.encode(), SOURCE, imports) == AlreadyDone()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", SOURCE),
        ("\r\n\r\n", SOURCE.replace("\n", "\r\n") + "\r\n"),
        ("X = 1", "X = 1\n\n\n" + SOURCE.rstrip("\n")),
        ("X = 1\r\n", "X = 1\r\n\r\n\r\n" + SOURCE.replace("\n", "\r\n")),
        ("X = 1  # one\n# tail\n", "X = 1  # one\n# tail\n\n\n" + SOURCE),
        (
            "X = 1\n\n\nif __name__ == '__main__':\n    run()\n",
            "X = 1\n\n\n" + SOURCE.replace('"new"', "'new'") + "\n\nif __name__ == '__main__':\n    run()\n",
        ),
    ],
)
def test_the_end_of_the_file_keeps_its_state(before: str, expected: str) -> None:
    assert text(append_definition(before.encode(), SOURCE)) == expected


def test_only_what_is_missing_is_appended() -> None:
    both = SOURCE + "\n\nclass More:\n    pass\n"
    after = append_definition(SOURCE.replace('"new"', "'new'").encode(), both)
    assert text(after).count("class Item") == 1
    assert text(after).endswith("\n\n\nclass More:\n    pass\n")


def test_another_thing_of_that_name_is_refused_and_no_import_is_left_behind() -> None:
    outcome = append_definition(b"class Item:\n    pass\n", SOURCE, (Import("shop.db", "Base"),))
    assert isinstance(outcome, CannotApply)
    assert outcome.by_hand.startswith("from shop.db import Base\nclass Item(Base):")


def test_edits_in_sequence_are_one_edit() -> None:
    before = b"from shop import users\n\nr = R()\nr.include_router(users.router)\n"
    steps = [
        partial(add_import, wanted=Import("shop", "items")),
        partial(include_router, wanted=Inclusion("r", "items.router")),
        partial(add_import, wanted=Import("shop", "jars")),
    ]
    outcome = in_sequence(before, steps)
    assert isinstance(outcome, Edited)
    assert outcome.data.decode().splitlines() == [
        "from shop import items, jars, users",
        "",
        "r = R()",
        "r.include_router(users.router)",
        "r.include_router(items.router)",
    ]
    assert splice(before, outcome.hunks) == outcome.data
    assert in_sequence(outcome.data, steps) == AlreadyDone()


def test_one_step_that_cannot_be_done_holds_back_the_others() -> None:
    steps = [
        partial(add_import, wanted=Import("shop", "items")),
        partial(include_router, wanted=Inclusion("app", "items.router")),
    ]
    outcome = in_sequence(b"register_all()\n", steps)
    assert isinstance(outcome, CannotApply)
    assert outcome.by_hand == "from shop import items\napp.include_router(items.router)"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", '[tool.shop]\nkey = "v"\n'),
        ("[tool.shop]\nother = 1 # why\n", '[tool.shop]\nother = 1 # why\nkey = "v"\n'),
        ("[tool.shop]\nkey = 'old' # why\n", '[tool.shop]\nkey = "v" # why\n'),
    ],
)
def test_a_toml_value_is_set(before: str, expected: str) -> None:
    outcome = set_toml_value(before.encode(), ("tool", "shop", "key"), "v")
    assert text(outcome) == expected
    assert isinstance(outcome, Edited)
    assert splice(before.encode(), outcome.hunks) == outcome.data
    assert set_toml_value(outcome.data, ("tool", "shop", "key"), "v") == AlreadyDone()


@pytest.mark.parametrize("before", ["[tool\n", "tool = 1\n"])
def test_toml_that_cannot_hold_the_value_is_refused(before: str) -> None:
    assert isinstance(set_toml_value(before.encode(), ("tool", "key"), "v"), CannotApply)


@pytest.mark.parametrize(
    ("path", "before", "expected"),
    [
        ("requirements.txt", "alembic\nuvicorn\n", "alembic\nfoo-bar>=1\nuvicorn\n"),
        ("requirements.txt", "uvicorn\n# web\nalembic", "uvicorn\n# web\nalembic\nfoo-bar>=1"),
        ("requirements.txt", "", "foo-bar>=1\n"),
        (
            "pyproject.toml",
            '[project]\ndependencies = [\n  "alembic",\n  "uvicorn",\n]\n',
            '[project]\ndependencies = [\n  "alembic",\n  "foo-bar>=1",\n  "uvicorn",\n]\n',
        ),
        (
            "pyproject.toml",
            '[project]\ndependencies = [\n  "uvicorn",\n  "alembic",\n]\n',
            '[project]\ndependencies = [\n  "uvicorn",\n  "alembic",\n  "foo-bar>=1",\n]\n',
        ),
    ],
)
def test_a_requirement_is_declared(path: str, before: str, expected: str) -> None:
    assert text(add_requirement(path, before.encode(), "foo-bar>=1")) == expected
    assert add_requirement(path, expected.encode(), "Foo.Bar>=1") == AlreadyDone()


def test_a_pyproject_without_a_plain_list_is_refused() -> None:
    assert isinstance(add_requirement("pyproject.toml", b"[project]\nname = 'x'\n", "foo"), CannotApply)
