"""`verify`: run the verifications of an applied plan again."""

from pathlib import Path

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail_blocked, fail_refusal, progress, show
from fastapi_endpoint.faces.cli.options import json_option, rehearsal_options


@click.command("verify")
@click.argument("entry", metavar="[ID]", required=False)
@rehearsal_options
@json_option
def command(entry: str | None, *, python: Path | None, env_file: Path | None, as_json: bool) -> int:
    """Verify an applied plan as the project stands now; the last one, where no ID is given."""
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.plan import Refusal
    from fastapi_endpoint.domain.report import BY_HAND, Blocked
    from fastapi_endpoint.faces.cli import execution
    from fastapi_endpoint.faces.cli.views.rehearsal import rehearsal_view

    root = Path.cwd()
    project = workflow.explore(root)
    if isinstance(project, Refusal):
        if as_json:
            answer_json("refused", refusal=project)
        fail_refusal(project)
        return exits.ERROR
    plan = workflow.applied_plan(root, entry)
    if isinstance(plan, Blocked):
        if as_json:
            answer_json("blocked", blocked=plan)
        fail_blocked(plan)
        return execution.blocked_exit(plan)
    chosen = workflow.explore(root, app=workflow.served_by(plan))
    if isinstance(chosen, Refusal):
        fail_refusal(chosen)
        return exits.ERROR
    options = execution.rehearsal_options(chosen, python, env_file)
    with progress("Verifying in a private copy") as tell:
        found = workflow.verify(root, plan, options, tell)
    if as_json:
        answer_json("verified", rehearsal=found)
    else:
        show(rehearsal_view(found, "Verification"))
    if found.red:
        return exits.RED
    left = any(check.name == BY_HAND and check.outcome != "green" for check in found.checks)
    return exits.HUMAN if left else exits.DONE
