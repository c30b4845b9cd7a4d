"""Formatter, linter, type checker, and what their settings ask of new code."""

import pytest

from fastapi_endpoint.domain.conventions import Tools
from fastapi_endpoint.explore.requirements import detect_requirements
from fastapi_endpoint.explore.tools import detect_tools
from fastapi_endpoint.source.tree import SourceTree

HOOKS = "repos:\n  - repo: https://example.org/ruff\n    hooks:\n      - id: ruff\n      - id: ruff-format\n"


def tools(files: dict[str, str]) -> Tools:
    tree = SourceTree.of_files(files)
    paths = tuple(path for path in tree.paths() if path.endswith(".py"))
    return detect_tools(tree, "", detect_requirements(tree), paths)


def test_what_is_run_outranks_what_is_configured() -> None:
    found = tools({"pyproject.toml": "[tool.black]\nline-length = 79\n", ".pre-commit-config.yaml": HOOKS})
    assert (found.formatter.value, found.formatter.confidence) == ("ruff", "high")
    assert found.formatter.against[0].file == "pyproject.toml"
    assert found.linter.value == "ruff"


def test_ruff_settings() -> None:
    text = "[tool.ruff]\nline-length = 120\n[tool.ruff.format]\nquote-style = 'single'\n[tool.mypy]\n"
    found = tools({"pyproject.toml": text})
    assert (found.formatter.value, found.line_length.value, found.quotes.value) == ("ruff", 120, "single")
    assert found.line_length.witnesses[0].line == 2
    assert found.type_checker.value == "mypy"


def test_black_and_flake8_from_requirements() -> None:
    found = tools({"requirements.txt": "black\nflake8\n", ".flake8": "[flake8]\nmax-line-length = 120\n"})
    assert (found.formatter.value, found.linter.value) == ("black", "flake8")
    assert found.line_length.value == 88, "what black formats is 88 wide, whatever flake8 lets pass"


def test_without_a_formatter_the_linter_sets_the_width_and_files_vote_on_quotes() -> None:
    single = "a = 'x'\nb = 'y'\nc = 'z'\n"
    found = tools({"setup.cfg": "[flake8]\nmax-line-length = 100\n", "a.py": single, "b.py": single})
    assert found.formatter.value is None
    assert (found.line_length.value, found.quotes.value, found.quotes.confidence) == (100, "single", "high")


def test_strings_that_had_no_choice_and_docstrings_do_not_vote() -> None:
    text = (
        '"""It\'s a docstring."""\na = "it\'s"\nb = "don\'t"\nc = "can\'t"\nd = \'x\'\ne = \'y\'\nf = \'z\'\n'
    )
    assert tools({"a.py": text}).quotes.value == "single"


@pytest.mark.parametrize(
    ("text", "value"),
    [("from __future__ import annotations\ndef f(): ...\n", True), ("def f(): ...\n", False)],
)
def test_future_annotations_by_vote(text: str, value: bool) -> None:
    assert tools({"a.py": text, "b.py": text}).future_annotations.value is value


def test_nothing_is_known_of_an_empty_project() -> None:
    found = tools({})
    assert (found.formatter.value, found.linter.value, found.type_checker.value) == (None, None, None)
    assert (found.line_length.value, found.line_length.origin) == (88, "default")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", "format:\n\tblack --line-length 120 app\n"),
        ("Makefile", "format:\n\tpoetry run black -l 120 .\n"),
        (
            ".pre-commit-config.yaml",
            "repos:\n  - repo: x\n    hooks:\n      - id: black\n        args: [--line-length=120]\n",
        ),
        (
            ".pre-commit-config.yaml",
            'repos:\n  - repo: x\n    hooks:\n      - id: black\n        args: ["-l", "120"]\n',
        ),
    ],
)
def test_the_length_that_black_is_told_where_it_runs(path: str, text: str) -> None:
    found = tools({path: text, "pyproject.toml": "[tool.black]\nline-length = 79\n"})
    assert (found.formatter.value, found.line_length.value) == ("black", 120)
    assert found.line_length.witnesses[0].file == path


def test_another_hooks_arguments_are_not_blacks() -> None:
    hooks = "      - id: black\n      - id: flake8\n        args: [--max-line-length=100, --line-length=99]\n"
    assert tools({".pre-commit-config.yaml": hooks}).line_length.value == 88


def test_imports_are_sorted_by_what_is_run_or_configured_not_by_what_is_installed() -> None:
    assert tools({"pyproject.toml": "[tool.isort]\nprofile = 'black'\n"}).import_sorter.value == "isort"
    assert tools({".pre-commit-config.yaml": "      - id: isort\n"}).import_sorter.value == "isort"
    assert tools({"requirements.txt": "isort==5.13.2\n"}).import_sorter.value is None


def test_what_a_comment_names_is_not_run() -> None:
    text = '[tool.ruff.lint]\nselect = [\n    "E",   # pycodestyle error\n]\n'
    assert tools({"pyproject.toml": text}).linter.value == "ruff"


def test_settings_of_isort_are_left_from_before_where_ruff_formats() -> None:
    settings = "[tool.isort]\nprofile = 'black'\n[tool.ruff.format]\n"
    assert tools({"pyproject.toml": settings}).import_sorter.value is None
    run = {"pyproject.toml": settings, "Makefile": "lint:\n\tisort app\n"}
    assert tools(run).import_sorter.value == "isort"
