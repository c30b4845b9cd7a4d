"""How routers are spread over files, and whether endpoints are functions or methods."""

from collections import Counter
from posixpath import dirname

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.naming import singular

_GENERIC = frozenset(
    {"router", "routers", "route", "routes", "view", "views", "api", "apis", "endpoint", "endpoints"}
    | {
        "handler",
        "handlers",
        "controller",
        "controllers",
        "resource",
        "resources",
        "rest",
        "http",
        "web",
        "pages",
    }
)
_PARTS = frozenset(
    {"model", "models", "schema", "schemas", "service", "services", "crud", "repository", "dao", "entity"}
    | {"repositories", "repos", "repo", "dependencies", "depends", "deps", "dto", "usecases", "use_cases"}
    | {"entities", "exceptions"}
)
_FEATURES = frozenset({"domains", "modules", "features", "apps", "components", "contexts"})
_MANY = 3
_MOSTLY = 0.75
_LAYERS = frozenset(
    {"domain", "application", "adapter", "adapters", "infrastructure", "infra", "presentation"}
)


def detect_router_organisation(index: Index) -> Fact[str]:
    """single_file, by_type, by_feature, class_based or mixed."""
    app = index.reach.app
    files = Counter(endpoint.file for endpoint in index.endpoints)
    if not files:
        where = (Witness(app.key.file, app.line),) if app else ()
        return Fact(value="single_file", confidence="low", witnesses=where, origin="default")
    methods = [endpoint for endpoint in index.endpoints if endpoint.owner is not None]
    if len(methods) > 0.5 * len(index.endpoints):
        witnesses = tuple(Witness(found.file, found.line) for found in methods[:5])
        return Fact(value="class_based", witnesses=witnesses)
    main = app.key.file if app else ""
    beside = {file: count for file, count in files.items() if file != main}
    lone = next(iter(files))
    if not beside or files[main] > 2 * sum(beside.values()) or (len(files) == 1 and _flat(lone, main)):
        single = main if main in files else lone
        return Fact(
            value="single_file",
            confidence="low" if beside else "high",
            witnesses=(Witness(single, 1),),
            against=tuple(Witness(file, 1) for file in beside if file != single),
        )
    fact = vote(((_kind(index, file), Witness(file, 1)) for file in sorted(beside)), "by_type")
    if len(files) == 1:  # one router, in a place of its own: a habit in the making
        return Fact(value=fact.value, confidence="low", witnesses=fact.witnesses)
    if fact.confidence == "low" and len(fact.witnesses) < 0.6 * len(beside) and len(beside) >= 5:
        return Fact(value="mixed", confidence="low", witnesses=fact.witnesses, against=fact.against)
    return fact


def _flat(file: str, main: str) -> bool:
    """Does the file lie beside that of the application, or in no folder at all?"""
    return "/" not in file or dirname(file) == dirname(main)


def _kind(index: Index, file: str) -> str:
    """Is the file named for what it is about (by type), or for what it is (by feature)?"""
    folder, name = file.rpartition("/")[0], file.rpartition("/")[2].removesuffix(".py")
    stem = folder.rpartition("/")[2] if name == "__init__" else name
    if stem in _GENERIC:
        home = dirname(folder)  # `domains/user/api/endpoints.py` beside `domains/user/models`
        if dirname(home).rpartition("/")[2] in _FEATURES and _is_whole(index, home):
            return "by_feature"
        return "by_type" if folder.rpartition("/")[2] in _GENERIC else "by_feature"
    if _has_home(index, folder, stem) or _is_among_its_own(index, folder, stem) or _is_inside(index, folder):
        return "by_feature"
    siblings = _siblings(index, folder)
    around = {other.partition("_")[0] for other in siblings}
    own = len(siblings & _PARTS) >= 2 and stem.partition("_")[0] in around and _lonely(index, folder)
    return "by_feature" if own else "by_type"


def _has_home(index: Index, folder: str, stem: str) -> bool:
    """Does a folder above carry the name and hold layers: `user/domain`, `user/adapter/api/user.py`?"""
    parts = folder.split("/")
    for depth in range(len(parts) - 1, 0, -1):
        if singular(parts[depth - 1]) == singular(stem):
            return _is_whole(index, "/".join(parts[:depth]))
    return False


def _is_inside(index: Index, folder: str) -> bool:
    """Is the folder of routers a part of one of several features: `library/api` beside `users/api`?"""
    files = {endpoint.file for endpoint in index.endpoints}
    homes = Counter(dirname(dirname(file)) for file in files if dirname(file).rpartition("/")[2] in _GENERIC)
    whole = {home: count for home, count in homes.items() if home and _is_whole(index, home)}
    # Where one of them holds nearly all, it is the application, and what stands beside it another part.
    spread = len(whole) > 1 and max(whole.values()) <= _MOSTLY * sum(whole.values())
    return spread and dirname(folder) in whole


def _is_whole(index: Index, home: str) -> bool:
    """Has the folder the other parts of a feature too?"""
    inside = f"{home}/"
    below = {path[len(inside) :].partition("/")[0] for path in index.files.python if path.startswith(inside)}
    return len({name.removesuffix(".py") for name in below} & (_PARTS | _LAYERS)) >= 2


def _is_among_its_own(index: Index, folder: str, stem: str) -> bool:
    """Is it `users/user_routes.py` beside `user_crud.py`, or `users/admin_routes.py` in a whole feature?"""
    subject, _, kind = stem.rpartition("_")
    if kind not in _GENERIC or not subject:
        return False
    siblings = _siblings(index, folder)
    if singular(folder.rpartition("/")[2]) != singular(subject):
        return len(siblings & _PARTS) >= _MANY
    return any(f"{subject}_{part}" in siblings for part in _PARTS)


def _siblings(index: Index, folder: str) -> set[str]:
    return {path.rpartition("/")[2].removesuffix(".py") for path in index.files.folders.get(folder, ())}


def _lonely(index: Index, folder: str) -> bool:
    """Is there but one router file in the folder?"""
    return len({endpoint.file for endpoint in index.endpoints if dirname(endpoint.file) == folder}) == 1


def detect_endpoint_style(index: Index) -> Fact[str]:
    """function, class or mixed."""
    classes = [endpoint for endpoint in index.endpoints if endpoint.owner is not None]
    functions = [endpoint for endpoint in index.endpoints if endpoint.owner is None]
    if classes and functions and len(functions) < 20 * len(classes):
        return Fact(
            value="mixed",
            confidence="high" if len(classes) >= 3 else "low",
            witnesses=tuple(Witness(found.file, found.line) for found in classes[:3]),
            against=tuple(Witness(found.file, found.line) for found in functions[:3]),
        )
    shown = classes if classes and not functions else functions
    return Fact(
        value="class" if classes and not functions else "function",
        confidence="high" if shown else "low",
        witnesses=tuple(Witness(found.file, found.line) for found in shown[:5]),
        against=tuple(Witness(found.file, found.line) for found in classes[:3] if functions),
        origin="code" if shown else "default",
    )
