"""`apply`: write a saved plan."""

from pathlib import Path

import click

from fastapi_endpoint.faces.cli import approval, exits
from fastapi_endpoint.faces.cli.console import answer_json, fail, fail_refusal, progress
from fastapi_endpoint.faces.cli.options import json_option, rehearsal_options, types_option


@click.command("apply")
@click.argument("plan_file", metavar="PLAN", type=click.Path(path_type=Path))
@click.option(
    "--approve", metavar="HASH|rehearsed", help="Approve the plan of this hash, or if it rehearses green."
)
@click.option("--no-rehearse", is_flag=True, help="Leave the rehearsal out.")
@rehearsal_options
@types_option
@json_option
def command(
    plan_file: Path,
    *,
    approve: str | None,
    no_rehearse: bool,
    python: Path | None,
    env_file: Path | None,
    types: bool,
    as_json: bool,
) -> int:
    """Write a saved PLAN, if the project is still as it was where the plan rests on it."""
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.plan import Refusal
    from fastapi_endpoint.faces.cli.execution import Terms, asker, carry_out

    why = approval.refused_options(approve=approve, rehearse=not no_rehearse)
    if why is not None:
        fail(why, hint="leave --no-rehearse away, or approve the plan by its hash")
        return exits.ERROR
    plan = workflow.load_plan(plan_file)
    if isinstance(plan, Refusal):
        if as_json:
            answer_json("refused", refusal=plan)
        fail_refusal(plan)
        return exits.HUMAN if plan.kind == "stale" else exits.ERROR
    root = Path.cwd()
    with progress("Looking again"):
        spent = workflow.is_spent(root, plan)
        changes = () if spent else workflow.staleness(root, plan)
    if spent:
        if as_json:
            answer_json("nothing-to-do", plan=plan)
        else:
            click.echo("Nothing to do: every file is as the plan would leave it.")
        return exits.DONE
    if changes:
        if as_json:
            answer_json("stale", plan=plan, stale=changes)
        for change in changes:
            fail(change)
        fail("the plan is out of date, so nothing was written", hint="make it again with add")
        return exits.HUMAN
    project = workflow.explore(root, app=workflow.served_by(plan))
    if isinstance(project, Refusal):
        fail_refusal(project)
        return exits.ERROR
    terms = Terms(
        approve=approve,
        rehearse=not no_rehearse,
        python=python,
        env_file=env_file,
        types=types,
        as_json=as_json,
        asker=asker(as_json=as_json),
    )
    return carry_out(project, plan, terms) or exits.DONE
