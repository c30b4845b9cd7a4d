"""`add`: one more endpoint, from the first question to the report."""

from pathlib import Path
from typing import Any

import click

from fastapi_endpoint.faces.cli import approval, exits
from fastapi_endpoint.faces.cli.console import fail
from fastapi_endpoint.faces.cli.options import (
    QUESTIONS,
    answer_options,
    given_answers,
    json_option,
    rehearsal_options,
    types_option,
)


@click.command("add")
@click.argument("resource", required=False)
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@answer_options
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help="Answers from a TOML file.")
@click.option("--ask", metavar="IDS", default="", help="Ask these too, though the project answers them.")
@click.option("--dry-run", is_flag=True, help="Show plan, diff and rehearsal; write nothing (exit 2).")
@click.option("--plan", "plan_file", type=click.Path(path_type=Path), help="Save the plan to a file.")
@click.option("--no-rehearse", is_flag=True, help="Leave the rehearsal out.")
@click.option("--accept", is_flag=True, help="Take every confident inference and default without asking.")
@click.option(
    "--approve", metavar="HASH|rehearsed", help="Approve the plan of this hash, or if it rehearses green."
)
@click.option("--yes", is_flag=True, help="--accept and --approve rehearsed.")
@rehearsal_options
@types_option
@click.option("--app", metavar="MODULE:OBJECT", help="Which application, where there are several.")
@json_option
def command(resource: str | None, fields: tuple[str, ...], **flags: Any) -> int:
    """Add an endpoint for RESOURCE to the project in this folder.

    FIELD is a line of the field language, as in title:str200 or price:decimal12.2:min=0. What is not
    answered here is asked, round by round; nothing is written before you approve the plan.
    """
    approve = flags["approve"] or (approval.REHEARSED if flags["yes"] else None)
    rehearse = not flags["no_rehearse"]
    why = approval.refused_options(approve=approve, yes=flags["yes"], rehearse=rehearse)
    if why is not None:
        fail(why, hint="leave --no-rehearse away, or approve the plan by its hash")
        return exits.ERROR
    ask = tuple(name.strip() for name in flags["ask"].split(",") if name.strip())
    unknown = [name for name in ask if name not in QUESTIONS]
    if unknown:
        fail(f"there is no question {unknown[0]!r} to ask", hint=f"--ask takes {', '.join(QUESTIONS)}")
        return exits.ERROR
    from fastapi_endpoint.faces.cli.adding import Run, add
    from fastapi_endpoint.faces.cli.execution import Terms, asker

    return add(
        Run(
            root=Path.cwd(),
            app=flags["app"],
            answers=given_answers(resource, fields, flags),
            answers_file=flags["answers_file"],
            accept=flags["accept"] or flags["yes"],
            ask=ask,
            plan_file=flags["plan_file"],
            terms=Terms(
                approve=approve,
                rehearse=rehearse,
                python=flags["python"],
                env_file=flags["env_file"],
                types=flags["types"],
                as_json=flags["as_json"],
                asker=asker(as_json=flags["as_json"]),
                stop_before_writing=flags["dry_run"] or (flags["plan_file"] is not None and approve is None),
                changeable=True,
            ),
        )
    )
