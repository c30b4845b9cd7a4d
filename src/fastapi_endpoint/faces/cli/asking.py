"""Whoever can be asked, and what a question looks like whoever answers it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.question import Question
from fastapi_endpoint.faces.cli.console import place
from fastapi_endpoint.faces.cli.views.layout import line

Value = str | tuple[str, ...]


class Asker(Protocol):
    """A person at a terminal, or a script in a test. Ctrl-C and Ctrl-D leave as the exceptions they are."""

    def ask(self, question: Question) -> Value:
        """The value of one answer."""
        ...

    def choose(self, title: str, options: Sequence[tuple[str, str]]) -> str:
        """The key of one of the (key, label) options."""
        ...

    def text(self, title: str, default: str = "") -> str:
        """One line of text."""
        ...


def introduction(question: Question) -> Iterator[RenderableType]:
    """What a person should know before answering: help, where the default comes from, its evidence."""
    yield from (line(text, "dim") for text in question.help.splitlines())
    if question.witnesses:
        seen = ", ".join(place(witness) for witness in question.witnesses[:2])
        offered = f"{as_text(question.default)}: " if question.default else ""
        yield line(f"{offered}{question.reason} ({seen})", "dim")


def answered_line(prompt: str, answer: str = "") -> Text:
    """A question with its answer, in the form of one that is asked."""
    return Text.assemble((f"? {prompt}", "bold"), f" {answer}".rstrip())


def as_text(value: Value | None) -> str:
    """The value in one line."""
    return value if isinstance(value, str) else " ".join(value or ())
