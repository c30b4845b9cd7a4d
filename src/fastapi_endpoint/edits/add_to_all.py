"""Adding a name to a module's `__all__`."""

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
    root = parse(data)
    found = [assignment for bound, assignment in assignments(root) if bound == "__all__"]
    if not found:
        return AlreadyDone("the module has no __all__")
    exported = {
        string_value(node) for assignment in found for node in walk(assignment) if node.type == "string"
    }
    if name in exported:
        return AlreadyDone()
    listed = _literal(field(found[-1], "right"))
    elements = collection_elements(listed) if listed is not None else []
    names = [value for each in elements if (value := string_value(each)) is not None]
    if listed is None or len(names) != len(elements):
        return CannotApply("__all__ is not a plain list of names", line(found[-1]), by_hand)
    quote = text(elements[0])[0] if elements else preferred_quote(root)
    new = f"{quote}{name}{quote}"
    if not elements:
        only = insertion(brackets_of(listed)[0].end_byte, f"{new}," if listed.type == "tuple" else new)
        return edited_python(data, [only], line=line(listed), by_hand=by_hand)
    index = sorted_place(names, name, (constant_class_variable, case_blind, by_bytes))
    hunks = insert_element(data, elements, new, index, brackets=brackets_of(listed), line_length=line_length)
    return edited_python(data, hunks, line=line(listed), by_hand=by_hand)


def _literal(value: Node | None) -> Node | None:
    """The list or tuple itself, or the one a sum of lists begins with."""
    while value is not None and value.type == "binary_operator":
        value = field(value, "left")
    return value if value is not None and value.type in {"list", "tuple"} else None
