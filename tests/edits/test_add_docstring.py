"""Docstrings for what has none."""

from textwrap import dedent

import pytest

from fastapi_endpoint.edits import AlreadyDone, CannotApply, Edited, add_docstring

SOURCE = dedent(
    '''\
    import os


    class Page:
        size = 1

        def __init__(self) -> None:
            self.rows = []

        @property
        def more(self) -> bool:
            return False


    async def rows(
        page: Page,
    ) -> list[int]:
        return []


    def told() -> None:
        """It is told."""
    '''
)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("", "import os\n", '"""Said."""\n\nimport os\n'),
        ("Page", "class Page:\n", 'class Page:\n    """Said."""\n\n'),
        ("Page.__init__", "-> None:\n        self", '-> None:\n        """Said."""\n        self'),
        ("Page.more", "-> bool:\n", '-> bool:\n        """Said."""\n'),
        ("rows", "-> list[int]:\n", '-> list[int]:\n    """Said."""\n'),
    ],
)
def test_it_stands_first_in_what_it_is_of(name: str, before: str, after: str) -> None:
    outcome = add_docstring(SOURCE.encode(), name, "Said.")
    assert isinstance(outcome, Edited)
    assert outcome.data.decode() == SOURCE.replace(before, after, 1)
    assert isinstance(add_docstring(outcome.data, name, "Said."), AlreadyDone)


def test_what_is_told_is_left() -> None:
    assert isinstance(add_docstring(SOURCE.encode(), "told", "Said."), AlreadyDone)


@pytest.mark.parametrize("name", ["absent", "Page.absent", "absent.more", "short"])
def test_what_has_no_place_says_so(name: str) -> None:
    outcome = add_docstring(f"{SOURCE}\ndef short(): pass\n".encode(), name, "Said.")
    assert isinstance(outcome, CannotApply)
    assert outcome.by_hand == '"""Said."""'
