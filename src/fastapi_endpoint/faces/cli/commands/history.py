"""`history`: what was applied here."""

from pathlib import Path

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, show
from fastapi_endpoint.faces.cli.options import json_option


@click.command("history")
@json_option
def command(*, as_json: bool) -> int:
    """List the plans that were applied in this folder, oldest first, with what stands of them."""
    from fastapi_endpoint import workflow
    from fastapi_endpoint.faces.cli.views.history import history_view

    entries = workflow.history(Path.cwd())
    if as_json:
        answer_json("listed", entries=entries)
    else:
        show(history_view(entries))
    return exits.DONE
