"""`new`: a small project to start from."""

from pathlib import Path

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail_blocked, show
from fastapi_endpoint.faces.cli.options import json_option


@click.command("new")
@click.argument("name")
@json_option
def command(name: str, *, as_json: bool) -> int:
    """Create a small production-ready FastAPI project in the folder NAME.

    SQLite at first, JWT sign-in, migrations, tests.
    """
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.report import Blocked
    from fastapi_endpoint.faces.cli.views.created import created_view

    target = Path(name)
    files = workflow.new(target, target.name)
    if isinstance(files, Blocked):
        if as_json:
            answer_json("blocked", blocked=files)
        fail_blocked(files)
        return exits.ERROR
    if as_json:
        answer_json("created", folder=str(target), files=files)
    else:
        show(created_view(target, files))
    return exits.DONE
