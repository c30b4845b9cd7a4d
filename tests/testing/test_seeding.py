"""The users of a descriptor, in the database of a project that really runs."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.testing.seeding import USERS, seed

pytestmark = pytest.mark.slow


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in new_project("shop").items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/shop.db")
    return tmp_path


def test_users_are_made_once(shop: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=shop,
        env=os.environ,
        check=True,
        timeout=120,
    )
    assert seed(shop) == USERS
    assert seed(shop) == USERS
    with sqlite3.connect(shop / "shop.db") as database:
        rows = database.execute(
            "SELECT email, is_active, is_superuser, role FROM users ORDER BY id"
        ).fetchall()
    assert rows == [
        ("alice@example.com", 1, 0, "user"),
        ("bob@example.com", 1, 0, "user"),
        ("admin@example.com", 1, 1, "admin"),
        ("inactive@example.com", 0, 0, "user"),
    ]


def test_a_database_without_tables_is_said(shop: Path) -> None:
    with pytest.raises(EndpointError, match="could not be made") as caught:
        seed(shop)
    assert "alembic upgrade head" in caught.value.hint
