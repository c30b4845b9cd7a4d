"""The docstring of a module, a class or a function that has none."""

from tree_sitter import Node

from fastapi_endpoint.edits.base import (
    AlreadyDone,
    CannotApply,
    Outcome,
    edited_python,
    insertion,
    unreadable,
)
from fastapi_endpoint.edits.lines import indentation
from fastapi_endpoint.edits.syntax import definition_of, docstring, field, line, parse, statements, text


def add_docstring(data: bytes, name: str, sentence: str) -> Outcome:
    """The module with a docstring where `name` is defined: `Class.method`, or "" for the module itself.

    AlreadyDone where there is one; CannotApply where nothing of that name is defined.
    """
    by_hand = f'"""{sentence}"""'
    if refused := unreadable(data, by_hand):
        return refused
    root = parse(data)
    if not name:
        hunk = insertion(0, f"{by_hand}\n\n")
        return AlreadyDone() if docstring(root) else edited_python(data, [hunk], line=1, by_hand=by_hand)
    definition = _named(root, name)
    if definition is None:
        return CannotApply(f"there is no {name} in this file", 1, by_hand)
    body = field(definition, "body")
    first = next(iter(statements(body)), None) if body is not None else None
    if body is None or first is None or line(first) == line(definition):
        return CannotApply(f"{name} has no body of its own lines", line(definition), by_hand)
    if docstring(body):
        return AlreadyDone()
    gap = "\n\n" if definition.type == "class_definition" else "\n"
    indent = indentation(data, first)
    hunk = insertion(first.start_byte - len(indent.encode()), f"{indent}{by_hand}{gap}")
    return edited_python(data, [hunk], line=line(definition), by_hand=by_hand)


def _named(root: Node, name: str) -> Node | None:
    """The class or function of that name at the top of a module, or in a class there."""
    owner, _, last = name.rpartition(".")
    scope = _named(root, owner) if owner else root
    block = field(scope, "body") if scope is not None and owner else scope
    for statement in statements(block) if block is not None else ():
        definition = definition_of(statement)
        named = field(definition, "name") if definition is not None else None
        if named is not None and text(named) == last:
            return definition
    return None
