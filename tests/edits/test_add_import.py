"""Imports land where the file's own order wants them, and nothing else moves."""

from typing import Any

import pytest

from fastapi_endpoint.edits import AlreadyDone, CannotApply, Edited, Import, add_import

ITEM = Import("shop.routers", "items")


def after(source: str, wanted: Import, **options: Any) -> str:
    outcome = add_import(source.encode(), wanted, **options)
    assert isinstance(outcome, Edited), outcome
    assert add_import(outcome.data, wanted, **options) == AlreadyDone()
    return outcome.data.decode()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (
            "from shop.routers import carts, users\n",
            "from shop.routers import carts, users\nfrom shop.routers import items as item_router\n",
        ),
        (
            "from shop.routers import carts, users as people\n",
            "from shop.routers import carts, items as item_router, users as people\n",
        ),
    ],
)
def test_a_name_by_another_name_has_its_own_statement_unless_others_share_one(
    before: str, expected: str
) -> None:
    assert after(before, Import("shop.routers", "items", "item_router")) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("from shop.routers import carts, users\n", "from shop.routers import carts, items, users\n"),
        ("from shop.routers import users, carts\n", "from shop.routers import users, carts, items\n"),
        ("from shop.routers import carts\n", "from shop.routers import carts, items\n"),
        (
            "from shop.routers import (\n    carts,\n    users,\n)\n",
            "from shop.routers import (\n    carts,\n    items,\n    users,\n)\n",
        ),
        (
            "from shop.routers import (\n    carts,  # the basket\n    apples  # last\n)\n",
            "from shop.routers import (\n    carts,  # the basket\n    apples,  # last\n    items\n)\n",
        ),
        (
            "from shop.routers import (\n\tcarts,\n\tapples)\n",
            "from shop.routers import (\n\tcarts,\n\tapples,\n\titems)\n",
        ),
        ("from shop.routers import (carts, users)\n", "from shop.routers import (carts, items, users)\n"),
        (
            "from shop.routers import carts, \\\n    apples\n",
            "from shop.routers import carts, \\\n    apples, items\n",
        ),
        (
            "from shop.routers import carts, users as people\n",
            "from shop.routers import carts, items, users as people\n",
        ),
        (
            "from shop.routers import carts  # noqa: F401\n",
            "from shop.routers import carts, items  # noqa: F401\n",
        ),
        (
            "from shop.routers import apples\nfrom shop.routers import carts\n",
            (
                "from shop.routers import apples\nfrom shop.routers import carts\n"
                "from shop.routers import items\n"
            ),
        ),
    ],
)
def test_joins_a_statement_of_the_same_module(before: str, expected: str) -> None:
    assert after(before, ITEM) == expected


def test_a_line_grown_too_long_is_wrapped_one_name_a_line() -> None:
    before = "from shop.routers import addresses, baskets, carts, deliveries, orders, payments, users\n"
    names = ["addresses", "baskets", "carts", "deliveries", "items", "orders", "payments", "users"]
    expected = "from shop.routers import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"
    assert after(before, ITEM) == expected
    assert after(before, ITEM, line_length=120) == before.replace("orders", "items, orders")


def test_bracketed_names_on_one_long_line_are_wrapped_too() -> None:
    before = "from shop.routers import (carts, users,)\r\n"
    assert after(before, ITEM, line_length=30) == (
        "from shop.routers import (\r\n    carts,\r\n    items,\r\n    users,\r\n)\r\n"
    )


def test_constants_classes_and_variables_keep_their_order() -> None:
    before = "from shop.models import LIMIT, Cart, make_user\n"
    assert (
        after(before, Import("shop.models", "Item"))
        == "from shop.models import LIMIT, Cart, Item, make_user\n"
    )


SECTIONS = '''"""The shop."""
from __future__ import annotations

import os
from pathlib import Path

import fastapi
from sqlalchemy import select

from shop.db import session
from shop.users import User

from .local import thing

CODE = 1
'''


@pytest.mark.parametrize(
    ("wanted", "line_before"),
    [
        (Import("uuid"), "import os"),
        (Import("datetime", "date"), "import os"),
        (Import("typing", "Any"), "from pathlib import Path"),
        (Import("pydantic", "BaseModel"), "import fastapi"),
        (Import("shop.items", "Item"), "from shop.db import session"),
        (Import("shop.wishes", "Wish"), "from shop.users import User"),
        (Import(".more", "other"), "from .local import thing"),
    ],
)
def test_each_section_keeps_its_order(wanted: Import, line_before: str) -> None:
    lines = after(SECTIONS, wanted, first_party=frozenset({"shop"})).splitlines()
    assert lines[lines.index(wanted.statement) - 1] == line_before
    assert [line for line in lines if line != wanted.statement] == SECTIONS.splitlines()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("import os\n\nX = 1\n", "import os\n\nfrom shop.routers import items\n\nX = 1\n"),
        ("from .a import b\n", "from shop.routers import items\n\nfrom .a import b\n"),
        (
            "import os\nfrom .a import b\n",
            "import os\n\nfrom shop.routers import items\n\nfrom .a import b\n",
        ),
    ],
)
def test_a_section_that_is_missing_is_made(before: str, expected: str) -> None:
    assert after(before, ITEM, first_party=frozenset({"shop"})) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", "from shop.routers import items\n"),
        ("X = 1\n", "from shop.routers import items\n\nX = 1\n"),
        ("class A:\n    pass\n", "from shop.routers import items\n\n\nclass A:\n    pass\n"),
        ('"""Doc."""\n\nX = 1\n', '"""Doc."""\n\nfrom shop.routers import items\n\nX = 1\n'),
        ('"""Doc."""\nX = 1\n', '"""Doc."""\n\nfrom shop.routers import items\n\nX = 1\n'),
        ('"""Doc."""', '"""Doc."""\n\nfrom shop.routers import items'),
        (
            "#!/usr/bin/env python\nX = 1\n",
            "#!/usr/bin/env python\n\nfrom shop.routers import items\n\nX = 1\n",
        ),
        ("# Licence.\n\nX = 1\n", "# Licence.\n\nfrom shop.routers import items\n\nX = 1\n"),
        ("# about X\nX = 1\n", "from shop.routers import items\n\n# about X\nX = 1\n"),
        ("# only words\n", "# only words\n\nfrom shop.routers import items\n"),
        ('__all__ = ("A",)\n', '__all__ = ("A",)\n\nfrom shop.routers import items\n'),
    ],
)
def test_the_first_import_of_a_file(before: str, expected: str) -> None:
    assert after(before, ITEM) == expected


def test_an_exports_list_before_the_imports_stays_first() -> None:
    before = '__all__ = ("Cart",)\n\nfrom .cart import Cart\n'
    assert after(before, Import(".item", "Item")) == before + "from .item import Item\n"


def test_imports_below_a_path_edit_keep_theirs() -> None:
    before = "import sys\n\nsys.path.append('.')\n\nfrom shop.db import Base\nfrom shop.users import User\n"
    wanted = Import("shop.items", "Item")
    assert after(before, wanted) == before.replace("Base\n", "Base\nfrom shop.items import Item\n")


def test_nested_imports_are_no_place_to_add_to() -> None:
    before = (
        "from typing import TYPE_CHECKING\n\ntry:\n    from shop.routers import carts\nexcept ImportError:\n"
        "    carts = None\n\nif TYPE_CHECKING:\n    from shop.routers import users\n"
    )
    assert after(before, ITEM, first_party=frozenset({"shop"})) == before.replace(
        "TYPE_CHECKING\n\ntry", "TYPE_CHECKING\n\nfrom shop.routers import items\n\ntry"
    )


def test_a_name_only_type_checkers_see_is_imported_for_real() -> None:
    before = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop.routers import items\n"
    assert after(before, ITEM).count("from shop.routers import items") == 2


def test_a_mark_that_every_sibling_carries_is_copied() -> None:
    before = "import shop.models.cart    # noqa: F401\nimport shop.models.user  # noqa: F401  # people\n"
    assert after(before, Import("shop.models.item")) == (
        "import shop.models.cart    # noqa: F401\n"
        "import shop.models.item  # noqa: F401\n"
        "import shop.models.user  # noqa: F401  # people\n"
    )


def test_a_mark_stands_in_the_column_of_its_siblings() -> None:
    before = (
        "import shop.models.cart      # noqa: F401\n"
        "import shop.models.order   # noqa: F401\n"
        "import shop.models.product   # noqa: F401\n"
    )
    assert after(before, Import("shop.models.wish")) == before + "import shop.models.wish      # noqa: F401\n"
    long = Import("shop.models.wish_of_somebody")
    assert after(before, long) == before + f"{long.statement}  # noqa: F401\n"


def test_marks_that_line_up_by_chance_are_no_column() -> None:
    before = "import shop.models.cart  # noqa: F401\nimport shop.models.wish  # noqa: F401\n"
    assert "import shop.models.box  # noqa: F401\n" in after(before, Import("shop.models.box"))


def test_a_comment_asked_for_gets_a_statement_of_its_own() -> None:
    before = "from shop.routers import carts\n"
    assert (
        after(before, ITEM, comment="noqa: F401") == before + "from shop.routers import items  # noqa: F401\n"
    )


@pytest.mark.parametrize(
    ("before", "wanted", "package"),
    [
        ("from shop.routers import items\n", ITEM, ""),
        ("from .routers import items\n", ITEM, "shop"),
        ("from shop.routers import items\n", Import(".routers", "items"), "shop"),
        ("from ..routers import items\n", ITEM, "shop.api"),
        ("try:\n    from shop.routers import items\nexcept ImportError:\n    pass\n", ITEM, ""),
        ("import shop.models.item as m\n", Import("shop.models", "item", "m"), ""),
        ("import a.b\n", Import("a.b"), ""),
    ],
)
def test_the_same_thing_under_the_same_name_is_there_already(
    before: str, wanted: Import, package: str
) -> None:
    assert add_import(before.encode(), wanted, package=package) == AlreadyDone()


@pytest.mark.parametrize(
    "before",
    [
        "from shop.other import items\n",
        "items = []\n",
        "def items():\n    pass\n",
        "@cached\nclass items:\n    pass\n",
    ],
)
def test_a_taken_name_is_refused_with_the_text_to_write(before: str) -> None:
    outcome = add_import(before.encode(), ITEM)
    assert isinstance(outcome, CannotApply)
    assert outcome.by_hand == "from shop.routers import items"
    assert "items" in outcome.reason


def test_a_package_may_be_imported_beside_its_siblings_though_its_name_is_reused() -> None:
    before = "import app.models.cart\n\napp = make()\n"
    assert (
        after(before, Import("app.models.item"))
        == "import app.models.cart\nimport app.models.item\n\napp = make()\n"
    )


def test_bytes_around_stay() -> None:
    before = b"\xef\xbb\xbfimport os\r\nfrom a.b import c  # caf\xc3\xa9\r\nX = 1\ny = 2"
    outcome = add_import(before, Import("a.d", "e"))
    assert isinstance(outcome, Edited)
    assert outcome.data == before.replace(b"caf\xc3\xa9\r\n", b"caf\xc3\xa9\r\nfrom a.d import e\r\n")


def test_statements_that_share_a_line_are_not_torn_apart() -> None:
    before = "import a.b; X = (\n    1\n)\nY = 2\n"
    assert after(before, Import("a.c")) == "import a.b; X = (\n    1\n)\nimport a.c\nY = 2\n"


@pytest.mark.parametrize("data", [b"# caf\xe9\nimport os\n", b"import os\rimport sys\r"])
def test_bytes_that_cannot_be_edited_safely_are_refused(data: bytes) -> None:
    assert isinstance(add_import(data, ITEM), CannotApply)


def test_a_broken_file_is_edited_where_its_imports_are_whole() -> None:
    before = "from shop.routers import carts\n\ndef broken(:\n    pass\n"
    assert after(before, ITEM) == before.replace("carts", "carts, items")


def test_the_mark_of_a_namesake_in_another_package_is_copied() -> None:
    before = "import users.models  # noqa\n"

    assert (
        after(before, Import("orders.models"))
        == "import orders.models  # noqa\nimport users.models  # noqa\n"
    )
    assert "import orders.services\n" in after(before, Import("orders.services"))
