"""Asking where the cursor cannot be moved (TERM=dumb): numbers for choices, a line for everything else."""

import sys
from collections.abc import Sequence

import click

from fastapi_endpoint.domain.question import Choice, Question
from fastapi_endpoint.faces.cli.asking import Value, as_text
from fastapi_endpoint.faces.cli.console import fail, say

NOTHING = "-"
"""What is typed to empty a line that is offered."""


class PlainAsker:
    """Reads lines from standard input; Enter takes what stands in brackets."""

    def ask(self, question: Question) -> Value:
        """Ask in the form that fits the kind."""
        match question.kind:
            case "choice":
                return self._one_of(question.prompt, question.choices, question.default)
            case "yes-no":
                choices = (Choice("yes", "Yes"), Choice("no", "No"))
                return self._one_of(question.prompt, choices, question.default or "no")
            case "many":
                default = as_text(question.default)
                _list(question.prompt, question.choices)
                return self._some_of(question.choices, default.split())
            case "text" | "number" | "fields":
                return self.text(question.prompt, as_text(question.default))

    def choose(self, title: str, options: Sequence[tuple[str, str]]) -> str:
        """A numbered list; the first option is taken by Enter."""
        choices = tuple(Choice(key, label) for key, label in options)
        return self._one_of(title, choices, choices[0].value)

    def text(self, title: str, default: str = "") -> str:
        """A line of text."""
        offered = f" [{default}] (Enter keeps it, {NOTHING} empties it)" if default else ""
        typed = _read(f"? {title}{offered} ")
        return "" if typed == NOTHING else typed or default

    def _one_of(self, prompt: str, choices: Sequence[Choice], default: Value | None) -> str:
        _list(prompt, choices)
        possible = {str(number): choice for number, choice in _numbered(choices)}
        first = next((number for number, choice in possible.items() if choice.value == default), "1")
        while (typed := _read(f"  number [{first}] ") or first) not in possible:
            fail(f"{typed} is none of them", hint=f"type one of {', '.join(possible)}")
        return possible[typed].value

    def _some_of(self, choices: Sequence[Choice], default: Sequence[str]) -> tuple[str, ...]:
        possible = {str(number): choice.value for number, choice in _numbered(choices)}
        first = " ".join(number for number, value in possible.items() if value in default)
        while True:
            typed = (_read(f"  numbers, with blanks between [{first}] ") or first).replace(",", " ").split()
            unknown = [number for number in typed if number not in possible]
            if not unknown:
                return tuple(possible[number] for number in typed)
            fail(f"{unknown[0]} is none of them", hint=f"type some of {', '.join(possible)}")


def _numbered(choices: Sequence[Choice]) -> list[tuple[int, Choice]]:
    return list(enumerate((choice for choice in choices if not choice.disabled), start=1))


def _list(prompt: str, choices: Sequence[Choice]) -> None:
    """The question with its numbered choices; what cannot be chosen here says why."""
    say(f"? {prompt}")
    for number, choice in _numbered(choices):
        say(f"  {number:>2}  {choice.label}{f': {choice.help}' if choice.help else ''}")
    for choice in choices:
        if choice.disabled:
            say(f"   -  {choice.label} ({choice.disabled})")


def _read(prompt: str) -> str:
    """One line from the terminal; its end (Ctrl-D) is an EOFError."""
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
