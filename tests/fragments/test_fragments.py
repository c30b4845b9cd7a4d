"""Fragments carry their imports, and an import block is sorted as Ruff sorts it."""

import subprocess
import sys
from pathlib import Path

import pytest

from fastapi_endpoint.fragments import (
    Fragment,
    Import,
    ImportStyle,
    Module,
    code,
    import_block,
    join,
    merge,
    print_module,
)


def test_joined_fragments_keep_all_imports() -> None:
    joined = join(", ", [code("UUID", "uuid.UUID"), code("str"), code("Decimal", "decimal.Decimal")])
    assert joined == Fragment(
        "UUID, str, Decimal", frozenset({Import("uuid", "UUID"), Import("decimal", "Decimal")})
    )


def test_a_fragment_of_pairs_is_adopted() -> None:
    class Pair:
        text = "UUID"
        imports = frozenset({("uuid", "UUID")})

    assert Fragment.adopt(Pair()) == code("UUID", "uuid.UUID")


IMPORTS = [
    Import("uuid", "UUID"),
    Import("datetime", "datetime"),
    Import("datetime", "UTC"),
    Import("sqlalchemy", alias="sa"),
    Import("sqlalchemy", "select"),
    Import("sqlalchemy", "Numeric"),
    Import("sqlalchemy.orm", "Mapped"),
    Import("pydantic", "MISSING"),
    Import("pydantic", "BaseModel"),
    Import("app.db", "Base"),
    Import("app.crud", "parcel", "parcel_crud"),
    Import("__future__", "annotations"),
    Import("re"),
    Import("alembic", "op"),
]


def test_the_block_has_sections_and_sorted_names() -> None:
    assert import_block(IMPORTS, ImportStyle(first_party=("app",))).splitlines() == [
        "from __future__ import annotations",
        "",
        "import re",
        "from datetime import UTC, datetime",
        "from uuid import UUID",
        "",
        "import sqlalchemy as sa",
        "from alembic import op",
        "from pydantic import MISSING, BaseModel",
        "from sqlalchemy import Numeric, select",
        "from sqlalchemy.orm import Mapped",
        "",
        "from app.crud import parcel as parcel_crud",
        "from app.db import Base",
    ]


@pytest.mark.parametrize(
    ("relative_to", "within"),
    [(None, None), ("app.crud", None), ("app", None), ("app.api.v1", "app"), ("app.api", "app")],
)
def test_ruff_has_nothing_to_sort(tmp_path: Path, relative_to: str | None, within: str | None) -> None:
    style = ImportStyle(first_party=("app",), relative_to=relative_to, relative_within=within)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    file = tmp_path / "app" / "module.py"
    file.write_text(import_block(IMPORTS, style) + "\n")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "I", file.name]
    done = subprocess.run(ruff, cwd=file.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_siblings_are_imported_relatively_where_the_project_does() -> None:
    style = ImportStyle(first_party=("app",), relative_to="app.posts")
    imports = [Import("app.posts.models", "Post"), Import("app.posts", "services"), Import("app.db", "Base")]
    assert import_block(imports, style).splitlines() == [
        "from app.db import Base",
        "",
        "from . import services",
        "from .models import Post",
    ]


def test_modules_elsewhere_are_climbed_to_where_the_project_does() -> None:
    style = ImportStyle(first_party=("app",), relative_to="app.api.v1", relative_within="app")
    imports = [
        Import("app.core.db", "Base"),
        Import("app.api.deps", "get_db"),
        Import("app.api.v1.posts", "router"),
        Import("app", "settings"),
        Import("application", "other"),
    ]
    assert import_block(imports, style).splitlines() == [
        "from application import other",
        "",
        "from ... import settings",
        "from ...core.db import Base",
        "from ..deps import get_db",
        "from .posts import router",
    ]


def test_merged_modules_do_not_import_one_another() -> None:
    table = Module(
        body="class Parcel(Base): ...", imports=frozenset({Import("app.db", "Base")}), defines=("Parcel",)
    )
    schema = Module(
        body="class ParcelCreate(BaseModel): ...",
        imports=frozenset({Import("pydantic", "BaseModel"), Import("app.parcels.models", "Parcel")}),
        defines=("ParcelCreate",),
    )
    merged = merge([table, schema], "app.parcels.models")
    assert merged.defines == ("Parcel", "ParcelCreate")
    assert print_module(merged, ImportStyle(first_party=("app",))) == (
        "from pydantic import BaseModel\n\nfrom app.db import Base\n\n\n"
        "class Parcel(Base): ...\n\n\nclass ParcelCreate(BaseModel): ...\n"
    )
