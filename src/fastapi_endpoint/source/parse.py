"""`parse(bytes) -> Module`: what a file says, without running or importing it.

The grammar's, not the interpreter's: a file for a newer Python is read as well as one for this one. From a
statement that does not parse nothing is told, but its line.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Range
from tree_sitter_python import language

from fastapi_endpoint.source.bodies import NOTHING, Body, Inside, Members, Scope, outside
from fastapi_endpoint.source.errors import error_line, old_lines
from fastapi_endpoint.source.module import Class, Function, Module
from fastapi_endpoint.source.statements import (
    NO_CALL,
    Argument,
    Assignment,
    Call,
    Decorator,
    Heritage,
    Import,
    Once,
    Parameter,
    Signature,
    Statement,
    known,
)
from fastapi_endpoint.source.text import doc_of, in_lines

_PYTHON = Language(language())
_PARSER = Parser(_PYTHON)
_PART_PARSER = Parser(_PYTHON)
_INSIDE = Query(
    _PYTHON,
    "(call) @call (return_statement) @return (raise_statement) @raise (yield) @yield (with_item) @with",
)
_IMPORTS = "[(import_statement) (import_from_statement) (future_import_statement)] @import"
TEXT_LIMIT = 4000
_DEEPEST = 100
"""Python itself reads no deeper indentation."""
_SHORT = {"call": "()", "subscript": "[]", "string": "''"}


def parse(data: bytes) -> Module:
    """What the file says. Any bytes are taken; what is no Python is an error in `errors`."""
    if b"\0" in data:
        return Module(errors=(1,))
    data = in_lines(data)
    return _Reader(data, _PARSER.parse(data).root_node).module()


def read_body(data: bytes, block: Range) -> Body | None:
    """What happens in a function, or None where it does not parse.

    It is parsed alone, and only when it is asked for: whole trees would fill the memory.
    """
    root = _part(data, block)
    return None if root.has_error else _Reader(data, root).body(Once(partial(_read_members, data, block)))


def _read_members(data: bytes, block: Range) -> Members:
    """What a function binds: seldom asked for, and as dear as all the rest."""
    scope = Scope()
    root = _part(data, block)
    _Reader(data, root).statements(root, scope, local=True)
    return scope.members()


def _part(data: bytes, block: Range) -> Node:
    _PART_PARSER.included_ranges = [block]
    return _PART_PARSER.parse(data).root_node


def read_outside(data: bytes, functions: Sequence[tuple[int, int]]) -> Body:
    """The calls outside functions, whose spans are given."""
    return Body(tuple(call for place, call in calls_in(data) if not _within(functions, place)))


def calls_in(data: bytes) -> Iterator[tuple[int, Call]]:
    """All calls, each with its place; those of which a part does not parse are left out."""
    reader = _Reader(data, _PARSER.parse(data).root_node)
    for node in _captured(reader.root).get("call", ()):
        if not node.has_error:
            yield node.start_byte, reader.call(node)


class _Reader:
    """Reads modules, classes and signatures at once; the insides of functions when they are asked for."""

    def __init__(self, data: bytes, root: Node) -> None:
        self.data = data
        self.root = root
        self.errors: set[int] = set()
        self.imports: list[Import] = []
        self.spans: list[tuple[int, int]] = []
        self.depth = 0

    def module(self) -> Module:
        scope = Scope()
        self.statements(self.root, scope, local=False)
        self.errors.update(old_lines(self.data, self.root))
        return Module(known(tuple(self.imports)), known(scope.members()), self.at_import(), self.errors)

    def at_import(self) -> Inside:
        return outside(self.data, self.spans, partial(read_outside, self.data, self.spans))

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        return self.data[node.start_byte : min(node.end_byte, node.start_byte + TEXT_LIMIT)].decode(
            "utf-8", "replace"
        )

    def statements(self, block: Node, scope: Scope, *, local: bool) -> None:
        if self.depth == _DEEPEST:
            self.errors.add(block.start_point[0] + 1)
            return
        self.depth += 1
        for node in block.named_children:
            kind = node.type
            if kind == "ERROR" or node.is_missing:
                self.errors.add(node.start_point[0] + 1)
            elif kind == "expression_statement":
                self.expression_statement(node, scope)
            elif kind in ("import_statement", "import_from_statement", "future_import_statement"):
                if not local:  # those of functions are known already
                    self.import_statement(node, local=False)
            elif kind in ("function_definition", "class_definition", "decorated_definition"):
                self.definition(node, scope, local=local)
            elif kind == "type_alias_statement":
                self.type_alias(node, scope)
            elif kind.endswith(("_statement", "_clause", "block")):
                # if, try, with, for, while, match: what is inside belongs to the same scope
                self.statements(node, scope, local=local)
        self.depth -= 1

    def expression_statement(self, node: Node, scope: Scope) -> None:
        if node.has_error:
            self.errors.add(error_line(node))
            return
        for child in node.named_children:
            if child.type == "assignment":
                self.assignment(child, scope)

    def assignment(self, node: Node, scope: Scope) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        annotation = self.text(node.child_by_field_name("type"))
        if left is None:
            return
        targets = [left]
        while right is not None and right.type == "assignment":  # a = b = value
            chained = right.child_by_field_name("left")
            targets += [chained] if chained is not None else []
            right = right.child_by_field_name("right")
        value = self.text(right)
        while right is not None and right.type == "parenthesized_expression" and right.named_child_count == 1:
            right = right.named_children[0]
        inner = right.named_children[0] if right is not None and right.type == "await" else right
        call = self.call(inner) if inner is not None and inner.type == "call" else None
        called: Once[Call | None] = NO_CALL if call is None else known(call)
        line = node.start_point[0] + 1
        for target in targets:
            if target.type in ("pattern_list", "tuple_pattern", "list_pattern"):
                scope.assignments += [
                    Assignment(self.text(name), "", value, line, called, unpacked=True)
                    for name in target.named_children
                ]
            else:
                scope.assignments.append(Assignment(self.text(target), annotation, value, line, called))

    def type_alias(self, node: Node, scope: Scope) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None and not node.has_error:
            line = node.start_point[0] + 1
            scope.assignments.append(Assignment(self.text(left), "", self.text(right), line))

    def import_statement(self, node: Node, *, local: bool) -> None:
        line = node.start_point[0] + 1
        if node.has_error:
            self.errors.add(line)
            return
        if node.type == "future_import_statement":
            names = [self.text(child) for child in node.named_children]
            self.imports += [Import("__future__", name, name, 0, line, local) for name in names]
            return
        origin = node.child_by_field_name("module_name")
        module, level = "", 0
        if origin is not None:
            dotted = self.text(origin).replace(" ", "")
            module = dotted.lstrip(".")
            level = len(dotted) - len(module)
        for child in node.children_by_field_name("name"):
            name = child.child_by_field_name("name") if child.type == "aliased_import" else child
            alias = child.child_by_field_name("alias") if child.type == "aliased_import" else None
            dotted = "".join(self.text(name).split())
            if origin is None:
                bound = self.text(alias) if alias else dotted.partition(".")[0]
                self.imports.append(Import(dotted, "", bound, 0, line, local))
            else:
                bound = self.text(alias) if alias else dotted
                self.imports.append(Import(module, dotted, bound, level, line, local))
        if any(child.type == "wildcard_import" for child in node.named_children):
            self.imports.append(Import(module, "*", "*", level, line, local))

    def definition(self, node: Node, scope: Scope, *, local: bool) -> None:
        decorators: tuple[Decorator, ...] = ()
        if node.type == "decorated_definition":
            decorators = tuple(
                self.decorator(child)
                for child in node.named_children
                if child.type == "decorator" and not child.has_error and child.named_child_count
            )
            inner = node.child_by_field_name("definition")
            if inner is None:
                self.errors.add(node.start_point[0] + 1)
                return
            node = inner
        if node.type == "class_definition":
            self.class_(node, decorators, scope, local=local)
        else:
            self.function(node, decorators, scope, local=local)

    def decorator(self, node: Node) -> Decorator:
        inner = next(child for child in node.named_children if child.type != "comment")
        line = node.start_point[0] + 1
        if inner.type == "call":
            call = self.call(inner)
            return Decorator(call.function, line, call)
        return Decorator(self.name(inner), line)

    def class_(self, node: Node, decorators: tuple[Decorator, ...], scope: Scope, *, local: bool) -> None:
        name, block = node.child_by_field_name("name"), node.child_by_field_name("body")
        superclasses = node.child_by_field_name("superclasses")
        line = node.start_point[0] + 1
        if name is None or block is None or (superclasses is not None and superclasses.has_error):
            self.errors.add(line)
            return
        arguments = self.arguments(superclasses) if superclasses is not None else ()
        inside = Scope()
        self.statements(block, inside, local=local)
        scope.classes.append(
            Class(
                self.text(name),
                line,
                known(Heritage.of(arguments)),
                known(decorators),
                known(inside.members()),
            )
        )

    def function(self, node: Node, decorators: tuple[Decorator, ...], scope: Scope, *, local: bool) -> None:
        name, block = node.child_by_field_name("name"), node.child_by_field_name("body")
        parameters = node.child_by_field_name("parameters")
        line = node.start_point[0] + 1
        if name is None or block is None or parameters is None or parameters.has_error:
            self.errors.add(line)
            return
        if not local:
            self.spans.append((node.start_byte, node.end_byte))
            self.local_imports(block)
        if block.has_error:
            self.errors.add(error_line(block))
        scope.functions.append(
            Function(
                self.text(name),
                line,
                self.inside(block),
                known(
                    Signature(
                        tuple(map(self.parameter, filter(_is_parameter, parameters.named_children))),
                        self.text(node.child_by_field_name("return_type")),
                    )
                ),
                known(decorators),
                is_async=node.children[0].type == "async",
            )
        )

    def local_imports(self, block: Node) -> None:
        if block.has_error or self.data.find(b"import", block.start_byte, block.end_byte) < 0:
            return
        for node in sorted(QueryCursor(_imports_query()).captures(block).get("import", ()), key=_place):
            self.import_statement(node, local=True)

    def inside(self, block: Node) -> Inside:
        if block.has_error:
            return NOTHING
        line = block.start_point[0] + 1
        read = partial(read_body, self.data, block.range)
        return Inside(self.data, block.start_byte, block.end_byte, line, lambda: read() or Body())

    def body(self, members: Once[Members]) -> Body:
        found = _captured(self.root)
        return Body(
            tuple(self.call(node) for node in found.get("call", ())),
            self.told(found.get("return", ())),
            self.told(found.get("raise", ())),
            self.told(found.get("yield", ())),
            self.told(found.get("with", ()), whole=True),
            self.doc(),
            members,
        )

    def doc(self) -> str:
        first = next((child for child in self.root.named_children if child.type != "comment"), None)
        if first is None or first.type != "expression_statement" or first.named_child_count == 0:
            return ""
        string = first.named_children[0]
        if string.type != "string":
            return ""
        return doc_of(self.text(string))

    def told(self, nodes: Iterable[Node], *, whole: bool = False) -> tuple[Statement, ...]:
        return tuple(
            Statement(
                " ".join(
                    self.text(child)
                    for child in ([node] if whole else node.named_children)
                    if child.type != "comment"
                ),
                node.start_point[0] + 1,
            )
            for node in nodes
        )

    def parameter(self, node: Node) -> Parameter:
        line = node.start_point[0] + 1
        if node.type == "identifier":
            return Parameter(self.text(node), line=line)
        inner = node.child_by_field_name("name") or node.named_children[0]
        stars = node if node.type.endswith("splat_pattern") else inner
        kind = {"list_splat_pattern": "*", "dictionary_splat_pattern": "**"}.get(stars.type, "")
        return Parameter(
            self.text(inner).lstrip("*"),
            self.text(node.child_by_field_name("type")),
            self.text(node.child_by_field_name("value")),
            kind,
            line,
        )

    def call(self, node: Node) -> Call:
        arguments = node.child_by_field_name("arguments")
        return Call(
            self.name(node.child_by_field_name("function")),
            self.arguments(arguments) if arguments is not None else (),
            node.start_point[0] + 1,
        )

    def name(self, node: Node | None) -> str:
        """A dotted name as it is written, anything else short."""
        tail = ""
        while node is not None and node.type == "attribute":
            tail = f".{self.text(node.child_by_field_name('attribute'))}{tail}"
            node = node.child_by_field_name("object")
        if node is None or node.type == "identifier":
            return self.text(node) + tail
        return _SHORT.get(node.type, "?") + tail

    def arguments(self, node: Node) -> tuple[Argument, ...]:
        if node.type != "argument_list":  # f(x for x in y)
            return (Argument("", self.text(node)),)
        return tuple(self.argument(child) for child in node.named_children if child.type != "comment")

    def argument(self, node: Node) -> Argument:
        if node.type == "keyword_argument":
            return Argument(
                self.text(node.child_by_field_name("name")), self.text(node.child_by_field_name("value"))
            )
        if node.type in ("list_splat", "dictionary_splat"):
            return Argument("*" if node.type == "list_splat" else "**", self.text(node.named_children[0]))
        return Argument("", self.text(node))


@cache
def _imports_query() -> Query:
    """Made when a file is first read by the grammar alone, which few are."""
    return Query(_PYTHON, _IMPORTS)


def _captured(node: Node) -> dict[str, list[Node]]:
    """The nodes that bodies tell of, by kind; of two that begin together the outer one comes first."""
    found = QueryCursor(_INSIDE).captures(node)
    return {kind: sorted(nodes, key=_place) for kind, nodes in found.items()}


def _place(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte


def _is_parameter(node: Node) -> bool:
    return node.type not in ("comment", "keyword_separator", "positional_separator", "ERROR")


def _within(spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Does the position lie in one of the spans, which are in order and do not overlap?"""
    index = bisect_left(spans, (position + 1, 0)) - 1
    return index >= 0 and position < spans[index][1]
