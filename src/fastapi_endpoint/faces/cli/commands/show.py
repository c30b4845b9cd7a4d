"""`show`: a saved plan, as it was made."""

from pathlib import Path

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail_refusal, say, show


@click.command("show")
@click.argument("plan_file", metavar="PLAN", type=click.Path(path_type=Path))
@click.option("--stat", "form", flag_value="stat", help="Only the files and their line counts.")
@click.option("--patch", "form", flag_value="patch", help="Only the diff.")
@click.option("--json", "form", flag_value="json", help="Print the answer as JSON.")
def command(plan_file: Path, form: str | None) -> int:
    """Show a saved PLAN, even where the project has changed since it was made."""
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.plan import Refusal
    from fastapi_endpoint.faces.cli.views.plan import patch_view, plan_stat, plan_view

    plan = workflow.load_plan(plan_file)
    if isinstance(plan, Refusal):
        fail_refusal(plan)
        return exits.ERROR
    root = Path.cwd()
    match form:
        case "stat":
            show(plan_stat(plan))
        case "patch":
            show(patch_view(workflow.patch(root, plan)))
        case "json":
            answer_json("planned", plan=plan, stale=workflow.staleness(root, plan))
        case _:
            show(plan_view(plan))
            if workflow.is_spent(root, plan):
                say("applied: every file is as the plan would leave it")
                return exits.DONE
            for change in workflow.staleness(root, plan):
                say(f"out of date: {change}")
    return exits.DONE
