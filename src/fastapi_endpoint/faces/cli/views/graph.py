"""The project as a drawing: application, routers, and models with their relations."""

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.faces.cli.views.layout import count

BOX, ROW, GAP, MARGIN = 250, 58, 120, 24


class Node(Struct, frozen=True):
    """A box: its place in its column (0: application, 1: routers, 2: models), and what stands in it."""

    key: str
    column: int
    title: str
    note: str


class Graph(Struct, frozen=True):
    """Boxes and the arrows between them, by key."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]


def graph(project: ProjectMap) -> Graph:
    """The boxes and arrows of a project, in a fixed order."""
    files = sorted({route.file for route in project.routes})
    sizes = [sum(route.file == file for route in project.routes) for file in files]
    keys = {model.table: f"m{number}" for number, model in enumerate(project.models)}
    nodes = (
        Node("app", 0, project.name, count(len(project.routes), "operation")),
        *(
            Node(f"r{number}", 1, file, count(size, "operation"))
            for number, (file, size) in enumerate(zip(files, sizes, strict=True))
        ),
        *(Node(keys[model.table], 2, model.name, model.table) for model in project.models),
    )
    targets = {
        (keys[model.table], keys[column.foreign_key.rsplit(".", 1)[0]])
        for model in project.models
        for column in model.columns
        if column.foreign_key and column.foreign_key.rsplit(".", 1)[0] in keys
    }
    mounted = tuple(("app", f"r{number}") for number in range(len(files)))
    return Graph(nodes, (*mounted, *sorted(targets)))


def mermaid(drawn: Graph) -> str:
    """The graph as a Mermaid flowchart."""
    shapes = ('(["{}"])', '["{}"]', '[("{}")]')
    boxes = (
        f"  {node.key}" + shapes[node.column].format(f"{node.title}<br/>{node.note}".replace('"', "'"))
        for node in drawn.nodes
    )
    arrows = (f"  {start} --> {end}" for start, end in drawn.edges)
    return "\n".join(("flowchart LR", *boxes, *arrows, ""))


def svg(drawn: Graph) -> str:
    """The graph as a picture in three columns; it needs no other file and no font of ours."""
    places = dict(_places(drawn))
    width = MARGIN * 2 + BOX * 3 + GAP * 3  # the last gap is for the curves between models
    height = MARGIN * 2 + max(y for _, y in places.values()) + ROW
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        *(_arrow(places[start], places[end]) for start, end in drawn.edges),
        *(_box(node, *places[node.key]) for node in drawn.nodes),
        "</svg>\n",
    )
    return "\n".join(parts)


def _places(drawn: Graph) -> Iterator[tuple[str, tuple[int, int]]]:
    used = [0, 0, 0]
    for node in drawn.nodes:
        yield node.key, (MARGIN + node.column * (BOX + GAP), MARGIN + used[node.column] * ROW)
        used[node.column] += 1


def _box(node: Node, x: int, y: int) -> str:
    fill = ("#eef4ff", "#f6f6f6", "#f3f9ee")[node.column]
    title = node.title if len(node.title) <= 32 else f"...{node.title[-29:]}"
    return (
        f'<g><title>{escape(node.title)}</title><rect x="{x}" y="{y}" width="{BOX}" height="44" rx="6" '
        f'fill="{fill}" stroke="#999"/><text x="{x + 12}" y="{y + 18}">{escape(title)}</text>'
        f'<text x="{x + 12}" y="{y + 35}" fill="#666" font-size="11">{escape(node.note)}</text></g>'
    )


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A curve from box to box; between models it runs outside, on the right."""
    (x1, y1), (x2, y2) = start, end
    if x1 == x2:
        side, bow = x1 + BOX, 30 + abs(y2 - y1) // 12
        path = f"M{side} {y1 + 22} C{side + bow} {y1 + 22} {side + bow} {y2 + 22} {side} {y2 + 22}"
    else:
        middle = (x1 + BOX + x2) // 2
        path = f"M{x1 + BOX} {y1 + 22} C{middle} {y1 + 22} {middle} {y2 + 22} {x2} {y2 + 22}"
    tip = path.rsplit(" ", 2)[1:]
    return (
        f'<path d="{path}" fill="none" stroke="#aaa"/><circle cx="{tip[0]}" cy="{tip[1]}" r="3" fill="#888"/>'
    )
