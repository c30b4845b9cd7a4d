"""Adding classes or functions at the end of a module that already holds others."""

from collections.abc import Callable, Sequence
from functools import partial

from tree_sitter import Node

from fastapi_endpoint.edits.add_import import add_import
from fastapi_endpoint.edits.base import (
    AlreadyDone,
    CannotApply,
    Outcome,
    edited_python,
    insertion,
    unreadable,
)
from fastapi_endpoint.edits.imports import Import, bindings
from fastapi_endpoint.edits.lines import line_end, line_start, newline_at, preferred_quote, requote
from fastapi_endpoint.edits.sequence import in_sequence
from fastapi_endpoint.edits.syntax import definition_of, field, leaves, line, parse, statements, text


def append_definition(
    data: bytes,
    source: str,
    imports: Sequence[Import] = (),
    *,
    first_party: frozenset[str] = frozenset(),
    package: str = "",
    line_length: int = 88,
) -> Outcome:
    """The module with the definitions of `source` (whole statements, newlines as \\n) after its last one.

    Definitions that stand there already, equal but for layout, are left out; a name that means something
    else is CannotApply. A closing `if __name__ == "__main__":` stays last.
    """
    place = partial(add_import, first_party=first_party, package=package, line_length=line_length)
    steps: list[Callable[[bytes], Outcome]] = [partial(place, wanted=wanted) for wanted in imports]
    return in_sequence(data, [*steps, partial(_append, source=source, package=package)])


def _append(data: bytes, source: str, package: str) -> Outcome:
    by_hand = source.strip("\n")
    if refused := unreadable(data, by_hand):
        return refused
    root = parse(data)
    ours = parse(by_hand.encode())
    present = {leaves(node) for node in statements(root)}
    taken = bindings(root, package)
    missing: list[Node] = []
    for node in statements(ours):
        if leaves(node) in present:
            continue
        name = _defined(node)
        if name in taken:
            return CannotApply(f"`{name}` is already defined here, differently", taken[name].line, by_hand)
        missing.append(node)
    if not missing:
        return AlreadyDone()
    block = (
        by_hand if len(missing) == len(statements(ours)) else "\n\n\n".join(text(node) for node in missing)
    )
    return _at_the_end(data, root, requote(block, preferred_quote(root)), by_hand)


def _defined(node: Node) -> str:
    definition = definition_of(node)
    name = field(definition, "name") if definition is not None else None
    if name is not None:
        return text(name)
    inner = node.named_children[0] if node.named_children else node
    left = field(inner, "left") if inner.type == "assignment" else None
    return text(left) if left is not None else ""


def _at_the_end(data: bytes, root: Node, block: str, by_hand: str) -> Outcome:
    body = statements(root)
    newline = newline_at(data, max(len(data) - 1, 0))
    main = body[-1] if body and _is_main_guard(body[-1]) else None
    written = block.replace("\n", newline)
    if main is not None:
        at = line_start(data, main.start_byte)
        hunk = insertion(at, f"{written}{newline}{newline}{newline}")
        return edited_python(data, [hunk], line=line(main), by_hand=by_hand)
    code = len(data.rstrip(b" \t\r\n\f"))
    end = line_end(data, code)
    while data[end - 1 : end] in {b"\n", b"\r"} and end > code:
        end -= 1
    trailing = data[end:]
    last_line = data.count(b"\n", 0, end) + 1
    if not data[:end].removeprefix(b"\xef\xbb\xbf").strip():
        return edited_python(
            data, [insertion(end, written + (newline if not trailing else ""))], line=1, by_hand=by_hand
        )
    hunk = insertion(end, f"{newline}{newline}{newline}{written}")
    return edited_python(data, [hunk], line=last_line, by_hand=by_hand)


def _is_main_guard(node: Node) -> bool:
    condition = field(node, "condition") if node.type == "if_statement" else None
    return condition is not None and text(condition).startswith("__name__")
