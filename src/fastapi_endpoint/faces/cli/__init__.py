"""The terminal face: one Click group whose commands are loaded only when they are called."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from fastapi_endpoint import __version__
from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import fail

COMMANDS = {
    "explore": "What this project is: its conventions with evidence, routes and models.",
    "add": "Add an endpoint: explore, ask, plan, rehearse, approve, write.",
    "show": "Show a saved plan, even one that is out of date.",
    "apply": "Write a saved plan, if the project is still as it was.",
    "verify": "Verify an applied plan again, for example after manual steps.",
    "undo": "Take an applied plan back, byte for byte.",
    "history": "List the plans that were applied here.",
    "check": "Hold the project against the rules of a production-ready endpoint.",
    "explain": "What a rule is for, with a bad and a good example.",
    "new": "Create a small production-ready project to start from.",
}
"""Every command with its line in `--help`; each is a module of `commands` with a `command` in it."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (the signature is Click's)
        """The names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (the same)
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"fastapi_endpoint.faces.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments call; an unknown one is an error with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            guess = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command {args[0]!r}; {guess}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (the same)
        """The list of commands in the help, without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="fastapi-endpoint")
@click.pass_context
def cli(ctx: click.Context) -> int | None:
    """Adds one more production-ready endpoint to the FastAPI project you already have.

    Without a command: what the project in this folder is, and what can be done next.
    """
    if ctx.invoked_subcommand is not None:
        return None
    from fastapi_endpoint.faces.cli.commands.overview import overview

    return overview()


def run(arguments: Sequence[str]) -> int:
    """Run one command line; every way it can end is an exit code."""
    _make_streams_forgiving()
    try:
        code = cli.main(list(arguments), prog_name="fastapi-endpoint", standalone_mode=False)
    except click.UsageError as wrong:
        command = wrong.ctx.command_path if wrong.ctx else "fastapi-endpoint"
        fail(_in_a_sentence(wrong.format_message()), hint=f"{command} --help lists what it takes")
        return exits.ERROR
    except click.ClickException as wrong:
        fail(_in_a_sentence(wrong.format_message()))
        return exits.ERROR
    except click.Abort as stopped:
        click.echo(str(stopped) or "Stopped. Nothing was written.", err=True)
        return exits.ERROR
    except (EndpointError, OSError) as wrong:
        _complain_of(wrong)
        return exits.ERROR
    except Exception as bug:  # the last wall: a person never gets a traceback unasked
        if os.environ.get("FASTAPI_ENDPOINT_DEBUG"):
            raise
        fail(
            f"this is a bug in fastapi-endpoint: {type(bug).__name__}: {bug}",
            hint="run it again with FASTAPI_ENDPOINT_DEBUG=1 and report what it prints",
        )
        return exits.ERROR
    return code if isinstance(code, int) else exits.DONE


def _complain_of(wrong: EndpointError | OSError) -> None:
    """What went wrong around us: it was said by us, or by the system."""
    if isinstance(wrong, EndpointError):
        fail(wrong.message, where=wrong.where, hint=wrong.hint)
        return
    why = wrong.strerror or str(wrong)
    said = f"{wrong.filename}: {why}" if wrong.filename else why
    fail(said, hint="see that it can be read and written, and try again")


def _in_a_sentence(message: str) -> str:
    """Click begins its messages with a capital; ours go on after a colon."""
    return f"{message[:1].lower()}{message[1:]}"


def _make_streams_forgiving() -> None:
    """A terminal that cannot show a letter gets an escape of it instead of an exception."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
