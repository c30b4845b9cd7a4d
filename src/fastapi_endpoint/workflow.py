"""The use cases in order: explore, answer, propose, rehearse, apply, verify, undo, new.

Takes and gives values of `domain`; knows the stages and nothing of a terminal. Every function that a user
can be told something about returns that as a value. Stages that only some use cases need are imported there.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi_endpoint import explore as explorer
from fastapi_endpoint.domain.finding import Finding
from fastapi_endpoint.domain.plan import Plan, Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.domain.report import Blocked, ExecutionReport, Rehearsal
from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.source.tree import SourceTree

if TYPE_CHECKING:
    from fastapi_endpoint.check import explain, rules
    from fastapi_endpoint.drafts import forget as forget_draft
    from fastapi_endpoint.drafts import load as load_draft
    from fastapi_endpoint.drafts import save as save_draft
    from fastapi_endpoint.execute import RehearsalOptions, applied_plan, history, rehearsal_options, undo
    from fastapi_endpoint.interview import (
        accept,
        check_line,
        command_line,
        line_of,
        next_round,
        read_answers,
        summary,
    )
    from fastapi_endpoint.interview import validate as check_answers
    from fastapi_endpoint.plan import read as load_plan
    from fastapi_endpoint.plan import served_by
    from fastapi_endpoint.plan import write as save_plan
    from fastapi_endpoint.render.unsupported import unsupported
    from fastapi_endpoint.tools.formatters import HostFormatters

__all__ = [
    "accept",
    "applied_plan",
    "apply",
    "check_answers",
    "check_line",
    "command_line",
    "explain",
    "explore",
    "findings",
    "forget_draft",
    "history",
    "is_spent",
    "line_of",
    "load_draft",
    "load_plan",
    "new",
    "next_round",
    "patch",
    "plan_on",
    "propose",
    "read_answers",
    "rehearsal_options",
    "rehearse",
    "rules",
    "save_draft",
    "save_plan",
    "served_by",
    "staleness",
    "summary",
    "undo",
    "unsupported",
    "verify",
]

_OF_STAGES = {
    "accept": ("interview", "accept"),
    "applied_plan": ("execute", "applied_plan"),
    "check_answers": ("interview", "validate"),
    "check_line": ("interview", "check_line"),
    "command_line": ("interview", "command_line"),
    "explain": ("check", "explain"),
    "forget_draft": ("drafts", "forget"),
    "line_of": ("interview", "line_of"),
    "history": ("execute", "history"),
    "load_draft": ("drafts", "load"),
    "load_plan": ("plan", "read"),
    "next_round": ("interview", "next_round"),
    "read_answers": ("interview", "read_answers"),
    "rehearsal_options": ("execute", "rehearsal_options"),
    "rules": ("check", "rules"),
    "save_draft": ("drafts", "save"),
    "save_plan": ("plan", "write"),
    "served_by": ("plan", "served_by"),
    "summary": ("interview", "summary"),
    "undo": ("execute", "undo"),
    "unsupported": ("render.unsupported", "unsupported"),
}
"""Use cases that one stage answers alone: the stage is imported when one of them is called for."""

Tell = Callable[[str], None]


def __getattr__(name: str) -> Any:
    if name not in _OF_STAGES:
        raise AttributeError(name)
    stage, own_name = _OF_STAGES[name]
    return getattr(import_module(f"fastapi_endpoint.{stage}"), own_name)


def explore(root: Path, *, app: str | None = None) -> ProjectMap | Refusal:
    """The picture of the project in `root`; refused where no application is found there, or not `app`."""
    try:
        project = _seen(SourceTree.of_folder(root), app)
    except EndpointError as why:
        return Refusal(kind="missing", message=why.message, hint=why.hint)
    if not project.conventions.entry_points.value and not project.routes:
        return Refusal(
            kind="missing",
            message=f"No FastAPI application was found in {root}.",
            hint="Go to the folder of a FastAPI project, or make one with `fastapi-endpoint new NAME`.",
        )
    unknown = next((oddity for oddity in project.oddities if oddity.kind == "unknown-app"), None)
    if unknown is not None:
        return Refusal(kind="missing", message=unknown.message, hint="Give --app one of those.")
    return project


def _seen(tree: SourceTree, app: str | None) -> ProjectMap:
    return explorer.explore(tree, app=app, cache=explorer.cache_folder())


def propose(
    root: Path, project: ProjectMap, answers: tuple[Answer, ...], *, python: str | None = None
) -> Plan | Refusal | tuple[Problem, ...]:
    """The plan for complete answers; its `operations` are empty where everything is there already.

    The project's formatters run on new files, by the interpreter `python` or the one that is found.
    """
    from fastapi_endpoint import plan as planner
    from fastapi_endpoint.tools.formatters import formatters_of

    formatters = formatters_of(project.conventions.tools, root, python=python)
    return plan_on(SourceTree.of_folder(root), project, answers, planner.now(), formatters)


def plan_on(
    tree: SourceTree,
    project: ProjectMap,
    answers: tuple[Answer, ...],
    moment: str,
    formatters: "HostFormatters | None" = None,
) -> Plan | Refusal | tuple[Problem, ...]:
    """The same for a tree that need not be on disk: first what the endpoint builds on, then the endpoint."""
    from fastapi_endpoint import interview
    from fastapi_endpoint import plan as planner

    spec = interview.build(project, answers)
    if isinstance(spec, tuple):
        return spec
    look = partial(explorer.explore, app=project.app)
    return planner.whole_plan(spec, answers, project, tree, moment, formatters, look)


def patch(root: Path, plan: Plan) -> str:
    """A unified diff of everything the plan would write."""
    from fastapi_endpoint import plan as planner

    return planner.patch(plan, SourceTree.of_folder(root))


def is_spent(root: Path, plan: Plan) -> bool:
    """Is every file already as the plan would leave it?"""
    from fastapi_endpoint import plan as planner

    return planner.is_spent(plan, SourceTree.of_folder(root))


def staleness(root: Path, plan: Plan) -> tuple[str, ...]:
    """Why the plan no longer fits the project, one sentence each; empty where it still does."""
    from fastapi_endpoint import plan as planner

    tree = SourceTree.of_folder(root)
    return planner.staleness(plan, _seen(tree, planner.served_by(plan)), tree)


def rehearse(root: Path, plan: Plan, options: "RehearsalOptions", progress: Tell) -> Rehearsal:
    """The plan, tried in a scratch copy. Writes nothing into the project."""
    from fastapi_endpoint import execute
    from fastapi_endpoint import plan as planner

    after = planner.after_images(plan, SourceTree.of_folder(root))
    return execute.rehearse(plan, after, root=root, options=options, progress=progress)


def apply(root: Path, plan: Plan, rehearsal: Rehearsal | None, progress: Tell) -> ExecutionReport | Blocked:
    """Write an approved plan, all or nothing. A journal left by a crash is replayed first."""
    from fastapi_endpoint import drafts, execute, interview
    from fastapi_endpoint import plan as planner

    progress("replaying what was left half done" if execute.pending(root) else "comparing plan and project")
    if isinstance(replayed := execute.replay(root), Blocked):
        return replayed
    if is_spent(root, plan):
        return Blocked(kind="spent", reasons=("Every file is already as the plan would leave it.",))
    if reasons := staleness(root, plan):
        return Blocked(kind="stale", reasons=reasons, hint="Make the plan again.")
    progress("writing")
    report = execute.apply(
        plan,
        planner.after_images(plan, SourceTree.of_folder(root)),
        root=root,
        rehearsal=rehearsal,
        checklist=execute.checklist(plan, rehearsal),
        command=interview.command_line(plan.answers),
    )
    if isinstance(report, ExecutionReport):
        drafts.forget(root)
    return report


def verify(root: Path, plan: Plan, options: "RehearsalOptions", progress: Tell) -> Rehearsal:
    """Verify an applied plan in the project as it stands now."""
    from fastapi_endpoint import execute

    return execute.verify(plan, root=root, options=options, progress=progress)


def new(target: Path, name: str) -> tuple[str, ...] | Blocked:
    """Make a small production-ready project in `target`, which must be absent or empty; its files' paths."""
    import secrets

    from fastapi_endpoint import execute
    from fastapi_endpoint.render.new import new_project

    return execute.write_project(target, new_project(name, secret=secrets.token_hex(32)))


def findings(
    root: Path, project: ProjectMap, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> tuple[Finding, ...] | tuple[Problem, ...]:
    """What the rules find in the project, by file and line; problems where a name is no rule's."""
    from fastapi_endpoint import check

    if wrong := check.unknown_names((*select, *ignore)):
        return wrong
    return check.check(project, SourceTree.of_folder(root), select=select, ignore=ignore)
