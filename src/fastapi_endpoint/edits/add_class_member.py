"""One more member of a class, after one that is there."""

from tree_sitter import Node

from fastapi_endpoint.edits.base import AlreadyDone, CannotApply, Outcome, edited_python, unreadable
from fastapi_endpoint.edits.lines import indentation, lines_after, preferred_quote, requote
from fastapi_endpoint.edits.syntax import assignments, definition_of, field, line, parse, statements, text


def add_class_member(data: bytes, class_name: str, declaration: str, *, after: str) -> Outcome:
    """The module with one more member of the class, after its member `after`.

    `declaration` may be of several lines (joined by \\n, not indented). AlreadyDone where the class binds
    that name already, whatever to; CannotApply where the file has no such class at its top, or that no such
    member.
    """
    if refused := unreadable(data, declaration):
        return refused
    root = parse(data)
    class_ = _class(root, class_name)
    if class_ is None:
        return CannotApply(f"there is no class {class_name} at the top of this file", 1, declaration)
    body = field(class_, "body")
    members = dict(assignments(body)) if body is not None else {}
    if declaration.partition(":")[0].partition("=")[0].strip() in members:
        return AlreadyDone()
    before = members.get(after)
    statement = before.parent if before is not None else None
    if statement is None:
        return CannotApply(f"{class_name} does not declare {after} here", line(class_), declaration)
    indent = indentation(data, statement)
    written = "\n".join(f"{indent}{each}" for each in requote(declaration, preferred_quote(root)).split("\n"))
    hunk = lines_after(data, statement, written)
    return edited_python(data, [hunk], line=line(statement), by_hand=declaration)


def _class(root: Node, name: str) -> Node | None:
    for statement in statements(root):
        definition = definition_of(statement)
        if definition is None or definition.type != "class_definition":
            continue
        named = field(definition, "name")
        if named is not None and text(named) == name:
            return definition
    return None
