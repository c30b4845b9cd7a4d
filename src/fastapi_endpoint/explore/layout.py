"""Where the files of one resource lie, from where those of the existing resources do."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from fastapi_endpoint.domain.conventions import Fact, Layout, Witness
from fastapi_endpoint.explore.classes import TableClass
from fastapi_endpoint.explore.documents import is_below, parent
from fastapi_endpoint.explore.features import Home
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.packages import detect_markers, detect_relative, detect_shared
from fastapi_endpoint.explore.places import Ballot, Site, guess, places, voted
from fastapi_endpoint.explore.resources import Nouns, noun_of
from fastapi_endpoint.explore.routing import Endpoint
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.naming import singular, snake
from fastapi_endpoint.source.module import Function, Module
from fastapi_endpoint.source.resolve import Target

_QUERIES = re.compile(
    rb"(?i)(?:db|session|database|conn|connection)\w*(?:\(\))?\s*\.\s*"
    rb"(?:add|add_all|execute|scalar|scalars|query|get|delete|commit|flush|refresh|exec|fetch\w*)\("
)
_ENGINE = re.compile(rb"^\w+[^=\n]*=\s*create_(?:async_)?engine\(", re.MULTILINE)
"""Where the engine is made, sessions are; what else is there is no layer of queries."""
_NAMES = re.compile(rb"""#[^\n]*|(?<![\w."'])([A-Za-z_]\w*)(?![\w"'])""")
_KEYWORDS_ONLY = re.compile(rb"(?:async\s+)?def\s+\w+\(\s*\*\s*,")
_SESSION_TYPE = re.compile(r"\b(Async)?Session\b")
_REGISTRIES = frozenset(
    {"env.py", "__init__.py", "base.py", "main.py", "models.py", "app.py", "init_db.py", "all_models.py"}
)
_REGISTRY = re.compile(r"(?i)registry|metadata|import_models|load_all|^(?:db|database|orm)\.py$")
_SUFFIXES = re.compile(
    r"_(router|routes|service|services|crud|repository|repo|dao|model|schema|schemas|controller|views|handler|handlers|api)$"
)

_TEST_NAME = re.compile(r"((?:test_[^/]*|[^/]*_test)\.py)$")
_WHOLE_ROUTER = re.compile(r"test_(routers?|routes|views?|api|endpoints)\.py")
_CALLS_API = (b"client", b"TestClient", b"AsyncClient", b".post(", b".get(")

CrudStyle = Literal["functions", "static_class", "none"]


def detect_layout(index: Index, nouns: Nouns, tests_dir: str | None) -> Layout:
    """Every field of `Layout`."""
    root = _import_root(index)
    tables = _tables(index)
    routers = _router_places(index, nouns)
    home = Home(index, routers.value)
    models = home.generalised(places(index, nouns, _model_sites(index)))
    crud, style, keywords = _crud(index, nouns)
    model = voted(models, routers.value, "models")
    schema = voted(
        home.generalised(places(index, nouns, _schema_sites(index, nouns))), routers.value, "schemas"
    )
    return Layout(
        import_root=root,
        model=model,
        schema=schema,
        crud=crud if crud.value else _no_second(index, guess(routers.value, model.value, "crud")),
        router=routers,
        test=_tests(index, nouns, home, tests_dir),
        crud_style=style,
        model_registry=_registry(index, parent(model.value)),
        shared=detect_shared(index, tables, root.value),
        package_markers=detect_markers(index, tables),
        relative_imports=detect_relative(index, tables),
        crud_keywords=keywords,
    )


def _no_second(index: Index, guessed: Fact[str]) -> Fact[str]:
    """A guessed folder, unless a module has its name: `crud.py` then takes what `crud/` would have."""
    module = f"{parent(guessed.value)}.py"
    if module not in index.files.python:
        return guessed
    return Fact(value=module, confidence="low", witnesses=(Witness(module, 1),))


def _tables(index: Index) -> list[TableClass]:
    return [table for table in index.tables if not is_aside(table.file)]


def _model_sites(index: Index) -> Iterator[tuple[str, str, int]]:
    """Where tables lie. Who signs in is often arranged apart: with two others there, users have no say."""
    sites = [(noun_of(table.class_.name), table.file, table.class_.line) for table in _tables(index)]
    others = [site for site in sites if site[0] not in ("user", "account")]
    yield from others if len({noun for noun, _, _ in others}) >= 2 else sites


def _import_root(index: Index) -> Fact[str]:
    files = [endpoint.file for endpoint in index.endpoints] or [table.file for table in _tables(index)]
    roots = Counter(index.files.root_of(file) for file in files)
    if not roots:
        return Fact(value=index.app_root, confidence="low", origin="default")
    best = max(roots, key=lambda root: roots[root])
    witnesses = tuple(Witness(file, 1) for file in dict.fromkeys(files) if index.files.root_of(file) == best)
    return Fact(value=best, witnesses=witnesses[:3], confidence="high")


def _router_places(index: Index, nouns: Nouns) -> Fact[str]:
    """Where endpoints of a resource lie. A resource is a table, or the word a router file is named for."""
    main = index.reach.app.key.file if index.reach.app else ""
    ballots: dict[str, Ballot] = {}
    loose: dict[str, Ballot] = {}
    for file in dict.fromkeys(endpoint.file for endpoint in index.endpoints):
        where = Witness(file, next(e.line for e in index.endpoints if e.file == file))
        root = f"{index.app_root}/" if is_below(file, index.app_root) and index.app_root else ""
        inner = file.removeprefix(root)
        noun = nouns.in_text(inner.removesuffix(".py"))
        pattern = nouns.pattern(inner, noun) if noun else None
        if pattern:
            ballots.setdefault(file, (root + pattern, where))
        elif file != main:
            word = _file_word(file)
            guessed = nouns.pattern(file, singular(word)) if word else None
            loose[file] = (guessed or file, where)
    chosen = list(ballots.values()) or list(loose.values())
    if chosen:
        return vote(chosen, "")
    if main:
        return Fact(value=main, confidence="low", witnesses=(Witness(main, 1),))
    return Fact(value="app/routers/{plural}.py", confidence="low", origin="default")


def _file_word(file: str) -> str:
    """The word of a path that names a resource; the folder's where the file is called `router.py`."""
    parts = file.removesuffix(".py").split("/")
    generic = (
        "router",
        "routers",
        "routes",
        "route",
        "views",
        "view",
        "api",
        "endpoints",
        "handlers",
        "__init__",
        "controller",
    )
    stem = parts[-2] if parts[-1] in generic and len(parts) > 1 else parts[-1]
    return _SUFFIXES.sub("", stem)


def _schema_sites(index: Index, nouns: Nouns) -> Iterator[Site]:
    """Where the Pydantic classes of the tables lie, by the longest table name that begins theirs."""
    used = _schema_files_of_endpoints(index)
    for found in index.pydantic:
        if is_aside(found.file) or (used and found.file not in used):
            continue
        words = snake(found.class_.name).split("_")
        begun = ("_".join(words[:count]) for count in range(len(words), 0, -1))
        noun = next((name for name in begun if name in nouns.names), None)
        if noun:
            yield noun, found.file, found.class_.line


def _schema_files_of_endpoints(index: Index) -> frozenset[str]:
    """The files whose classes endpoints name in their signatures."""
    files = set()
    for endpoint in index.endpoints:
        texts = [parameter.annotation for parameter in endpoint.function.parameters]
        texts += [endpoint.function.returns, endpoint.call.keyword("response_model") or ""]
        for text in texts:
            for name in re.findall(r"[A-Za-z_][\w.]*", text):
                if name[:1].isupper() or "." in name:
                    target = index.files.target(endpoint.file, name)
                    if target.file and index.files.class_at(target) is not None:
                        files.add(target.file)
    return frozenset(files)


# -- what endpoints call ------------------------------------------------------------------------------
def _crud(index: Index, nouns: Nouns) -> tuple[Fact[str], Fact[CrudStyle], Fact[bool]]:
    """The functions or methods between endpoints and the database: where, of what style, by keyword?"""
    sites: list[Site] = []
    keywords: list[tuple[bool, Witness]] = []
    styles: list[tuple[CrudStyle, Witness]] = []
    seen: dict[Target, Function | None] = {}
    direct: list[Witness] = []
    rows = {(table.file, table.class_.name) for table in index.tables}  # `Post.find(db, id)` is no layer
    for endpoint in index.endpoints:
        called = False
        for target, line in _calls_elsewhere(index, endpoint):
            if (target.file, target.name) in rows or _ENGINE.search(index.tree.read(target.file)):
                continue
            if target not in seen:
                signature = index.files.placed_function(target)
                seen[target] = signature[1] if signature and _touches_database(index, *signature) else None
                fresh = True
            else:
                fresh = False
            function = seen[target]
            called = called or function is not None
            if function is None or not fresh:
                continue
            noun = nouns.in_text(target.file.removesuffix(".py")) or nouns.in_text(
                endpoint.file.removesuffix(".py")
            )
            if noun:
                sites.append((noun, target.file, function.line))
            style: CrudStyle = "static_class" if target.rest else "functions"
            styles.append((style, Witness(endpoint.file, line)))
            only = _KEYWORDS_ONLY.match(index.files.source_of(target.file, function)) is not None
            keywords.append((only, Witness(target.file, function.line)))
        if not called and _touches_database(index, endpoint.file, endpoint.function):
            direct.append(Witness(endpoint.file, endpoint.line))
    if not styles or (len(direct) > 2 * len(styles) and len(direct) >= 5):
        none = Fact[CrudStyle](
            value="none",
            confidence="high" if direct and not styles else "low",
            witnesses=tuple(direct[:8]),
            against=tuple(where for _, where in styles[:8]),
        )
        return Fact(value="", confidence="low", origin="default"), none, Fact(value=False, origin="default")
    place = voted(places(index, nouns, sites), "", "crud") if sites else Fact(value="")
    return place, vote(styles, "functions"), vote(keywords, default=False)


def _calls_elsewhere(index: Index, endpoint: Endpoint) -> Iterator[tuple[Target, int]]:
    """What of other files of the project an endpoint calls, and in which lines."""
    for name, line in endpoint.function.called:
        target = index.files.target(endpoint.file, name)
        if target.name and target.file not in ("", endpoint.file):
            yield target, line


def _touches_database(index: Index, path: str, function: Function) -> bool:
    """Does it call a session: `db.execute`, `session.add`? Or hand one on (`get(db, id)`)?"""
    typed = (each.annotation for each in function.parameters if "Session" in each.annotation)
    return (
        any(map(_SESSION_TYPE.search, typed))
        or _QUERIES.search(index.files.source_of(path, function)) is not None
    )


# -- tests ------------------------------------------------------------------------------------------
def _tests(index: Index, nouns: Nouns, home: Home, tests_dir: str | None) -> Fact[str]:
    """Where tests of a resource's endpoints lie."""
    ballots: list[Ballot] = []
    beside: list[Ballot] = []
    for path in index.files.tests:
        match = _TEST_NAME.search(path)
        data = index.tree.read(path) if match else b""
        if match is None or not any(word in data for word in _CALLS_API):
            continue
        pattern = home.pattern(path)
        if pattern and _WHOLE_ROUTER.fullmatch(match[1]):
            beside.append((pattern, Witness(path, 1)))
        folder, name = path[: match.start(1)], match[1]
        noun = nouns.in_text(name.removesuffix(".py")) or nouns.in_text(folder)
        if noun is None:
            continue
        stem = nouns.pattern(name.replace("test_", "test\0"), noun)
        place = nouns.pattern(folder, noun) or (folder if stem else None)
        if place is not None:
            ballots.append((place + (stem or name).replace("test\0", "test_"), Witness(path, 1)))
    if beside:
        return vote(beside, "")
    # Where several files test one resource, those of its endpoints are named for them, or for it alone.
    routes = [b for b in ballots if re.search(r"route|api|endpoint|view", b[0].rpartition("/")[2])]
    alone = [b for b in ballots if re.search(r"(^|/)(test_\{\w+\}|\{\w+\}_test)\.py$", b[0])]
    if alone or routes:
        return vote(alone or routes, "")
    folder = tests_dir or f"{index.app_root}/tests"
    return Fact(value=f"{folder}/test_{{plural}}.py".lstrip("./"), confidence="low", origin="default")


# -- the rest ---------------------------------------------------------------------------------------
def _registry(index: Index, home: str) -> Fact[tuple[str, ...]]:
    """The files that import (nearly) all model modules only so that the metadata knows every table.

    A package that imports its own alone speaks for those of `home`, where the next table goes.
    """
    model_files = {table.file for table in _tables(index) if table.orm in ("sqlalchemy", "sqlmodel")}
    if not model_files:
        return Fact(value=(), origin="default")
    homes = Counter(parent(file) for file in model_files)
    found: list[Witness] = []
    for path in _likely_registries(index, model_files):
        module = index.files.module(path)
        if module is None:
            continue
        named, line = _models_imported(index, path, module, model_files)
        package = path.endswith("__init__.py") and homes[parent(path)] > 0
        own = {file for file in model_files if parent(file) == parent(path)} if package else set()
        if (
            (package and named and named >= own and (named > own or parent(path) == home))
            or (not package and len(named) >= 2 and len(named) >= 0.6 * len(model_files))
            or (named and len(model_files) == 1 and path.endswith("env.py"))
        ):
            found.append(Witness(path, line))
    return Fact(
        value=tuple(where.file for where in found),
        witnesses=tuple(found),
        confidence="high" if found else "low",
        origin="code" if found else "default",
    )


def _likely_registries(index: Index, model_files: set[str]) -> Iterator[str]:
    for path in index.files.python:
        name = path.rpartition("/")[2]
        if name not in _REGISTRIES and not _REGISTRY.search(name):
            continue
        if (
            path not in model_files
            and not index.files.is_test(path)
            and path not in index.files.migrations
            and not is_aside(path)
        ):
            yield path


def _models_imported(index: Index, path: str, module: Module, model_files: set[str]) -> tuple[set[str], int]:
    """The model files that a file imports for nothing of its own, and the last line that does so."""
    named: set[str] = set()
    line = 1
    # Names that a module says again, elsewhere than in quotes, are imported for its own sake.
    said = Counter(_NAMES.findall(b"" if path.endswith("__init__.py") else index.tree.read(path)))
    for imported in module.imports:
        if imported.local or (imported.name not in ("", "*") and said[imported.bound.encode()] > 1):
            continue
        if imported.name in ("", "*"):
            file = index.files.resolver.module_file(imported.module, path) if not imported.level else None
            star = index.files.resolver.resolve(path, imported.module) if imported.name == "*" else None
            targets = [file or (star.file if star else "")]
            if imported.name == "*" and imported.level:
                base = parent(path)
                targets = [f"{base}/{imported.module.replace('.', '/')}.py".lstrip("/")]
        else:
            targets = [index.files.target(path, imported.bound).file]
        for target in targets:
            if target in model_files:
                named.add(target)
                line = max(line, imported.line)
    return named, line
