"""Pytest fixtures, told by what they do: which gives a client, which a session, which a signed-in caller."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, FixtureSeen, Witness
from fastapi_endpoint.explore.documents import parent
from fastapi_endpoint.explore.files import is_test
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.module import Function, Module
from fastapi_endpoint.source.statements import Decorator
from fastapi_endpoint.source.tree import SourceTree

Read = Callable[[str], Module]
Client = Literal["TestClient", "AsyncClient"]
Handed = Literal["headers", "token", "client"]

_CLIENTS: tuple[Client, ...] = ("TestClient", "AsyncClient")
_SESSION_TYPE = re.compile(r"(?:^|[\[., |\"'])(?:\w*\.)*(?:Async|Scoped|async_scoped_)?[Ss]ession\b")
_SESSION_CALL = re.compile(r"(?:^|[._])(?:async_?)?session(?:local|_?factory|_maker)?\d*$", re.IGNORECASE)
_SIGNED = re.compile(r"Authorization|[Bb]earer|login|sign_?in|token|X-API-Key|api_key")
_SIGNED_NAME = re.compile(r"auth|logged|signed|superuser|admin")
_FOLLOWED = 40
_SIGNATURE = re.compile(rb"def \w+\(([^)]*)\)")
_PARAMETER = re.compile(rb"(?:^|,)\s*(\w+)")
_CALLER_TOKEN = re.compile(
    r"(?:(?:access|auth|api|jwt|bearer|login|valid|test|default|normal|regular|first|second|logged_in|super|admin"
    r"|superuser|user|manager|staff|client|customer|authenticated)_?)*tokens?(?:_?\d)?"
)
_ADMIN = re.compile(r"admin|super|manager|staff|root|moderator")
_NOT_SIGNED = re.compile(r"expired|invalid|unauth|anonym|wrong|bad|inactive|no_auth|mock|fake")


class Fixture(Struct, frozen=True, kw_only=True):
    """One fixture: the name tests ask for, where it is, and what it hands out.

    `clients` are the names that clients go by in its file.
    """

    name: str
    file: str
    line: int
    function: Function
    text: str
    clients: tuple[bytes, ...] = ()
    uses: int = 0


def fixtures_of(module: Module, path: str, text: str, uses: dict[str, int]) -> list[Fixture]:
    """The fixtures of one file, with how many tests and fixtures ask for each."""
    if "fixture" not in text:
        return []
    lines = text.splitlines()
    found = []
    for function in module.every_function():
        decorator = next((d for d in function.decorators if d.name.rpartition(".")[2] == "fixture"), None)
        if decorator is None:
            continue
        name = _given_name(decorator) or function.name
        body = "\n".join(lines[function.line - 1 : function.end_line])
        found.append(
            Fixture(
                name=name,
                file=path,
                line=function.line,
                function=function,
                text=body,
                clients=client_words(module),
                uses=uses.get(name, 0),
            )
        )
    return found


def seen(fixture: Fixture) -> FixtureSeen:
    """What generated tests may know of it."""
    return FixtureSeen(
        name=fixture.name,
        file=fixture.file,
        parameters=tuple(parameter.name for parameter in fixture.function.parameters),
        returns=fixture.function.returns,
    )


def _given_name(decorator: Decorator) -> str | None:
    return string(decorator.call.keyword("name")) if decorator.call else None


def client_words(module: Module) -> tuple[bytes, ...]:
    """The names that clients go by in a file: nothing that says none of them makes one."""
    renamed = (found.bound for found in module.imports if found.name in _CLIENTS)
    defined = (found.name for found in module.classes if client_class(module, found.name))
    return tuple(name.encode() for name in (*_CLIENTS, *renamed, *defined))


def clients_called(module: Module) -> Iterator[tuple[Client, int]]:
    """Each client that is made in a file, and the line that makes it."""
    names = {word.decode() for word in client_words(module)}
    for inside in (module.inside, *(function.inside for function in module.callables())):
        for called, line in inside.calls_of(names):
            client = client_class(module, called)
            if client is not None:
                yield client, line


def client_class(module: Module, name: str) -> Client | None:
    """Which client a called name is, through imports under another name and subclasses of the same file."""
    last = name.rpartition(".")[2]
    for client in _CLIENTS:
        if last == client:
            return client
    imported = module.import_(last)
    if imported is not None:
        return next((client for client in _CLIENTS if imported.name == client), None)
    defined = module.class_(last)
    for base in defined.bases if defined else ():
        found = client_class(module, base) if base != last else None
        if found:
            return found
    return None


def gives_client(fixture: Fixture, module: Module) -> Client | None:
    """The client that a fixture hands out, or None."""
    if fixture.function.says(*fixture.clients):
        for call in fixture.function.body.calls:
            found = client_class(module, call.function)
            if found:
                return found
    return next((client for client in _CLIENTS if client in fixture.function.returns), None)


def gives_session(fixture: Fixture) -> bool:
    """Does it hand out a database session? By its annotation, else by what it yields or returns."""
    function = fixture.function
    if function.returns:
        inner = function.returns
        if _SESSION_TYPE.search(inner) and "maker" not in inner.lower():
            return True
    if not function.says(b"ession", b"ESSION"):
        return False
    given = {each.text for each in (*function.body.yields, *function.returned)}
    for assignment in function.body.assignments:
        if assignment.target in given and assignment.call and _SESSION_CALL.search(assignment.call.function):
            return True
    for statement in function.body.withs:
        match = re.match(r"\s*([\w.]+)\(.*\)\s+as\s+(\w+)", statement.text, re.DOTALL)
        if match and match[2] in given and _SESSION_CALL.search(match[1]):
            return True
    return any(
        re.fullmatch(r"(?:await )?[\w.]*[sS]ession(?:Local|_factory|maker)?\(\)", text) for text in given
    )


def signs_in(fixture: Fixture, module: Module) -> Handed | None:
    """What it hands out for a signed-in caller: headers, a token, a client that sends one; or None."""
    name, text = fixture.name, fixture.text
    if _NOT_SIGNED.search(name) or not (_SIGNED.search(text) or _SIGNED_NAME.search(name)):
        return None
    given = " ".join(each.text for each in (*fixture.function.body.yields, *fixture.function.returned))
    is_client = "client" in name or gives_client(fixture, module) is not None
    sends = re.search(r"Authorization|cookies|headers|login", text) is not None
    kinds: tuple[tuple[Handed, bool], ...] = (
        ("client", is_client and (sends or _SIGNED_NAME.search(name) is not None)),
        (
            "headers",
            re.search(r"[\"'](?:Authorization|X-API-Key)[\"']\s*:", given, re.IGNORECASE) is not None,
        ),
        ("headers", "header" in name),
        (
            "token",
            _CALLER_TOKEN.fullmatch(name) is not None and re.search(r"token|json\(\)", given) is not None,
        ),
    )
    return next((kind for kind, holds in kinds if holds), None)


def best_client(fixtures: Sequence[Fixture], read: Read) -> Fact[str | None]:
    """The fixture whose client most tests ask for, not signed in where there is one such."""
    found = []
    for fixture in fixtures:
        module = read(fixture.file)
        client = gives_client(fixture, module)
        if client:
            signed = signs_in(fixture, module) == "client"
            found.append((signed, -fixture.uses, "client" not in fixture.name, fixture, client))
    return _first([(key[:3], key[3], key[4]) for key in found])


def best_session(fixtures: Sequence[Fixture]) -> Fact[str | None]:
    """The fixture whose session most tests ask for."""
    found = [fixture for fixture in fixtures if gives_session(fixture)]
    named = re.compile(r"session|db|conn")
    if found:
        return _first([((-f.uses, not named.search(f.name)), f, "session") for f in found])
    called = [f for f in fixtures if re.search(r"(?:^|_)session$|^db$", f.name)]
    fact = _first([((-f.uses,), f, "session by its name") for f in called])
    return Fact(
        value=fact.value,
        confidence="low" if called else "high",
        witnesses=fact.witnesses,
        against=fact.against,
    )


def best_auth(fixtures: Sequence[Fixture], read: Read) -> Fact[str | None]:
    """The fixture that signs in an ordinary caller; the witness's note says what it hands out."""
    found = []
    for fixture in fixtures:
        kind = signs_in(fixture, read(fixture.file))
        if kind:
            found.append(((bool(_ADMIN.search(fixture.name)), -fixture.uses, fixture.name), fixture, kind))
    return _first(found)


def _first(found: Sequence[tuple[tuple[object, ...], Fixture, str]]) -> Fact[str | None]:
    if not found:
        return Fact(value=None)
    ordered = sorted(found, key=lambda each: (each[0], each[1].file, each[1].line))
    _, winner, note = ordered[0]
    return Fact(
        value=winner.name,
        witnesses=(Witness(winner.file, winner.line, note),),
        against=tuple(Witness(f.file, f.line, f.name) for _, f, _ in ordered[1:8]),
    )


def uses_of(sources: Sequence[bytes]) -> dict[str, int]:
    """How often each name is asked for as a parameter in the sources of test files."""
    count: Counter[bytes] = Counter()
    for source in sources:
        for parameters in _SIGNATURE.findall(source):
            if parameters:
                count.update(_PARAMETER.findall(parameters))
    uses: Counter[str] = Counter()
    for name, times in count.items():
        uses[name.decode("utf-8", "replace")] += times
    return uses


def fixture_modules(tree: SourceTree, conftests: Sequence[str], read: Read) -> list[str]:
    """The conftests, and the files that they import fixtures from; the application is not followed."""
    paths = frozenset(path for path in tree.paths() if path.endswith(".py"))
    found: list[str] = []
    pending = list(conftests)
    while pending and len(found) < _FOLLOWED:
        path = pending.pop(0)
        if path in found or not (is_test(path) or b"fixture" in tree.read(path)):
            continue
        found.append(path)
        module = read(path)
        imported = [(f"{i.module}.{i.name}".rstrip(".*"), i.level) for i in module.imports]
        plugins = module.assignment("pytest_plugins")
        imported += [
            (name, 0) for name in re.findall(r"[\"']([\w.]+)[\"']", plugins.value if plugins else "")
        ]
        for name, level in imported:
            pending += _files(name, level, path, paths)
    return found


def _files(name: str, level: int, path: str, paths: frozenset[str]) -> list[str]:
    """The files a dotted name may mean, looked up from the importing file upwards."""
    folder = parent(path)
    for _ in range(max(level - 1, 0)):
        folder = parent(folder)
    parts = name.split(".")
    for length in (len(parts), len(parts) - 1):
        stem = "/".join(parts[:length])
        base: str | None = folder
        while stem and base is not None:
            for candidate in (f"{stem}.py", f"{stem}/__init__.py"):
                whole = f"{base}/{candidate}" if base else candidate
                if whole in paths:
                    return [whole]
            base = parent(base) if base and not level else None
    return []
