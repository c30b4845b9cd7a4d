"""The interview in a terminal: one round at a time, then a summary in which any answer can be changed."""

import shlex
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from fastapi_endpoint import workflow
from fastapi_endpoint.domain.draft import Draft
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer, Question, Round
from fastapi_endpoint.faces.cli.asking import Asker, answered_line, introduction
from fastapi_endpoint.faces.cli.console import fail, fail_problems, say, show
from fastapi_endpoint.faces.cli.options import OPTIONS, QUESTIONS
from fastapi_endpoint.faces.cli.views.layout import heading
from fastapi_endpoint.faces.cli.views.summary import summary_view

DERIVED = ("inferred", "default")
"""Origins of answers that nobody gave."""

FIELD = "field"
"""What stands before each line of the fields."""

EXAMPLES = {"resource": "such as Parcel", "fields": "such as title:str200 price:decimal12.2:min=0"}
"""What stands beside arguments in the list of open questions."""

GO_ON = ""
"""What the summary's menu gives when nothing is to be changed."""


Settled = Callable[[ProjectMap, tuple[Answer, ...]], tuple[Answer, ...]]
"""Adds to the answers what is taken without asking: `workflow.accept`, or nothing."""


def as_given(_: ProjectMap, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Nothing is taken without asking."""
    return answers


def interview(
    project: ProjectMap, answers: tuple[Answer, ...], asker: Asker, settled: Settled = as_given
) -> tuple[Answer, ...]:
    """Ask every open question, round by round; the answers given already are kept.

    What one answer settles for another question of the round is not asked any more.
    """
    announced = 0
    while (current := workflow.next_round(project, answers := settled(project, answers))) is not None:
        if current.number != announced:
            announce(current)
            announced = current.number
        answers = _answered(project, answers, current.questions[0], asker)
    return answers


def review(project: ProjectMap, answers: tuple[Answer, ...], asker: Asker) -> tuple[Answer, ...]:
    """Show every answer; change what the person wants changed; whatever that opens is asked."""
    while True:
        told = workflow.summary(project, answers)
        show(summary_view(told), stderr=True)
        say()
        options = [(GO_ON, "Make the plan")]
        options += [(question.id, f"Change {question.id}") for question, _ in told]
        chosen = asker.choose("Is this right?", options)
        if chosen == GO_ON:
            say()
            return answers
        question = next(question for question, _ in told if question.id == chosen)
        answers = _answered(project, answers, question, asker)
        answers = interview(project, answers, asker)


def announce(current: Round) -> None:
    """The round's number and title."""
    show([heading(f"Round {current.number} of 4", current.title)], stderr=True)


def reconsider(
    project: ProjectMap,
    answers: tuple[Answer, ...],
    names: Iterable[str],
    asker: Asker,
    settled: Settled = as_given,
) -> tuple[Answer, ...]:
    """Ask these questions, where they matter and nobody has answered them yet."""
    for question in unasked(project, answers, names):
        answers = _answered(project, answers, question, asker)
    return interview(project, answers, asker, settled)


def unasked(project: ProjectMap, answers: tuple[Answer, ...], names: Iterable[str]) -> tuple[Question, ...]:
    """Those of the named questions that are answered by inference or default alone."""
    wanted = set(names)
    told = workflow.summary(project, answers)
    return tuple(question for question, answer in told if question.id in wanted and answer.origin in DERIVED)


def open_questions(
    project: ProjectMap, answers: tuple[Answer, ...], settled: Settled = as_given
) -> tuple[Question, ...]:
    """What is open, in this round and, as far as it can be foreseen, in those after it.

    What is only asked once another question has been answered is left out where `settled` takes it then.
    """
    found: list[Question] = []
    while (current := workflow.next_round(project, answers := settled(project, answers))) is not None:
        found.extend(current.questions)
        supposed = [(question.id, _likely(question)) for question in current.questions]
        if any(value is None for _, value in supposed):
            break
        answers = (*answers, *(Answer(name, value) for name, value in supposed if value is not None))
    return tuple(found)


def how_to_answer(questions: Sequence[Question], *, accepting: bool) -> None:
    """Without a terminal: which flags answer the questions that are open."""
    say("These questions are open, and there is no terminal to ask them in:")
    say()
    for question in questions:
        if question.flag:
            say(f"  {question.prompt}{f' ({question.reason})' if question.reason else ''}")
            say(f"    {flag_line(question)}")
    say()
    if any(question.flag and question.id not in QUESTIONS for question in questions):
        # Which application: that is no answer of the interview.
        say("Add the flag.")
        return
    confident = "" if accepting else "\nOr --accept, which takes every confident inference and our defaults."
    say(f"Add the flags, or the same keys to a file for --answers FILE.{confident}")


def flag_line(question: Question) -> str:
    """The flag of a question with the values it takes, the offered one first."""
    offered = question.default if isinstance(question.default, str) else ",".join(question.default or ())
    possible = [choice.value for choice in question.choices if not choice.disabled]
    if question.kind == "many":
        return f"{question.flag} {offered or ','.join(possible)}"
    if question.kind == "yes-no":
        return f"{question.flag} or --no-{question.flag.removeprefix('--')}"
    if offered in possible:
        possible = [offered, *(value for value in possible if value != offered)]
    if possible:
        return f"{question.flag} {'|'.join(possible)}"
    written = OPTIONS.get(question.id, (EXAMPLES.get(question.id, ""),))[0]
    return f"{question.flag} {shlex.quote(offered) if offered else written}".rstrip()


def without(answers: Iterable[Answer], names: Iterable[str]) -> tuple[Answer, ...]:
    """The answers but for those to these questions."""
    left_out = set(names)
    return tuple(answer for answer in answers if answer.id not in left_out)


def _answered(
    project: ProjectMap, answers: tuple[Answer, ...], question: Question, asker: Asker
) -> tuple[Answer, ...]:
    """Ask until the answer holds, and save it: an interview that was broken off can go on.

    What had been derived from the earlier answers is derived anew.
    """
    given = tuple(answer for answer in without(answers, [question.id]) if answer.origin not in DERIVED)
    offered = next((answer.value for answer in answers if answer.id == question.id), question.default)
    show(introduction(replace(question, default=offered)), stderr=True)
    needed = question.kind == "text" and question.default is None
    while True:
        question = replace(question, default=offered)
        if question.kind == "fields":
            offered = _field_lines(project, given, question, asker)
        else:
            offered = asker.ask(question)
        if needed and not offered:
            fail(f"{question.id}: an answer is needed", hint="stop with Ctrl-C: what was answered is kept")
            continue
        tried = (*given, Answer(question.id, offered, "person"))
        wrong = [problem for problem in workflow.check_answers(project, tried) if problem.id == question.id]
        if not wrong:
            workflow.save_draft(Draft(root=project.root, answers=tried))
            return tried
        fail_problems(wrong)


def _field_lines(
    project: ProjectMap, given: tuple[Answer, ...], question: Question, asker: Asker
) -> tuple[str, ...]:
    """One line after the other, until an empty one; each is asked again until it is right by itself.

    Earlier lines come first, to be kept, changed or emptied away. Every line is saved as it comes.
    """
    show([answered_line(question.prompt)], stderr=True)
    earlier = list((question.default,) if isinstance(question.default, str) else question.default or ())
    lines: list[str] = []
    while True:
        offered = earlier.pop(0) if earlier else ""
        typed = asker.text(FIELD, offered)
        while wrong := [problem for line in typed.split() for problem in workflow.check_line(project, line)]:
            fail_problems(wrong)
            typed = asker.text(FIELD, typed)
        if not typed and not offered:
            return tuple(lines)
        lines.extend(typed.split())
        unfinished = Answer(question.id, (*lines, *earlier), "default")
        workflow.save_draft(Draft(root=project.root, answers=(*given, unfinished)))


def _likely(question: Question) -> str | tuple[str, ...] | None:
    """An answer that could be given, to see what would be asked next."""
    possible = (choice.value for choice in question.choices if not choice.disabled)
    return question.default or next(possible, None)
