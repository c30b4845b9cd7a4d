"""Registering a router: one more `include_router` call beside its siblings."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from tree_sitter import Node

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.base import AlreadyDone, CannotApply, Outcome, edited_python, unreadable
from fastapi_endpoint.edits.elements import (
    brackets_of,
    by_bytes,
    collection_elements,
    insert_element,
    sorted_place,
)
from fastapi_endpoint.edits.imports import statement_binding
from fastapi_endpoint.edits.lines import (
    blank_lines_between,
    indentation,
    line_end,
    lines_after,
    lines_before,
    preferred_quote,
    requote,
)
from fastapi_endpoint.edits.syntax import (
    assignments,
    enclosing_block,
    field,
    leaves,
    line,
    parse,
    statement_of,
    text,
    walk,
)

_LAST = re.compile(r"\b(last|catch.?all)\b", re.IGNORECASE)
_SCOPES = {"module", "function_definition"}


class Inclusion(Struct, frozen=True):
    """`{receiver}.include_router({router}, {arguments})`; `arguments` is source text such as `tags=["x"]`."""

    receiver: str
    router: str
    arguments: str = ""

    @property
    def call(self) -> str:
        """The whole call."""
        inside = f"{self.router}, {self.arguments}" if self.arguments else self.router
        return f"{self.receiver}.include_router({inside})"


class _Call(Struct, frozen=True):
    node: Node
    router: Node
    keyword: bool
    arguments: tuple[Node, ...]


def include_router(data: bytes, wanted: Inclusion, *, line_length: int = 88) -> Outcome:
    """The module with the router included on the receiver.

    The call goes after the last sibling of the same scope, or in order where siblings are sorted; where the
    host loops over a plain list of routers, the router joins the list.
    """
    if refused := unreadable(data, wanted.call):
        return refused
    root = parse(data)
    calls = list(_calls(root, wanted.receiver))
    if already := _already(root, calls, wanted):
        return already
    loops = {id(call): loop for call in calls if (loop := _loop_of(call)) is not None}
    plain = [call for call in calls if id(call) not in loops]
    if loops and len(plain) <= len(loops):
        return _into_loop(data, root, list(loops.values())[-1], wanted, line_length)
    siblings = _siblings(plain)
    closing = _said_to_be_last(siblings[-1]) if siblings else None
    if closing is not None and len(siblings) == 1:
        written = _written(data, root, statement_of(siblings[0].node), wanted, line_length, named=False)
        return _finish(data, lines_before(data, closing, written), closing, wanted)
    if siblings:
        return _beside(data, root, siblings if closing is None else siblings[:-1], wanted, line_length)
    return _after_receiver(data, root, plain, wanted, line_length)


def _calls(root: Node, receiver: str) -> Iterator[_Call]:
    for node in walk(root):
        function = field(node, "function") if node.type == "call" else None
        if function is None or text(function) != f"{receiver}.include_router":
            continue
        given = field(node, "arguments")
        arguments = (
            [each for each in given.named_children if each.type != "comment"] if given is not None else []
        )
        named = next((each for each in arguments if _keyword(each) == "router"), None)
        router = named or next(iter(arguments), None)
        value = field(router, "value") if named is not None and router is not None else router
        if router is not None and value is not None:
            yield _Call(node, value, named is not None, tuple(each for each in arguments if each != router))


def _keyword(argument: Node) -> str:
    name = field(argument, "name") if argument.type == "keyword_argument" else None
    return text(name) if name is not None else ""


def _already(root: Node, calls: Sequence[_Call], wanted: Inclusion) -> AlreadyDone | None:
    for call in calls:
        if text(call.router) == wanted.router:
            given = sorted(leaves(each) for each in call.arguments)
            if given == _arguments_of(wanted):
                return AlreadyDone()
            written = ", ".join(text(each) for each in call.arguments) or "no further arguments"
            return AlreadyDone(f"line {line(call.node)} includes {wanted.router} with {written}")
        loop = _loop_of(call)
        listed = _routers_of(root, loop) if loop is not None else None
        if listed is not None and any(text(each) == wanted.router for each in collection_elements(listed)):
            return AlreadyDone(f"the list on line {line(listed)} holds {wanted.router}")
    return None


def _arguments_of(wanted: Inclusion) -> list[tuple[str, ...]]:
    call = next(iter(_calls(parse(wanted.call.encode()), wanted.receiver)))
    return sorted(leaves(each) for each in call.arguments)


def _siblings(calls: Sequence[_Call]) -> list[_Call]:
    """The calls of the scope that has most of them; those under a condition do not count."""
    groups: dict[int, list[_Call]] = {}
    for call in calls:
        block = enclosing_block(call.node)
        scope = block if block.type == "module" else block.parent
        alone = statement_of(call.node).named_children == [call.node]
        if alone and scope is not None and scope.type in _SCOPES:
            groups.setdefault(block.id, []).append(call)
    return max(groups.values(), key=len) if groups else []


def _said_to_be_last(call: _Call) -> Node | None:
    """The comment above the call that says it must stay last, as one does of a catch-all route."""
    above = statement_of(call.node).prev_sibling
    return above if above is not None and above.type == "comment" and _LAST.search(text(above)) else None


def _beside(
    data: bytes, root: Node, siblings: Sequence[_Call], wanted: Inclusion, line_length: int
) -> Outcome:
    nodes = [statement_of(call.node) for call in siblings]
    place = sorted_place([text(call.router) for call in siblings], wanted.router, (by_bytes,), at_least=3)
    near = nodes[max(place - 1, 0)]
    spaced = len(nodes) > 1 and all(blank_lines_between(data, left, right) for left, right in pairwise(nodes))
    named = all(call.keyword for call in siblings)
    written = _written(data, root, near, wanted, line_length, named=named)
    bound = statement_binding(root, wanted.router.partition(".")[0])
    if place == 0 and (bound is None or bound.end_byte < nodes[0].start_byte):
        previous = nodes[0].prev_named_sibling
        if previous is not None and previous.type != "comment":
            return _finish(
                data, lines_after(data, previous, _gap(data, previous, nodes[0]) + written), near, wanted
            )
        near = nodes[-1]
    if bound is not None and enclosing_block(near).type == "module" and bound.start_byte > near.start_byte:
        near = max(nodes[-1], bound, key=lambda node: node.end_byte)
    return _finish(data, lines_after(data, near, ("\n" if spaced else "") + written), near, wanted)


def _gap(data: bytes, before: Node, after: Node) -> str:
    return "\n" * blank_lines_between(data, before, after)


def _after_receiver(
    data: bytes, root: Node, conditional: Sequence[_Call], wanted: Inclusion, line_length: int
) -> Outcome:
    """The first call of a receiver goes right after the receiver was made."""
    made = [
        assignment
        for block in walk(root)
        if block.type in {"module", "block"}
        for name, assignment in assignments(block)
        if name == wanted.receiver
    ]
    if len(made) != 1:
        reason = (
            f"`{wanted.receiver}` is not made in this file"
            if not made
            else f"`{wanted.receiver}` is made twice"
        )
        at = line(conditional[0].node) if conditional else line(made[-1]) if made else 1
        return CannotApply(reason, at, wanted.call)
    anchor = statement_of(made[0])
    bound = statement_binding(root, wanted.router.partition(".")[0])
    if (
        enclosing_block(anchor).type == "module"
        and bound is not None
        and bound.start_byte > anchor.start_byte
    ):
        anchor = bound
    written = _written(data, root, anchor, wanted, line_length, named=False)
    following = anchor.next_named_sibling
    lead = "\n" if anchor.end_point.row > anchor.start_point.row or following is None else ""
    return _finish(data, lines_after(data, anchor, lead + written), anchor, wanted)


def _written(data: bytes, root: Node, near: Node, wanted: Inclusion, line_length: int, *, named: bool) -> str:
    """The call as whole lines, indented and quoted like its neighbours, broken where it is too long."""
    quote = (
        preferred_quote(near)
        if b'"' in (near.text or b"") or b"'" in (near.text or b"")
        else preferred_quote(root)
    )
    router = f"router={wanted.router}" if named else wanted.router
    arguments = requote(wanted.arguments, quote)
    indent = indentation(data, near)
    inside = f"{router}, {arguments}" if arguments else router
    flat = f"{indent}{wanted.receiver}.include_router({inside})"
    if len(flat) <= line_length:
        return flat
    parsed = next(
        iter(_calls(parse(f"{wanted.receiver}.include_router({inside})".encode()), wanted.receiver))
    )
    pieces = [router, *(text(each) for each in parsed.arguments)]
    body = "".join(f"{indent}    {piece},\n" for piece in pieces)
    return f"{indent}{wanted.receiver}.include_router(\n{body}{indent})"


def _loop_of(call: _Call) -> Node | None:
    """The `for` statement whose variable the call includes, if that is how it is written."""
    current = call.node.parent
    while current is not None and current.type not in {"function_definition", "module"}:
        if current.type == "for_statement":
            variable = field(current, "left")
            names = (
                {text(node) for node in walk(variable) if node.type == "identifier"} if variable else set()
            )
            return current if text(call.router).partition(".")[0] in names else None
        current = current.parent
    return None


def _routers_of(root: Node, loop: Node) -> Node | None:
    """The literal list or tuple that the loop goes over."""
    over = field(loop, "right")
    if over is not None and over.type == "identifier":
        values = [
            field(node, "right")
            for name, node in assignments(root)
            if name == text(over) and node.type == "assignment"
        ]
        over = values[0] if len(values) == 1 else None
    return over if over is not None and over.type in {"list", "tuple"} else None


def _into_loop(data: bytes, root: Node, loop: Node, wanted: Inclusion, line_length: int) -> Outcome:
    listed = _routers_of(root, loop)
    call = next(call for call in _calls(loop, wanted.receiver) if _loop_of(call) == loop)
    elements = collection_elements(listed) if listed is not None else []
    plain = all(each.type in {"identifier", "attribute"} for each in elements)
    if listed is None or not elements or not plain or text(call.router) != text(field(loop, "left") or loop):
        return CannotApply(
            "routers are registered in a loop over something that is no plain list", line(loop), wanted.call
        )
    if sorted(leaves(each) for each in call.arguments) != _arguments_of(wanted):
        return CannotApply("the loop that registers routers passes other arguments", line(loop), wanted.call)
    bound = statement_binding(root, wanted.router.partition(".")[0])
    if bound is not None and bound.start_byte > listed.start_byte:
        return CannotApply("the list of routers stands before the import", line(listed), wanted.call)
    place = sorted_place([text(each) for each in elements], wanted.router, (by_bytes,), at_least=3)
    hunks = insert_element(
        data, elements, wanted.router, place, brackets=brackets_of(listed), line_length=line_length
    )
    return edited_python(data, hunks, line=line(listed), by_hand=f"{wanted.router},")


def _finish(data: bytes, hunk: Hunk, near: Node, wanted: Inclusion) -> Outcome:
    at = data.count(b"\n", 0, line_end(data, near.start_byte))
    return edited_python(data, [hunk], line=max(at, 1), by_hand=wanted.call)
