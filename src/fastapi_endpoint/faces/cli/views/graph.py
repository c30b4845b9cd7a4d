"""The project as a Mermaid flowchart: application, routers and models with their relations."""

from collections.abc import Iterator

from fastapi_endpoint.domain.project import ProjectMap


def mermaid(project: ProjectMap) -> str:
    """The chart as text; the same project gives the same text."""
    return "\n".join(("flowchart LR", *_routers(project), *_models(project), ""))


def _routers(project: ProjectMap) -> Iterator[str]:
    yield f'  app(["{_safe(project.name)}"])'
    files = sorted({route.file for route in project.routes})
    for number, file in enumerate(files):
        here = [route for route in project.routes if route.file == file]
        operations = "operation" if len(here) == 1 else "operations"
        yield f'  r{number}["{_safe(file)}<br/>{len(here)} {operations}"]'
        yield f"  app --> r{number}"


def _models(project: ProjectMap) -> Iterator[str]:
    number = {model.table: f"m{index}" for index, model in enumerate(project.models)}
    for model in project.models:
        yield f'  {number[model.table]}[("{_safe(model.name)}<br/>{_safe(model.table)}")]'
    for model in project.models:
        targets = {column.foreign_key.rsplit(".", 1)[0] for column in model.columns if column.foreign_key}
        for target in sorted(targets & number.keys()):
            yield f"  {number[model.table]} --> {number[target]}"


def _safe(text: str) -> str:
    return text.replace('"', "'")
