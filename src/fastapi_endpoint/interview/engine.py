"""Which questions are still open, and what fills them without asking."""

from collections.abc import Collection, Sequence

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer, Choice, Origin, Question, Round
from fastapi_endpoint.interview.answers import GIVEN, resolve
from fastapi_endpoint.interview.existing import with_model
from fastapi_endpoint.interview.facts import Known, holds, known_values
from fastapi_endpoint.interview.inference import Proposal, Strength, cannot, meaning, propose
from fastapi_endpoint.interview.nesting import OF_PARENT
from fastapi_endpoint.interview.planned import with_planned_users
from fastapi_endpoint.interview.rounds import BY_ID, TEMPLATES, TITLES
from fastapi_endpoint.interview.template import Template


def next_round(project: ProjectMap, answers: Sequence[Answer], ask: Collection[str] = ()) -> Round | None:
    """The first round with an open question, holding all open questions of it; None where all is known.

    Questions named in `ask` are asked even where the project answers them.
    """
    return next(iter(open_rounds(project, answers, ask)), None)


def open_rounds(
    project: ProjectMap, answers: Sequence[Answer], ask: Collection[str] = ()
) -> tuple[Round, ...]:
    """All rounds with open questions, as far as can be seen before these are answered."""
    project = with_planned_users(project, answers)
    resolved = resolve(_settled(project, with_model(project, answers), ("sure",), ask))
    known = known_values(project, resolved)
    waiting = [
        template for template in TEMPLATES if template.id not in resolved and _matters(template, known)
    ]
    return tuple(
        Round(number, title, tuple(_question(t, project, known) for t in waiting if t.round == number))
        for number, title in enumerate(TITLES, start=1)
        if any(template.round == number for template in waiting)
    )


def accept(project: ProjectMap, answers: Sequence[Answer], ask: Collection[str] = ()) -> tuple[Answer, ...]:
    """The answers, completed by confident inferences and our defaults.

    What is unsure, or named in `ask`, stays open.
    """
    project = with_planned_users(project, answers)
    return _settled(project, with_model(project, answers), ("sure", "default"), ask)


def open_flags(asked: Round) -> tuple[str, ...]:
    """What to add to the command line to answer a round: `--owner owner|none`."""
    return tuple(flag_of(question) for question in asked.questions if question.flag)


def summary(project: ProjectMap, answers: Sequence[Answer]) -> tuple[tuple[Question, Answer], ...]:
    """Every question that matters with its answer, given or derived, in order: any can be changed."""
    project = with_planned_users(project, answers)
    complete = {answer.id: answer for answer in accept(project, answers)}
    known = known_values(project, complete)
    return tuple(
        (_question(template, project, known), complete[template.id])
        for template in TEMPLATES
        if template.id in complete and _matters(template, known)
    )


def _settled(
    project: ProjectMap, answers: Sequence[Answer], strengths: tuple[Strength, ...], ask: Collection[str] = ()
) -> tuple[Answer, ...]:
    resolved = resolve(answers)
    known = known_values(project, resolved)
    for template in TEMPLATES:
        held = resolved.get(template.id)
        if held is not None and held.origin in GIVEN:
            continue
        # What was derived earlier is derived again: an answer that it rested on may have changed.
        taken = strengths if held is None else (*strengths, "default")
        wanted = held is not None or template.id not in ask
        proposal = propose(template, project, known)
        if wanted and proposal.value is not None and proposal.strength in taken and _matters(template, known):
            origin: Origin = "inferred" if proposal.inferred else "default"
            resolved[template.id] = Answer(template.id, proposal.value, origin)
        elif held is not None:
            del resolved[template.id]
        if resolved.get(template.id) != held:
            known = known_values(project, resolved)
    return tuple(resolve(resolved.values()).values())


def _matters(template: Template, known: Known) -> bool:
    if template.unsupported:
        return template.id in known
    return all(holds(condition, known) for condition in template.when)


def _question(template: Template, project: ProjectMap, known: Known) -> Question:
    proposal: Proposal = propose(template, project, known)
    return Question(
        id=template.id,
        kind=template.kind,
        prompt=template.prompt,
        flag=template.flag,
        help=template.help,
        choices=choices(template.id, project, known),
        default=proposal.value,
        reason=proposal.reason,
        witnesses=proposal.witnesses,
        confident=proposal.strength == "sure",
    )


def choices(key: str, project: ProjectMap, known: Known) -> tuple[Choice, ...]:
    """The choices of a question here: those of the template, those of the fields, and what rules each out."""
    offered = BY_ID[key].choices
    if key == "owner":
        users = known.get("fields.users", ())
        parents = known.get("parent.owner", ())
        offered = (
            *(Choice(name, f"Yes, the one in {name}") for name in users),
            *(Choice(OF_PARENT, f"Yes, whose parent it is (its {column})") for column in parents),
            *offered,
        )
    return tuple(
        Choice(
            choice.value,
            choice.label,
            choice.help or meaning(project, key, choice.value),
            choice.disabled or cannot(project, key, choice.value),
        )
        for choice in offered
    )


def flag_of(question: Question) -> str:
    """The flag of a question, with the values that it takes."""
    if not question.flag.startswith("--"):
        return question.flag
    values = [choice.value for choice in question.choices if not choice.disabled]
    if question.kind == "many" or not values:
        default = question.default if question.default is not None else "..."
        return f"{question.flag} {default if isinstance(default, str) else ','.join(default)}"
    return f"{question.flag} {'|'.join(values)}"
