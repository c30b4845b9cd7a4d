"""Asking a person in a terminal. Prompts go to stderr, so that stdout holds the answer alone."""

import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import Any, Protocol

import questionary
from prompt_toolkit.output import Output, create_output

from fastapi_endpoint.domain.question import Choice, Question
from fastapi_endpoint.faces.cli.console import place, show
from fastapi_endpoint.faces.cli.views.layout import line

Value = str | tuple[str, ...]


class Asker(Protocol):
    """Whoever can be asked: a person at a terminal, or a script in a test."""

    def ask(self, question: Question) -> Value:
        """The value of one answer."""
        ...

    def choose(self, title: str, options: Sequence[tuple[str, str]]) -> str:
        """The key of one of the (key, label) options."""
        ...

    def text(self, title: str, default: str = "") -> str:
        """One line of text."""
        ...


class TerminalAsker:
    """Asks with arrow keys where there are choices, with a line of text everywhere else."""

    def __init__(self, output: Output | None = None, **session: Any) -> None:
        self._session = {"output": output or create_output(stdout=sys.stderr), **session}

    def ask(self, question: Question) -> Value:
        """Show why the default is what it is, then ask in the form that fits the kind."""
        introduce(question)
        match question.kind:
            case "choice":
                return self._one_of(question)
            case "many":
                return self._some_of(question)
            case "fields":
                return self._fields(question)
            case "yes-no":
                return self._yes_or_no(question)
            case "text" | "number":
                return self.text(question.prompt, _as_text(question.default))

    def choose(self, title: str, options: Sequence[tuple[str, str]]) -> str:
        """A menu; the first option is where the cursor stands."""
        choices = [questionary.Choice(label, key) for key, label in options]
        return str(questionary.select(title, choices, qmark="?", **self._session).unsafe_ask())

    def text(self, title: str, default: str = "") -> str:
        """A line of text that can be edited."""
        return str(questionary.text(title, default, qmark="?", **self._session).unsafe_ask()).strip()

    def _one_of(self, question: Question) -> str:
        choices = [_choice(choice) for choice in question.choices]
        possible = {choice.value for choice in question.choices if not choice.disabled}
        default = question.default if question.default in possible else None
        asked = questionary.select(question.prompt, choices, default=default, qmark="?", **self._session)
        return str(asked.unsafe_ask())

    def _some_of(self, question: Question) -> tuple[str, ...]:
        offered = question.default or ()
        wanted = {offered} if isinstance(offered, str) else set(offered)
        choices = [_choice(choice, checked=choice.value in wanted) for choice in question.choices]
        told = "(space chooses, Enter goes on)"
        asked = questionary.checkbox(question.prompt, choices, instruction=told, qmark="?", **self._session)
        return tuple(str(value) for value in asked.unsafe_ask())

    def _fields(self, question: Question) -> tuple[str, ...]:
        """Line by line. Earlier lines come first, to be kept, changed or emptied away."""
        show([line(question.prompt), line("An empty line ends.")], stderr=True)
        earlier = (question.default,) if isinstance(question.default, str) else question.default or ()
        fields = [part for text in earlier for part in self.text("field", text).split()]
        while text := self.text("next field" if fields else "field"):
            fields.extend(text.split())
        return tuple(fields)

    def _yes_or_no(self, question: Question) -> str:
        default = question.default == "yes"
        asked = questionary.confirm(question.prompt, default=default, qmark="?", **self._session)
        return "yes" if asked.unsafe_ask() else "no"


def introduce(question: Question) -> None:
    """What a person should know before answering: help, where the default comes from, its evidence."""
    show([line(text) for text in question.help.splitlines()], stderr=True)
    if question.witnesses:
        seen = ", ".join(place(witness) for witness in question.witnesses[:2])
        offered = f"{_as_text(question.default)}: " if question.default else ""
        show([line(f"{offered}{question.reason} ({seen})")], stderr=True)


def _choice(choice: Choice, *, checked: bool = False) -> Any:
    """A line of a menu; what does not fit beside the label is left out, since menus cut their lines."""
    room = get_terminal_size().columns - 8
    if choice.disabled:
        fits = len(choice.label) + len(choice.disabled) + 3 <= room
        return questionary.Choice(choice.label, choice.value, disabled=choice.disabled if fits else "not yet")
    title = f"{choice.label}: {choice.help}" if choice.help else choice.label
    return questionary.Choice(title if len(title) <= room else choice.label, choice.value, checked=checked)


def _as_text(value: Value | None) -> str:
    return value if isinstance(value, str) else " ".join(value or ())
