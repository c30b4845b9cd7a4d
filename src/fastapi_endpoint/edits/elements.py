"""Putting one more element between the commas of a list, a tuple or an import's names."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from tree_sitter import Node

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.base import insertion
from fastapi_endpoint.edits.lines import indentation, line_end, line_start, newline_at
from fastapi_endpoint.edits.syntax import text

SortOrder = tuple[int, str, str]
SortKey = Callable[[str], SortOrder]


def constant_class_variable(name: str) -> SortOrder:
    """The order import sorters give names: CONSTANTS, then Classes, then the rest."""
    bare = name.lstrip("_")
    if len(bare) > 1 and bare.isupper():
        kind = 0
    elif bare[:1].isupper():
        kind = 1
    else:
        kind = 2
    return kind, name.casefold(), name


def case_blind(name: str) -> SortOrder:
    """Alphabetical without regard to case."""
    return 0, name.casefold(), name


def by_bytes(name: str) -> SortOrder:
    """Capitals first, as Python compares strings."""
    return 0, name, name


def sorted_place(names: Sequence[str], new: str, keys: Sequence[SortKey], *, at_least: int = 2) -> int:
    """Where `new` goes: in order, where the names are sorted by one of the keys, else at the end."""
    if len(names) < at_least:
        return len(names)
    for key in keys:
        order = [key(name) for name in names]
        if all(left <= right for left, right in pairwise(order)):
            return sum(1 for each in order if each <= key(new))
    return len(names)


def insert_element(
    data: bytes,
    elements: Sequence[Node],
    new: str,
    index: int,
    *,
    brackets: tuple[Node, Node] | None,
    line_length: int,
) -> list[Hunk]:
    """The hunks that put `new` at `index` among the elements, in the shape that they already have.

    Without brackets (`import a, b`) the elements are wrapped in parentheses where the line grows too long.
    There must be at least one element.
    """
    rows = [element.start_point.row for element in elements]
    first_row = brackets[0].start_point.row if brackets else -1
    if brackets and rows[0] > first_row and len(set(rows)) == len(rows):
        return _own_line(data, elements, new, index)
    on_one_line = (
        elements[0].start_point.row
        == elements[-1].end_point.row
        == (brackets[1].end_point.row if brackets else elements[-1].end_point.row)
    )
    start = line_start(data, elements[0].start_byte)
    width = len(data[start : line_end(data, elements[-1].end_byte)].decode().rstrip())
    if on_one_line and width + len(new) + 2 > line_length and not _has_comment(data, elements[-1]):
        return _exploded(data, elements, new, index, brackets)
    return [_beside(elements, new, index)]


def _has_comment(data: bytes, node: Node) -> bool:
    return b"#" in data[node.end_byte : line_end(data, node.end_byte)]


def _comma_after(element: Node) -> Node | None:
    following = element.next_sibling
    while following is not None and following.type == "comment":
        following = following.next_sibling
    return following if following is not None and following.type == "," else None


def _own_line(data: bytes, elements: Sequence[Node], new: str, index: int) -> list[Hunk]:
    newline = newline_at(data, elements[0].start_byte)
    if index < len(elements):
        at = line_start(data, elements[index].start_byte)
        return [insertion(at, f"{indentation(data, elements[index])}{new},{newline}")]
    last = elements[-1]
    indent = indentation(data, last)
    comma = _comma_after(last)
    shared_line = _code_follows(comma or last)
    if comma is None and shared_line:
        return [insertion(last.end_byte, f",{newline}{indent}{new}")]
    if comma is None:
        after_line = insertion(line_end(data, last.end_byte), f"{indent}{new}{newline}")
        return [insertion(last.end_byte, ","), after_line]
    if shared_line:
        return [insertion(comma.end_byte, f"{newline}{indent}{new},")]
    return [insertion(line_end(data, comma.end_byte), f"{indent}{new},{newline}")]


def _code_follows(node: Node) -> bool:
    following = node.next_sibling
    while following is not None and following.type == "comment":
        following = following.next_sibling
    return following is not None and following.start_point.row == node.end_point.row


def _beside(elements: Sequence[Node], new: str, index: int) -> Hunk:
    if index < len(elements):
        return insertion(elements[index].start_byte, f"{new}, ")
    comma = _comma_after(elements[-1])
    if len(elements) == 1 and comma is not None:
        return insertion(comma.end_byte, f" {new}")
    return insertion(elements[-1].end_byte, f", {new}")


def _exploded(
    data: bytes, elements: Sequence[Node], new: str, index: int, brackets: tuple[Node, Node] | None
) -> list[Hunk]:
    newline = newline_at(data, elements[0].start_byte)
    outer = indentation(data, elements[0])
    inner = f"{newline}{outer}    "
    start = brackets[0].end_byte if brackets else elements[0].start_byte
    opening = "" if brackets else "("
    first = f"{new},{inner}" if index == 0 else ""
    hunks = [_replacing(data, start, elements[0].start_byte, f"{opening}{inner}{first}")]
    for position, (left, right) in enumerate(pairwise(elements), start=1):
        comma = _comma_after(left)
        after = comma.end_byte if comma is not None else left.end_byte
        mine = f"{inner}{new}," if position == index else ""
        hunks.append(_replacing(data, after, right.start_byte, f"{mine}{inner}"))
    comma = _comma_after(elements[-1])
    at = comma.end_byte if comma is not None else elements[-1].end_byte
    end = brackets[1].start_byte if brackets else at
    last = f"{inner}{new}," if index == len(elements) else ""
    missing = "" if comma is not None else ","
    closing = "" if brackets else ")"
    hunks.append(_replacing(data, at, end, f"{missing}{last}{newline}{outer}{closing}"))
    return hunks


def _replacing(data: bytes, start: int, end: int, inserted: str) -> Hunk:
    return Hunk(start=start, removed=data[start:end].decode(), inserted=inserted)


def collection_elements(node: Node) -> list[Node]:
    """The elements of a list, tuple or set."""
    return [child for child in node.named_children if child.type != "comment"]


def brackets_of(node: Node) -> tuple[Node, Node]:
    """The first and last sign of a list, tuple or set."""
    return node.children[0], node.children[-1]


def string_value(node: Node) -> str | None:
    """What a plain string literal holds, else None."""
    if node.type != "string" or text(node)[:1] not in {'"', "'"}:
        return None
    inner = [child for child in node.children if child.type == "string_content"]
    if any(child.child_count for child in inner):
        return None
    return "".join(text(child) for child in inner)
