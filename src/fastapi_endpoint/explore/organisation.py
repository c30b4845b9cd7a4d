"""How routers are spread over files, and whether endpoints are functions or methods."""

from collections import Counter
from posixpath import dirname

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.votes import vote

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
    | {"repositories", "dependencies", "depends", "dto", "usecases"}
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
    if len(files) == 1 and lone != main and _kind(index, lone) == "by_type" and "/" in lone:
        folder, _, name = lone.rpartition("/")
        if folder.rpartition("/")[2] in _GENERIC and name.removesuffix(".py") not in _GENERIC:
            return Fact(value="by_type", confidence="low", witnesses=(Witness(lone, 1),))
    if len(files) == 1 or not beside or files[main] > 2 * sum(beside.values()):
        return Fact(
            value="single_file",
            confidence="low" if len(files) > 1 else "high",
            witnesses=(Witness(next(iter(files)), 1),),
            against=tuple(Witness(file, 1) for file in beside if len(files) > 1),
        )
    fact = vote(((_kind(index, file), Witness(file, 1)) for file in sorted(beside)), "by_type")
    if fact.confidence == "low" and len(fact.witnesses) < 0.6 * len(beside) and len(beside) >= 5:
        return Fact(value="mixed", confidence="low", witnesses=fact.witnesses, against=fact.against)
    return fact


def _kind(index: Index, file: str) -> str:
    """Is the file named for what it is about (by type), or for what it is (by feature)?"""
    folder, name = file.rpartition("/")[0], file.rpartition("/")[2].removesuffix(".py")
    stem = folder.rpartition("/")[2] if name == "__init__" else name
    if stem in _GENERIC:
        return "by_type" if folder.rpartition("/")[2] in _GENERIC else "by_feature"
    siblings = _siblings(index, folder)
    around = {other.partition("_")[0] for other in siblings}
    own = len(siblings & _PARTS) >= 2 and stem.partition("_")[0] in around and _lonely(index, folder)
    return "by_feature" if own else "by_type"


def _siblings(index: Index, folder: str) -> set[str]:
    return {
        path.rpartition("/")[2].removesuffix(".py") for path in index.files.python if dirname(path) == folder
    }


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
