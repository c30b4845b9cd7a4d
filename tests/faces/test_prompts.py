"""Prompts, driven by key strokes through a pipe."""

from collections.abc import Iterator

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from faces.a_run import AUTH, METHODS
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.question import Question
from fastapi_endpoint.faces.cli.prompts import TerminalAsker

DOWN, ENTER, SPACE, INTERRUPT, CLEAR = "\x1b[B", "\r", " ", "\x03", "\x15"


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """What the person types."""
    with create_pipe_input() as pipe:
        yield pipe


@pytest.fixture
def asker(keys: PipeInput) -> TerminalAsker:
    """Asks whoever types those keys."""
    return TerminalAsker(DummyOutput(), input=keys)


def test_a_choice_starts_on_its_default(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(ENTER)
    assert asker.ask(AUTH) == "existing"


def test_what_is_not_possible_here_cannot_be_chosen(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(DOWN + ENTER)
    assert asker.ask(AUTH) == "none"


def test_many_starts_with_the_defaults_checked(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(DOWN + DOWN + SPACE + ENTER)
    assert asker.ask(METHODS) == ("list", "get", "create")


def test_fields_are_taken_line_by_line_until_an_empty_one(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(f"title:str200 slug:str80{ENTER}price:decimal12.2{ENTER}{ENTER}")
    question = Question(id="fields", kind="fields", prompt="Fields", flag="FIELD")
    assert asker.ask(question) == ("title:str200", "slug:str80", "price:decimal12.2")


def test_earlier_fields_can_be_kept_changed_or_emptied_away(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(f"{ENTER}{CLEAR}slug:str80{ENTER}{CLEAR}{ENTER}{ENTER}")
    earlier = ("title:str200", "slug:stt80", "price:decimal12.2")
    question = Question(id="fields", kind="fields", prompt="Fields", flag="FIELD", default=earlier)
    assert asker.ask(question) == ("title:str200", "slug:str80")


@pytest.mark.parametrize(("typed", "expected"), [("y", "yes"), ("n", "no"), (ENTER, "yes")])
def test_yes_or_no(asker: TerminalAsker, keys: PipeInput, typed: str, expected: str) -> None:
    keys.send_text(typed)
    assert (
        asker.ask(Question(id="total", kind="yes-no", prompt="Count?", flag="--total", default="yes"))
        == expected
    )


def test_a_text_offers_its_default(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(ENTER)
    question = Question(id="limit", kind="text", prompt="Rows", flag="--limit", default="20/100")
    assert asker.ask(question) == "20/100"


def test_why_the_default_is_what_it_is_stands_above(
    asker: TerminalAsker, keys: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    keys.send_text(ENTER)
    seen = (Witness("app/api/brands.py", 14), Witness("app/api/users.py", 9))
    question = Question(
        id="auth",
        kind="text",
        prompt="Auth",
        flag="--auth",
        default="existing",
        reason="2 of 2",
        witnesses=seen,
    )
    asker.ask(question)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "existing: 2 of 2 (app/api/brands.py:14, app/api/users.py:9)" in shown.err


def test_an_interrupt_at_a_prompt_is_an_interrupt(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(INTERRUPT)
    with pytest.raises(KeyboardInterrupt):
        asker.ask(AUTH)
