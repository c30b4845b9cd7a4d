"""A new project, and how to go on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.faces.cli.views.layout import Aligned, count, heading, line


def created_view(folder: Path, files: Sequence[str]) -> Iterator[RenderableType]:
    """What lies in the new folder, folders with the number of their files, then the next commands."""
    yield heading(f"Created {folder}", count(len(files), "file"))
    folders = Counter(file.split("/", 1)[0] for file in files if "/" in file)
    yield Aligned((f"{name}/", count(number, "file")) for name, number in sorted(folders.items()))
    yield line(", ".join(sorted(file for file in files if "/" not in file)))
    yield heading("What next")
    steps = (
        (f"cd {folder}", "its README says how to run it"),
        ("fastapi-endpoint explore", "what the tool sees in it"),
        ("fastapi-endpoint add", "add an endpoint"),
    )
    yield Aligned((Text(step, style="cyan"), why) for step, why in steps)
