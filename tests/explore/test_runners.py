"""What runs a project's chores, and what runs before a commit."""

import pytest

from fastapi_endpoint.explore.runners import detect_hooks, detect_task_runners
from fastapi_endpoint.source.tree import SourceTree


@pytest.mark.parametrize(
    ("name", "file", "text", "tasks"),
    [
        (
            "make",
            "Makefile",
            ".PHONY: lint\nVERSION := 1\nlint:\n\truff check\ntest: lint\n\tpytest\n",
            "lint, test",
        ),
        (
            "just",
            "justfile",
            "set dotenv-load := true\nlint:\n  ruff check\ntest *args:\n  pytest\n",
            "lint, test",
        ),
        ("task", "Taskfile.yml", "version: 3\ntasks:\n  lint:\n    cmds: [ruff check]\n", "lint"),
        (
            "nox",
            "noxfile.py",
            "import nox\n@nox.session(python=['3.12'])\ndef tests(session): ...\n",
            "tests",
        ),
        ("tox", "tox.ini", "[tox]\n[testenv]\n[testenv:lint]\n", "testenv, lint"),
        ("invoke", "tasks.py", "from invoke import task\n@task\ndef build(c): ...\n", "build"),
        ("poe", "pyproject.toml", "[tool.poe.tasks]\nlint = 'ruff check'\n", "lint"),
        ("taskipy", "pyproject.toml", "[tool.taskipy.tasks]\nlint = 'ruff check'\n", "lint"),
        ("pdm", "pyproject.toml", "[tool.pdm.scripts]\nlint = 'ruff check'\n", "lint"),
        ("rye", "pyproject.toml", "[tool.rye.scripts]\nlint = 'ruff check'\n", "lint"),
        ("hatch", "pyproject.toml", "[tool.hatch.envs.default.scripts]\nlint = 'ruff check'\n", "lint"),
        ("tox", "pyproject.toml", "[tool.tox.env.lint]\ncommands = []\n", "lint"),
    ],
)
def test_each_runner_is_found_with_its_tasks(name: str, file: str, text: str, tasks: str) -> None:
    found = detect_task_runners(SourceTree.of_files({file: text}), "")
    assert found.value == (name,)
    assert (found.witnesses[0].file, found.witnesses[0].note) == (file, tasks)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("Makefile", "VERSION := 1\n"),
        ("tasks.py", "from celery import task\n@task\ndef send(): ...\n"),
        ("pyproject.toml", "[tool.pdm]\n"),
        ("pyproject.toml", "[tool.hatch.envs\n"),
        ("pyproject.toml", "[tool.hatch]\nenvs = 'none'\n"),
        ("pyproject.toml", "[tool.hatch.envs.default]\nscripts = 'lint'\n"),
        ("pyproject.toml", "[tool.poe]\ntasks = 'lint'\n"),
    ],
)
def test_what_holds_no_tasks_is_no_runner(file: str, text: str) -> None:
    assert detect_task_runners(SourceTree.of_files({file: text}), "").value == ()


def test_the_nearest_to_the_application_comes_first() -> None:
    files = {"Makefile": "up:\n\tdocker compose up\n", "backend/justfile": "test:\n  pytest\n"}
    assert detect_task_runners(SourceTree.of_files(files), "backend").value == ("just", "make")


@pytest.mark.parametrize(
    ("file", "name"),
    [(".pre-commit-config.yaml", "pre-commit"), ("prek.toml", "prek"), ("lefthook.yml", "lefthook")],
)
def test_hooks(file: str, name: str) -> None:
    found = detect_hooks(SourceTree.of_files({file: "repos: []\n"}), "")
    assert (found.value, found.witnesses[0].file) == (name, file)


def test_no_hooks() -> None:
    assert detect_hooks(SourceTree.of_files({"Makefile": "x:\n"}), "").value is None
