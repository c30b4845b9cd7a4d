"""Where lines begin and end, which newline they use, and which quotes the file prefers."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.base import insertion
from fastapi_endpoint.edits.syntax import parse, statements, text, walk

_SIMPLE_STRING = re.compile(r"""[A-Za-z]?(["'])[^"'\\]*\1""")


def newline_at(data: bytes, position: int) -> str:
    """The newline of the line at `position`; of the line before, or the first one, at the end of the file."""
    end = data.find(b"\n", position)
    if end < 0:
        end = data.rfind(b"\n", 0, position)
    if end < 0:
        return "\n"
    return "\r\n" if data[end - 1 : end] == b"\r" else "\n"


def line_start(data: bytes, position: int) -> int:
    """The first byte of the line that holds `position`, after a byte order mark."""
    start = data.rfind(b"\n", 0, position) + 1
    return 3 if start == 0 and data.startswith(b"\xef\xbb\xbf") else start


def line_end(data: bytes, position: int) -> int:
    """The byte after the newline of the line that holds `position`, or the end of the file."""
    end = data.find(b"\n", position)
    return len(data) if end < 0 else end + 1


def indentation(data: bytes, node: Node) -> str:
    """The white space in front of the node's line."""
    start = line_start(data, node.start_byte)
    found = re.match(rb"[ \t]*", data[start : node.start_byte])
    return found.group().decode() if found else ""


def end_of_statement(data: bytes, node: Node) -> int:
    """The end of the last line of a statement and of those that share it (`a; b`)."""
    end = line_end(data, node.end_byte)
    following = node.next_named_sibling
    while following is not None and following.start_byte < end:
        end = max(end, line_end(data, following.end_byte))
        following = following.next_named_sibling
    return end


def lines_after(data: bytes, node: Node, block: str) -> Hunk:
    """The hunk that puts whole lines (joined by \\n, no newline at the end) after a statement."""
    at = end_of_statement(data, node)
    newline = newline_at(data, node.end_byte)
    body = block.replace("\n", newline)
    if data[at - 1 : at] == b"\n":
        return insertion(at, body + newline)
    return insertion(at, newline + body)


def lines_before(data: bytes, node: Node, block: str) -> Hunk:
    """The hunk that puts whole lines in front of the line a statement starts on."""
    at = line_start(data, node.start_byte)
    newline = newline_at(data, node.start_byte)
    return insertion(at, block.replace("\n", newline) + newline)


def blank_lines_between(data: bytes, before: Node, after: Node) -> int:
    """How many empty lines lie between two statements, comments not counted as empty."""
    gap = data[line_end(data, before.end_byte) : line_start(data, after.start_byte)]
    return sum(1 for each in gap.split(b"\n")[:-1] if not each.strip())


def preferred_quote(root: Node) -> str:
    """The quote that most one-line strings of the module use; double where they are even."""
    single = double = 0
    documentation = _docstring_ids(root)
    for node in strings(root):
        if node.id in documentation:
            continue
        found = _SIMPLE_STRING.fullmatch(text(node))
        if found and found[1] == "'":
            single += 1
        elif found:
            double += 1
    return "'" if single > double else '"'


def strings(root: Node) -> Iterator[Node]:
    """Every string of the tree, but none that lies inside another one."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "string":
            yield node
        else:
            stack.extend(reversed(node.children))


def _docstring_ids(root: Node) -> set[int]:
    return {
        statement.named_children[0].id
        for block in walk(root)
        if block.type in {"module", "block"}
        for statement in statements(block)[:1]
        if statement.type == "expression_statement" and statement.named_children
    }


def requote(source: str, quote: str) -> str:
    """`source` with the simple strings in it written with `quote`. It may be any piece of an expression."""
    root = parse(source.encode())
    data = source.encode()
    out: list[bytes] = []
    position = 0
    for node in strings(root):
        if not _SIMPLE_STRING.fullmatch(text(node)):
            continue
        written = re.sub("[\"']", quote, text(node))
        out += [data[position : node.start_byte], written.encode()]
        position = node.end_byte
    return b"".join([*out, data[position:]]).decode()
