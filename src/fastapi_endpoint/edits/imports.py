"""What a module's import statements bind, and which section each belongs to."""

import sys
from collections.abc import Iterator
from enum import IntEnum

from msgspec import Struct
from tree_sitter import Node

from fastapi_endpoint.edits.syntax import assignments, definition_of, field, line, statements, text

_STATEMENTS = {"import_statement", "import_from_statement", "future_import_statement"}
_TRANSPARENT = {
    "if_statement",
    "try_statement",
    "else_clause",
    "elif_clause",
    "except_clause",
    "finally_clause",
    "block",
}


class Import(Struct, frozen=True):
    """`from {module} import {name} [as {alias}]`, or `import {module} [as {alias}]` without a name."""

    module: str
    name: str = ""
    alias: str = ""

    @property
    def member(self) -> str:
        """What stands behind the word import."""
        written = self.name or self.module
        return f"{written} as {self.alias}" if self.alias else written

    @property
    def statement(self) -> str:
        """The whole statement."""
        return f"from {self.module} import {self.member}" if self.name else f"import {self.member}"

    @property
    def bound(self) -> str:
        """The name that the statement binds."""
        return self.alias or self.name or self.module.partition(".")[0]


class Section(IntEnum):
    """The usual order of import sections."""

    FUTURE = 0
    STANDARD = 1
    THIRD_PARTY = 2
    FIRST_PARTY = 3
    LOCAL = 4


class Binding(Struct, frozen=True):
    """A name of the module: where it comes from (a dotted path, "" if not imported) and its line."""

    name: str
    path: str
    line: int
    type_checking: bool = False


def is_import(node: Node) -> bool:
    """Is the node an import statement of any kind?"""
    return node.type in _STATEMENTS


def module_of(statement: Node) -> str:
    """The module text of a `from` import (`.x`, `a.b`), the first dotted name of a plain one."""
    if statement.type == "future_import_statement":
        return "__future__"
    node = field(statement, "module_name") or field(statement, "name")
    if node is not None and node.type == "aliased_import":
        node = field(node, "name")
    return "".join(text(node).split()) if node is not None else ""


def imported_names(statement: Node) -> list[Node]:
    """The name nodes of an import statement."""
    return statement.children_by_field_name("name")


def absolute(module: str, package: str) -> str:
    """`..x` seen from `package`, as a dotted path; unchanged where it is not relative."""
    bare = module.lstrip(".")
    dots = len(module) - len(bare)
    if not dots:
        return module
    parts = package.split(".") if package else []
    base = parts[: len(parts) - (dots - 1)] if dots > 1 else parts
    return ".".join([*base, *([bare] if bare else [])]) or module


def section_of(module: str, first_party: frozenset[str], package: str) -> Section:
    """The section that import sorters put the module in."""
    if module.startswith("."):
        return Section.LOCAL
    root = module.partition(".")[0]
    if root == "__future__":
        return Section.FUTURE
    if root in first_party or (package and root == package.partition(".")[0]):
        return Section.FIRST_PARTY
    return Section.STANDARD if root in sys.stdlib_module_names else Section.THIRD_PARTY


def import_statements(root: Node) -> Iterator[tuple[Node, bool]]:
    """Every import that runs when the module is loaded, and whether only type checkers see it."""
    stack = [(child, False) for child in reversed(root.children)]
    while stack:
        node, checking = stack.pop()
        if is_import(node):
            yield node, checking
        elif node.type in _TRANSPARENT:
            condition = field(node, "condition") if node.type == "if_statement" else None
            inner = checking or (condition is not None and text(condition).endswith("TYPE_CHECKING"))
            stack.extend((child, inner) for child in reversed(node.children))


def bindings_of_statement(statement: Node, package: str) -> Iterator[tuple[str, str]]:
    """(name, dotted path) of everything an import statement binds."""
    module = absolute(module_of(statement), package)
    for node in imported_names(statement):
        written = text(node)
        alias = None
        if node.type == "aliased_import":
            name_node, alias_node = field(node, "name"), field(node, "alias")
            written = text(name_node) if name_node is not None else ""
            alias = text(alias_node) if alias_node is not None else None
        if statement.type == "import_statement":
            yield (alias, written) if alias else (written.partition(".")[0], written.partition(".")[0])
        else:
            yield alias or written, f"{module}.{written}"


def bindings(root: Node, package: str) -> dict[str, Binding]:
    """What each top-level name of the module means; the last word wins, run time before type checking."""
    found: dict[str, Binding] = {}
    for statement, checking in import_statements(root):
        for name, path in bindings_of_statement(statement, package):
            if not (checking and name in found):
                found[name] = Binding(name, path, line(statement), checking)
    for statement in statements(root):
        definition = definition_of(statement)
        name_node = field(definition, "name") if definition is not None else None
        if name_node is not None:
            found[text(name_node)] = Binding(text(name_node), "", line(statement))
    for name, assignment in assignments(root):
        found[name] = Binding(name, "", line(assignment))
    return found


def statement_binding(root: Node, name: str) -> Node | None:
    """The last top-level import statement that binds `name`."""
    found = None
    for statement in statements(root):
        if is_import(statement) and name in dict(bindings_of_statement(statement, "")):
            found = statement
    return found
