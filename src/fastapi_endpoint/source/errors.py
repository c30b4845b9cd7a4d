"""Where what the grammar has read is no Python 3."""

from collections.abc import Iterator
from functools import cache

from tree_sitter import Language, Node, Query, QueryCursor
from tree_sitter_python import language

_OLD_WORDS = (b"print ", b"exec ", b"print>>")


def old_lines(data: bytes, root: Node) -> Iterator[int]:
    """The lines of statements that only Python 2 has."""
    if any(word in data for word in _OLD_WORDS):
        for node in QueryCursor(_old()).captures(root).get("old", ()):
            yield node.start_point[0] + 1


@cache
def _old() -> Query:
    """What the grammar reads and Python 3 does not: dear to compile, and seldom needed."""
    return Query(Language(language()), "[(print_statement) (exec_statement)] @old")


def error_line(node: Node) -> int:
    """The line of the first error inside."""
    while node.type != "ERROR":
        node = next((child for child in node.children if child.has_error or child.is_missing), node)
        if node.is_missing or not node.has_error:
            break
    return node.start_point[0] + 1
