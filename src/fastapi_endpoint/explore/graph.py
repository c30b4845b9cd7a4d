"""The application as a picture: entry point, route files, dependencies, models; Mermaid text or plain SVG."""

import html
import re
from collections.abc import Iterator

from msgspec import Struct

from fastapi_endpoint.domain.project import ProjectMap, Route

_COLUMN, _ROW, _WIDTH, _HEIGHT, _MARGIN, _BOW = 300, 46, 240, 30, 20, 40


class Node(Struct, frozen=True):
    """One box: `column` is 0 for applications, 1 for route files, 2 for dependencies, 3 for models."""

    id: str
    label: str
    column: int


class Graph(Struct, frozen=True):
    """Boxes, and which of them use which."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]


def graph_of(project: ProjectMap) -> Graph:
    """What serves, what it routes to, what routes depend on, and how tables refer to one another."""
    nodes = {node.id: node for node in _nodes(project)}
    edges = dict.fromkeys(edge for edge in _edges(project) if edge[0] in nodes and edge[1] in nodes)
    return Graph(tuple(nodes.values()), tuple(edges))


def _nodes(project: ProjectMap) -> Iterator[Node]:
    for entry in project.conventions.entry_points.value:
        yield Node(f"app:{entry.file}:{entry.object}", f"{entry.object} ({entry.file})", 0)
    count: dict[str, int] = {}
    for route in project.routes:
        count[route.file] = count.get(route.file, 0) + 1
    for file in sorted(count):
        yield Node(f"file:{file}", f"{file} ({count[file]})", 1)
    for name in sorted({name for route in project.routes for name in _named(route)}):
        yield Node(f"dep:{name}", name, 2)
    for model in sorted(project.models, key=lambda model: (model.name, model.file)):
        yield Node(f"model:{model.table}", model.name, 3)


def _edges(project: ProjectMap) -> Iterator[tuple[str, str]]:
    entries = project.conventions.entry_points.value[:1]
    for route in project.routes:
        for entry in entries:
            yield f"app:{entry.file}:{entry.object}", f"file:{route.file}"
        for name in _named(route):
            yield f"file:{route.file}", f"dep:{name}"
    for model in project.models:
        for column in model.columns:
            referred = project.referred(column.foreign_key) if column.foreign_key else None
            if referred is not None:
                yield f"model:{model.table}", f"model:{referred.table}"


def _named(route: Route) -> Iterator[str]:
    """What a route depends on: `get_db` of `Depends(get_db)`."""
    for text in route.dependencies:
        found = re.match(r"(?:Depends|Security)\((?:dependency=)?([^,()]+)", text)
        yield found[1].strip() if found else text


def as_mermaid(graph: Graph) -> str:
    """A flowchart that Markdown viewers draw."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        label = re.sub(r'["\[\]{}]', " ", node.label)
        shape = ('[("', '")]') if node.column == 3 else ('["', '"]')
        lines.append(f"    {names[node.id]}{shape[0]}{label}{shape[1]}")
    lines += [f"    {names[start]} --> {names[end]}" for start, end in graph.edges]
    return "\n".join(lines) + "\n"


def as_svg(graph: Graph) -> str:
    """A plain picture without scripts or fonts of its own: one column for each kind of box."""
    places: dict[str, tuple[int, int]] = {}
    rows: dict[int, int] = {}
    for node in graph.nodes:
        row = rows.get(node.column, 0)
        rows[node.column] = row + 1
        places[node.id] = (_MARGIN + node.column * _COLUMN, _MARGIN + row * _ROW)
    width = 2 * _MARGIN + 3 * _COLUMN + _WIDTH + _BOW
    height = 2 * _MARGIN + max(rows.values(), default=1) * _ROW
    drawn = [_line(*places[start], *places[end]) for start, end in graph.edges]
    drawn += [_box(*places[node.id], node.label) for node in graph.nodes]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif">'
    )
    return "\n".join([head, *drawn, "</svg>"]) + "\n"


def _line(x1: int, y1: int, x2: int, y2: int) -> str:
    middle = _HEIGHT // 2
    if x1 == x2:  # tables refer to one another: a bow beside their column
        right = x1 + _WIDTH
        bow = f"C{right + _BOW} {y1 + middle} {right + _BOW} {y2 + middle} {right} {y2 + middle}"
        return f'<path d="M{right} {y1 + middle} {bow}" fill="none" stroke="#999"/>'
    return f'<line x1="{x1 + _WIDTH}" y1="{y1 + middle}" x2="{x2}" y2="{y2 + middle}" stroke="#999"/>'


def _box(x: int, y: int, label: str) -> str:
    short = label if len(label) <= 36 else f"…{label[-35:]}"
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="#f5f5f5" stroke="#555"/>'
        f'<text x="{x + 8}" y="{y + 20}" font-size="12" font-family="sans-serif">{html.escape(short)}</text>'
    )
