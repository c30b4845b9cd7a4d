"""The two streams: answers go to stdout; progress, prompts and errors go to stderr."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from fastapi_endpoint.domain.conventions import Witness
    from fastapi_endpoint.domain.plan import Refusal
    from fastapi_endpoint.domain.question import Problem
    from fastapi_endpoint.domain.report import Blocked

JSON_FORMAT = 1
"""Version of every JSON answer; it grows when a key changes its meaning or goes away."""


def console(*, stderr: bool = False) -> "Console":
    """A Rich console that prints text as it is: no markup, no emoji, no guessed colours."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def show(renderables: "Iterable[RenderableType]", *, stderr: bool = False) -> None:
    """Print a view; text that must stay whole is left to the terminal to wrap."""
    from rich.text import Text

    from fastapi_endpoint.faces.cli.views.layout import Trimmed

    printer = console(stderr=stderr)
    for renderable in renderables:
        if isinstance(renderable, Text) and renderable.no_wrap:
            printer.print(renderable, soft_wrap=True)
        else:
            printer.print(Trimmed(renderable), end="")


def answer_json(status: str, **parts: Any) -> None:
    """Print the JSON answer of a command: format, status, and the parts that are there."""
    import msgspec

    body = {"format": JSON_FORMAT, "status": status}
    body |= {name: part for name, part in parts.items() if part is not None}
    click.echo(msgspec.json.format(msgspec.json.encode(body), indent=2))


def say(text: str = "") -> None:
    """One line of progress or advice."""
    click.echo(text, err=True)


def is_terminal() -> bool:
    """Can a question be asked here?"""
    return sys.stdin.isatty() and sys.stderr.isatty()


def cannot_move_cursor() -> bool:
    """Does the terminal print lines and nothing else?"""
    import os

    return os.environ.get("TERM", "dumb") in ("dumb", "unknown")


def place(witness: "Witness | None") -> str:
    """`file:line`, or "" where there is no place."""
    if witness is None:
        return ""
    return f"{witness.file}:{witness.line}" if witness.line else witness.file


def fail(message: str, *, where: str = "", hint: str = "") -> None:
    """An error: what, where, what next."""
    _error(message)
    if where:
        say(f"  at {where}")
    _next(hint)


def fail_refusal(refusal: "Refusal") -> None:
    """Why there is no plan."""
    fail(refusal.message, where=place(refusal.where), hint=refusal.hint)


def fail_blocked(blocked: "Blocked") -> None:
    """Why nothing was written: one line per cause."""
    for reason in blocked.reasons:
        _error(reason)
    _next(blocked.hint)


def fail_problems(problems: "Iterable[Problem]", where: "Callable[[Problem], str]" = lambda _: "") -> None:
    """Wrong answers, each with a caret under the place where it goes wrong; `where` says in which file."""
    for problem in problems:
        _error(f"{problem.id}: {problem.message}" if problem.id else problem.message)
        if problem.column is not None:
            say(f"  {problem.text}")
            say(f"  {' ' * (problem.column - 1)}^")
        elif problem.text not in problem.message:
            say(f"  {problem.text}")
        if file := where(problem):
            say(f"  at {file}")
        _next(problem.hint)


OPENINGS = ("A", "An", "Every", "It", "No", "Nothing", "Only", "The", "There", "This")


def _error(message: str) -> None:
    """The message goes on after a colon; what may be a name keeps its capital."""
    first, _, rest = message.removesuffix(".").partition(" ")
    told = f"error: {first.lower() if first in OPENINGS else first} {rest}".rstrip()
    click.secho("error:", fg="red", bold=True, nl=False, err=True, color=_coloured())
    say(_within_width(told).removeprefix("error:"))


def _next(hint: str) -> None:
    """What to do; it begins with a verb."""
    for line in hint.splitlines():
        start = line[:1].lower() if line[1:2].islower() else line[:1]
        say(_within_width(f"  next: {start}{line[1:].removesuffix('.')}"))


def _within_width(text: str) -> str:
    """The text in lines that the terminal shows whole, broken at blanks; one line for a program or a log."""
    if not sys.stderr.isatty():
        return text
    import textwrap
    from shutil import get_terminal_size

    width, room = get_terminal_size().columns, len("error: ") * " "
    return textwrap.fill(text, width, subsequent_indent=room, break_long_words=False, break_on_hyphens=False)


def _coloured() -> bool | None:
    """False where NO_COLOR asks for it, which Click leaves to the program; None: as the stream is."""
    import os

    return False if os.environ.get("NO_COLOR") else None


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Shows what is being done: one changing line in a terminal, plain lines anywhere else."""
    if not sys.stderr.isatty():
        say(f"{title} ...")
        yield lambda step: say(f"  {step}")
        return
    from rich.text import Text

    with console(stderr=True).status(Text(f"{title} ...")) as status:
        yield lambda step: status.update(Text(f"{title}: {step}"))


@contextmanager
def if_stopped(message: str) -> Iterator[None]:
    """Ctrl-C or Ctrl-D inside ends the run with this message instead of the usual one."""
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        raise click.Abort(message) from None
