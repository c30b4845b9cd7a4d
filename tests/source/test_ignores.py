"""What `.gitignore` leaves out."""

import pytest

from fastapi_endpoint.source.ignores import Ignores


@pytest.mark.parametrize(
    ("text", "path", "folder", "ignored"),
    [
        ("build", "a/build", True, True),
        ("build/", "a/build", False, False),
        ("/build", "a/build", True, False),
        ("docs/_build", "docs/_build", True, True),
        ("docs/_build", "a/docs/_build", True, False),
        ("*.py[cod]", "a/b.pyc", False, True),
        ("*.py", "a/b.py", False, True),
        ("*.py\n!keep.py", "a/keep.py", False, False),
        ("!keep.py\n*.py", "a/keep.py", False, True),
        ("**/gen/*.py", "a/gen/b.py", False, True),
        ("a/**", "a/b/c.py", False, True),
        ("a/*.py", "a/b/c.py", False, False),
        ("[!a].py", "b.py", False, True),
        ("[!a].py", "a.py", False, False),
        ("# a.py\n\n \n", "a.py", False, False),
        ("\\#a.py", "#a.py", False, True),
        ("a?c.py", "abc.py", False, True),
        ("[z-a].py", "a.py", False, False),
    ],
)
def test_the_rules_of_git(text: str, path: str, *, folder: bool, ignored: bool) -> None:
    assert Ignores().below("", text).match(path, folder=folder) is ignored


def test_the_nearest_file_decides() -> None:
    rules = Ignores().below("", "*.py").below("a", "!/b.py")
    assert not rules.match("a/b.py")
    assert rules.match("a/c.py")
