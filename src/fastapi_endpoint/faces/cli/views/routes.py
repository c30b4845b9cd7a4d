"""The routes of an application as a tree of path segments."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.project import Route
from fastapi_endpoint.faces.cli.views.layout import Aligned, count, line

LINES = 20
"""A longer tree is folded, so that the page stays a page."""

TELLING = 4
"""A tree folded to fewer lines, or with most of it in one line, says too little: then one too long is cut."""

ORDER = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "WEBSOCKET")


class Node:
    """One path segment with its own operations and what lies below it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.routes: list[Route] = []
        self.below: dict[str, Node] = {}

    def all_routes(self) -> Iterator[Route]:
        """The operations here and below."""
        yield from self.routes
        for node in self.below.values():
            yield from node.all_routes()

    def lines(self) -> int:
        """How many lines it takes with what lies below it folded."""
        return len(self.routes) or 1


def route_tree(routes: Sequence[Route]) -> Iterator[RenderableType]:
    """The tree, its widest parts unfolded as far as `LINES` lines allow; what is folded is counted."""
    root = _grown(routes)
    lines = list(_lines(root, 0, _unfolded(root)))
    yield Aligned(lines[:LINES])
    if len(lines) > LINES:
        yield line(f"and {count(len(lines) - LINES, 'line')} more: --json lists every route", "dim")


def _unfolded(root: Node) -> frozenset[int]:
    """The nodes whose insides are shown, by identity."""
    shown = {id(root)}
    folded = list(root.below.values())
    used = len(folded)
    half = sum(1 for _ in root.all_routes()) / 2
    while folded:
        folded.sort(key=lambda node: -sum(1 for _ in node.all_routes()))
        for node in folded:
            more = node.lines() - 1 + len(node.below)
            most = sum(1 for _ in node.all_routes()) > half
            if used + more <= LINES or used < TELLING or (most and used < LINES):
                break
        else:
            break
        shown.add(id(node))
        folded.remove(node)
        folded += node.below.values()
        used += more
    return frozenset(shown)


def _grown(routes: Sequence[Route]) -> Node:
    root = Node("")
    for route in routes:
        node = root
        for part in route.path.strip("/").split("/"):
            node = node.below.setdefault(part, Node(f"/{part}"))
        node.routes.append(route)
    return _joined(root)


def _joined(node: Node) -> Node:
    """Chains without operations of their own become one node: `/api` `/v1` is `/api/v1`."""
    below = {}
    for name, child in node.below.items():
        short = _joined(child)
        while not short.routes and len(short.below) == 1:
            (only,) = short.below.values()
            only.name = f"{short.name}{only.name}"
            short = only
        below[name] = short
    node.below = below
    return node


def _lines(node: Node, level: int, shown: frozenset[int]) -> Iterator[tuple[str, Text, Text]]:
    for name in sorted(node.below):
        child = node.below[name]
        path = f"{'  ' * level}{child.name}"
        whole = child.lines() == 1 and not child.below
        if id(child) not in shown and not whole:
            yield path, *_summary(tuple(child.all_routes()))
            continue
        operations = sorted(child.routes, key=_rank)
        for number, route in enumerate(operations):
            yield (
                path if number == 0 else "",
                Text(route.method, style="bold"),
                Text(route.function, style="dim"),
            )
        if not operations:
            yield path, Text(), Text()
        yield from _lines(child, level + 1, shown)


def _summary(routes: Sequence[Route]) -> tuple[Text, Text]:
    methods = sorted({route.method for route in routes}, key=_method_rank)
    return Text(" ".join(methods), style="bold"), Text(count(len(routes), "operation"), style="dim")


def _rank(route: Route) -> tuple[int, str]:
    return _method_rank(route.method), route.function


def _method_rank(method: str) -> int:
    return ORDER.index(method) if method in ORDER else len(ORDER)
