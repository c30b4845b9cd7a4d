"""A new project: what it holds, and that it really runs."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from fastapi_endpoint.errors import WrongCall
from fastapi_endpoint.render.new import new_project

SECRET = "0123456789abcdef" * 4


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hidden = ("SECRET_KEY", "DATABASE_URL", "TEST_DATABASE_URL")
    inherited = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_is_the_same_every_time() -> None:
    assert new_project("demo", secret=SECRET) == new_project("demo", secret=SECRET)


def test_knows_its_name() -> None:
    files = new_project("demo-shop")

    assert tomllib.loads(files["pyproject.toml"])["project"]["name"] == "demo-shop"
    assert "demo_shop.db" in files["app/core/config.py"]
    assert not [path for path, text in files.items() if "{{" in text]


def test_says_where_the_application_is() -> None:
    settings = tomllib.loads(new_project("demo")["pyproject.toml"])

    assert settings["tool"]["fastapi"]["entrypoint"] == "app.main:app"


def test_the_secret_is_in_the_ignored_file_only() -> None:
    files = new_project("demo", secret=SECRET)

    assert [path for path, text in files.items() if SECRET in text] == [".env"]
    assert ".env" in files[".gitignore"].splitlines()


def test_without_a_secret_there_is_no_env_file() -> None:
    files = new_project("demo")

    assert ".env" not in files
    assert "SECRET_KEY=\n" in files[".env.example"]


@pytest.mark.parametrize("name", ["", "1st", "a/b", "..", "a b", "-x", "x-", "naïve", "a\n"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(WrongCall):
        new_project(name)


@pytest.mark.slow
def test_its_own_tests_and_linters_pass(tmp_path: Path) -> None:
    folder = write(tmp_path, new_project("demo", secret=SECRET))

    for command in (("pytest", "-q"), ("ruff", "check"), ("ruff", "format", "--check"), ("mypy",)):
        done = run(folder, *command)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_its_migrations_make_its_models(tmp_path: Path) -> None:
    folder = write(tmp_path, new_project("demo", secret=SECRET))

    for command in ("upgrade head", "check", "downgrade base", "upgrade head"):
        done = run(folder, "alembic", *command.split())
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_missing_secret_is_named_and_a_short_one_not_shown(tmp_path: Path) -> None:
    folder = write(tmp_path, new_project("demo"))

    missing = run(folder, "app.core.config")
    short = run(folder, "app.core.config", SECRET_KEY="too-short")

    assert "SECRET_KEY: Field required" in missing.stderr
    assert "SECRET_KEY" in short.stderr
    assert "too-short" not in short.stderr
