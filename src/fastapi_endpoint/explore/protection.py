"""Where callers are checked: at endpoints, classes, routers, includes, the application, in a middleware."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.guards import Guard
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.uses import Use
from fastapi_endpoint.explore.votes import SHOWN
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.statements import Call

_NAMED = re.compile(r"(?i)auth(?!or\b|ors\b)|jwt|token|api_?key|bearer|log_?in")
_GUARDING = re.compile(r"(?i)auth(?!or\b)|jwt|token|api_?key|current_?user|permission|admin")
_ASKS = re.compile(
    r"(?i)(?:check|require|verify|ensure|validate)_?(?:\w+_)?(?:auth\w*|permissions?|jwt)|auth_check"
    r"|(?:fresh_)?jwt_(?:\w+_)?required"
)
_DECORATES = re.compile(
    r"(?i)requires(?:_\w+)?|(?:\w+_)?(?:login|auth|permission|role|token)s?_required|authenticated"
)
_DEPENDS = re.compile(r"\b(?:Depends|Security)\(\s*([\w.]+)")
_REFUSES = (b"uthorization", b"401", b"UNAUTHORIZED", b"HTTP_403", b"access_token")
_NOT_ABOUT_CALLERS = frozenset({"SessionMiddleware", "CORSMiddleware", "CSRFMiddleware"})


def detect_protection(index: Index, guards: Sequence[Guard]) -> Fact[tuple[str, ...]]:
    """The places of protection, those used most first; none where nothing is protected.

    What only another dependency takes is not counted.
    """
    classes = _classes(index)
    found: dict[str, list[Witness]] = defaultdict(list)
    for guard in guards:
        for use in guard.uses:
            place = _place(index, use, classes)
            if place:
                found[place].append(Witness(use.file, use.line, " ".join(use.text.split())))
    for place, places in (
        ("endpoint", _decorated(index)),
        ("router", _router_classes(index, guards)),
        ("body", _bodies(index)),
        ("middleware", _middlewares(index)),
    ):
        for where in places:
            found[place].append(where)
    if not found:
        return Fact(value=(), origin="default")
    order = sorted(found, key=lambda place: (-len(found[place]), place))
    # The first of each kind before the others: each kind is then shown to be there.
    seen = [found[place][0] for place in order] + [w for place in order for w in found[place][1:]]
    return Fact(value=tuple(order), witnesses=tuple(seen[:SHOWN]))


def _place(index: Index, use: Use, classes: frozenset[tuple[str, str]]) -> str:
    """Where a guard is used; "" where another dependency takes it."""
    if use.where == "router":
        app = index.reach.app
        on_app = app is not None and (use.file, use.function) == (app.key.file, app.key.name)
        return "application" if on_app else "router"
    if use.where == "function":
        return "class" if (use.file, use.function) in classes else ""
    return use.where


def _classes(index: Index) -> frozenset[tuple[str, str]]:
    """The classes whose methods are endpoints, and their bases."""
    owners = {(each.file, each.owner.name) for each in index.endpoints if each.owner is not None}
    targets = [index.files.target(file, name) for file, name in sorted(owners)]
    bases = {(base.file, base.name) for target in targets for base in index.files.ancestors(target)}
    return frozenset(owners | bases)


def _router_classes(index: Index, guards: Sequence[Guard]) -> Iterator[Witness]:
    """Routers of a class of the project that gives dependencies of its own to each of them."""
    known = {guard.target for guard in guards}
    for router in index.routing.routers.values():
        target = index.files.target(router.key.file, router.call.function)
        class_ = index.files.class_at(target)
        made = class_.method("__init__") if class_ else None
        if made is None or not made.says(b"Depends(", b"Security("):
            continue
        text = index.files.source_of(target.file, made).decode("utf-8", "replace")
        taken = [index.files.target(target.file, name) for name in _DEPENDS.findall(text)]
        if any(each in known or _GUARDING.search(each.last) for each in taken):
            yield Witness(router.key.file, router.line, target.name)


def _decorated(index: Index) -> Iterator[Witness]:
    """Endpoints with a decorator that lets in some callers only, as Starlette's `requires`."""
    for endpoint in index.endpoints:
        for decorator in endpoint.function.decorators:
            if _DECORATES.fullmatch(decorator.name.rpartition(".")[2]):
                yield Witness(endpoint.file, decorator.line, decorator.name)


def _bodies(index: Index) -> Iterator[Witness]:
    """Endpoints that ask in their body who is calling."""
    for endpoint in index.endpoints:
        if endpoint.function.inside.does(b"_auth", b"auth_check", b"_permission", b"_jwt", b"jwt_"):
            asking = (call for call in endpoint.function.body.calls if _ASKS.fullmatch(call.last))
            first = next(asking, None)
            if first is not None:
                yield Witness(endpoint.file, first.line, first.function)


def _middlewares(index: Index) -> Iterator[Witness]:
    """Middlewares of the application that look at who is calling."""
    for path, module in index.files.modules.items():
        if is_aside(path) or path.startswith(index.foreign) or b"iddleware" not in index.tree.read(path):
            continue
        for call in module.every_call(b"iddleware"):
            name = _added(call)
            if name and _guards(index, path, name):
                yield Witness(path, call.line, name.rpartition(".")[2])
        for function in module.every_function():
            if _is_http_middleware(function) and function.says(*_REFUSES):
                yield Witness(path, function.line, function.name)


def _added(call: Call) -> str | None:
    """The class that `add_middleware(X, ...)` or `Middleware(X, ...)` takes."""
    if call.last in ("add_middleware", "Middleware"):
        return call.argument(0, "middleware_class") or call.argument(0, "cls")
    return None


def _guards(index: Index, path: str, name: str) -> bool:
    """Is a middleware about callers: by its name, or by what its methods say?"""
    target = index.files.target(path, name)
    if target.last in _NOT_ABOUT_CALLERS:
        return False
    if _NAMED.search(target.last):
        return True
    class_ = index.files.class_at(target)
    return class_ is not None and any(function.says(*_REFUSES) for function in class_.functions)


def _is_http_middleware(function: Function) -> bool:
    return any(decorator.name.endswith(".middleware") for decorator in function.decorators)
