"""Whole endpoints, byte for byte, for every case below `tests/golden`."""

import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from fastapi_endpoint.domain.spec import Access, Cache, Listing
from fastapi_endpoint.render import render, render_migration
from render.cases import spec_of, view_of

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/case.toml"))
ANSWERS = {"access": Access, "listing": Listing, "cache": Cache}
CLOCK = datetime(2026, 1, 15, 12, 30, tzinfo=UTC)


def rendered(case: str) -> dict[str, str]:
    """Every file of the case, unformatted."""
    asked = tomllib.loads((GOLDEN / case / "case.toml").read_text())
    answers = {
        name: msgspec.convert(value, ANSWERS[name]) if name in ANSWERS else tuple(value)
        for name, value in asked["answers"].items()
    }
    habits = {
        name: tuple(value) if isinstance(value, list) else None if value == "" else value
        for name, value in asked["habits"].items()
    }
    view = view_of(spec_of(tuple(asked["fields"]), **answers), **habits)
    files = {file.path: file.text for file in render(view)}
    migration = render_migration(view, "1a2b3c4d5e6f", "9f8e7d6c5b4a", CLOCK)
    return files | {migration.path: migration.text}


def formatted(files: dict[str, str], folder: Path) -> dict[str, str]:
    """The files as Ruff leaves them, at 100 columns."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "-q", str(folder)]
    subprocess.run(ruff, check=True)
    return {path: (folder / path).read_text() for path in files}


@pytest.mark.parametrize("case", CASES)
def test_renders_what_is_expected(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    made = formatted(rendered(case), tmp_path)
    expected = GOLDEN / case / "expected"
    if request.config.getoption("--update", default=False):
        shutil.rmtree(expected, ignore_errors=True)
        formatted(rendered(case), expected)
    found = {
        path.relative_to(expected).as_posix(): path.read_text()
        for path in sorted(expected.rglob("*.py"))
        if "__pycache__" not in path.parts
    }
    assert sorted(made) == sorted(found)
    for path, text in made.items():
        assert text == found[path], path


@pytest.mark.parametrize("case", CASES)
def test_rendering_twice_gives_the_same(case: str) -> None:
    assert rendered(case) == rendered(case)
