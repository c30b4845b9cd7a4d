"""From a plan to a written endpoint: show, rehearse, approve, write, report. `add` and `apply` share it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fastapi_endpoint import workflow
from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.report import Blocked, ExecutionReport, Rehearsal
from fastapi_endpoint.faces.cli import approval, exits
from fastapi_endpoint.faces.cli.console import (
    answer_json,
    cannot_move_cursor,
    fail,
    fail_blocked,
    if_stopped,
    is_terminal,
    progress,
    say,
    show,
)
from fastapi_endpoint.faces.cli.views.plan import manual_steps, patch_view, plan_view, short_hash
from fastapi_endpoint.faces.cli.views.rehearsal import rehearsal_view
from fastapi_endpoint.faces.cli.views.report import report_view

if TYPE_CHECKING:
    from fastapi_endpoint.execute import RehearsalOptions
    from fastapi_endpoint.faces.cli.asking import Asker

WRITING_STOPPED = (
    "Stopped while writing. Your files are as they were, or wholly as planned; "
    "the next add, apply or undo settles it."
)


@dataclass(frozen=True)
class Terms:
    """How far to go. `approve` is a hash, `rehearsed` or None; `asker` is None where nobody can be asked.

    `stop_before_writing` is what --dry-run and --plan ask for; `changeable` offers to change an answer.
    """

    approve: str | None
    rehearse: bool
    python: Path | None
    env_file: Path | None
    types: bool
    as_json: bool
    asker: "Asker | None"
    stop_before_writing: bool = False
    changeable: bool = False


def carry_out(project: ProjectMap, plan: Plan, terms: Terms) -> int | None:
    """The exit code of what was done with the plan; None where the person wants to change an answer."""
    root = Path(project.root)
    if not _writes(plan):
        return _nothing_to_do(plan, as_json=terms.as_json)
    if not terms.as_json:
        _show_plan(root, plan, with_patch=terms.stop_before_writing)
    rehearsal = _rehearsed(project, plan, terms) if terms.rehearse else None
    if rehearsal is not None and rehearsal.red:
        return _red(root, plan, rehearsal, terms)
    if terms.stop_before_writing:
        return _end(exits.CHANGES, "planned", terms, plan=plan, rehearsal=rehearsal)
    if terms.approve is None and terms.asker is not None:
        return _decided(root, plan, rehearsal, terms, terms.asker)
    return _approved(root, plan, rehearsal, terms)


DIFF, CHANGE = ("diff", "Show the diff"), ("change", "Change an answer")


def blocked_exit(blocked: Blocked) -> int:
    """The exit code of a blocked write or undo."""
    match blocked.kind:
        case "spent":
            return exits.DONE
        case "red":
            return exits.RED
        case "unknown" | "tools":
            return exits.ERROR
        case _:
            return exits.HUMAN


def _writes(plan: Plan) -> bool:
    return any(step.symbol in "+~" for step in plan.operations)


def _nothing_to_do(plan: Plan, *, as_json: bool) -> int:
    code = exits.HUMAN if plan.manual else exits.DONE
    if as_json:
        answer_json("nothing-to-do", plan=plan)
        return code
    click.echo("Nothing to do: the project already has all of this.")
    for path in plan.already:
        click.echo(f"  = {path}")
    show(manual_steps(plan.manual, "what could not be edited safely"))
    return code


def _show_plan(root: Path, plan: Plan, *, with_patch: bool) -> None:
    show(plan_view(plan))
    if with_patch:
        click.echo()
        show(patch_view(workflow.patch(root, plan)))


def _rehearsed(project: ProjectMap, plan: Plan, terms: Terms) -> Rehearsal:
    options = rehearsal_options(project, terms.python, terms.env_file, types=terms.types)
    with progress("Rehearsing in a private copy") as tell:
        rehearsal = workflow.rehearse(Path(project.root), plan, options, tell)
    if not terms.as_json:
        show(rehearsal_view(rehearsal))
    return rehearsal


def _red(root: Path, plan: Plan, rehearsal: Rehearsal, terms: Terms) -> int | None:
    """Nothing is written; who can be asked may look, and change an answer."""
    say()
    fail("the rehearsal is red, so nothing was written", hint="mend what it says, then run this again")
    undecided = terms.approve is None and not terms.stop_before_writing
    if terms.asker is not None and undecided and terms.changeable:
        options = [("stop", "Stop"), DIFF, CHANGE]
        if _chosen(root, plan, terms.asker, "What now?", options) == "change":
            return None
    return _end(exits.RED, "red", terms, plan=plan, rehearsal=rehearsal)


def _decided(root: Path, plan: Plan, rehearsal: Rehearsal | None, terms: Terms, asker: "Asker") -> int | None:
    """Write it, or not: a person says so."""
    options = [("stop", "Stop, and write nothing"), DIFF, ("write", "Write it")]
    if terms.changeable:  # it is no saved plan
        options += [CHANGE, ("save", "Save the plan to a file, and stop")]
    match _chosen(root, plan, asker, "Write this to your project?", options):
        case "write":
            return _written(root, plan, rehearsal, terms)
        case "change":
            return None
        case "save":
            return _saved(plan, Path(asker.text("File", f"{plan.spec.plural}.plan.json")))
        case _:
            say("Nothing was written.")
            return exits.CHANGES


def _saved(plan: Plan, file: Path) -> int:
    code = save_plan(plan, file)
    if code == exits.CHANGES:
        say_saved(file)
    return code


def _chosen(root: Path, plan: Plan, asker: "Asker", title: str, options: list[tuple[str, str]]) -> str:
    """What a person wants, who may look at the diff before saying it."""
    say()
    while (wanted := asker.choose(title, options)) == DIFF[0]:
        show(patch_view(workflow.patch(root, plan)))
    return wanted


def save_plan(plan: Plan, file: Path) -> int:
    """Save a plan: the exit code of stopping there, or of a file that cannot be written."""
    try:
        workflow.save_plan(plan, file)
    except OSError as why:
        fail(f"cannot write {file}: {why.strerror}", hint="give a path that can be written to")
        return exits.ERROR
    return exits.CHANGES


def say_saved(file: Path) -> None:
    """How a saved plan is applied."""
    say(f"Saved the plan. To write it: fastapi-endpoint apply {file}")


def _approved(root: Path, plan: Plan, rehearsal: Rehearsal | None, terms: Terms) -> int:
    """Write what the command line approves, or say how to approve it."""
    against = approval.objections(terms.approve, plan, rehearsal) if terms.approve else ()
    if terms.approve and not against:
        return _written(root, plan, rehearsal, terms)
    say()
    for reason in against:
        fail(reason)
    say("Not approved, so nothing was written. To approve exactly this plan:")
    say(f"  --approve {short_hash(plan)}")
    return _end(exits.HUMAN, "not-approved", terms, plan=plan, rehearsal=rehearsal, reasons=against or None)


def _written(root: Path, plan: Plan, rehearsal: Rehearsal | None, terms: Terms) -> int:
    with if_stopped(WRITING_STOPPED), progress("Writing") as tell:
        done: ExecutionReport | Blocked = workflow.apply(root, plan, rehearsal, tell)
    if isinstance(done, Blocked):
        fail_blocked(done)
        return _end(blocked_exit(done), "blocked", terms, plan=plan, rehearsal=rehearsal, blocked=done)
    if not terms.as_json:
        show(report_view(done, plan))
    code = exits.DONE
    if done.rehearsal is not None and done.rehearsal.red:
        code = exits.RED
    elif plan.manual:
        code = exits.HUMAN
    return _end(code, "applied", terms, plan=plan, report=done)


def _end(code: int, status: str, terms: Terms, **parts: Any) -> int:
    if terms.as_json:
        answer_json(status, **parts)
    return code


def rehearsal_options(
    project: ProjectMap, python: Path | None, env_file: Path | None, *, types: bool = False
) -> "RehearsalOptions":
    """What a rehearsal is told. Paths become absolute, but links stay: an environment's python is one."""
    return workflow.rehearsal_options(
        project,
        python=str(python.absolute()) if python else None,
        env_file=str(env_file.absolute()) if env_file else None,
        types=types,
    )


def asker(*, as_json: bool) -> "Asker | None":
    """A person at this terminal, or None where nobody can be asked or a program reads the answer."""
    if as_json or not is_terminal():
        return None
    if cannot_move_cursor():
        from fastapi_endpoint.faces.cli.plain import PlainAsker

        return PlainAsker()
    from fastapi_endpoint.faces.cli.prompts import TerminalAsker

    return TerminalAsker()
