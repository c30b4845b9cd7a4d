"""Listing, reading and overlaying the files of a project."""

import os
from pathlib import Path

import pytest

from fastapi_endpoint.errors import WrongCall
from fastapi_endpoint.source.tree import SourceTree


def folder(root: Path, files: dict[str, str]) -> SourceTree:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return SourceTree.of_folder(root)


def test_lists_python_and_configuration_sorted(tmp_path: Path) -> None:
    tree = folder(
        tmp_path,
        {
            "b.py": "",
            "a/x.py": "",
            "pyproject.toml": "",
            "requirements.txt": "",
            "requirements/dev.txt": "",
            "README.md": "",
            "app.js": "",
            ".flake8": "",
        },
    )
    assert tree.paths() == (
        ".flake8",
        "a/x.py",
        "b.py",
        "pyproject.toml",
        "requirements.txt",
        "requirements/dev.txt",
    )


def test_installed_and_generated_folders_are_pruned(tmp_path: Path) -> None:
    tree = folder(
        tmp_path,
        {
            "app.py": "",
            "node_modules/x.py": "",
            "env/pyvenv.cfg": "",
            "env/lib/x.py": "",
            ".git/x.py": "",
            "a/__pycache__/x.py": "",
            "x.egg-info/x.py": "",
        },
    )
    assert tree.paths() == ("app.py",)


def test_gitignore_is_honoured_with_its_folders_and_negations(tmp_path: Path) -> None:
    tree = folder(
        tmp_path,
        {
            ".gitignore": "generated/\n/top.py\nlocal_*.py\n",
            "generated/x.py": "",
            "top.py": "",
            "a/top.py": "",
            "a/local_x.py": "",
            "a/.gitignore": "*.py\n!kept.py\n",
            "a/kept.py": "",
            "a/gone.py": "",
            "b/top.py": "",
        },
    )
    assert tree.paths() == ("a/kept.py", "b/top.py")


def test_survives_link_loops_unreadable_and_large_files(tmp_path: Path) -> None:
    tree = folder(tmp_path, {"a/x.py": "x = 1\n"})
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self.py").symlink_to(tmp_path / "a" / "self.py")
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere.py")
    with (tmp_path / "big.py").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "raw.py").write_bytes(b"x = '\xff'\n")
    (tmp_path / "bin.py").write_bytes(b"\0\1")
    os.mkfifo(tmp_path / "pipe.py")
    assert tree.paths() == ("a/x.py", "big.py", "bin.py", "raw.py")
    assert tree.read("big.py") == b""
    assert tree.read("raw.py") == b"x = '\xff'\n"
    assert tree.text("raw.py") == "x = '\ufffd'\n"
    tree.read("bin.py")
    assert {problem.kind for problem in tree.problems} == {"symlink", "too-large", "encoding", "binary"}


def test_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(WrongCall):
        folder(tmp_path, {}).read("nothing.py")
    with pytest.raises(WrongCall):
        SourceTree.of_files({}).read("nothing.py")
    with pytest.raises(WrongCall):
        SourceTree.of_folder(tmp_path / "nowhere")
    assert not SourceTree.of_files({}).exists("nothing.py")


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("x")
    tree = folder(tmp_path / "inner", {"a.py": ""})
    assert not tree.exists("../secret.py")
    with pytest.raises(WrongCall):
        tree.read("../secret.py")


def test_overlay_replaces_adds_and_removes(tmp_path: Path) -> None:
    tree = folder(tmp_path, {"a.py": "a", "b.py": "b"})
    over = tree.overlay({"a.py": b"changed", "b.py": None, "c/d.py": b"new"})
    assert over.paths() == ("a.py", "c/d.py")
    assert over.read("a.py") == b"changed"
    assert not over.exists("b.py")
    assert over.exists("c/d.py")
    assert tree.paths() == ("a.py", "b.py")
    assert tree.read("a.py") == b"a"
    assert tree.stamp("a.py") is not None
    assert over.stamp("a.py") is None
