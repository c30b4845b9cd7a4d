"""How the project tests itself: where, with which client, against which database."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from fastapi_endpoint.domain.conventions import Fact, Tests, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.documents import (
    dig,
    is_below,
    join,
    line_of,
    option,
    parent,
    read_ini,
    read_toml,
    upwards,
)
from fastapi_endpoint.explore.fixtures import (
    Fixture,
    Read,
    best_auth,
    best_client,
    best_session,
    clients_called,
    fixture_modules,
    fixtures_of,
    seen,
    uses_of,
)
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.votes import SHOWN, vote
from fastapi_endpoint.source.module import Module
from fastapi_endpoint.source.tree import SourceTree

Makes = Callable[[str], bool]
_TEST_FILE = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_tests?|tests)\.py$")
_TEST_FOLDER = re.compile(r"^_?(?:unit_?|api_?)?tests?$|^testing$|_tests?$")
_URL = re.compile(r"[\"']((?:sqlite|postgres(?:ql)?|mysql|mariadb|mssql|oracle)(?:\+\w+)?://[^\"'{}]*)[\"']")
_CLIENT = re.compile(rb"\b(?:TestClient|AsyncClient)\b")
_CLIENT_NAME = re.compile(rb"(?:Test|Async)Client")
_CALLED = re.compile(rb"\s*\(| as\b")
_GIVEN = re.compile(rb"\s*[,)]")
_DOTTED = re.compile(rb"[\w.]*")
_READ_AT_MOST = 100
# What the patterns cannot match without: looked for first, since a pattern is many times slower.
_CLIENT_NAMES = (b"TestClient", b"AsyncClient")
_MARKS = (("pytest-asyncio", (b"mark.asyncio", b"pytest_asyncio")), ("anyio", (b"mark.anyio",)))


def test_files(tree: SourceTree, root: str) -> list[str]:
    """The files with tests of the application in `root`: below it, else beside it."""
    found = [path for path in tree.paths() if _TEST_FILE.search(path) and _holds_tests(tree.read(path))]
    below = [path for path in found if is_below(path, root)]
    if below or not root:
        return below
    for folder in upwards(parent(root)):
        beside = [path for path in found if is_below(path, folder)]
        if beside:
            return beside
    return []


def _holds_tests(data: bytes) -> bool:
    return any(text.strip() in (b"", b"async") for text in _before(data, b"def test")) or any(
        not text.strip() for text in _before(data, b"class Test")
    )


def _makes(data: bytes) -> bool:
    """Is a client made, or handed on to what makes one?"""
    return _names_client(data) and any(
        _makes_one(data, match.start(), match.end()) for match in _CLIENT_NAME.finditer(data)
    )


def _names_client(data: bytes) -> bool:
    return b"Client" in data and any(name in data for name in _CLIENT_NAMES)


def _makes_one(data: bytes, start: int, end: int) -> bool:
    if _CALLED.match(data, end):
        return True
    # `Client(transport, cls=AsyncClient)`, `make(httpx.AsyncClient)`: the first argument of a call
    opened = data.rfind(b"(", 0, start) + 1
    return bool(opened and _GIVEN.match(data, end) and _DOTTED.fullmatch(data, opened, start))


def detect_tests(tree: SourceTree, root: str, requirements: Sequence[Requirement], read: Read) -> Tests:
    """Every fact on tests. `read` gives what a file of the tree says."""
    files = test_files(tree, root)
    folder = _folder(tree, root, files)
    inside = [path for path in files if folder.value is not None and is_below(path, folder.value)]
    conftest = _conftest(tree, root, folder.value, read)
    conftests = _chain(tree, root, folder.value, conftest.value)
    known = frozenset(tree.paths())
    helpers = fixture_modules(tree, conftests, read)
    uses = uses_of([tree.read(path) for path in (*inside, *helpers)])

    @cache
    def makes(path: str) -> bool:
        return _makes(tree.read(path))

    def fixtures(paths: Iterable[str]) -> list[Fixture]:
        return [each for path in paths for each in fixtures_of(read(path), path, tree.text(path), uses)]

    # Fixtures that tests in the folder see, then those of folders below, then those beside the tests.
    near = fixtures(helpers)
    clients = [path for path in inside if makes(path)]
    deeper = [path for path in known if path.endswith("/conftest.py") and is_below(path, folder.value or "-")]
    further = [
        path for path in (*sorted(set(deeper) - set(helpers)), *clients) if b"fixture" in tree.read(path)
    ]
    far = fixtures(further[:_READ_AT_MOST])
    plugin = _plugin(tree, root, requirements, [*inside, *helpers])
    url = _db_url(
        tree, folder.value, [*conftests, *(path for path in helpers if is_below(path, folder.value or "-"))]
    )
    return Tests(
        dir=folder,
        client=_client(
            tree,
            [*conftests, *helpers, *sorted(deeper), *inside, *_makers(tree, folder.value, makes)],
            folder.value,
            read,
            makes,
        ),
        async_plugin=plugin,
        asyncio_mode=_mode(tree, root, plugin.value),
        conftest=conftest,
        fixture_client=_nearest(best_client(near, read), best_client(far, read)),
        fixture_db=_nearest(best_session(near), best_session(far)),
        fixture_auth=_nearest(best_auth(near, read), best_auth(far, read)),
        style=_style(tree, inside),
        package=_package(tree, folder.value),
        db_url=url,
        db_safe=_db_safe(url),
        fixtures=Fact(value=tuple(seen(fixture) for fixture in near)),
        conftest_names=Fact(value=_names(conftest.value, read(conftest.value)) if conftest.value else ()),
    )


def _folder(tree: SourceTree, root: str, files: Sequence[str]) -> Fact[str | None]:
    """The topmost test folder that holds most test files."""
    ballots = [(_test_root(path), Witness(path, 1)) for path in files]
    named = [ballot for ballot in ballots if _TEST_FOLDER.search(ballot[0].rpartition("/")[2])]
    if not named and not ballots:
        return _empty_folder(tree, root)
    fact = vote(named or ballots, "")
    return Fact(
        value=fact.value or ".", confidence=fact.confidence, witnesses=fact.witnesses, against=fact.against
    )


def _test_root(path: str) -> str:
    parts = path.split("/")[:-1]
    for index, part in enumerate(parts):
        if _TEST_FOLDER.search(part):
            return "/".join(parts[: index + 1])
    return "/".join(parts)


def _empty_folder(tree: SourceTree, root: str) -> Fact[str | None]:
    """A folder that is made for tests and holds none yet."""
    for folder in upwards(root):
        for name in ("tests", "test"):
            path = join(folder, name)
            held = [p for p in tree.paths() if is_below(p, path)]
            if held:
                return Fact(value=path, confidence="low", witnesses=(Witness(held[0], 1, "no tests yet"),))
    return Fact(value=None)


def _chain(tree: SourceTree, root: str, folder: str | None, conftest: str | None) -> list[str]:
    """All conftests that tests in the folder may see: those above it, the folder's own, the chosen one."""
    found = [conftest] if conftest else []
    for above in upwards(folder or root):
        path = join(above, "conftest.py")
        if path not in found and tree.exists(path):
            found.append(path)
    return found


def _conftest(tree: SourceTree, root: str, folder: str | None, read: Read) -> Fact[str | None]:
    """The nearest conftest that says something: of the test folder, above it, else below it."""
    if folder is None:
        return Fact(value=None)
    own = [join(above, "conftest.py") for above in upwards(folder)]
    for path in own:
        if tree.exists(path) and tree.read(path).strip() and (is_below(path, root) or parent(path) == folder):
            return Fact(value=path, witnesses=(Witness(path, 1),))
    if tree.exists(own[0]):
        return Fact(value=None, confidence="low", against=(Witness(own[0], 1, "empty"),))
    below = [path for path in tree.paths() if path.endswith("/conftest.py") and is_below(path, folder)]
    if not below:
        return Fact(value=None)

    def order(path: str) -> tuple[bool, int, str]:
        return next(clients_called(read(path)), None) is None, path.count("/"), path

    ordered = sorted(below, key=order)
    return Fact(
        value=ordered[0],
        confidence="low" if len(ordered) > 1 else "high",
        witnesses=(Witness(ordered[0], 1),),
        against=tuple(Witness(path, 1) for path in ordered[1:SHOWN]),
    )


def _names(path: str, module: Module) -> tuple[tuple[str, str], ...] | None:
    """What a module binds at its top level, and where it is from; None where a part of it does not parse."""
    if module.errors:
        return None
    folders = path.split("/")[:-1]
    defined = [
        *(each.target for each in module.assignments),
        *(each.name for each in module.classes),
        *(each.name for each in module.functions),
    ]
    bound = dict.fromkeys(defined, "")
    for each in module.imports:
        around = folders[: len(folders) - each.level + 1] if each.level else ()
        if not each.local:
            bound[each.bound] = ".".join(filter(None, (*around, each.module, each.name)))
    return tuple(sorted(bound.items()))


def _nearest(near: Fact[str | None], far: Fact[str | None]) -> Fact[str | None]:
    """A fixture that any new test sees, else one that only some tests see: then it has to be asked."""
    if near.value is not None or far.value is None:
        return near
    return Fact(value=far.value, confidence="low", witnesses=far.witnesses, against=far.against)


def _client(
    tree: SourceTree, paths: Sequence[str], folder: str | None, read: Read, makes: Makes
) -> Fact[str]:
    """TestClient, AsyncClient, both or none: by the test files that make one."""
    found: dict[str, list[Witness]] = {}
    named: tuple[Witness, ...] = ()
    for path in dict.fromkeys(paths):
        # An application may be a client of others.
        if not (is_below(path, folder or "") or path.endswith("conftest.py")):
            continue
        data = tree.read(path)
        match = _CLIENT.search(data) if _names_client(data) else None
        if match is None:
            continue
        named = (*named, Witness(path, data.count(b"\n", 0, match.start()) + 1))
        if not makes(path):
            continue
        module = read(path)
        seen = set()
        for client, line in clients_called(module):
            if client not in seen:
                seen.add(client)
                found.setdefault(client, []).append(Witness(path, line))
    if not found:
        return Fact(value="none", confidence="low" if named else "high", against=named[:SHOWN])
    if len(found) == 1:
        value, witnesses = next(iter(found.items()))
        return Fact(value=value, witnesses=tuple(witnesses[:SHOWN]))
    more, fewer = sorted(found, key=lambda name: -len(found[name]))
    shared = {name for name in found if any(each.file.endswith("conftest.py") for each in found[name])}
    lone = shared == {more} and len(found[fewer]) == 1  # all tests see the one, one test makes the other
    clear = lone or len(found[more]) >= 3 * len(found[fewer])
    return Fact(
        value=more if clear else "both",
        confidence="high" if clear and len(found[more]) >= 4 * len(found[fewer]) else "low",
        witnesses=tuple(found[more][:SHOWN]),
        against=tuple(found[fewer][:SHOWN]),
    )


def _makers(tree: SourceTree, folder: str | None, makes: Makes) -> list[str]:
    """Other files of the test folder that make a client: helpers that no conftest names."""
    below = (path for path in tree.paths() if folder and path.endswith(".py") and is_below(path, folder))
    return [path for path in below if makes(path)]


def _plugin(
    tree: SourceTree, root: str, requirements: Sequence[Requirement], files: Sequence[str]
) -> Fact[str]:
    """pytest-asyncio, anyio or none: by what the tests are marked with, then by what is declared."""
    marks: list[tuple[str, Witness]] = []
    for path in files:
        data = tree.read(path)
        for name, words in _MARKS:
            first = min((at for word in words if (at := data.find(word)) >= 0), default=-1)
            if first >= 0:
                marks.append((name, Witness(path, data.count(b"\n", 0, first) + 1)))
    if marks:
        return vote(marks, "none")
    declared = next((witness_of(r) for r in requirements if r.name == "pytest-asyncio"), None)
    if declared is not None:
        return Fact(value="pytest-asyncio", witnesses=(declared,))
    setting = _setting(tree, root, "asyncio_mode")
    if setting is not None:
        return Fact(value="pytest-asyncio", witnesses=(setting[1],))
    for path in files:
        if b"anyio_backend" in tree.read(path):
            return Fact(value="anyio", witnesses=(Witness(path, 1),))
    return Fact(value="none")


def _setting(tree: SourceTree, root: str, name: str) -> tuple[str, Witness] | None:
    """One setting of pytest, from the file that pytest would take."""
    for folder in upwards(root):
        for file, section in (("pytest.ini", "pytest"), ("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")):
            path = join(folder, file)
            value = option(read_ini(tree, path), section, name)
            if value:
                return value, Witness(path, line_of(tree.text(path), rf"^{name}\b"), value)
        path = join(folder, "pyproject.toml")
        value = dig(read_toml(tree, path), "tool", "pytest", "ini_options", name)
        if isinstance(value, str):
            return value, Witness(path, line_of(tree.text(path), rf"^{name}\b"), value)
    return None


def _mode(tree: SourceTree, root: str, plugin: str) -> Fact[Literal["auto", "strict", "none"]]:
    setting = _setting(tree, root, "asyncio_mode")
    if setting is not None and setting[0] in ("auto", "strict"):
        return Fact(value="auto" if setting[0] == "auto" else "strict", witnesses=(setting[1],))
    return Fact(value="strict" if plugin == "pytest-asyncio" else "none", origin="default")


def _before(data: bytes, words: bytes) -> Iterator[bytes]:
    """What stands on the line before each of these words."""
    at = data.find(words)
    while at >= 0:
        yield data[data.rfind(b"\n", 0, at) + 1 : at]
        at = data.find(words, at + 1)


def _style(tree: SourceTree, files: Sequence[str]) -> Fact[Literal["functions", "classes"]]:
    def ballots() -> Iterator[tuple[Literal["functions", "classes"], Witness]]:
        for path in files:
            before = list(_before(tree.read(path), b"def test"))
            functions = sum(text in (b"", b"async ") for text in before)
            methods = sum(text[:1].isspace() and text.strip() in (b"", b"async") for text in before)
            yield ("classes" if methods > functions else "functions"), Witness(path, 1)

    return vote(ballots(), "functions")


def _package(tree: SourceTree, folder: str | None) -> Fact[bool]:
    if folder is None:
        return Fact(value=True, origin="default")
    path = join(folder, "__init__.py")
    return Fact(value=tree.exists(path), witnesses=(Witness(path, 1),) if tree.exists(path) else ())


def _db_url(tree: SourceTree, folder: str | None, files: Sequence[str]) -> Fact[str | None]:
    """The URL that the fixtures spell out. A secret in it is not shown."""
    beside = [
        path
        for path in tree.paths()
        if folder and parent(path) == folder and path.endswith(".py") and not _TEST_FILE.search(path)
    ]
    found: list[tuple[str, Witness]] = []
    for path in dict.fromkeys([*files, *beside]):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            match = _URL.search(line)
            spelled = match and not match[1].startswith("sqlite") and match[1].endswith("//")
            if match and not spelled and not line.lstrip().startswith("#"):
                found.append((match[1], Witness(path, number)))
    if not found:
        return Fact(value=None)
    url, witness = found[0]
    others = tuple(other for value, other in found if value != url)
    return Fact(
        value=re.sub(r"://([^:/@]+):[^@]*@", r"://\1:***@", url),
        confidence="high",
        witnesses=(witness,),
        against=others[:SHOWN],
    )


def _db_safe(url: Fact[str | None]) -> Fact[bool]:
    """May tests run? SQLite, or "test" in the name of a database on loopback."""
    text = url.value or ""
    found = re.match(r"(\w+)(?:\+\w+)?://(?:[^@/]*@)?([^/:?]*)(?::\d+)?/?(.*)", text)
    if found is None:
        return Fact(value=False, confidence="low")
    if found[1] == "sqlite":
        return Fact(value=True, witnesses=url.witnesses)
    safe = found[2] in ("localhost", "127.0.0.1", "") and "test" in found[3].lower()
    return Fact(value=safe, witnesses=url.witnesses)
