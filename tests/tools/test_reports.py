"""pytest's report read; git asked."""

import os
import shutil
import subprocess
import sys

import pytest

from fastapi_endpoint.tools.git import uncommitted
from fastapi_endpoint.tools.process import run
from fastapi_endpoint.tools.pytest import TestCase, arguments, by_reason, read_report

SUITE = """
import pytest

@pytest.fixture
def broken():
    raise RuntimeError("no")

def test_passes(): pass
def test_fails(): assert 1 == 2
def test_errs(broken): pass
@pytest.mark.skip(reason="later")
def test_skipped(): pass
@pytest.mark.parametrize("n", [1, 2])
def test_many(n): pass
"""


def test_a_report_says_how_each_test_ended(tmp_path):
    (tmp_path / "test_it.py").write_text(SUITE)
    junit = tmp_path / "out.xml"
    argv = [sys.executable, *arguments(("test_it.py",), junit)]
    assert run(argv, cwd=tmp_path, env=os.environ, timeout=60).code == 1
    tests = read_report(junit)
    assert [(test.name, test.outcome) for test in tests] == [
        ("test_passes", "passed"),
        ("test_fails", "failed"),
        ("test_errs", "error"),
        ("test_skipped", "skipped"),
        ("test_many[1]", "passed"),
        ("test_many[2]", "passed"),
    ]
    assert tests[1].why == "assert 1 == 2"
    assert "assert 1 == 2" in tests[1].detail


def test_no_report_is_none(tmp_path):
    assert read_report(tmp_path / "none.xml") is None
    (tmp_path / "half.xml").write_text("<testsuites><testsuite>")
    assert read_report(tmp_path / "half.xml") is None


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_tells_of_changes_that_are_not_committed(tmp_path):
    def git(*arguments):
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607  # on the path

    (tmp_path / "a.py").write_text("1")
    (tmp_path / "b.py").write_text("1")
    assert uncommitted(tmp_path, ("a.py",)) == ()
    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    (tmp_path / "a.py").write_text("2")
    assert uncommitted(tmp_path, ("a.py", "b.py", "new.py")) == ("a.py",)


def test_tests_are_told_by_their_reasons_the_most_frequent_last():
    def failed(name, why):
        return TestCase(id=f"tests.test_a::{name}", name=name, outcome="failed", why=why)

    many = [failed(f"test_{number}", "409") for number in range(9)]
    cases = [failed("test_null[a]", "422"), failed("test_null[b]", "422")]
    assert by_reason([*many, *cases, failed("test_other", "422")]).splitlines() == [
        "422",
        "  tests.test_a::test_null (2 cases)",
        "  tests.test_a::test_other",
        "409",
        *(f"  tests.test_a::test_{number}" for number in range(8)),
        "  and 1 more",
    ]
