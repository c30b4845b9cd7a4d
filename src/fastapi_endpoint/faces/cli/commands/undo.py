"""`undo`: take an applied plan back."""

from pathlib import Path

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail_blocked, if_stopped, progress, show
from fastapi_endpoint.faces.cli.options import json_option


@click.command("undo")
@click.argument("entry", metavar="[ID]", required=False)
@json_option
def command(entry: str | None, *, as_json: bool) -> int:
    """Take back the applied plan ID, or the last one: every byte as it was.

    Where you have edited a file since, your edit is kept if it can be told apart; else nothing is undone.
    """
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.report import Blocked
    from fastapi_endpoint.faces.cli.execution import WRITING_STOPPED, blocked_exit
    from fastapi_endpoint.faces.cli.views.history import undone_view

    with if_stopped(WRITING_STOPPED), progress("Taking it back"):
        done = workflow.undo(Path.cwd(), entry)
    if isinstance(done, Blocked):
        if as_json:
            answer_json("blocked", blocked=done)
        fail_blocked(done)
        return blocked_exit(done)
    if as_json:
        answer_json("undone", files=done)
    else:
        show(undone_view(done))
    return exits.DONE
