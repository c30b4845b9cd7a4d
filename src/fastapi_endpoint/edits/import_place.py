"""Where an import statement of its own goes: among its kin, in its section, or first in the file."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import takewhile

from msgspec import Struct
from tree_sitter import Node

from fastapi_endpoint.domain.plan import Hunk
from fastapi_endpoint.edits.base import insertion
from fastapi_endpoint.edits.imports import Import, Section, is_import, module_of, section_of
from fastapi_endpoint.edits.lines import (
    blank_lines_between,
    end_of_statement,
    line_end,
    lines_after,
    lines_before,
    newline_at,
)
from fastapi_endpoint.edits.syntax import (
    assignments,
    definition_of,
    docstring,
    line,
    statement_of,
    statements,
    text,
)


class Habits(Struct, frozen=True):
    """What decides a statement's place: the project's packages, this file's package, the comment to add."""

    first_party: frozenset[str]
    package: str
    comment: str


def own_statement(
    data: bytes, root: Node, top: Sequence[Node], wanted: Import, habits: Habits
) -> tuple[Hunk, int]:
    """The hunk that adds the import as a statement of its own, and the line it is next to.

    `top` are the import statements that stand in the module itself, in order.
    """
    family = _family(top, wanted, habits)
    if family:
        statement = _with_comment(data, family, wanted, habits)
        place = _place_in_family(family, wanted)
        if place == 0:
            return lines_before(data, family[0], statement), line(family[0])
        return lines_after(data, family[place - 1], statement), line(family[place - 1])
    statement = f"{wanted.statement}  # {habits.comment}" if habits.comment else wanted.statement
    header = _header(top)
    if header:
        return _between_sections(data, header, wanted, statement, habits)
    return _first_import(data, root, statement)


def _parent(module: str) -> str:
    bare = module.rstrip(".") if module.strip(".") == "" else module
    return bare.rpartition(".")[0] or bare


def _family(top: Sequence[Node], wanted: Import, habits: Habits) -> list[Node]:
    """The statements ours belongs among: of the same module or its siblings, else of the same section."""
    section = section_of(wanted.module, habits.first_party, habits.package)
    kin: list[Callable[[str], bool]] = [
        lambda module: module == wanted.module,
        lambda module: (
            "." in wanted.module and _parent(module) == _parent(wanted.module) and module != wanted.module
        ),
    ]
    if not wanted.name:
        kin.reverse()
    for is_kin in kin:
        close = [node for node in top if is_kin(module_of(node))]
        same_form = [node for node in close if (node.type == "import_statement") == (not wanted.name)]
        if same_form:
            return _widened(top, same_form[-1], section, habits)
    same_section = [
        node
        for node in _header(top)
        if section_of(module_of(node), habits.first_party, habits.package) == section
    ]
    return _widened(top, same_section[-1], section, habits) if same_section else []


def _widened(top: Sequence[Node], member: Node, section: Section, habits: Habits) -> list[Node]:
    """The unbroken run of statements of the section around `member`."""

    def belongs(node: Node | None) -> bool:
        return (
            node is not None
            and is_import(node)
            and section_of(module_of(node), habits.first_party, habits.package) == section
        )

    order = list(top)
    index = order.index(member)
    start = end = index
    while start > 0 and belongs(order[start - 1]) and _adjacent(order[start - 1], order[start]):
        start -= 1
    while end + 1 < len(order) and belongs(order[end + 1]) and _adjacent(order[end], order[end + 1]):
        end += 1
    return order[start : end + 1]


def _adjacent(left: Node, right: Node) -> bool:
    return right.start_point.row - left.end_point.row <= 1


def _after_definition(node: Node) -> bool:
    earlier = node.prev_named_sibling
    while earlier is not None:
        if definition_of(earlier) is not None:
            return True
        earlier = earlier.prev_named_sibling
    return False


def _place_in_family(family: Sequence[Node], wanted: Import) -> int:
    mine = (wanted.name != "", wanted.module)
    entries = [(node.type == "import_from_statement", module_of(node)) for node in family]
    for key in (_straight_first, _by_module):
        order = [key(*entry) for entry in entries]
        if order == sorted(order):
            return sum(1 for each in order if each <= key(*mine))
    same_module = [position for position, entry in enumerate(entries, start=1) if entry[1] == wanted.module]
    kin = [
        position
        for position, entry in enumerate(entries, start=1)
        if _parent(entry[1]) == _parent(wanted.module)
    ]
    return (same_module or kin or [len(family)])[-1]


def _straight_first(is_from: bool, module: str) -> tuple[bool, int, str]:  # noqa: FBT001  # half of a sort key
    return (is_from, *_by_module(is_from, module))


def _by_module(_is_from: bool, module: str) -> tuple[int, str]:  # noqa: FBT001  # the same
    dots = len(module) - len(module.lstrip("."))
    return -dots, module.casefold()


def _with_comment(data: bytes, family: Sequence[Node], wanted: Import, habits: Habits) -> str:
    if habits.comment:
        return f"{wanted.statement}  # {habits.comment}"
    kin = [node for node in family if _parent(module_of(node)) == _parent(wanted.module)]
    namesakes = [] if wanted.name else [node for node in family if _is_namesake(node, wanted)]
    enough = len(kin) > 1 or namesakes
    kin = kin if len(kin) > 1 else namesakes
    marks = {_noqa(data, node) for node in kin}
    mark = marks.pop() if len(marks) == 1 and enough else ""
    if not mark:
        return wanted.statement
    return f"{wanted.statement.ljust(_comment_column(data, kin) - 2)}  # {mark}"


def _is_namesake(node: Node, wanted: Import) -> bool:
    """Both modules are called the same (`import users.models`): they are imported to the same end."""
    package, _, name = module_of(node).rpartition(".")
    return node.type == "import_statement" and package != "" and name == wanted.module.rpartition(".")[2]


def _comment_column(data: bytes, kin: Sequence[Node]) -> int:
    """The column that the comments of most siblings are lined up in; 0 where they are not."""
    places = []
    for node in kin:
        gap = data[node.end_byte : line_end(data, node.end_byte)].partition(b"#")[0]
        places.append((node.end_point.column + len(gap), len(gap)))
    (column, count), *_ = Counter(column for column, _ in places).most_common(1)
    padded = any(place == column and gap > 2 for place, gap in places)  # two spaces are usual
    return column if padded and count > 1 else 0


def _noqa(data: bytes, node: Node) -> str:
    tail = data[node.end_byte : line_end(data, node.end_byte)].decode()
    comments = [part.strip() for part in tail.split("#")[1:]]
    return next((part for part in comments if part.lower().startswith("noqa")), "")


def _header(top: Sequence[Node]) -> list[Node]:
    """The imports before the first class or function; all of them where there are none."""
    return [node for node in top if not _after_definition(node)] or list(top)


def _between_sections(
    data: bytes, header: Sequence[Node], wanted: Import, statement: str, habits: Habits
) -> tuple[Hunk, int]:
    section = section_of(wanted.module, habits.first_party, habits.package)
    earlier = [
        node for node in header if section_of(module_of(node), habits.first_party, habits.package) < section
    ]
    if earlier:
        anchor = earlier[-1]
        newline = newline_at(data, anchor.end_byte)
        after = lines_after(data, anchor, "\n" + statement)
        following = anchor.next_named_sibling
        if (
            following is not None
            and is_import(following)
            and not blank_lines_between(data, anchor, following)
        ):
            after = Hunk(after.start, after.removed, after.inserted + newline)
        return after, line(anchor)
    return lines_before(data, header[0], statement + "\n"), line(header[0])


def _first_import(data: bytes, root: Node, statement: str) -> tuple[Hunk, int]:
    """The place of a file's first import: after its heading, docstring and dunder assignments."""
    body = statements(root)
    dunders = [statement_of(node).id for name, node in assignments(root) if name[:2] == name[-2:] == "__"]
    head = docstring(root)
    leading = list(takewhile(lambda node: node == head or node.id in dunders, body))
    if leading:
        return _below(data, leading[-1], statement)
    comments = [child for child in root.children if child.type == "comment"]
    heading = comments if not body else [each for each in comments if each.end_byte < body[0].start_byte]
    if heading and (not body or _speaks_of_file(data, heading, body[0])):
        return _below(data, heading[-1], statement)
    if not body:
        return insertion(len(data), statement + newline_at(data, len(data))), 1
    first = (heading or body)[0]
    blank = "\n\n" if definition_of(body[0]) is not None else "\n"
    return lines_before(data, first, statement + blank), line(first)


def _below(data: bytes, node: Node, statement: str) -> tuple[Hunk, int]:
    return lines_after(data, node, f"\n{statement}{_gap_after(data, node)}"), line(node)


def _speaks_of_file(data: bytes, comments: Sequence[Node], first: Node) -> bool:
    """Are the comments about the file (a shebang, a licence) and not about what follows?"""
    return text(comments[0]).startswith("#!") or blank_lines_between(data, comments[-1], first) > 0


def _gap_after(data: bytes, node: Node) -> str:
    """The newlines that what follows needs on top of the empty lines that it has."""
    following = node.next_named_sibling
    if following is None:
        return ""
    empty = data[end_of_statement(data, node) : following.start_byte].count(b"\n")
    wanted = 2 if definition_of(following) is not None else 1
    return "\n" * max(0, wanted - empty)
