"""The host's formatter and linter: what is new, and what the host does not keep itself."""

import sys

import pytest

from execute.hosts import options
from execute.plans import plan_of, plant
from fastapi_endpoint.execute.checks.programs import FORMATTERS, SORTERS, unformatted
from fastapi_endpoint.execute.checks.style import check_lint, check_types
from fastapi_endpoint.execute.sandbox import Sandbox
from fastapi_endpoint.execute.stage import Stage
from fastapi_endpoint.execute.throwaway import Databases

SETTINGS = b"[tool.ruff.lint]\nselect = ['E711', 'F401']\n"
COMPARED = b"x = 1\ny = x == None\n"
UNUSED = b"import os\n"


@pytest.fixture
def stage(tmp_path):
    def made(before, after, folder=""):
        before = {"pyproject.toml": SETTINGS, **before}
        plant(tmp_path / "before", before)
        plant(tmp_path / "after", before | after)
        databases = Databases(targets={}, postgresql=False)
        sandbox = Sandbox(
            home=tmp_path,
            python=sys.executable,
            roots=(".",),
            settings={},
            databases=databases,
            folder=folder,
        )
        return Stage(
            plan=plan_of(before, after),
            after=after,
            options=options(tools__linter="ruff", tools__type_checker="mypy", tests__dir="tests"),
            before=tmp_path / "before",
            changed=tmp_path / "after",
            sandbox=sandbox,
            secrets=(),
        )

    return made


def test_a_rule_that_the_host_keeps_is_red(stage):
    check = check_lint(stage({"app/a.py": b"x = 1\n"}, {"app/b.py": COMPARED}))
    assert (check.outcome, check.why) == ("red", "ruff has 1 new findings")
    assert "app/b.py: [E711]" in check.detail


def test_a_rule_that_files_of_the_host_break_is_a_note(stage):
    check = check_lint(stage({"app/a.py": COMPARED}, {"app/b.py": COMPARED}))
    assert check.outcome == "green"
    assert check.why == "ruff finds nothing new but what files of the project break, too: E711"


def test_a_bug_is_red_whatever_files_of_the_host_have(stage):
    check = check_lint(stage({"app/a.py": UNUSED}, {"app/b.py": UNUSED}))
    assert check.outcome == "red"


def test_only_what_the_host_keeps_is_told_of_both(stage):
    check = check_lint(stage({"app/a.py": COMPARED}, {"app/b.py": UNUSED + COMPARED}))
    assert (check.outcome, check.why) == ("red", "ruff has 1 new findings")
    assert "E711" not in check.detail


def test_what_tests_break_is_kept_elsewhere(stage):
    check = check_lint(stage({"tests/test_a.py": COMPARED}, {"app/b.py": COMPARED}))
    assert check.outcome == "red"
    check = check_lint(stage({"tests/test_a.py": COMPARED}, {"tests/test_b.py": COMPARED}))
    assert check.outcome == "green"


@pytest.mark.slow
def test_settings_of_the_folder_that_the_project_is_set_up_in_hold(stage):
    strict = {"backend/pyproject.toml": b"[tool.mypy]\ndisallow_untyped_defs = true\n"}
    check = check_types(stage(strict, {"backend/app/b.py": b"def same(x):\n    return x\n"}, "backend"))
    assert (check.outcome, check.why) == ("red", "mypy has 1 new findings")
    assert "backend/app/b.py" in check.detail


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (FORMATTERS["black"], "would reformat {copy}/app/b.py\nOh no!\n1 file would be reformatted.\n"),
        (FORMATTERS["ruff"], "Would reformat: app/b.py\n1 file would be reformatted\n"),
        (
            FORMATTERS["ruff"],
            "unformatted: File would be reformatted\n  --> app/b.py:49:12\n   |\n48 | x\n",
        ),
        (FORMATTERS["yapf"], "--- app/b.py\t(original)\n+++ app/b.py\t(reformatted)\n@@ -1 +1 @@\n"),
        (FORMATTERS["autopep8"], "--- original/app/b.py\n+++ fixed/app/b.py\n@@ -1 +1 @@\n"),
        (SORTERS["isort"], "ERROR: {copy}/app/b.py Imports are incorrectly sorted and/or formatted.\n"),
    ],
)
def test_what_each_formatter_would_change_is_read(program, said, tmp_path):
    assert unformatted(program, said.format(copy=tmp_path), tmp_path) == {"app/b.py"}
