"""Asking a person with arrow keys. Prompts go to stderr, so that stdout holds the answer alone."""

import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.output import Output, create_output

from fastapi_endpoint.domain.question import Choice, Question
from fastapi_endpoint.faces.cli.asking import Value, answered_line, as_text
from fastapi_endpoint.faces.cli.console import show

CALM = questionary.Style(
    [
        ("qmark", "fg:default bold"),
        ("question", "bold"),
        ("answer", "nobold default"),
        ("highlighted", "bold"),
    ]
)
HINT = "(arrows, Enter)"
HINT_OF_MANY = "(Space chooses, Enter goes on)"
MARGIN = 8
"""What a menu puts before a label, and a column to spare: it cuts longer lines."""

LEAVING = KeyBindings()
"""Ctrl-D leaves a menu as it leaves a line of text."""


@LEAVING.add("c-d", eager=True)
def _leave(event: KeyPressEvent) -> None:
    event.app.exit(exception=EOFError)


class TerminalAsker:
    """Asks with arrow keys where there are choices, with a line of text everywhere else."""

    def __init__(self, output: Output | None = None, typed: Input | None = None) -> None:
        self._output = output or create_output(stdout=sys.stderr)
        self._input = typed

    def ask(self, question: Question) -> Value:
        """Ask in the form that fits the kind."""
        match question.kind:
            case "choice":
                return self._one_of(question)
            case "many":
                return self._some_of(question)
            case "yes-no":
                default = "yes" if question.default == "yes" else "no"
                options = [("yes", "Yes"), ("no", "No")]
                return self._select(question.prompt, [questionary.Choice(t, k) for k, t in options], default)
            case "text" | "number" | "fields":
                return self.text(question.prompt, as_text(question.default))

    def choose(self, title: str, options: Sequence[tuple[str, str]]) -> str:
        """A menu; the first option is where the cursor stands."""
        return self._select(title, [questionary.Choice(label, key) for key, label in options], None)

    def text(self, title: str, default: str = "") -> str:
        """A line of text that can be edited."""
        asked = questionary.text(
            title, default, qmark="?", style=CALM, output=self._output, input=self._input
        )
        return str(asked.unsafe_ask()).strip()

    def _one_of(self, question: Question) -> str:
        possible = {choice.value for choice in question.choices if not choice.disabled}
        offered = as_text(question.default)
        return self._select(question.prompt, _menu(question), offered if offered in possible else None)

    def _select(self, title: str, choices: list[questionary.Choice], default: str | None) -> str:
        asked = questionary.select(
            title, choices, default=default, instruction=HINT, style=CALM, **self._session()
        )
        value = str(_answer(asked))
        show(
            [answered_line(title, next(_label(choice) for choice in choices if choice.value == value))],
            stderr=True,
        )
        return value

    def _some_of(self, question: Question) -> tuple[str, ...]:
        choices = _menu(question)
        asked = questionary.checkbox(
            question.prompt, choices, instruction=HINT_OF_MANY, style=CALM, **self._session()
        )
        values = tuple(str(value) for value in _answer(asked))
        show([answered_line(question.prompt, ", ".join(values) or "none")], stderr=True)
        return values

    def _session(self) -> dict[str, Any]:
        """What every menu is told: it goes when it is answered, and one line says what was chosen."""
        return {"qmark": "?", "output": self._output, "input": self._input, "erase_when_done": True}


def _answer(asked: questionary.Question) -> Any:
    """The answer of a menu, which Ctrl-C and Ctrl-D leave."""
    keys = asked.application.key_bindings
    asked.application.key_bindings = merge_key_bindings([*([keys] if keys else []), LEAVING])
    return asked.unsafe_ask()


def _label(choice: questionary.Choice) -> str:
    """The label alone, without what stands beside it in the menu."""
    return str(choice.title).partition("  ")[0]


def _menu(question: Question) -> list[questionary.Choice]:
    """The lines of a menu: labels, and beside them what they mean."""
    wanted = (question.default,) if isinstance(question.default, str) else question.default or ()
    many = question.kind == "many"
    column = max(len(choice.label) for choice in question.choices)
    room = get_terminal_size().columns - MARGIN
    return [
        _line(choice, column, room, checked=many and choice.value in wanted) for choice in question.choices
    ]


def _line(choice: Choice, column: int, room: int, *, checked: bool) -> questionary.Choice:
    if choice.disabled:
        fits = len(choice.label) + len(choice.disabled) + 3 <= room
        return questionary.Choice(
            choice.label, choice.value, disabled=choice.disabled if fits else "not here"
        )
    title = f"{choice.label:{column}}  {choice.help}" if choice.help else choice.label
    return questionary.Choice(title if len(title) <= room else choice.label, choice.value, checked=checked)
