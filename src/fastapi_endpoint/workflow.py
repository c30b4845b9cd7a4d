"""The use cases in order: explore, answer, propose, rehearse, apply, verify, undo, new.

Takes and gives values of `domain`; knows the stages and nothing of a terminal. Every function that a user
can be told something about returns that as a value.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from fastapi_endpoint import execute
from fastapi_endpoint import explore as explorer
from fastapi_endpoint import plan as planner
from fastapi_endpoint.domain.plan import Plan, Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.domain.report import AppliedFile, Blocked, ExecutionReport, HistoryEntry, Rehearsal
from fastapi_endpoint.drafts import forget as forget_draft
from fastapi_endpoint.drafts import load as load_draft
from fastapi_endpoint.drafts import save as save_draft
from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.execute import RehearsalOptions
from fastapi_endpoint.interview import (
    accept,
    build,
    command_line,
    next_round,
    read_answers,
    summary,
)
from fastapi_endpoint.interview import validate as check_answers
from fastapi_endpoint.plan.migration import CLOCK_FORMAT
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.source.tree import SourceTree

__all__ = [
    "RehearsalOptions",
    "accept",
    "apply",
    "check_answers",
    "command_line",
    "explore",
    "forget_draft",
    "history",
    "is_spent",
    "load_draft",
    "load_plan",
    "new",
    "next_round",
    "now",
    "patch",
    "propose",
    "read_answers",
    "rehearse",
    "save_draft",
    "save_plan",
    "staleness",
    "summary",
    "undo",
    "verify",
]

Tell = Callable[[str], None]


def now() -> str:
    """The clock of a plan made at this moment, in UTC. SOURCE_DATE_EPOCH, where set, is the moment."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime(CLOCK_FORMAT)


def explore(root: Path, *, app: str | None = None) -> ProjectMap | Refusal:
    """The picture of the project in `root`; refused where no FastAPI application is found there."""
    try:
        project = explorer.explore(SourceTree.of_folder(root), app=app)
    except EndpointError as why:
        return Refusal(kind="missing", message=why.message, hint=why.hint)
    if not project.conventions.entry_points.value and not project.routes:
        return Refusal(
            kind="missing",
            message=f"No FastAPI application was found in {root}.",
            hint="Go to the folder of a FastAPI project, or make one with `fastapi-endpoint new NAME`.",
        )
    return project


def propose(
    root: Path, project: ProjectMap, answers: tuple[Answer, ...], clock: str | None = None
) -> Plan | Refusal | tuple[Problem, ...]:
    """The plan for complete answers; its `operations` are empty where everything is there already."""
    spec = build(project, answers)
    if isinstance(spec, tuple):
        return spec
    tree = SourceTree.of_folder(root)
    moment = clock or now()
    if hidden := planner.own_files(spec, project, tree):
        # The files of the resource itself are no witnesses of the project's habits.
        before = explorer.explore(tree.overlay(dict.fromkeys(hidden)))
        again = planner.make_plan(spec, answers, before, tree, moment)
        if isinstance(again, Plan) and not again.operations:
            return again
    return planner.make_plan(spec, answers, project, tree, moment)


def patch(root: Path, plan: Plan) -> str:
    """A unified diff of everything the plan would write."""
    return planner.patch(plan, SourceTree.of_folder(root))


def is_spent(root: Path, plan: Plan) -> bool:
    """Is every file already as the plan would leave it?"""
    return planner.is_spent(plan, SourceTree.of_folder(root))


def staleness(root: Path, plan: Plan) -> tuple[str, ...]:
    """Why the plan no longer fits the project, one sentence each; empty where it still does."""
    tree = SourceTree.of_folder(root)
    return planner.staleness(plan, explorer.explore(tree), tree)


def rehearse(root: Path, plan: Plan, options: RehearsalOptions, progress: Tell) -> Rehearsal:
    """The plan, tried in a scratch copy. Writes nothing into the project."""
    after = planner.after_images(plan, SourceTree.of_folder(root))
    return execute.rehearse(plan, after, root=root, options=options, progress=progress)


def apply(root: Path, plan: Plan, rehearsal: Rehearsal | None, progress: Tell) -> ExecutionReport | Blocked:
    """Write an approved plan, all or nothing. A journal left by a crash is replayed first."""
    progress("replaying what was left half done" if execute.pending(root) else "comparing plan and project")
    replayed = execute.replay(root)
    if isinstance(replayed, Blocked):
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
        command=command_line(plan.answers),
    )
    if isinstance(report, ExecutionReport):
        forget_draft(root)
    return report


def verify(root: Path, id_: str | None, options: RehearsalOptions, progress: Tell) -> Rehearsal | Blocked:
    """Verify an applied plan (the newest, or `id_`) in the project as it stands now."""
    recalled = execute.recall(root, id_)
    if recalled is None:
        return Blocked(
            kind="unknown", reasons=("There is no applied plan of that id.",), hint="See `history`."
        )
    plan, _ = recalled
    return execute.verify(plan, root=root, options=options, progress=progress)


def undo(root: Path, id_: str | None = None) -> tuple[AppliedFile, ...] | Blocked:
    """Take an applied plan back, byte for byte; merges, or refuses, where files were edited since."""
    return execute.undo(root, id_)


def history(root: Path) -> tuple[HistoryEntry, ...]:
    """Every applied plan of the project, oldest first."""
    return execute.history(root)


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan file."""
    path.write_bytes(planner.dump(plan))


def load_plan(path: Path) -> Plan | Refusal:
    """Read a plan file; refused where it is none, altered, or of another version."""
    try:
        return planner.load(path.read_bytes(), path.name)
    except OSError as why:
        return Refusal(
            kind="missing", message=f"{path} cannot be read: {why.strerror}.", hint="Check the path."
        )


def new(target: Path, name: str) -> tuple[str, ...] | Blocked:
    """Make a small production-ready project in `target`, which must be absent or empty; its files' paths."""
    files = new_project(name, secret=token_hex(32))
    return execute.write_project(target, files)
