"""Columns in the width of a terminal: no word is broken while another place can be found for it."""

import pytest

from fastapi_endpoint.faces.cli.console import show
from fastapi_endpoint.faces.cli.views.layout import Aligned, bullets


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


@pytest.mark.usefixtures("narrow")
def test_the_last_column_takes_the_line_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    show([Aligned([("green", "import", "the application and four new or edited modules import")])])
    assert capsys.readouterr().out == (
        "  green  import  the application and four new or edited\n                 modules import\n"
    )


@pytest.mark.usefixtures("narrow")
def test_a_first_cell_that_is_too_long_stands_on_a_line_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [
        ("/items", "GET", "list_items"),
        ("/password-recovery-html-content/{email}", "POST", "recover_password_html"),
    ]
    show([Aligned(rows)])
    assert capsys.readouterr().out.splitlines() == [
        "  /items                         GET   list_items",
        "  /password-recovery-html-content/{email}",
        "                                 POST  recover_password_html",
    ]


@pytest.mark.usefixtures("narrow")
def test_where_even_that_is_not_enough_every_column_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    show([Aligned([("a" * 30, "b" * 30, "c" * 30)])])
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 60
    assert [shown.count(letter) for letter in "abc"] == [30, 30, 30]


@pytest.mark.usefixtures("narrow")
def test_a_sentence_of_a_list_goes_on_below_its_beginning(capsys: pytest.CaptureFixture[str]) -> None:
    show([bullets(["the session dependency closes no session: that is left to the collector", "b"])])
    assert capsys.readouterr().out == (
        "  - the session dependency closes no session: that is left\n    to the collector\n  - b\n"
    )
