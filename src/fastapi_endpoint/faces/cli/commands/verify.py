"""`verify`: run the verifications of an applied plan again."""

from pathlib import Path

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail_blocked, progress, show
from fastapi_endpoint.faces.cli.options import json_option, rehearsal_options


@click.command("verify")
@click.argument("entry", metavar="[ID]", required=False)
@rehearsal_options
@json_option
def command(entry: str | None, *, python: Path | None, env_file: Path | None, as_json: bool) -> int:
    """Verify an applied plan as the project stands now; the last one, where no ID is given."""
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.report import Blocked
    from fastapi_endpoint.faces.cli.execution import blocked_exit
    from fastapi_endpoint.faces.cli.views.rehearsal import rehearsal_view

    with progress("Verifying in a private copy") as tell:
        options = workflow.RehearsalOptions(python=python, env_file=env_file)
        found = workflow.verify(Path.cwd(), entry, options, tell)
    if isinstance(found, Blocked):
        if as_json:
            answer_json("blocked", blocked=found)
        fail_blocked(found)
        return blocked_exit(found)
    if as_json:
        answer_json("verified", rehearsal=found)
    else:
        show(rehearsal_view(found, "Verification"))
    return exits.RED if found.red else exits.DONE
