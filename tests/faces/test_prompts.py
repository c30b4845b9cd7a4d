"""Prompts, driven by key strokes through a pipe."""

from collections.abc import Iterator

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from faces.a_run import AUTH, METHODS
from fastapi_endpoint.domain.question import Question
from fastapi_endpoint.faces.cli.prompts import MARGIN, TerminalAsker
from fastapi_endpoint.interview.rounds import TEMPLATES

UP, DOWN, ENTER, SPACE, INTERRUPT, END = "\x1b[A", "\x1b[B", "\r", " ", "\x03", "\x04"


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """What the person types."""
    with create_pipe_input() as pipe:
        yield pipe


@pytest.fixture
def asker(keys: PipeInput) -> TerminalAsker:
    """Asks whoever types those keys."""
    return TerminalAsker(DummyOutput(), keys)


def test_a_choice_starts_on_its_default(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(ENTER)
    assert asker.ask(AUTH) == "existing"


def test_what_is_not_possible_here_cannot_be_chosen(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(DOWN + ENTER)
    assert asker.ask(AUTH) == "none"


def test_many_starts_with_the_defaults_checked(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(DOWN + DOWN + SPACE + ENTER)
    assert asker.ask(METHODS) == ("list", "get", "create")


@pytest.mark.parametrize(("typed", "expected"), [(ENTER, "yes"), (DOWN + ENTER, "no")])
def test_yes_or_no(asker: TerminalAsker, keys: PipeInput, typed: str, expected: str) -> None:
    keys.send_text(typed)
    asked = Question(id="total", kind="yes-no", prompt="Count?", flag="--total", default="yes")
    assert asker.ask(asked) == expected


def test_a_text_offers_its_default(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(ENTER)
    question = Question(id="limit", kind="text", prompt="Rows", flag="--limit", default="20/100")
    assert asker.ask(question) == "20/100"


def test_what_was_chosen_is_told_in_one_line_of_its_label(
    asker: TerminalAsker, keys: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    keys.send_text(UP + ENTER)
    asker.ask(AUTH)
    assert capsys.readouterr().err == "? Who is calling? Nobody\n"


def test_what_was_chosen_of_many_is_told_as_a_flag_takes_it(
    asker: TerminalAsker, keys: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    keys.send_text(ENTER)
    asker.ask(METHODS)
    assert capsys.readouterr().err == "? Which operations? list, get\n"


@pytest.mark.parametrize("question", [AUTH, METHODS])
@pytest.mark.parametrize(("key", "left"), [(INTERRUPT, KeyboardInterrupt), (END, EOFError)])
def test_a_menu_is_left_by_what_leaves_a_line(
    asker: TerminalAsker, keys: PipeInput, question: Question, key: str, left: type[BaseException]
) -> None:
    keys.send_text(key)
    with pytest.raises(left):
        asker.ask(question)


@pytest.mark.parametrize(("key", "left"), [(INTERRUPT, KeyboardInterrupt), (END, EOFError)])
def test_a_line_is_left_by_interrupt_and_end(
    asker: TerminalAsker, keys: PipeInput, key: str, left: type[BaseException]
) -> None:
    keys.send_text(key)
    with pytest.raises(left):
        asker.text("File")


def test_what_choices_mean_fits_a_terminal_of_80_columns() -> None:
    for template in TEMPLATES:
        column = max((len(choice.label) for choice in template.choices), default=0)
        for choice in template.choices:
            beside = f"{choice.label} ({choice.disabled})" if choice.disabled else choice.label
            line = f"{choice.label:{column}}  {choice.help}" if choice.help else beside
            assert len(line) <= 80 - MARGIN, line
