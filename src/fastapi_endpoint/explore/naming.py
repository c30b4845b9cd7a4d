"""What the project calls things: routes, functions, schemas, tables, routers, tags."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

from fastapi_endpoint import naming
from fastapi_endpoint.domain.conventions import Naming, Witness
from fastapi_endpoint.explore.classes import TableClass
from fastapi_endpoint.explore.documents import parent
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import LISTS, Operation, Role, unwrapped, with_placeholders
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.source.expression import split_items, subscript_of
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.resolve import Target

_VERBS: dict[Role, str] = {
    "list": "list|get|read|fetch|index|find|retrieve|show|search|browse|view",
    "create": "create|add|new|make|post|insert|register|store|save",
    "get": "get|read|fetch|find|retrieve|show|view|detail",
    "update": "update|edit|patch|modify|change|put|partial_update",
    "delete": "delete|remove|destroy|del",
}
_EXTRA = r"(?:_(?:all|new|one|many|by_id|list|detail|view|endpoint|route|handler|data|item))?"
_FUNCTIONS: dict[Role, str] = {
    "list": "list_{plural}",
    "create": "create_{singular}",
    "get": "get_{singular}",
    "update": "update_{singular}",
    "delete": "delete_{singular}",
}
_SCHEMA_WORD = re.compile(
    r"creat(?:e|ion)|new|add|post|insert|register|save|update|edit|patch|put|change|modify|partial|replace"
    r"|in|out|input|output|body|payload|data|form|params|request|response|read|public|private|get|show|view"
    r"|details?|full|base|model|schemas?|dto|vo|list|page|paginated|collection|many|all|item|s"
    r"|result|info|record|row|entity|object|rest|pydantic"
)
_NO_RESOURCES = {"model", "schema", "response", "request", "data", "base", "list", "page"}
Ballot = tuple[str, Witness]
V = TypeVar("V", str, bool)


def detect_naming(index: Index, operations: Sequence[Operation], mount: str = "") -> Naming:
    """Every habit of naming, voted on by resources; `mount` stands in front of what a router says itself."""
    schemas = {
        role: vote(_by_resource(_habitual(_schema_ballots(index, operations, role))), default)
        for role, default in _SCHEMAS.items()
    }
    functions = {
        role: vote(_by_resource(_function_ballots(operations, role)), default)
        for role, default in _FUNCTIONS.items()
    }
    nested = [each for each in operations if each.role in ("list", "create")]
    collections = [each for each in nested if "{" not in each.path] or nested
    rows = [each for each in operations if each.role in ("get", "update", "delete")]
    return Naming(
        schema_create=schemas["create"],
        schema_update=schemas["update"],
        schema_response=schemas["get"],
        schema_list=schemas["list"],
        function_list=functions["list"],
        function_create=functions["create"],
        function_get=functions["get"],
        function_update=functions["update"],
        function_delete=functions["delete"],
        model_class=vote(_model_ballots(index), "{Singular}"),
        table=vote(_table_ballots(index), "{plural}"),
        router_variable=vote(_router_ballots(index), "router"),
        path=vote(_path_ballots(collections, mount), "/{plural}"),
        path_case=vote(_case_ballots(operations), "kebab"),
        trailing_slash=vote(_by_resource(_slash_ballots(collections)), default=False),
        item_trailing_slash=vote(_by_resource(_slash_ballots(rows)), default=False),
        tag=vote(_tag_ballots(index, operations), "{plural}"),
        body=vote(_by_resource(_body_ballots(index, operations)), "data"),
    )


_SCHEMAS: dict[Role, str] = {
    "create": "{Singular}Create",
    "update": "{Singular}Update",
    "get": "{Singular}Response",
    "list": "{Singular}ListResponse",
}


def _habitual(ballots: Iterable[tuple[str, str, Witness]]) -> Iterator[tuple[str, str, Witness]]:
    """Without what one resource alone is called: `Web{Singular}UpsertRequest` says what it does."""
    cast = list(ballots)
    resources = {resource for resource, _, _ in cast}
    users: dict[str, set[str]] = {}
    for resource, pattern, _ in cast:
        users.setdefault(pattern, set()).add(resource)
    for resource, pattern, witness in cast:
        around = re.sub(r"\{\w+\}", " ", pattern)
        usual = 1 < len(users[pattern]) >= 0.5 * len(resources)
        if usual or all(map(_SCHEMA_WORD.fullmatch, naming.words(around))):
            yield resource, pattern, witness


def _by_resource(ballots: Iterable[tuple[str, V, Witness]]) -> Iterator[tuple[V, Witness]]:
    """One ballot for each resource: of its values the one that is most used anywhere."""
    cast = list(ballots)
    uses = Counter(value for _, value, _ in cast)
    first: dict[str, dict[V, Witness]] = {}
    for resource, value, witness in cast:
        first.setdefault(resource, {}).setdefault(value, witness)
    for values in first.values():
        best = max(values, key=lambda value: uses[value])
        yield best, values[best]


def _function_ballots(operations: Sequence[Operation], role: Role) -> Iterator[tuple[str, str, Witness]]:
    verb = f"(?:{_VERBS[role]})"
    # `admin_list_user_posts` says what one route does, not how routes are called.
    usual = re.compile(rf"{verb}{_EXTRA}(?:_\{{\w+\}})?{_EXTRA}|\{{\w+\}}_{verb}{_EXTRA}")
    for operation in operations:
        name = operation.endpoint.function.name
        pattern = with_placeholders(name, operation.resource) or name
        if operation.role == role and usual.fullmatch(pattern):
            yield operation.resource, pattern, operation.witness


def _schema_ballots(
    index: Index, operations: Sequence[Operation], role: Role
) -> Iterator[tuple[str, str, Witness]]:
    known = {found.target.name for found in index.pydantic}
    resources = sorted(
        ({naming.snake(table.target.name) for table in index.tables} | {each.resource for each in operations})
        - _NO_RESOURCES,
        key=lambda name: (-len(name), name),
    )
    roles = ("get", "create", "update") if role == "get" else (role,)
    for operation in operations:
        for name in _schema_names(operation, role) if operation.role in roles else ():
            words = (operation.resource, *resources) if name in known else ()
            pattern = next((p for word in words if (p := with_placeholders(name, word))), None)
            if role == "get" and pattern and re.search(r"Create|Update", pattern):
                continue  # what one verb answers with
            if role == "create" and pattern and re.search(r"Update|Edit|Patch", pattern):
                continue  # one class for both bodies, or a route that is no create
            if pattern is not None:
                yield operation.resource, pattern, operation.witness
                break


def _schema_names(operation: Operation, role: Role) -> Iterator[str]:
    """The class names that an operation takes (create, update) or answers with."""
    if role in ("create", "update"):
        for parameter in operation.endpoint.function.parameters:
            name = unwrapped(parameter.annotation).rpartition(".")[2]
            if name and name[0].isupper() and "Depends" not in parameter.default:
                yield name
        return
    answer = operation.answer
    subscript = subscript_of(answer)
    envelope = subscript is not None and subscript.base.rpartition(".")[2] not in LISTS
    if role == "get" and subscript and subscript.items and envelope:
        answer = subscript.items[0]
    if "[" not in answer:
        yield answer.rpartition(".")[2]


def _tables(index: Index) -> tuple[TableClass, ...]:
    """The tables of the chosen application; all where it has none of its own."""
    root = f"{index.app_root}/" if index.app_root else ""
    return tuple(table for table in index.tables if table.file.startswith(root)) or index.tables


def _body_ballots(index: Index, operations: Sequence[Operation]) -> Iterator[tuple[str, str, Witness]]:
    """What the parameter that takes a body is called: `payload`, `{singular}_in`."""
    known = {found.target.name for found in index.pydantic}
    for operation in operations:
        if operation.role in ("create", "update"):
            for parameter in operation.endpoint.function.parameters:
                if unwrapped(parameter.annotation).rpartition(".")[2] in known:
                    pattern = with_placeholders(parameter.name, operation.resource) or parameter.name
                    # a row of that name stands beside it in new code
                    if pattern != "{singular}":
                        yield operation.resource, pattern, operation.witness
                    break


def _model_ballots(index: Index) -> Iterator[Ballot]:
    """What stands before or after the singular in the names of table classes."""
    for table in _tables(index):
        words = naming.words(table.target.name)
        name = table.target.name
        marks = ("model", "table", "orm", "db", "entity", "do", "schema")
        if len(words) > 1 and words[-1] in marks:
            pattern = "{Singular}" + name[len(name) - len(words[-1]) :]
        elif len(words) > 1 and words[0] in (*marks, "sys"):
            pattern = name[: len(words[0])] + "{Singular}"
        elif len(words) == 1 and naming.singular(words[0]) != words[0]:
            pattern = "{Plural}"
        else:
            pattern = "{Singular}"
        yield pattern, Witness(table.file, table.class_.line, name)


def _table_ballots(index: Index) -> Iterator[Ballot]:
    bases = {table.base for table in _tables(index) if table.base is not None}
    for base in sorted(bases, key=lambda target: target.file):
        yield from _derived(index, base)
    homes = {parent(endpoint.file) for endpoint in index.endpoints}
    for table in _tables(index):
        named = table.class_.assignment("__tablename__")
        if named is None and table.orm == "sqlmodel" and not _is_derived(index, table):
            # SQLModel makes `orderitem` of OrderItem.
            yield "{singular-joined}", Witness(table.file, table.class_.line, table.class_.name)
        text = string(named.value) if named else None
        if text is None or named is None:
            continue
        witness = Witness(table.file, named.line, text)
        word = re.sub(r"(?<=.)(?:Model|Table|ORM|Entity|DB)$", "", table.target.name)
        pattern = with_placeholders(text.removeprefix(_feature_prefix(homes, table)), naming.snake(word))
        if pattern in ("{plural}", "{singular}") or (pattern and re.fullmatch(r"\w+_\{\w+\}", pattern)):
            yield pattern, witness
        elif text in (word.lower(), naming.singular(text)):
            yield "{singular}", witness
        else:
            yield "{plural}", witness


def _feature_prefix(homes: Collection[str], table: TableClass) -> str:
    """`auth_` of a table in `auth/models.py`, where other features have folders (`homes`) of their own."""
    home = parent(table.file)
    return f"{home.rpartition('/')[2]}_" if home in homes and len(homes) > 1 else ""


def _is_derived(index: Index, table: TableClass) -> bool:
    """Does a class above the table make its name?"""
    above = map(index.files.class_at, index.files.ancestors(table.target))
    return any(class_ is not None and class_.method("__tablename__") is not None for class_ in above)


def _derived(index: Index, base: Target) -> Iterator[Ballot]:
    """What a declarative base makes of the class name."""
    owners = (base, *index.files.ancestors(base))
    for owner in owners:
        class_ = index.files.class_at(owner)
        method = class_.method("__tablename__") if class_ else None
        if method is None:
            continue
        text = " ".join(returned.text for returned in method.returned)
        plural = re.search(r"s[\"']\s*$|[\"']s[\"']|plural", text)
        yield ("{plural}" if plural else "{singular}"), Witness(owner.file, method.line, text[:60])
        return


def _router_ballots(index: Index) -> Iterator[Ballot]:
    takers = {include.receiver for include in index.routing.includes}
    for file in sorted({endpoint.file for endpoint in index.endpoints}):
        here = [key for key in sorted(index.routing.routers) if key.file == file and not key.scope]
        own = [key for key in here if not index.routing.routers[key].is_app and key not in takers]
        # Two routers in a file have to be told apart: their names are no habit.
        if len(own) == 1:
            name = own[0].name
            pattern = next((p for stem in _stems(file) if (p := with_placeholders(name, stem))), name)
            yield pattern, Witness(file, index.routing.routers[own[0]].line, name)


def _stems(path: str) -> list[str]:
    """The words a router's variable may hold: of its file, its folder."""
    parts = path.removesuffix(".py").split("/")
    words = [
        re.sub(r"_?(?:routers?|routes?|views?|api|controller|endpoints?|handlers?)$", "", part)
        for part in parts[-2:]
    ]
    return [naming.singular(word) for word in reversed(words) if word]


def _path_ballots(collections: Sequence[Operation], mount: str) -> Iterator[Ballot]:
    """How a resource's own path is made: with what most say in front of it, as `/v1/{plural}`."""
    found: dict[str, tuple[str, str, Witness]] = {}
    for operation in collections:
        before, _, last = operation.path.rstrip("/").rpartition("/")
        if operation.resource in found or naming.singular(last) != operation.resource:
            continue
        plural = naming.snake(last) == naming.plural(operation.resource)
        front = before.removeprefix(mount.rstrip("/"))
        found[operation.resource] = (front, "/{plural}" if plural else "/{singular}", operation.witness)
    fronts = Counter(front for front, _, _ in found.values())
    usual = max(fronts, key=lambda front: fronts[front], default="")
    said = usual if 2 * fronts[usual] > len(found) and fronts[usual] > 1 and "{" not in usual else ""
    for _, pattern, witness in found.values():
        yield f"{said}{pattern}", witness


def _case_ballots(operations: Sequence[Operation]) -> Iterator[tuple[Literal["kebab", "snake"], Witness]]:
    seen = set()
    for operation in operations:
        for segment in operation.path.split("/"):
            if segment in seen or "{" in segment:
                continue
            seen.add(segment)
            if "-" in segment.strip("-"):
                yield "kebab", operation.witness
            elif "_" in segment.strip("_"):
                yield "snake", operation.witness


def _slash_ballots(operations: Sequence[Operation]) -> Iterator[tuple[str, bool, Witness]]:
    for operation in operations:
        yield operation.resource, operation.path.endswith("/"), operation.witness


def _tag_ballots(index: Index, operations: Sequence[Operation]) -> Iterator[Ballot]:
    tags = _router_tags(index)
    seen = set()
    for operation in operations:
        router = operation.endpoint.router
        own = _strings(operation.endpoint.call.keyword("tags"))
        for tag in own or (tags.get(router, ()) if router else ()):
            pattern = _tag_pattern(tag, operation.resource)
            if pattern and (operation.resource, pattern) not in seen:
                seen.add((operation.resource, pattern))
                yield pattern, operation.witness


def _router_tags(index: Index) -> dict[object, tuple[str, ...]]:
    found: dict[object, tuple[str, ...]] = {}
    for key, router in index.routing.routers.items():
        if not router.is_app:
            found[key] = _strings(router.call.keyword("tags"))
    for include in index.routing.includes:
        if include.router is not None and not found.get(include.router):
            found[include.router] = _strings(include.call.keyword("tags"))
    return found


def _strings(text: str | None) -> tuple[str, ...]:
    if not text or text[0] not in "[(":
        return ()
    return tuple(value for item in split_items(text[1:-1]) if (value := string(item)))


def _tag_pattern(tag: str, resource: str) -> str | None:
    """`Posts` -> `{Plural}`; None where the tag does not name the resource."""
    words = naming.snake(tag.replace("_", " "))
    if naming.singular(words) != naming.singular(resource):
        return None
    number = "Plural" if words == naming.plural(resource) else "Singular"
    return "{" + (number if tag[:1].isupper() else number.lower()) + "}"
