"""Which Python runs the project."""

import sys
from pathlib import Path

import pytest

from fastapi_endpoint.tools.interpreter import find_interpreter


def environment(folder: Path) -> Path:
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "pyvenv.cfg").write_text("")
    return python


def test_the_one_that_was_named_comes_first(tmp_path):
    environment(tmp_path / ".venv")
    named = environment(tmp_path / "other")
    assert find_interpreter(tmp_path, chosen=str(named), environ={}).path == str(named)
    assert find_interpreter(tmp_path, chosen=str(tmp_path / "other"), environ={}).path == str(named)
    assert find_interpreter(tmp_path, chosen=str(tmp_path / "nowhere"), environ={}) is None


def test_an_active_environment_counts_unless_it_is_ours(tmp_path):
    active = environment(tmp_path / "active")
    root = tmp_path / "project"
    root.mkdir()
    assert find_interpreter(root, environ={"VIRTUAL_ENV": str(tmp_path / "active")}).path == str(active)
    assert find_interpreter(root, environ={"VIRTUAL_ENV": sys.prefix}) is None


@pytest.mark.parametrize("name", [".venv", "venv", "env"])
def test_beside_or_above(tmp_path, name):
    python = environment(tmp_path / name)
    below = tmp_path / "backend"
    below.mkdir()
    assert find_interpreter(tmp_path, environ={}).path == str(python)
    assert find_interpreter(below, environ={}).path == str(python)


def test_not_above_the_repository(tmp_path):
    environment(tmp_path / ".venv")
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    assert find_interpreter(root, environ={}) is None


def test_pdm_says_where(tmp_path):
    python = environment(tmp_path / "elsewhere")
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    (root / ".pdm-python").write_text(f"{python}\n")
    assert find_interpreter(root, environ={}).path == str(python)
