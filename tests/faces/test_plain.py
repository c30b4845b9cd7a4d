"""Asking in a terminal that prints lines and nothing else."""

import io
import sys

import pytest

from faces.a_run import AUTH, METHODS
from fastapi_endpoint.domain.question import Question
from fastapi_endpoint.faces.cli import console, execution
from fastapi_endpoint.faces.cli.plain import PlainAsker


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the person types: lines to be written into it."""
    lines = io.StringIO()
    monkeypatch.setattr(sys, "stdin", lines)
    return lines


def typing(lines: io.StringIO, text: str) -> PlainAsker:
    """An asker whose person types that."""
    lines.write(text)
    lines.seek(0)
    return PlainAsker()


def test_choices_have_numbers_and_what_cannot_be_chosen_has_none(
    typed: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typing(typed, "1\n").ask(AUTH) == "none"
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[:4] == [
        "? Who is calling?",
        "   1  Nobody: anyone may call",
        "   2  The project's own way",
        "   -  JWT (not built yet)",
    ]


def test_enter_takes_the_default(typed: io.StringIO) -> None:
    asker = typing(typed, "\n\n\n\n")
    assert asker.ask(AUTH) == "existing"
    assert asker.ask(METHODS) == ("list", "get")
    assert asker.text("Rows", "20/100") == "20/100"
    assert asker.choose("Write it?", [("stop", "Stop"), ("write", "Write")]) == "stop"


def test_several_numbers_choose_several(typed: io.StringIO) -> None:
    assert typing(typed, "1, 3\n").ask(METHODS) == ("list", "create")


def test_a_number_that_is_not_there_is_asked_again(
    typed: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    asker = typing(typed, "7\n1\n1 x\n2\n")
    assert asker.ask(AUTH) == "none"
    assert asker.ask(METHODS) == ("get",)
    assert "error: 7 is none of them\n  next: type one of 1, 2\n" in capsys.readouterr().err


def test_yes_or_no(typed: io.StringIO) -> None:
    asked = Question(id="total", kind="yes-no", prompt="Count?", flag="--total", default="no")
    asker = typing(typed, "\n1\n")
    assert (asker.ask(asked), asker.ask(asked)) == ("no", "yes")


def test_a_dash_empties_a_line_that_is_offered(typed: io.StringIO) -> None:
    assert typing(typed, "-\n").text("field", "title:str200") == ""


def test_the_end_of_the_input_is_told(typed: io.StringIO) -> None:
    with pytest.raises(EOFError):
        typing(typed, "").text("field")


@pytest.mark.parametrize(("term", "plain"), [("dumb", True), ("xterm-256color", False)])
def test_a_terminal_without_a_cursor_is_asked_in_lines(
    monkeypatch: pytest.MonkeyPatch, term: str, plain: bool
) -> None:
    monkeypatch.setattr(execution, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", term)
    assert console.cannot_move_cursor() is plain
    assert isinstance(execution.asker(as_json=False), PlainAsker) is plain
