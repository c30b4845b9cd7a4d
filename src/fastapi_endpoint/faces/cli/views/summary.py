"""All answers of an interview with who gave them."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from fastapi_endpoint.domain.question import Answer, Origin, Question
from fastapi_endpoint.faces.cli.views.layout import Row, heading

ORIGINS: dict[Origin, str] = {
    "flag": "command line",
    "file": "answers file",
    "person": "you",
    "inferred": "seen in the project",
    "default": "our default",
}


def summary_view(told: Iterable[tuple[Question, Answer]]) -> Iterator[RenderableType]:
    """One row per answer; an inferred one says what it was seen in."""
    yield heading("Summary")
    for question, answer in told:
        why = question.reason if answer.origin in ("inferred", "default") and question.reason else ""
        yield Row(question.id, answer_text(answer), why or ORIGINS[answer.origin])


def answer_text(answer: Answer) -> str:
    """The value; of the fields, one a line."""
    if isinstance(answer.value, str):
        return answer.value
    return ("\n" if answer.id == "fields" else ", ").join(answer.value) or "none"
