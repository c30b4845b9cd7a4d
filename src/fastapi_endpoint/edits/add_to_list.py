"""Adding a text to a list that a module keeps: its `__all__`, the tables of its tests."""

from tree_sitter import Node

from fastapi_endpoint.edits.base import (
    AlreadyDone,
    CannotApply,
    Outcome,
    edited_python,
    insertion,
    unreadable,
)
from fastapi_endpoint.edits.elements import (
    brackets_of,
    by_bytes,
    case_blind,
    collection_elements,
    constant_class_variable,
    insert_element,
    sorted_place,
    string_value,
)
from fastapi_endpoint.edits.lines import preferred_quote
from fastapi_endpoint.edits.syntax import assignments, field, line, parse, text, walk


def add_to_all(data: bytes, name: str, *, line_length: int = 88) -> Outcome:
    """The module with `name` in `__all__`. A module without `__all__` exports it as it is: AlreadyDone."""
    by_hand = f'"{name}",'
    if refused := unreadable(data, by_hand):
        return refused
    if not _assigned(parse(data), "__all__"):
        return AlreadyDone("the module has no __all__")
    return add_to_list(data, "__all__", name, line_length=line_length)


def add_to_list(data: bytes, variable: str, value: str, *, line_length: int = 88) -> Outcome:
    """The module with `value` in the list or tuple of texts that `variable` is, or CannotApply."""
    by_hand = f'"{value}",'
    if refused := unreadable(data, by_hand):
        return refused
    root = parse(data)
    found = _assigned(root, variable)
    if not found:
        return CannotApply(f"there is no {variable} here", 1, by_hand)
    present = {
        string_value(node) for assignment in found for node in walk(assignment) if node.type == "string"
    }
    if value in present:
        return AlreadyDone()
    listed = _literal(field(found[-1], "right"))
    elements = collection_elements(listed) if listed is not None else []
    names = [held for each in elements if (held := string_value(each)) is not None]
    if listed is None or len(names) != len(elements):
        return CannotApply(f"{variable} is not a plain list of texts", line(found[-1]), by_hand)
    quote = text(elements[0])[0] if elements else preferred_quote(root)
    new = f"{quote}{value}{quote}"
    if not elements:
        only = insertion(brackets_of(listed)[0].end_byte, f"{new}," if listed.type == "tuple" else new)
        return edited_python(data, [only], line=line(listed), by_hand=by_hand)
    index = sorted_place(names, value, (constant_class_variable, case_blind, by_bytes))
    hunks = insert_element(data, elements, new, index, brackets=brackets_of(listed), line_length=line_length)
    return edited_python(data, hunks, line=line(listed), by_hand=by_hand)


def _assigned(root: Node, variable: str) -> list[Node]:
    return [assignment for bound, assignment in assignments(root) if bound == variable]


def _literal(value: Node | None) -> Node | None:
    """The list or tuple itself, or the one a sum of lists begins with."""
    while value is not None and value.type == "binary_operator":
        value = field(value, "left")
    return value if value is not None and value.type in {"list", "tuple"} else None
