"""What the bare command says."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.faces.cli.views.explore import title
from fastapi_endpoint.faces.cli.views.layout import Aligned, count, heading

EXPLORE = ("fastapi-endpoint explore", "what its habits are, and where they show")
ADD = (
    ("fastapi-endpoint add", "one more endpoint; nothing is written unasked"),
    ("fastapi-endpoint history", "what was added before; undo takes it back"),
)
CHECK = ("fastapi-endpoint check", "what is not as in a production-ready endpoint")
HELP = ("fastapi-endpoint --help", "everything else")


def overview_view(project: ProjectMap, refusal: Refusal | None) -> Iterator[RenderableType]:
    """A few lines on the project, then what can be done; `refusal` says why nothing can be added."""
    yield from title(project)
    sizes = (count(len(project.routes), "operation"), count(len(project.models), "table"))
    yield Text(", ".join(sizes))
    if refusal is not None:
        yield Text(refusal.message)
    yield heading("What next")
    possible = (EXPLORE, *(ADD if refusal is None else ()), CHECK, HELP)
    yield Aligned((Text(command, style="cyan"), what) for command, what in possible)
