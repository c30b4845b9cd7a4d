"""What the bare command says."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.faces.cli.views.explore import title
from fastapi_endpoint.faces.cli.views.layout import Aligned, count, heading

NEXT = (
    ("fastapi-endpoint explore", "what its habits are, and where they show"),
    ("fastapi-endpoint add", "one more endpoint; nothing is written unasked"),
    ("fastapi-endpoint history", "what was added before; undo takes it back"),
    ("fastapi-endpoint --help", "everything else"),
)


def overview_view(project: ProjectMap) -> Iterator[RenderableType]:
    """A few lines on the project, then what can be done."""
    yield from title(project)
    sizes = (count(len(project.routes), "operation"), count(len(project.models), "table"))
    yield Text(", ".join(sizes))
    yield heading("What next")
    yield Aligned((Text(command, style="cyan"), what) for command, what in NEXT)
