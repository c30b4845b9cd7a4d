"""Which application is the one that is served, what it reaches, and the whole path of each route."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from posixpath import dirname

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.explore.files import Files, is_aside
from fastapi_endpoint.explore.routing import Endpoint, Include, Key, Router, Routing
from fastapi_endpoint.explore.texts import path_value
from fastapi_endpoint.source.literals import string

_DECLARES = ("pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "setup.cfg", "environment.yml")
_BELONGS = (*_DECLARES, "alembic.ini", "Dockerfile", "requirements/base.txt", "requirements/default.txt")
_SERVED = re.compile(r"[\w./-]*?((?:[\w-]+[./])*[\w-]+):([A-Za-z_]\w*)(?:\(\))?")
# The calls, and a string that may be one: without both there is no need to take anything apart.
_SERVING = re.compile(rb"(?<![\w.])(?:(?:uvicorn\.|hypercorn\.)?run|uvicorn\.Config)\(")
_SERVED_STRING = re.compile(rb"""["'][\w./-]+:[A-Za-z_]\w*(?:\(\))?["']""")
_SERVERS = re.compile(r"uvicorn|gunicorn|hypercorn|granian|fastapi run")

UNKNOWN = "{?}"
"""What stands in a path for what only running the project would tell."""


class Reach(Struct, frozen=True):
    """The chosen application and what it reaches.

    `root` is its folder; `order` all applications, the most likely first; `paths` gives each reached router
    the texts that stand in front of its routes (None where a part of it is not known), `shown` the same with
    `{?}` for such a part.
    """

    app: Router | None
    root: str
    order: tuple[Router, ...]
    reached: frozenset[Key]
    paths: dict[Key, tuple[str | None, ...]]
    endpoints: tuple[Endpoint, ...]
    witnesses: tuple[Witness, ...]
    sizes: tuple[int, ...]
    includes: tuple[Include, ...] = ()
    shown: dict[Key, tuple[str, ...]] = {}

    def leading(self, to: set[Key]) -> frozenset[Key]:
        """The routers that one of these can be reached from, themselves included."""
        found = set(to)
        grown = True
        while grown:
            more = {i.receiver for i in self.includes if i.router in found and i.receiver is not None} - found
            found |= more
            grown = bool(more)
        return frozenset(found)


class _Walker:
    def __init__(self, files: Files, routing: Routing) -> None:
        self.files = files
        self.routing = routing
        self.below: dict[Key, list[Include]] = defaultdict(list)
        for include in routing.includes:
            if include.receiver is not None and include.router is not None:
                self.below[include.receiver].append(include)
        self.by_router: dict[Key, list[Endpoint]] = defaultdict(list)
        for endpoint in routing.endpoints:
            if endpoint.router is not None:
                self.by_router[endpoint.router].append(endpoint)

    def reached(self, start: Key) -> frozenset[Key]:
        seen = {start}
        pending = [start]
        while pending:
            for include in self.below[pending.pop()]:
                if include.router is not None and include.router not in seen:
                    seen.add(include.router)
                    pending.append(include.router)
        return frozenset(seen)

    def size(self, start: Key) -> int:
        """How many routes an application reaches; includes that cannot be followed count as one."""
        unknown = sum(
            1 for include in self.routing.includes if include.receiver == start and include.router is None
        )
        return unknown + sum(len(self.by_router[key]) for key in self.reached(start))

    def paths(self, start: Key) -> dict[Key, tuple[str, ...]]:
        """The prefixes that lead to each reached router, its own included; UNKNOWN for what is not known."""
        found: dict[Key, list[str]] = defaultdict(list)
        pending: list[tuple[Key, str, int]] = [(start, self.own_prefix(start), 0)]
        while pending:
            key, path, depth = pending.pop(0)
            if path in found[key] or depth > 12:
                continue
            found[key].append(path)
            for include in self.below[key]:
                if include.router is None:
                    continue
                given = include.prefix
                if include.form == "mount":
                    given = include.call.argument(0, "path") or ""
                middle = self.value(include.file, given)
                pending.append((include.router, path + middle + self.own_prefix(include.router), depth + 1))
        return {key: tuple(paths) for key, paths in found.items()}

    def own_prefix(self, key: Key) -> str:
        router = self.routing.routers.get(key)
        return "" if router is None or router.is_app else self.value(key.file, router.prefix)

    def value(self, file: str, prefix: str) -> str:
        known = path_value(self.files, file, prefix) if prefix else ""
        return UNKNOWN if known is None else known


def find_reach(files: Files, routing: Routing, app: str | None) -> Reach:
    """The application in folder `app` (or named `file:object`), else the one that reaches most routes."""
    walker = _Walker(files, routing)
    mounted = {include.router for include in routing.includes if include.form == "mount"}
    served = _served(files)
    candidates = [found for found in routing.apps if not is_aside(found.key.file)] or list(routing.apps)

    def weight(found: Router) -> tuple[bool, bool, int, bool, int, str]:
        chosen = app is not None and is_chosen(files, found, app)
        in_use = _is_in_use(files, found, served)
        return (
            not chosen,
            found.key in mounted,
            -walker.size(found.key),
            not in_use,
            found.key.file.count("/"),
            found.key.file,
        )

    order = tuple(sorted(candidates, key=weight))
    if not order:
        endpoints = routing.endpoints
        return Reach(None, _root_without_app(files), (), frozenset(), {}, endpoints, (), ())
    best = order[0]
    reached = walker.reached(best.key)
    root = root_of(files, best.key.file)
    endpoints = tuple(
        endpoint
        for endpoint in routing.endpoints
        if endpoint.router in reached or (endpoint.router is None and root_of(files, endpoint.file) == root)
    )
    if not endpoints:  # discovered by a mechanism that cannot be followed
        endpoints = tuple(e for e in routing.endpoints if not is_aside(e.file) and _inside(e.file, root))
    witnesses = (Witness(best.key.file, best.line),)
    sizes = tuple(walker.size(found.key) for found in order)
    shown = walker.paths(best.key)
    paths = {key: tuple(None if UNKNOWN in one else one for one in ones) for key, ones in shown.items()}
    return Reach(best, root, order, reached, paths, endpoints, witnesses, sizes, routing.includes, shown)


def _inside(path: str, root: str) -> bool:
    return not root or path.startswith(f"{root}/")


def is_chosen(files: Files, found: Router, app: str) -> bool:
    """Is this the application that `app` asks for: a folder, `file:object` or `module:object`?"""
    wanted = app.strip("/").removeprefix("./") or "."
    place, _, name = wanted.partition(":")
    file = place if place.endswith(".py") else files.resolver.module_file(place, "") if name else None
    if file is not None:
        return found.key.file == file and name in ("", found.key.name, found.key.scope)
    return (root_of(files, found.key.file) or ".") == wanted


def served_apps(files: Files, apps: Iterable[Router]) -> tuple[Router, ...]:
    """Those of the applications that a server is told somewhere to serve."""
    served = _served(files)
    return tuple(app for app in apps if _is_in_use(files, app, served))


def _is_in_use(files: Files, found: Router, served: Iterable[tuple[str, str, Witness]]) -> bool:
    return any(_names(files, found, file, name) for file, name, _ in served)


def _names(files: Files, found: Router, file: str, name: str) -> bool:
    """Does a server's `module:object` mean this application?"""
    if file == found.key.file:
        return name in (found.key.name, found.key.scope) or not found.key.scope
    target = files.target(file, name)
    return target.file == found.key.file


def _served(files: Files) -> tuple[tuple[str, str, Witness], ...]:
    """The `module:object` strings that servers are started with, as file and object."""
    return tuple(_served_in_code(files)) + tuple(_served_in_settings(files))


def _served_in_code(files: Files) -> Iterator[tuple[str, str, Witness]]:
    for path, module in files.modules.items():
        data = files.tree.read(path)
        likely = (b"run(" in data or b"Config(" in data) and _SERVING.search(data)
        if not likely or not _SERVED_STRING.search(data):
            continue
        for call in module.every_call(b"run(", b"Config("):
            if call.function in ("uvicorn.run", "run", "uvicorn.Config", "hypercorn.run"):
                text = string(call.argument(0, "app")) or ""
                match = _SERVED.fullmatch(text)
                file = files.resolver.module_file(match[1].replace("/", "."), path) if match else None
                if match and file:
                    yield file, match[2], Witness(path, call.line)


def _served_in_settings(files: Files) -> Iterator[tuple[str, str, Witness]]:
    for path in files.tree.paths():
        name = path.rpartition("/")[2]
        if name.endswith(".py") or not (
            name.startswith(("Dockerfile", "docker-compose", "compose", "Procfile"))
            or name in ("pyproject.toml", "Makefile", "makefile", "justfile")
        ):
            continue
        for number, line in enumerate(files.tree.text(path).splitlines(), 1):
            if not (_SERVERS.search(line) or "entrypoint" in line):
                continue
            for match in _SERVED.finditer(line):
                file = files.resolver.module_file(match[1].replace("/", "."), path)
                if file:
                    yield file, match[2], Witness(path, number)


def served_objects(files: Files) -> tuple[tuple[str, str, Witness], ...]:
    """The (file, object, where) that uvicorn and the like are told to serve."""
    return _served(files)


def root_of(files: Files, path: str) -> str:
    """The folder of the application that a file belongs to: where its dependencies are declared."""
    start = files.root_of(path)
    listed = set(files.tree.paths())

    def holds(folder: str, names: tuple[str, ...]) -> bool:
        return any((f"{folder}/{name}" if folder else name) in listed for name in names)

    if holds(start, _BELONGS):
        return start
    folder = start
    while folder:
        folder = dirname(folder)
        if holds(folder, _DECLARES):
            return folder
    folder = dirname(path) if not start else ""
    while folder:  # nothing is said at the top, and no import tells where it starts
        if holds(folder, _DECLARES):
            return folder
        folder = dirname(folder)
    return start


def foreign_folders(files: Files, root: str, app: str) -> tuple[str, ...]:
    """Folders below and beside the root, with a slash, that are projects of their own."""
    declaring = {dirname(path) for path in files.tree.paths() if path.rpartition("/")[2] in _DECLARES}
    others = sorted(f"{folder}/" for folder in declaring if folder and folder != root)
    candidates = tuple(
        folder for folder in others if not (f"{root}/".startswith(folder) or app.startswith(folder))
    )
    if not candidates:
        return ()
    used = set()
    for path, module in files.modules.items():
        if path.startswith(candidates):
            continue
        for imported in module.imports:
            top = imported.module.partition(".")[0]
            # `alembic` is a package, whatever folder of another project is called so.
            file = files.resolver.module_file(imported.module, path) if top not in ("", "alembic") else None
            if file and file.startswith(candidates):
                used.add(next(folder for folder in candidates if file.startswith(folder)))
    return tuple(folder for folder in candidates if folder not in used)


def _root_without_app(files: Files) -> str:
    return files.roots[0] if files.modules else ""
