"""`explore`: what a project is."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail, fail_refusal, progress, say, show
from fastapi_endpoint.faces.cli.options import json_option

if TYPE_CHECKING:
    from fastapi_endpoint.domain.project import ProjectMap
    from fastapi_endpoint.domain.question import Answer


@click.command("explore")
@click.argument("path", required=False, type=click.Path(path_type=Path), default=".")
@json_option
@click.option("--fields", "model", metavar="MODEL", help="Print one model in the field language.")
@click.option(
    "--graph",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw routers and models (.svg, .mmd).",
)
@click.option("--app", metavar="MODULE:OBJECT", help="Which application, where there are several.")
def command(path: Path, *, as_json: bool, model: str | None, graph: Path | None, app: str | None) -> int:
    """What the project in PATH is: its conventions with evidence, its routes and its models.

    Reads, and never imports or runs, the project's code. Nothing is written but the file of --graph.
    """
    from fastapi_endpoint import workflow
    from fastapi_endpoint.domain.plan import Refusal

    if not path.is_dir():
        fail(f"{path} is no folder", hint="give the folder of a FastAPI project, or nothing for this one")
        return exits.ERROR
    with progress("Exploring"):
        project = workflow.explore(path.resolve(), app=app)
    if isinstance(project, Refusal):
        if as_json:
            answer_json("refused", refusal=project)
        fail_refusal(project)
        return exits.ERROR
    if model is not None:
        return _print_fields(project, model, as_json=as_json)
    if graph is not None:
        return _draw(project, graph)
    if as_json:
        answer_json("explored", **_answer(project))
        return exits.DONE
    from fastapi_endpoint.faces.cli.conversation import open_questions
    from fastapi_endpoint.faces.cli.views.explore import explore_view

    refused = workflow.unsupported(project)
    show(explore_view(project, refused or open_questions(project, _some_resource())))
    return exits.DONE


def _answer(project: "ProjectMap") -> dict[str, object]:
    """The map by its own names, with the conventions under `facts`."""
    parts = {name: getattr(project, name) for name in project.__struct_fields__ if name != "conventions"}
    return {**parts, "facts": project.conventions}


def _some_resource() -> "tuple[Answer, ...]":
    """Answers that name any resource, to see what else would be asked."""
    from fastapi_endpoint.domain.question import Answer

    return (Answer("resource", "Example"), Answer("fields", ("name:str80",)))


def _print_fields(project: "ProjectMap", name: str, *, as_json: bool) -> int:
    from difflib import get_close_matches

    from fastapi_endpoint.dialects.fieldlines import print_model

    found = project.model(name)
    if found is None:
        names = [model.name for model in project.models]
        near = get_close_matches(name, names, n=3) or names[:8]
        fail(
            f"there is no model {name!r}",
            hint=f"there is {', '.join(near)}" if near else "no model was found",
        )
        return exits.ERROR
    printed = print_model(found)
    if as_json:
        answer_json("explored", model=found.name, fields=printed.lines, left_out=printed.left_out)
    else:
        click.echo("\n".join(printed.lines))
        if printed.left_out:
            say(f"left out, since no type of the field language fits: {', '.join(printed.left_out)}")
    return exits.DONE


def _draw(project: "ProjectMap", file: Path) -> int:
    from fastapi_endpoint.explore.graph import as_mermaid, as_svg, graph_of

    draw = {".mmd": as_mermaid, ".svg": as_svg}.get(file.suffix)
    if draw is None:
        fail(f"{file.name}: there is no drawing of this kind", hint="give a file that ends in .svg or .mmd")
        return exits.ERROR
    try:
        file.write_text(draw(graph_of(project)), encoding="utf-8")
    except OSError as why:
        fail(f"cannot write {file}: {why.strerror}", hint="give a path that can be written to")
        return exits.ERROR
    click.echo(f"wrote {file}")
    return exits.DONE
