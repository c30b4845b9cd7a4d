"""What the bare command says."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.faces.cli.views.explore import title
from fastapi_endpoint.faces.cli.views.layout import count, heading, table

NEXT = (
    ("fastapi-endpoint explore", "its conventions, each with the place that shows it"),
    ("fastapi-endpoint add", "add an endpoint; asks what it needs to know, writes nothing unapproved"),
    ("fastapi-endpoint add Product name:str80", "the same, with answers on the command line"),
    ("fastapi-endpoint history", "what was added before, and how to take it back"),
)


def overview_view(project: ProjectMap) -> Iterator[RenderableType]:
    """A few lines on the project, then what can be done."""
    yield from title(project)
    sizes = (count(len(project.routes), "operation"), count(len(project.models), "table"))
    yield Text(", ".join(sizes))
    yield heading("What next")
    yield table((Text(command, style="cyan"), what) for command, what in NEXT)
