"""`check`: what the rules find in a project."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail, fail_refusal, progress, show

if TYPE_CHECKING:
    from fastapi_endpoint.domain.finding import Finding


def _names(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path), default=".")
@click.option("--select", metavar="RULES", default="", callback=_names, help="Only these rules: FE103,FE4.")
@click.option("--ignore", metavar="RULES", default="", callback=_names, help="All rules but these.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How to print what is found.",
)
@click.option("--app", metavar="MODULE:OBJECT", help="Which application, where there are several.")
def command(
    path: Path, *, select: tuple[str, ...], ignore: tuple[str, ...], form: str, app: str | None
) -> int:
    """Hold the project in PATH against the rules of a production-ready endpoint.

    Reads, and never imports or runs, the project's code. Exit code 2 says that something was found.
    """
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.finding import Finding
    from fastapi_endpoint.domain.plan import Refusal

    if not path.is_dir():
        fail(f"{path} is no folder", hint="give the folder of a FastAPI project, or nothing for this one")
        return exits.ERROR
    with progress("Checking"):
        project = workflow.explore(path.resolve(), app=app)
        if isinstance(project, Refusal):
            fail_refusal(project)
            return exits.ERROR
        answer = workflow.findings(path.resolve(), project, select=select, ignore=ignore)
    found = [each for each in answer if isinstance(each, Finding)]
    problem = next((each for each in answer if not isinstance(each, Finding)), None)
    if problem is not None:
        fail(problem.message, hint=problem.hint)
        return exits.ERROR
    _print(found, form)
    return exits.CHANGES if found else exits.DONE


def _print(found: "list[Finding]", form: str) -> None:
    from fastapi_endpoint.check import as_github, as_sarif

    if form == "json":
        answer_json("checked", findings=found)
    elif form == "sarif":
        import json

        click.echo(json.dumps(as_sarif(found), indent=2))
    elif form == "github":
        click.echo(as_github(found), nl=bool(found))
    else:
        from fastapi_endpoint.faces.cli.views.findings import findings_view

        show(findings_view(found))
