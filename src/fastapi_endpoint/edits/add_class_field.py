"""Declaring one more field in a class whose fields are annotated."""

from tree_sitter import Node

from fastapi_endpoint.edits.base import AlreadyDone, CannotApply, Outcome, edited_python, unreadable
from fastapi_endpoint.edits.lines import indentation, lines_after, preferred_quote, requote
from fastapi_endpoint.edits.syntax import definition_of, field, line, parse, statements, text


def add_class_field(data: bytes, class_name: str, declaration: str) -> Outcome:
    """The module with `declaration` (`NAME: type = value`) after the last field of the class.

    AlreadyDone where the class has a field of that name, whatever its type.
    """
    name = declaration.partition(":")[0].strip()
    if refused := unreadable(data, declaration):
        return refused
    root = parse(data)
    found = [each for each in map(definition_of, statements(root)) if each is not None]
    class_ = next((each for each in found if _name(each) == class_name), None)
    if class_ is None:
        return CannotApply(f"there is no class {class_name} at the top of this file", 1, declaration)
    body = field(class_, "body")
    fields = [each for each in statements(body) if _field(each)] if body is not None else []
    if name in map(_field, fields):
        return AlreadyDone()
    if not fields:
        return CannotApply(f"the class {class_name} declares no fields", line(class_), declaration)
    last = fields[-1]
    written = indentation(data, last) + requote(declaration, preferred_quote(root))
    return edited_python(data, [lines_after(data, last, written)], line=line(last), by_hand=declaration)


def _name(definition: Node) -> str:
    found = field(definition, "name")
    return text(found) if found is not None and definition.type == "class_definition" else ""


def _field(statement: Node) -> str:
    """The name of the annotated field that a statement declares, or ""."""
    inner = statement.named_children[0] if statement.type == "expression_statement" else None
    if inner is None or inner.type != "assignment" or field(inner, "type") is None:
        return ""
    left = field(inner, "left")
    return text(left) if left is not None and left.type == "identifier" else ""
