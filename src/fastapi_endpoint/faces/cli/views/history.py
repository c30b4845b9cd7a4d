"""What was applied here, and what was taken back."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.report import AppliedFile, HistoryEntry
from fastapi_endpoint.faces.cli.views.layout import Aligned, count, heading, line


def history_view(entries: Sequence[HistoryEntry]) -> Iterator[RenderableType]:
    """One line per applied plan."""
    if not entries:
        yield Text("Nothing was applied here yet.")
        return
    yield Aligned(
        (
            (
                Text(entry.id, style="bold"),
                entry.clock[:16].replace("T", " "),
                Text(entry.state, style="green" if entry.state == "applied" else "yellow"),
                f"{entry.resource}, {count(len(entry.files), 'file')}",
            )
            for entry in entries
        ),
        indent=0,
    )
    if any(entry.state == "applied" for entry in entries):
        yield Text("\nTo take the last one back: fastapi-endpoint undo", style="dim")


def undone_view(files: Sequence[AppliedFile]) -> Iterator[RenderableType]:
    """The files that are as they were."""
    yield heading("Taken back", count(len(files), "file"))
    for file in files:
        gone = file.after is None
        yield line(f"{'-' if gone else '~'} {file.path}", "red" if gone else "yellow")
