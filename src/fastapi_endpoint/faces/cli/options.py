"""Options that commands share, and what they say: one row per question of the interview."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from fastapi_endpoint.domain.question import Answer

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS: Mapping[str, tuple[str, str]] = {
    "methods": ("list,get,...", "Operations: list, get, create, update, replace, delete."),
    "parent": ("TABLE", "Nest under another resource, as in /users/{id}/orders."),
    "model": ("MODULE:CLASS", "Serve a model that exists already."),
    "action": (
        "NAME:from=A/B:to=C",
        "An action that a row takes once, as in cancel:from=pending/paid:to=cancelled (repeatable).",
    ),
    "auth": ("KIND", "Who is calling: existing, jwt, api-key or none."),
    "role": ("OP=ROLE", "Only this role may, as in create=admin (repeatable)."),
    "owner": ("FIELD", "The field that holds the owner; rows are then private to them."),
    "others": ("404|403", "What another user's row answers."),
    "admins": ("own|all", "Which rows superusers reach: their own, or everybody's."),
    "unique": ("SCOPE", "Unique fields are so within the owner's rows or everywhere: owner or global."),
    "paginate": ("STYLE", "How a list is cut: host, cursor, offset, page or none."),
    "limit": ("N/MAX", "Rows per page by default and at most, as in 20/100."),
    "order": ("COLUMN/DIR", "Order of a list, as in created_at/desc."),
    "cache": ("KIND", "Response caching: none, control=60, etag, memory=60 or redis=60."),
    "envelope": ("KIND", "Body of an answer: direct or host."),
}
"""Question id -> (how the value is written, what it answers); the flag is `--` and the id."""

QUESTIONS = ("resource", "fields", *OPTIONS, "total")
"""The ids of all questions that a command line can answer."""

REPEATED = ("action", "role")
LISTS = ("methods",)


def answer_options(command: F) -> F:
    """Give a command one option per question; its values arrive as keyword arguments by question id."""
    command = click.option("--total/--no-total", default=None, help="Count all rows in a list's answer.")(
        command
    )
    for name, (metavar, text) in reversed(list(OPTIONS.items())):
        repeated = name in REPEATED
        command = click.option(f"--{name}", metavar=metavar, help=text, multiple=repeated)(command)
    return command


def given_answers(
    resource: str | None, fields: tuple[str, ...], options: Mapping[str, Any]
) -> "tuple[Answer, ...]":
    """What the command line answers, in the order of the questions."""
    from fastapi_endpoint.domain.question import Answer

    given: dict[str, str | tuple[str, ...]] = {}
    if resource:
        given["resource"] = resource
    if fields:
        given["fields"] = fields
    for name in QUESTIONS[2:]:
        value = options.get(name)
        if value is None or value == ():
            continue
        if isinstance(value, bool):
            given[name] = "yes" if value else "no"
        elif name in LISTS:
            given[name] = tuple(part.strip() for part in value.split(",") if part.strip())
        else:
            given[name] = value
    return tuple(Answer(name, value, "flag") for name, value in given.items())


def rehearsal_options(command: F) -> F:
    """Give a command the options of a rehearsal: `python` and `env_file`."""
    file = click.Path(path_type=Path)
    about_env = "Settings for the rehearsal, instead of the project's .env."
    command = click.option("--env-file", type=file, help=about_env)(command)
    return click.option("--python", type=file, help="The project's interpreter, where it is not found.")(
        command
    )


def types_option(command: F) -> F:
    """Give a command `--types`: the type checker is slow, so it runs only when it is asked for."""
    about = "Run the project's type checker in the rehearsal, too."
    return click.option("--types", is_flag=True, help=about)(command)


def json_option(command: F) -> F:
    """Give a command `--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")(command)
