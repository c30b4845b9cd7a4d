"""Where the application is: its root folder and the objects that a server is given."""

from collections.abc import Iterator

from fastapi_endpoint.domain.conventions import EntryPoint, Fact, Witness
from fastapi_endpoint.domain.project import Oddity
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.reach import Reach, is_chosen, root_of, served_apps
from fastapi_endpoint.explore.routing import Key, Router

_COMPARABLE = 0.5
_FACTORIES = 3
"""How many factories may stand around one another."""


def detect_app_roots(index: Index) -> Fact[tuple[str, ...]]:
    """The folders of the applications, the chosen one first. Low where another one is about as large."""
    reach = index.reach
    if reach.app is None:
        return Fact(value=(reach.root or ".",), confidence="low", origin="default")
    most = max(reach.sizes)
    roots: dict[str, Witness] = {}
    for router, size in zip(reach.order, reach.sizes, strict=True):
        if router == reach.app or (size and size >= _COMPARABLE * most):
            root = root_of(index.files, router.key.file) or "."
            roots.setdefault(root, Witness(router.key.file, router.line))
    witnesses = tuple(roots.values())
    rival = len(roots) > 1 and index.app is None
    return Fact(value=tuple(roots), confidence="low" if rival else "high", witnesses=witnesses)


def detect_entry_points(index: Index) -> Fact[tuple[EntryPoint, ...]]:
    """The chosen application as a server finds it: objects of modules first, then factories.

    Low where others might have been meant as well: they stand against it, named as `app` takes them.
    """
    app = index.reach.app
    if app is None:
        return Fact(value=(), confidence="low", origin="default")
    found = dict.fromkeys(_entries(index, app))
    points = sorted(found, key=lambda entry: entry[0].kind == "factory")
    rivals = tuple(Witness(r.key.file, r.line, _name(r)) for r in _rivals(index))
    return Fact(
        value=tuple(point for point, _ in points),
        confidence="high" if points and not rivals else "low",
        witnesses=tuple(witness for _, witness in points),
        against=rivals,
    )


def _rivals(index: Index) -> tuple[Router, ...]:
    """Applications about as large as the chosen one, where nobody chose and no server names it alone."""
    reach = index.reach
    if index.app is not None or reach.app is None:
        return ()
    least = max(1, _COMPARABLE * max(reach.sizes))
    mounted = _mounted(index)
    large = [app for app, size in zip(reach.order, reach.sizes, strict=True) if size >= least]
    found = tuple(app for app in large if app != reach.app and app.key not in mounted)
    return found if found and served_apps(index.files, reach.order) != (reach.app,) else ()


def _mounted(index: Index) -> set[Key | None]:
    return {include.router for include in index.routing.includes if include.form == "mount"}


def _name(router: Router) -> str:
    return f"{router.key.file}:{router.key.scope or router.key.name}"


def _entries(index: Index, app: Router) -> Iterator[tuple[EntryPoint, Witness]]:
    key = app.key
    if not key.scope:
        yield _point(index, key.file, key.name, "module"), Witness(key.file, app.line)
        return
    file, factory, line = _outermost(index, key.file, key.scope, app.line)
    yield from _made_with(index, Key(file, factory, ""), factory)
    yield _point(index, file, factory, "factory"), Witness(file, line)


def _outermost(index: Index, file: str, factory: str, line: int, depth: int = 0) -> tuple[str, str, int]:
    """The function that finishes what the factory begins and hands it on, or the factory itself."""
    files = index.files
    for path in files.mentioning(f"{factory}(") if depth < _FACTORIES else ():
        module = files.module(path)
        for function in module.functions if module and not is_aside(path) else ():
            if not function.says(factory.encode()) or (path, function.name) == (file, factory):
                continue
            bound = {
                each.target for each in function.body.assignments if each.call and each.call.last == factory
            }
            target = files.target(path, factory)
            if (target.file, target.name) == (file, factory) and any(
                returned.text in bound for returned in function.returned
            ):
                return _outermost(index, path, function.name, function.line, depth + 1)
    return file, factory, line


def _made_with(index: Index, key: Key, factory: str) -> Iterator[tuple[EntryPoint, Witness]]:
    """Module-level objects that calling the factory gives: `app = create_app()`."""
    files = index.files
    for path in files.mentioning(factory):
        module = files.module(path)
        for found in module.assignments if module else ():
            made = found.call
            if made is None or "." in found.target or found.target.startswith("_"):
                continue
            direct = made.last == factory or made.receiver.rpartition(".")[2] == factory
            handed = any(factory in (value, value.strip("\"'()")) for value in made.positional)
            if direct or handed:
                target = files.target(path, made.function if direct else factory)
                same = target.file == key.file or (path == key.file and handed) or not target.file
                if same and (direct or handed):
                    yield _point(index, path, found.target, "module"), Witness(path, found.line)


def _point(index: Index, file: str, name: str, kind: str) -> EntryPoint:
    module = index.files.resolver.module_name(file)
    return EntryPoint(file, name, "factory" if kind == "factory" else "module", module)


def odd_apps(index: Index) -> tuple[Oddity, ...]:
    """Applications that serve nothing, or beside the chosen one."""
    reach = index.reach
    found = list(_not_found(index, reach))
    mounted = _mounted(index)
    for router, size in zip(reach.order, reach.sizes, strict=True):
        if router == reach.app:
            continue
        where = Witness(router.key.file, router.line)
        name = router.key.name
        if size == 0:
            found.append(Oddity("dead-app", f"{name} is a FastAPI application without routes", where))
        elif router.key in mounted:
            found.append(Oddity("mounted-app", f"{name} is mounted into another application", where))
        else:
            routes = "1 route" if size == 1 else f"{size} routes"
            found.append(Oddity("second-app", f"{name} is another application with {routes}", where))
    return tuple(found)


def _not_found(index: Index, reach: Reach) -> Iterator[Oddity]:
    """The application that was asked for is none of those that are here."""
    if index.app is None or any(is_chosen(index.files, app, index.app) for app in reach.order):
        return
    entries = [point for point, _ in _entries(index, reach.app)] if reach.app else []
    if not any(index.app in (f"{e.file}:{e.object}", f"{e.module}:{e.object}") for e in entries):
        names = ", ".join(_name(app) for app in reach.order)
        yield Oddity("unknown-app", f"there is no application {index.app} here; there is {names or 'none'}")
