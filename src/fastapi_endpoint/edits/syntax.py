"""The syntax tree of a module: parsing, walking, and where its lines begin and end."""

from collections.abc import Iterator
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser

_LANGUAGE = Language(tree_sitter_python.language())
_DEFINITIONS = {"class_definition", "function_definition"}


@cache
def _parser() -> Parser:
    return Parser(_LANGUAGE)


def parse(data: bytes) -> Node:
    """The module node of the source."""
    return _parser().parse(data).root_node


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def broken_places(root: Node) -> int:
    """How many places the parser could not make sense of."""
    if not root.has_error:
        return 0
    return sum(1 for node in walk(root) if node.is_error or node.is_missing)


def text(node: Node) -> str:
    """The source of the node."""
    return (node.text or b"").decode()


def line(node: Node) -> int:
    """The line the node starts on, counted from 1."""
    return node.start_point.row + 1


def field(node: Node, name: str) -> Node | None:
    """The child of that field."""
    return node.child_by_field_name(name)


def statements(block: Node) -> list[Node]:
    """The statements of a module or block; comments left out."""
    return [child for child in block.named_children if child.type != "comment"]


def enclosing_block(node: Node) -> Node:
    """The innermost block or module that holds the node."""
    current = node.parent
    while current is not None and current.type not in {"block", "module"}:
        current = current.parent
    return current or node


def statement_of(node: Node) -> Node:
    """The statement, of the innermost block, that holds the node."""
    block = enclosing_block(node)
    current = node
    while current.parent is not None and current.parent != block:
        current = current.parent
    return current


def definition_of(node: Node) -> Node | None:
    """The class or function that a statement defines, decorated or not."""
    inner = field(node, "definition") if node.type == "decorated_definition" else node
    return inner if inner is not None and inner.type in _DEFINITIONS else None


def leaves(node: Node) -> tuple[str, ...]:
    """The words and signs of the node, without comments and space: equal for equal code."""
    found: list[str] = []
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == "comment":
            continue
        if current.type == "string" or not current.child_count:
            found.append(_plain_string(text(current)))
        else:
            stack.extend(reversed(current.children))
    return tuple(word for position, word in enumerate(found) if not _trailing_comma(found, position))


def _plain_string(word: str) -> str:
    simple = word.startswith("'") and word.endswith("'") and not word.startswith("'''") and '"' not in word
    return f'"{word[1:-1]}"' if simple and "\\" not in word else word


def _trailing_comma(words: list[str], position: int) -> bool:
    following = words[position + 1 : position + 2]
    return words[position] == "," and bool(following) and following[0] in {")", "]", "}"}


def docstring(root: Node) -> Node | None:
    """The statement that is the module's docstring."""
    first = next(iter(statements(root)), None)
    if first is None or first.type != "expression_statement" or first.named_child_count != 1:
        return None
    inner = first.named_children[0]
    return first if inner.type in {"string", "concatenated_string"} else None


def assignments(block: Node) -> Iterator[tuple[str, Node]]:
    """(name, assignment node) of every plain assignment to a name in the block, augmented ones too."""
    for statement in statements(block):
        if statement.type != "expression_statement" or not statement.named_children:
            continue
        inner = statement.named_children[0]
        if inner.type not in {"assignment", "augmented_assignment"}:
            continue
        left = field(inner, "left")
        if left is not None and left.type == "identifier":
            yield text(left), inner
