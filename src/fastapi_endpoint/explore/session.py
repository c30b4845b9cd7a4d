"""How an endpoint gets its database session, and who commits. Judged by use, never by name alone."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Session, Symbol, Witness
from fastapi_endpoint.explore.connections import gives_connection
from fastapi_endpoint.explore.documents import line_of, lines_with
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.uses import Use, alias_of, by_call
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.source.expression import unquoted
from fastapi_endpoint.source.literals import literal
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.resolve import Target

_SESSION_TYPE = re.compile(
    r"\b(AsyncSession|Session|scoped_session|async_scoped_session|DbSession|SQLASession)\b"
)
_CONNECTION_TYPE = re.compile(r"\b(AsyncConnection|Connection|Database|AsyncIOMotorDatabase|AsyncDatabase)\b")
_SESSION_NAME = re.compile(r"(?i)(^|_)(db|session|database|uow)($|_)|session|get_db")
_MAKERS = re.compile(
    r"(?i:session_?maker|session_?factory|session_?local|make_session|^async_session$)|^(?:Async)?Session$"
)
_COMMITTER = re.compile(rb"def \w*commit\w*\(")
_KEPT_TEXT = r"request\.state\.(?:\w*_)?(?:db|conn|connection|session)(?:_\w+)?\s*=(?!=)"
_KEPT = re.compile(_KEPT_TEXT.encode())
_READ = re.compile(rb"request\.state\.(?:\w*_)?(?:db|conn|connection|session)(?:_\w+)?\b(?!\s*=[^=])")
_FACTORIES = ("sessionmaker", "async_sessionmaker")
_CONNECTED = ("tortoise", "beanie", "peewee")
_ORM_LEVEL = (*_CONNECTED, "raw_sql")

Commit = Literal["endpoint", "crud", "dependency", "helper"]


class Candidate(Struct, frozen=True):
    """A dependency that gives a session, with all of its uses."""

    target: Target
    uses: tuple[Use, ...]
    function: Function | None
    strength: int

    @property
    def at_endpoints(self) -> int:
        """How many uses are in endpoints."""
        return sum(1 for use in self.uses if use.where == "endpoint")


def session_candidates(index: Index) -> list[Candidate]:
    """The session dependencies, the most used first."""
    live = {(endpoint.file, endpoint.function.name) for endpoint in index.endpoints}
    by_target: dict[Target, list[Use]] = defaultdict(list)
    for use in index.uses:
        if not is_aside(use.file) and (
            use.where != "endpoint" or not live or (use.file, use.function) in live
        ):
            by_target[use.target].append(use)
    found = []
    for target, uses in by_target.items():
        function = index.files.function_at(target)
        strength = _strength(index, target, uses, function)
        if strength:
            found.append(Candidate(target, tuple(uses), function, strength))
    return sorted(found, key=lambda c: (c.strength < 2, -c.at_endpoints, -len(c.uses), c.target.dotted))


def _strength(index: Index, target: Target, uses: list[Use], function: Function | None) -> int:
    """0: gives no session; 1: by its name; 2: by a type or by what it does."""
    if not target.file:
        return 0
    returned = function.returns if function else ""
    annotated = any(_is_session_type(text) for text in (returned, *(use.annotation for use in uses)))
    if annotated or gives_connection(index, target, function, uses):
        return 2
    named = _SESSION_NAME.search(target.last) is not None
    if function is None or (not named and (returned or any(use.annotation for use in uses))):
        return 0
    given = (*function.body.yields, *function.returned)
    made = function.says(b"ession", b"ESSION") and any(
        _MAKERS.search(call.last) for call in function.body.calls
    )
    if given and made:
        return 2
    stored = any("request.state" in found.text for found in given)
    connection = any(_CONNECTION_TYPE.search(text) for text in (returned, uses[0].annotation))
    if named and (stored or connection):
        return 2
    return 1 if named and function.body.yields else 0


def _is_session_type(text: str) -> bool:
    text = unquoted(text)
    if not _SESSION_TYPE.search(text):
        return False
    head = text.partition("[")[0].rpartition(".")[2].strip()
    if _SESSION_TYPE.fullmatch(head):
        return True
    return head in (
        "AsyncGenerator",
        "Generator",
        "AsyncIterator",
        "Iterator",
        "Iterable",
        "AsyncIterable",
        "Optional",
        "async_scoped_session",
        "scoped_session",
    ) or (" | " in text)


def detect_session(index: Index, orm: str) -> Session:
    """Every field of `Session`."""
    candidates = session_candidates(index)
    if orm in _CONNECTED:  # what is only named like a session is none
        candidates = [candidate for candidate in candidates if candidate.strength == 2]
    best = _best(candidates)
    if best is None:
        return _without(index, orm)
    how = _how(index, best)
    rivals = tuple(
        Witness(use.file, use.line, rival.target.dotted)
        for rival in candidates
        if rival is not best
        for use in rival.uses[:2]
    )
    uses = [use for use in best.uses if use.where == "endpoint"] or list(best.uses)
    witnesses = tuple(Witness(use.file, use.line) for use in uses[:12])
    total = sum(c.at_endpoints for c in candidates) or len(best.uses)
    share = (best.at_endpoints or len(best.uses)) / total
    sure = share >= 0.8 or (share > 0.5 and total < 5 and len(candidates) == 1)
    commit, helper = _commit(index, best)
    return Session(
        how=Fact(value=how, confidence="high" if how == "depends" else "low", witnesses=witnesses[:4]),
        dependency=Fact(
            value=index.symbol(best.target),
            confidence="high" if sure else "low",
            witnesses=witnesses,
            against=rivals[:8],
        ),
        alias=_alias(index, uses),
        is_async=_is_async(best, uses, orm),
        parameter=vote(
            ((use.parameter, Witness(use.file, use.line)) for use in uses if use.parameter), "session"
        ),
        commit=commit,
        commit_helper=helper,
        expire_on_commit=_expires(index, best),
        closed=_closed(best),
        by_call=by_call(index.files, best.target, uses),
    )


def _best(candidates: list[Candidate]) -> Candidate | None:
    """Most uses in endpoints; where endpoints hold none, most uses in other dependencies."""
    strong = [candidate for candidate in candidates if candidate.strength == 2] or candidates
    return max(strong, key=lambda c: (c.at_endpoints, len(c.uses)), default=None)


def _how(index: Index, best: Candidate) -> str:
    module = index.files.module(best.target.file)
    if module and best.strength < 2 and any(found.module == "contextvars" for found in module.imports):
        return "contextvar"
    body = best.function.body if best.function else None
    told = (*body.returns, *body.yields) if body else ()
    if any("request.state" in found.text or "request.scope" in found.text for found in told):
        return "middleware"
    return "depends"


def _alias(index: Index, uses: list[Use]) -> Fact[Symbol | None]:
    ballots = [
        (index.symbol(alias) if (alias := alias_of(use)) else None, Witness(use.file, use.line))
        for use in uses
    ]
    return vote(ballots, None)


def _is_async(best: Candidate, uses: list[Use], orm: str) -> Fact[bool]:
    texts = [(use.annotation, Witness(use.file, use.line)) for use in uses if use.annotation]
    ballots = [
        ("Async" in text or "async_" in text, where) for text, where in texts if _SESSION_TYPE.search(text)
    ]
    if not ballots and best.function is not None:
        where = Witness(best.target.file, best.function.line)
        ballots = [("Async" in best.function.returns or best.function.is_async, where)]
    return vote(ballots, orm.endswith("_async"))


def _closed(best: Candidate) -> Fact[bool]:
    """Is a session closed after the request? Not where the dependency makes one and returns it."""
    body = best.function.body if best.function else None
    if best.function is None or body is None or body.yields or body.withs:
        return Fact(value=True, origin="default")
    made = any(_MAKERS.search(call.last) or "scoped_session" in call.last for call in body.calls)
    if not (made and body.returns):
        return Fact(value=True, origin="default")
    return Fact(value=False, witnesses=(Witness(best.target.file, best.function.line),))


def _expires(index: Index, best: Candidate) -> Fact[bool | None]:
    """Does the session factory near the dependency expire objects on commit?"""
    places = [best.target.file, *(path for path in index.files.modules if path != best.target.file)]
    for path in places:
        module = index.files.module(path)
        for call in module.every_call(*(name.encode() for name in _FACTORIES)) if module else ():
            if call.last in _FACTORIES:
                given = call.keyword("expire_on_commit")
                value = literal(given) if given else True
                if isinstance(value, bool):
                    return Fact(value=value, witnesses=(Witness(path, call.line),))
    return Fact(value=None, confidence="low", origin="default")


def _commit(index: Index, best: Candidate) -> tuple[Fact[Commit], Fact[Symbol | None]]:
    """Where `commit` is called: by endpoints, by what they call, by the dependency, or through a helper."""
    helpers: dict[Target, list[Witness]] = defaultdict(list)
    ballots: list[tuple[Commit, Witness]] = []
    in_dependency = _in_dependency(index, best)
    if in_dependency is not None:
        return Fact(value="dependency", witnesses=(in_dependency,)), Fact(value=None)
    endpoints = {(endpoint.file, endpoint.function.line) for endpoint in index.routing.endpoints}
    committers = _committers(index)
    names = {target.name for target in committers}
    for path in index.files.modules:
        if is_aside(path):
            continue
        for scope in index.files.scopes(path):
            if scope.function is None:
                continue
            is_endpoint = (path, scope.function.line) in endpoints
            for called, line in scope.inside.calls_of({"commit", *names}):
                here = Witness(path, line)
                if called.endswith(".commit"):
                    if (path, scope.name) not in {(target.file, target.name) for target in committers}:
                        ballots.append(("endpoint" if is_endpoint else "crud", here))
                elif called.rpartition(".")[2] in names:
                    target = index.files.target(path, called)
                    if target in committers:
                        helpers[target].append(here)
                        ballots.append(("helper", here))
    ballots += _commits_elsewhere(index, committers)
    fact = vote(ballots, "crud")
    if fact.value != "helper":
        return fact, Fact(value=None)
    helper = max(helpers, key=lambda target: len(helpers[target]))
    return fact, Fact(value=index.symbol(helper), witnesses=tuple(helpers[helper][:8]))


def _in_dependency(index: Index, best: Candidate) -> Witness | None:
    """Where the dependency commits: itself, or by the context manager that it opens around its `yield`."""
    function = best.function
    if function is None:
        return None
    if _commits(function):
        return Witness(best.target.file, function.line)
    for text in (each.text for each in function.body.withs if function.body.yields):
        placed = index.files.placed_function(index.files.target(best.target.file, text.partition("(")[0]))
        if placed is not None and placed[1].body.yields and _commits(placed[1]):
            return Witness(placed[0], placed[1].line)
    return None


def _commits_elsewhere(index: Index, committers: frozenset[Target]) -> Iterator[tuple[Commit, Witness]]:
    """Commits in files that hold no router, table or dependency: services and the like."""
    holding = {target.file for target in committers}
    for path in index.files.mentioning(".commit("):
        if path in index.files.modules or path in index.files.migrations or path in holding or is_aside(path):
            continue
        data = index.tree.read(path)
        for start, end in lines_with(data, b".commit("):
            if not data[start:end].lstrip().startswith(b"#"):
                yield "crud", Witness(path, data.count(b"\n", 0, start) + 1)


def _commits(function: Function) -> bool:
    """Does it commit: itself, or by the block of a transaction (`async with maker.begin()`)?"""
    if function.says(b".begin(") and function.body.yields:
        return any(re.search(r"\.begin\(\s*\)", each.text) for each in function.body.withs)
    return any(called.endswith(".commit") for called, _ in function.inside.calls_of({"commit"}))


def _committers(index: Index) -> frozenset[Target]:
    """Functions that take a session and do little more than commit it."""
    found: set[Target] = set()
    for path in index.files.mentioning(".commit("):
        if path in index.files.migrations or not _COMMITTER.search(index.tree.read(path)):
            continue
        module = index.files.module(path)
        name = index.files.resolver.module_name(path)
        found |= {
            Target(path, name, function.name)
            for function in (module.functions if module else ())
            if _is_helper(function) and _commits(function)
        }
    return frozenset(found)


def _is_helper(function: Function) -> bool:
    required = [
        parameter for parameter in function.parameters if not parameter.default and not parameter.kind
    ]
    if len(required) != 1 or "commit" not in function.name or function.decorators:
        return False
    calls = {call.last for call in function.body.calls}
    return calls <= {
        *("commit", "rollback", "in_transaction", "refresh", "flush"),
        *("exception", "error", "warning"),
    }


def _by_middleware(index: Index) -> tuple[Witness, ...]:
    """Where endpoints find a session or connection in the request that carries it."""
    paths = index.files.mentioning("request.state.")
    kept = [path for path in paths if _KEPT.search(index.tree.read(path)) and not is_aside(path)]
    read = any(_READ.search(index.tree.read(path)) for path in paths)
    return tuple(Witness(path, line_of(index.tree.text(path), _KEPT_TEXT)) for path in kept) if read else ()


def _without(index: Index, orm: str) -> Session:
    """No dependency gives a session."""
    how = "other"
    sure: Literal["high", "low"] = "low"
    handed = _by_middleware(index)
    if handed:
        how = "middleware"
    elif orm in _ORM_LEVEL:
        how = "global"
        sure = "low" if orm == "raw_sql" else "high"  # tables of the others carry their connection
    elif orm == "other":
        how = "global"
    elif orm == "none":
        sure = "high" if index.reach.app is not None else "low"
    elif any("contextvars" in (i.module for i in module.imports) for module in index.files.modules.values()):
        how = "contextvar"
    missing: Fact[Symbol | None] = Fact(value=None, confidence=sure, origin="default")
    return Session(
        how=Fact(value=how, confidence=sure, witnesses=handed, origin="default"),
        dependency=missing,
        alias=Fact(value=None, origin="default"),
        is_async=Fact(value=orm.endswith("_async") or orm in ("tortoise", "beanie"), origin="default"),
        parameter=Fact(value="session", origin="default"),
        commit=Fact(value="crud", confidence="low", origin="default"),
        commit_helper=Fact(value=None, origin="default"),
    )
