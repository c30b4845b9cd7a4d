"""The bare command: what this project is, and what can be done next."""

from pathlib import Path

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import fail_refusal, progress, show


def overview() -> int:
    """Look at the current folder and say what can be done in it."""
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.plan import Refusal
    from fastapi_endpoint.faces.cli.views.overview import overview_view

    with progress("Looking at this folder"):
        project = workflow.explore(Path.cwd())
    if isinstance(project, Refusal):
        fail_refusal(project)
        return exits.ERROR
    show(overview_view(project, workflow.unsupported(project)))
    return exits.DONE
