"""How routers get into the application, and how the next one should."""

import re
from collections import Counter, defaultdict
from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Registration, Witness
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.resources import Nouns
from fastapi_endpoint.explore.routing import Include
from fastapi_endpoint.explore.texts import path_value
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.naming import singular
from fastapi_endpoint.source.literals import string

Form = Literal["module", "alias", "name"]
_BEGUN = re.compile(r"""f(["'])\{(?P<first>[A-Za-z_][\w.]*)\}/[^{}]*\1""")
_WORD = re.compile(r"[A-Za-z]")
_DYNAMIC_SCOPES = ("", "router", "r", "route", "self.router")


class _Group(Struct, frozen=True):
    """Includes of one receiver in one file."""

    file: str
    receiver_text: str
    includes: tuple[Include, ...]

    @property
    def places(self) -> tuple[Witness, ...]:
        return tuple(Witness(include.file, include.line) for include in self.includes[:8])


def detect_registration(index: Index, nouns: Nouns) -> Registration:
    """Every field of `Registration`."""
    group = _main_group(index)
    if group is None:
        return _without_includes(index)
    style = _style(index, group)
    forms = [_arrival(index, nouns, include) for include in group.includes]
    known = [form for form in forms if form is not None]
    # one import statement has one voice, however many routers it brings
    form = vote({found.where: (found.form, found.where) for found in known}.values(), "alias")
    same = [found for found in known if found.form == form.value]
    best = [found for found in same if found.noun in nouns.names] or same
    written = any(include.form == "include" for include in group.includes)  # not only the turns of a loop
    editable = style in ("app.include_router", "aggregated api_router") and bool(known) and written
    places = group.places
    return Registration(
        file=Fact(value=group.file, confidence=_file_confidence(index, group), witnesses=places),
        style=Fact(value=style, confidence=_style_confidence(group, style), witnesses=places),
        receiver=Fact(value=group.receiver_text, witnesses=places),
        editable=Fact(value=editable, witnesses=places),
        import_form=form,
        import_from=vote(((found.module, found.where) for found in best), ""),
        alias=vote(((found.alias, found.where) for found in best), "{singular}_router"),
        prefix=_prefix(group),
        prefix_on=_prefix_on(index, group),
        tags_on=_tags_on(index, group),
        mount=_mount(index, group),
    )


def _main_group(index: Index) -> _Group | None:
    """Where a new router would be included: the receiver that takes in most routers with routes."""
    reach = index.reach
    groups: dict[tuple[str, str], list[Include]] = defaultdict(list)
    for include in index.routing.includes:
        live = include.receiver in reach.reached or include.receiver is None
        if live and include.form != "mount":
            groups[include.file, include.receiver_text].append(include)
    if not groups:
        return None
    holding = {endpoint.router for endpoint in index.endpoints if endpoint.router}
    with_routes = index.reach.leading(holding)

    def weight(key: tuple[str, str]) -> tuple[int, int, int, int, tuple[str, str]]:
        members = groups[key]
        known = any(include.receiver in reach.reached for include in members)
        inner = key[0].rpartition("/")[0]
        covered = sum(1 for include in members if include.router in with_routes)
        # Of receivers with equally many, the one whose routers hold the routes themselves.
        direct = sum(1 for include in members if include.router in holding)
        return (-int(known), -covered, -direct, -len(members), (inner, key[1]))

    best = min(groups, key=weight)
    return _Group(best[0], best[1], tuple(groups[best]))


def _is_dynamic(index: Index, group: _Group) -> bool:
    """Is what is included found at run time: a loop over modules, not names?"""
    unknown = [include for include in group.includes if include.router is None]
    if len(unknown) < len(group.includes) or len(group.includes) > 2:
        return False
    live = {endpoint.router for endpoint in index.endpoints}
    followed = index.reach.reached & {key for key in live if key is not None}
    names = {include.router_text for include in unknown}
    return not followed or bool(names & set(_DYNAMIC_SCOPES))


def _style(index: Index, group: _Group) -> str:
    if _is_dynamic(index, group):
        return "auto-discovery"
    if any(include.form == "wrapper" for include in group.includes):
        return "other"
    receivers = {include.receiver for include in group.includes if include.receiver is not None}
    apps = {router.key for router in index.routing.apps}
    if receivers & apps:
        return "app.include_router"
    if receivers:
        return "aggregated api_router"
    last = group.receiver_text.rpartition(".")[2]
    return "app.include_router" if "app" in last else "aggregated api_router"


def _style_confidence(group: _Group, style: str) -> Literal["high", "low"]:
    sure = style in ("app.include_router", "aggregated api_router") and any(
        include.receiver is not None and include.router is not None for include in group.includes
    )
    return "high" if sure else "low"


def _file_confidence(index: Index, group: _Group) -> Literal["high", "low"]:
    """Low where another file takes in about as many routers."""
    count: Counter[str] = Counter()
    for include in index.routing.includes:
        if include.receiver in index.reach.reached and include.router is not None:
            count[include.file] += 1
    own = count.pop(group.file, 0)
    rival = max(count.values(), default=0)
    return "high" if index.reach.app is not None and own and (rival < 3 or rival < 0.5 * own) else "low"


class _Arrival(Struct, frozen=True):
    """How one sibling gets to the include: `from {module} import ... as {alias}`."""

    form: Form
    module: str
    alias: str
    noun: str
    where: Witness


def _arrival(index: Index, nouns: Nouns, include: Include) -> _Arrival | None:
    files = index.files
    module = files.module(include.file)
    first, _, rest = include.router_text.partition(".")
    found = module.import_(first) if module else None
    if found is None or include.router is None or not found.name:
        return None
    where = Witness(include.file, found.line)
    stem = include.router.file.rpartition("/")[2].removesuffix(".py")
    folder = include.router.file.rpartition("/")[0].rpartition("/")[2]
    target = files.target(include.file, first)
    form: Form = "module" if rest and not target.name else ("alias" if found.bound != found.name else "name")
    written = "." * found.level + found.module
    noun = nouns.in_text(first) or nouns.in_text(written) or _guess(first, stem, folder)
    return _Arrival(
        form,
        nouns.pattern(written, noun) or written,
        nouns.pattern(found.bound, noun) or found.bound,
        noun,
        where,
    )


def _guess(bound: str, stem: str, folder: str) -> str:
    """The resource that a router is about where no table is called so."""
    for word in (bound.removesuffix("_router").removesuffix("_routes"), stem, folder):
        if word and word not in ("router", "routes", "views", "api", "endpoints"):
            return singular(word)
    return singular(bound)


def _prefix(group: _Group) -> Fact[str | None]:
    """The prefix argument that siblings share, or begin with (`f"{settings.API}/users"`), as source text."""
    given = [(include.prefix or None, Witness(include.file, include.line)) for include in group.includes]
    begun = [(_BEGUN.fullmatch(text or ""), where) for text, where in given]
    first = next((found["first"] for found, _ in begun if found), None)
    if first is not None:
        alike = [
            where for (text, where), (found, _) in zip(given, begun, strict=True) if first == text or found
        ]
        if 2 * len(alike) > len(given) and {found["first"] for found, _ in begun if found} == {first}:
            return Fact(value=first, witnesses=tuple(alike[:8]))
    shared = {text for text, _ in given if text}
    if len(group.includes) == 1 and _is_own(group.includes[0]):
        return Fact(value=None, witnesses=(given[0][1],))
    if len(shared) > 1 and len(shared) >= 0.5 * len(given):
        return Fact(value=None, witnesses=tuple(where for _, where in given[:8]))
    return vote(given, None)


def _is_own(include: Include) -> bool:
    """Does the prefix of the only router there is name what that router is about?"""
    said = (string(include.prefix) or "").rpartition("/")[2]
    if include.router is None or not _WORD.match(said):
        return False
    parts = include.router.file.removesuffix(".py").split("/")
    return singular(said) in {singular(part) for part in parts[-2:] if _WORD.match(part)}


def _prefix_on(index: Index, group: _Group) -> Fact[Literal["router", "include"]]:
    """Is a resource's own path said where its router is made, or where it is included?"""
    ballots: list[tuple[Literal["router", "include"], Witness]] = []
    texts = [include.prefix for include in group.includes]
    for include in group.includes:
        router = index.routing.routers.get(include.router) if include.router else None
        if router is not None and router.prefix:
            ballots.append(("router", Witness(router.key.file, router.line)))
        elif include.prefix and texts.count(include.prefix) == 1:
            ballots.append(("include", Witness(include.file, include.line)))
    return vote(ballots, "router")


def _tags_on(index: Index, group: _Group) -> Fact[Literal["router", "include", "none"]]:
    ballots: list[tuple[Literal["router", "include", "none"], Witness]] = []
    for include in group.includes:
        router = index.routing.routers.get(include.router) if include.router else None
        here = Witness(include.file, include.line)
        if router is not None and router.call.keyword("tags"):
            ballots.append(("router", Witness(router.key.file, router.line)))
        elif include.call.keyword("tags"):
            ballots.append(("include", here))
        elif router is not None:
            ballots.append(("none", here))
    return vote(ballots, "router")


def _mount(index: Index, group: _Group) -> Fact[str | None]:
    """The literal path in front of what a new router would say itself."""
    receiver = next((include.receiver for include in group.includes if include.receiver), None)
    paths = index.reach.paths.get(receiver, ()) if receiver else ()
    before = next((path for path in paths if path is not None), None) if paths else ""
    shared = _prefix(group).value
    middle = path_value(index.files, group.file, shared) if shared else ""
    whole = None if before is None or middle is None else before + middle
    return Fact(value=whole, confidence="high" if whole is not None else "low", witnesses=group.places[:1])


def _without_includes(index: Index) -> Registration:
    """No router is included anywhere: the routes stand on the application itself."""
    app = index.reach.app
    where = (Witness(app.key.file, app.line),) if app else ()
    file = app.key.file if app else None
    sure: Literal["high", "low"] = "high" if app and index.endpoints else "low"
    receiver = app.key.name if app else None
    top_level = app is not None and not app.key.scope
    return Registration(
        file=Fact(value=file, confidence=sure, witnesses=where),
        style=Fact(value="other", confidence=sure, witnesses=where),
        receiver=Fact(value=receiver, confidence=sure, witnesses=where),
        editable=Fact(value=top_level, witnesses=where),
        import_form=Fact(value="alias", confidence="low", origin="default"),
        import_from=Fact(value="", confidence="low", origin="default"),
        alias=Fact(value="{singular}_router", confidence="low", origin="default"),
        prefix=Fact(value=None, origin="default"),
        prefix_on=Fact(value="router", confidence="low", origin="default"),
        tags_on=Fact(value="router", confidence="low", origin="default"),
        mount=Fact(value="", origin="default"),
    )
