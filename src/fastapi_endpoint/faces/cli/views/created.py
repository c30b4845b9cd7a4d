"""A new project, and how to go on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.faces.cli.views.layout import Aligned, count, heading


def created_view(folder: Path, files: Sequence[str]) -> Iterator[RenderableType]:
    """What lies in the new folder by top-level name, then the next commands."""
    yield heading(f"Created {folder}", count(len(files), "file"))
    tops = sorted({file.split("/", 1)[0] for file in files})
    yield Aligned((top, count(sum(file.split("/", 1)[0] == top for file in files), "file")) for top in tops)
    yield heading("What next")
    steps = (
        (f"cd {folder}", "its README says how to run it"),
        ("fastapi-endpoint explore", "what the tool sees in it"),
        ("fastapi-endpoint add", "add an endpoint"),
    )
    yield Aligned((Text(step, style="cyan"), why) for step, why in steps)
