"""The routes of the application as operations on resources: list, create, get, update, delete.

What a habit of naming or answering is voted on: one resource is one voice, however many routes it has.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from fastapi_endpoint import naming
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.routing import Endpoint, Key
from fastapi_endpoint.explore.texts import path_value
from fastapi_endpoint.source.expression import subscript_of, unquoted

Role = Literal["list", "create", "get", "update", "delete"]

ROLES: tuple[Role, ...] = ("list", "create", "get", "update", "delete")
LISTS = frozenset({"list", "List", "Sequence", "Iterable", "set", "tuple", "Tuple", "Set"})
_WRAPPERS = frozenset({"Optional", "Annotated", "Union", "Awaitable"})
_ACCOUNT = re.compile(
    r"log_?in|log_?out|token|password|register|sign_?(?:in|up)|verify|refresh|webhook|upload"
)
_ASIDE = frozenset({"metrics", "stats", "statistics", "status", "settings", "analytics", "docs"})
_DOING = re.compile(
    r"(?:add|block|bulk|check|create|delete|export|from|get|import|mark|merge|purge|remove|reset|send|set|sync|update"
    r"|validate|verify)[-_]"
)
_BY_VERB: dict[str, Role] = {"put": "update", "patch": "update", "delete": "delete"}
_DEPTH = 8
_MANY = re.compile(r"(?:^|_)(?:list|all|many|multi|index|search|paginated?)(?:_|$)")


class Operation(Struct, frozen=True, kw_only=True):
    """One route that reads or changes rows of one resource.

    `path` is the whole path as far as it is known, `resource` the singular in snake case, `answer` the text
    of what it answers with ("" where nothing says).
    """

    role: Role
    endpoint: Endpoint
    path: str
    resource: str
    answer: str

    @property
    def witness(self) -> Witness:
        """Where the route is."""
        return Witness(self.endpoint.file, self.endpoint.line, self.endpoint.function.name)


def find_operations(index: Index) -> tuple[Operation, ...]:
    """The operations of the chosen application, in order of files and lines."""
    return tuple(_operations(index))


def _operations(index: Index) -> Iterator[Operation]:
    known = {naming.snake(table.target.name) for table in index.tables}
    for endpoint in index.endpoints:
        if endpoint.path is None and endpoint.path_text:
            continue
        path = whole_path(index, endpoint)
        segments = [segment for segment in path.split("/") if segment]
        answer = answer_of(endpoint)
        role = _role(endpoint, segments, answer, known)
        resource = _resource(segments)
        if role is not None and resource and not _ACCOUNT.search(endpoint.function.name):
            yield Operation(role=role, endpoint=endpoint, path=path, resource=resource, answer=answer)


def whole_path(index: Index, endpoint: Endpoint) -> str:
    """The path with the prefixes in front of it; parts that only a run would tell are left out."""
    return front_of(index, endpoint) + (endpoint.path or "")


def front_of(index: Index, endpoint: Endpoint) -> str:
    """What stands in front of an endpoint's own path, as far as it is known."""
    fronts = index.reach.paths.get(endpoint.router, ()) if endpoint.router else ()
    front = next((text for text in fronts if text is not None), None)
    if front is None and endpoint.router is not None:
        front = _known_front(index, endpoint.router, 0)
    return front or ""


def _known_front(index: Index, key: Key, depth: int) -> str:
    router = index.routing.routers.get(key)
    if router is None or router.is_app or depth > _DEPTH:
        return ""
    own = path_value(index.files, key.file, router.prefix) if router.prefix else ""
    for include in index.routing.includes:
        if include.router == key:
            given = path_value(index.files, include.file, include.prefix) if include.prefix else ""
            above = _known_front(index, include.receiver, depth + 1) if include.receiver else ""
            return above + (given or "") + (own or "")
    return own or ""


def answer_of(endpoint: Endpoint) -> str:
    """The text of the response model: of the decorator, else of the function's annotation."""
    given = endpoint.call.keyword("response_model")
    text = given if given not in (None, "None") else endpoint.function.returns
    return unwrapped(text or "")


@lru_cache(maxsize=4096)
def unwrapped(text: str) -> str:
    """`Optional[User]`, `User | None` and `Annotated[User, ...]` -> `User`."""
    text = unquoted(text.strip())
    parts = [part.strip() for part in text.split("|")] if "[" not in text else [text]
    named = [part for part in parts if part != "None"]
    if len(named) == 1:
        text = named[0]
    subscript = subscript_of(text)
    if subscript and subscript.base.rpartition(".")[2] in _WRAPPERS and subscript.items:
        return unwrapped(subscript.items[0])
    return text


def is_list(answer: str) -> bool:
    """Is it a bare list of something?"""
    subscript = subscript_of(answer)
    return answer in ("list", "List") or bool(subscript and subscript.base.rpartition(".")[2] in LISTS)


def _is_parameter(segment: str) -> bool:
    return segment.startswith("{")


def _role(endpoint: Endpoint, segments: list[str], answer: str, known: set[str]) -> Role | None:
    named = next((segment for segment in reversed(segments) if not _is_parameter(segment)), "")
    if not named or named in _ASIDE or _DOING.match(named):
        return None
    if _is_parameter(segments[-1]):
        return _role_of_row(endpoint, segments, answer)
    many = naming.singular(segments[-1]) != naming.snake(segments[-1])
    if endpoint.verb == "get":
        shown = is_list(answer) or _container(answer) or _MANY.search(endpoint.function.name) is not None
        return "list" if many or (shown and naming.singular(segments[-1]) in known) else None
    if endpoint.verb == "post":
        return "create" if many or naming.singular(segments[-1]) in known else None
    return None


def _role_of_row(endpoint: Endpoint, segments: list[str], answer: str) -> Role | None:
    if endpoint.verb != "get":
        return _BY_VERB.get(endpoint.verb)
    many = is_list(answer) or _container(answer) or _MANY.search(endpoint.function.name)
    if not many:
        return "get"
    # `/{username}/` lists what the segment before it names
    return "list" if len(segments) > 1 else None


def _container(answer: str) -> bool:
    base = answer.partition("[")[0].rpartition(".")[2]
    return re.search(r"Page|Pagina|List|Collection", base) is not None


def _resource(segments: list[str]) -> str:
    named = [segment for segment in segments if not _is_parameter(segment) and "{" not in segment]
    return naming.singular(named[-1]) if named else ""


@lru_cache(maxsize=4096)
def with_placeholders(name: str, resource: str) -> str | None:
    """The name with the resource in it replaced: `create_brand` -> `create_{singular}`; None without it.

    CapWords names take `{Singular}` and `{Plural}`, others `{singular}` and `{plural}`.
    """
    many = naming.plural(resource)
    capital = name[:1].isupper()
    forms = (
        ((naming.pascal(many), "{Plural}"), (naming.pascal(resource), "{Singular}"))
        if capital
        else ((many, "{plural}"), (resource, "{singular}"))
    )
    for form, placeholder in forms:
        if form not in name:
            continue
        before, after = ("", naming.LETTERS) if capital else (naming.LOWER, naming.LOWER)
        replaced, count = naming.replace_word(name, form, placeholder, before=before, after=after)
        if count == 1:
            return replaced
    return None
