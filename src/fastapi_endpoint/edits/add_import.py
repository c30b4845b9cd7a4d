"""Adding one import where the file's own order wants it."""

from collections.abc import Sequence

from tree_sitter import Node

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.base import AlreadyDone, CannotApply, Outcome, edited_python, unreadable
from fastapi_endpoint.edits.elements import (
    by_bytes,
    case_blind,
    constant_class_variable,
    insert_element,
    sorted_place,
)
from fastapi_endpoint.edits.import_place import Habits, own_statement
from fastapi_endpoint.edits.imports import (
    Binding,
    Import,
    absolute,
    bindings,
    import_statements,
    imported_names,
    is_import,
    module_of,
)
from fastapi_endpoint.edits.syntax import line, parse, statements, text


def add_import(
    data: bytes,
    wanted: Import,
    *,
    first_party: frozenset[str] = frozenset(),
    package: str = "",
    line_length: int = 88,
    comment: str = "",
) -> Outcome:
    """The module with the import.

    `first_party` are the project's top-level packages and `package` the dotted package of this file, by
    which relative and absolute spellings are known as one. `comment` (`noqa: F401`) goes behind a
    statement of its own; without it, one that all its siblings carry is copied.
    """
    by_hand = f"{wanted.statement}  # {comment}" if comment else wanted.statement
    if refused := unreadable(data, by_hand):
        return refused
    root = parse(data)
    if _is_present(root, wanted, package):
        return AlreadyDone()
    if taken := _taken(root, wanted, package):
        return CannotApply(f"`{wanted.bound}` already means something else here", taken.line, by_hand)
    top = [node for node in statements(root) if is_import(node)]
    joined = _joined(data, top, wanted, package, line_length) if not comment else None
    if joined is not None:
        hunks, near = joined
    else:
        hunk, near = own_statement(data, root, top, wanted, Habits(first_party, package, comment))
        hunks = [hunk]
    return edited_python(data, hunks, line=near, by_hand=by_hand)


def is_free(data: bytes, wanted: Import, *, package: str = "") -> bool:
    """Does the name that the import binds mean nothing else in the module?"""
    return _taken(parse(data), wanted, package) is None


def _is_present(root: Node, wanted: Import, package: str) -> bool:
    if not wanted.name and not wanted.alias:
        return wanted.module in _plainly_imported(root)
    bound = bindings(root, package).get(wanted.bound)
    return bound is not None and not bound.type_checking and bound.path == _path(wanted, package)


def _taken(root: Node, wanted: Import, package: str) -> Binding | None:
    """What else the name means in the module, if it does."""
    if not wanted.name and not wanted.alias:
        roots = {module.partition(".")[0] for module in _plainly_imported(root)}
        if wanted.bound in roots:
            return None
    bound = bindings(root, package).get(wanted.bound)
    return None if bound is None or bound.path == _path(wanted, package) else bound


def _path(wanted: Import, package: str) -> str:
    module = absolute(wanted.module, package)
    if wanted.name:
        return f"{module}.{wanted.name}"
    return module if wanted.alias else wanted.bound


def _plainly_imported(root: Node) -> set[str]:
    return {
        text(node)
        for statement, _ in import_statements(root)
        if statement.type == "import_statement"
        for node in imported_names(statement)
    }


def _joined(
    data: bytes, top: Sequence[Node], wanted: Import, package: str, line_length: int
) -> tuple[list[Hunk], int] | None:
    """The hunks that add the name to a statement that imports from the same module."""
    if not wanted.name:
        return None
    module = absolute(wanted.module, package)
    same = [
        node
        for node in top
        if node.type == "import_from_statement"
        and absolute(module_of(node), package) == module
        and imported_names(node)
    ]
    if wanted.alias:  # isort keeps aliases in statements of their own, unless it is told to combine them
        same = [node for node in same if _combines_aliases(node)]
    one_each = len(same) > 1 and all(len(imported_names(node)) == 1 for node in same)
    fitting = [
        node
        for node in same
        if len(imported_names(node)) > 1
        or (imported_names(node)[0].type == "aliased_import") == bool(wanted.alias)
    ]
    if one_each or not fitting:
        return None
    statement = fitting[-1]
    names = imported_names(statement)
    index = sorted_place(
        [text(name) for name in names],
        wanted.member,
        (constant_class_variable, case_blind, by_bytes),
        at_least=1,
    )
    opening = next((child for child in statement.children if child.type == "("), None)
    closing = next((child for child in statement.children if child.type == ")"), None)
    brackets = (opening, closing) if opening is not None and closing is not None else None
    hunks = insert_element(data, names, wanted.member, index, brackets=brackets, line_length=line_length)
    return hunks, line(statement)


def _combines_aliases(statement: Node) -> bool:
    """Does it import several names, one of them by another name?"""
    names = imported_names(statement)
    return len(names) > 1 and any(name.type == "aliased_import" for name in names)
