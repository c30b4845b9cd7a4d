"""One run of `add`: answers, plan, and what becomes of it."""

from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from fastapi_endpoint import workflow
from fastapi_endpoint.domain.draft import Draft
from fastapi_endpoint.domain.plan import Plan, Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer, Choice, Problem, Question
from fastapi_endpoint.faces.cli import conversation, exits
from fastapi_endpoint.faces.cli.console import (
    answer_json,
    fail,
    fail_problems,
    fail_refusal,
    if_stopped,
    progress,
    say,
)
from fastapi_endpoint.faces.cli.execution import Terms, carry_out, save_plan, say_saved


@dataclass(frozen=True)
class Run:
    """One run of `add`, as the command line wants it."""

    root: Path
    app: str | None
    answers: tuple[Answer, ...]
    answers_file: Path | None
    accept: bool
    ask: tuple[str, ...]
    plan_file: Path | None
    terms: Terms


def add(run: Run) -> int:
    """The exit code of a whole run."""
    answers = _given(run)
    if isinstance(answers, int):
        return answers
    project = _explored(run)
    if not isinstance(project, ProjectMap):
        return project
    problems = workflow.check_answers(project, answers)
    if problems:
        return _wrong(problems, run)
    answers = answers or _resumed(project, run)
    complete = _complete(project, answers, run)
    if isinstance(complete, int):
        return complete
    return _planned(project, complete, run)


def _explored(run: Run) -> ProjectMap | int:
    """The project with the application that is meant, asked for where several may be.

    Nobody is asked about an endpoint that cannot be added.
    """
    app = run.app
    while True:
        with progress("Exploring"):
            project = workflow.explore(run.root, app=app)
        if isinstance(project, Refusal):
            return _refused(project, run)
        rivals = project.rival_apps
        if not rivals:
            refusal = workflow.unsupported(project)
            return project if refusal is None else _refused(refusal, run)
        if run.terms.asker is None:
            return _open((_which(rivals),), run)
        app = run.terms.asker.choose(WHICH_APP, [(name, name) for name in rivals])


INTERVIEW_STOPPED = "Stopped. Nothing was written. To go on: fastapi-endpoint add"
WHICH_APP = "Which application gets the endpoint?"


def _which(rivals: tuple[str, ...]) -> Question:
    choices = tuple(Choice(name, name) for name in rivals)
    return Question(id="app", kind="choice", prompt=WHICH_APP, flag="--app", choices=choices)


def _resumed(project: ProjectMap, run: Run) -> tuple[Answer, ...]:
    """The answers of an interview that was broken off, where a person wants them.

    Those that do not fit the project any more are offered again.
    """
    draft = workflow.load_draft(Path(project.root)) if run.terms.asker else None
    if draft is None or not draft.answers or run.terms.asker is None:
        return ()
    say(f"Some answers were not applied: {', '.join(answer.id for answer in draft.answers)}.")
    options = [("go-on", "Yes"), ("new", "No, begin anew")]
    if run.terms.asker.choose("Go on with them?", options) == "new":
        workflow.forget_draft(Path(project.root))
        return ()
    wrong = {problem.id for problem in workflow.check_answers(project, draft.answers)}
    return tuple(
        replace(answer, origin="default") if answer.id in wrong else answer for answer in draft.answers
    )


def _given(run: Run) -> tuple[Answer, ...] | int:
    """What flags and file answer; the exit code where the file cannot be taken."""
    if run.answers_file is None:
        return run.answers
    try:
        read = workflow.read_answers(run.answers_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as why:
        reason = why.strerror if isinstance(why, OSError) else "it is no UTF-8 text"
        fail(f"cannot read {run.answers_file}: {reason}", hint="give the path of a TOML file")
        return exits.ERROR
    answers = tuple(answer for answer in read if isinstance(answer, Answer))
    problems = tuple(problem for problem in read if isinstance(problem, Problem))
    if problems:
        return _wrong(problems, run)
    return (*conversation.without(answers, [answer.id for answer in run.answers]), *run.answers)


def _complete(project: ProjectMap, answers: tuple[Answer, ...], run: Run) -> tuple[Answer, ...] | int:
    """All answers, asked for where somebody can be asked; else the exit code of the open questions."""
    settled = workflow.accept if run.accept else conversation.as_given
    asker = run.terms.asker
    if asker is not None:
        if answers:
            workflow.save_draft(Draft(root=project.root, answers=answers))
        with if_stopped(INTERVIEW_STOPPED):
            answers = conversation.interview(project, answers, asker, settled)
            answers = conversation.reconsider(project, answers, run.ask, asker, settled)
            return answers if run.accept else conversation.review(project, answers, asker)
    answers = settled(project, answers)
    questions = (
        *conversation.open_questions(project, answers, settled),
        *conversation.unasked(project, answers, run.ask),
    )
    return _open(questions, run) if questions else answers


def _open(questions: tuple[Question, ...], run: Run) -> int:
    """Nobody can be asked here: which flags answer."""
    if run.terms.as_json:
        answer_json("open-questions", questions=questions)
    conversation.how_to_answer(questions, accepting=run.accept)
    return exits.HUMAN


def _planned(project: ProjectMap, answers: tuple[Answer, ...], run: Run) -> int:
    """What became of the plan; who was asked can change an answer where there can be none, or another one."""
    python = str(run.terms.python.absolute()) if run.terms.python else None
    while True:
        with progress("Planning"):
            plan = workflow.propose(run.root, project, answers, python=python)
        code = _carried_out(project, plan, run) if isinstance(plan, Plan) else _no_plan(plan, run)
        if code is not None or run.terms.asker is None:
            return exits.DONE if code is None else code
        with if_stopped(INTERVIEW_STOPPED):
            answers = conversation.review(project, answers, run.terms.asker)


def _carried_out(project: ProjectMap, plan: Plan, run: Run) -> int | None:
    if run.plan_file is not None and save_plan(plan, run.plan_file) == exits.ERROR:
        return exits.ERROR
    code = carry_out(project, plan, run.terms)
    if run.plan_file is not None and code in (exits.CHANGES, exits.RED):
        say_saved(run.plan_file)
    return code


def _no_plan(why: Refusal | tuple[Problem, ...], run: Run) -> int | None:
    """The exit code; None where a person was told, and can answer otherwise."""
    code = _refused(why, run) if isinstance(why, Refusal) else _wrong(why, run)
    return None if run.terms.asker is not None and run.terms.approve is None else code


def _refused(refusal: Refusal, run: Run) -> int:
    if run.terms.as_json:
        answer_json("refused", refusal=refusal)
    fail_refusal(refusal)
    return exits.HUMAN if refusal.kind == "stale" else exits.ERROR


def _wrong(problems: tuple[Problem, ...], run: Run) -> int:
    if run.terms.as_json:
        answer_json("problems", problems=problems)
    fail_problems(problems, lambda problem: _place(problem, run))
    say("Nothing was written.")
    return exits.ERROR


def _place(problem: Problem, run: Run) -> str:
    """`file:line`, where the answers file gives what is wrong."""
    if run.answers_file is None or problem.id in {answer.id for answer in run.answers}:
        return ""
    line = workflow.line_of(run.answers_file.read_text(encoding="utf-8"), problem)
    return f"{run.answers_file}:{line}" if line else ""
