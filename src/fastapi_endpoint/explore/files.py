"""The project's Python files: which of them matter, what they say, and where imports start.

`Files(tree)` reads each Python file once and keeps the Module only of those that one regex over the bytes
finds (routers, dependencies, tables, sessions). Any other file is parsed when it is asked for.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, cached_property, wraps
from typing import Any, TypeVar

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.project import Oddity
from fastapi_endpoint.explore.documents import join, parent
from fastapi_endpoint.source.bodies import Inside
from fastapi_endpoint.source.broken import error_lines
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.module import Class, Function, Module
from fastapi_endpoint.source.outline import outline
from fastapi_endpoint.source.resolve import Resolver, Target
from fastapi_endpoint.source.statements import Assignment, Call
from fastapi_endpoint.source.tree import SourceTree

T = TypeVar("T")
# Looked for one by one: that is many times faster than one regex of alternatives. What several words have in
# common is looked for first.
_HITS = (
    (b"oute", (b"APIRouter", b"@router.", b"include_router", b"add_api_route")),
    (b"@app.", (b"@app.get(", b"@app.post(", b"@app.put(", b"@app.patch(", b"@app.delete(")),
    (b"Depends", ()),
    (b"FastAPI", ()),
    (b"_engine", (b"create_engine", b"create_async_engine")),
    (b"table", (b"__tablename__", b"table=True")),
    (b"apped", (b"mapped_column", b"Mapped[")),
    (b"eclarative", (b"declarative", b"DeclarativeBase")),
    (b"sessionmaker", ()),
    (b"Column(", ()),
    (b"Security(", ()),
    (b"ishka", ()),
    (b"registry(", ()),
    (b"uvicorn.run", ()),
    (b"from tortoise", ()),
    (b"from beanie", ()),
    (b" peewee", (b"from peewee", b"import peewee")),
    (b"MetaData(", ()),
)
_CLASS_HEAD = re.compile(rb"class \w+\(([^)]*)")
_WORD = re.compile(rb"\w+")
_MIGRATION = re.compile(rb"^down_revision\b", re.MULTILINE)
_TEST_PATH = re.compile(
    r"(^|/)(tests?|testing|unit_tests|integration_tests|e2e)(/|$)|(^|/)(test_[^/]*|[^/]*_tests?|conftest)\.py$"
)
_TEST_FOLDER = re.compile(r"(^|/)(tests?|testing|unit_tests|integration_tests|e2e)/")
# What tells an application that is about tests (`test_runs.py`) from the tests of one.
_TESTING = (b"def test", b"pytest", b"unittest", b"conftest")
_OF_APPLICATIONS = (b"APIRouter(", b"@router.", b"__tablename__", b"table=True")
_ASIDE = re.compile(
    r"(^|/)(examples?|docs?|docs_src|samples?|scripts?|benchmarks?|templates?|cookiecutter[^/]*)/"
)
_MIGRATES = re.compile(r"(^|/)(migrations?|alembic)/")
_BASE_DEPTH = 12


class Scope(Struct, frozen=True):
    """Where something happens: a module ("" as name) or one of its functions or methods."""

    file: str
    name: str
    module: Module
    function: Function | None = None
    owner: Class | None = None

    @property
    def inside(self) -> Inside:
        """What happens there, taken apart when it is asked for."""
        return self.function.inside if self.function else self.module.inside

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that are made there; what is nested counts to the outer one."""
        return self.inside.body.calls

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """What is bound there."""
        return self.function.body.assignments if self.function else self.module.assignments


class Files:
    """What the project's Python files say; what detectors have found out about them stays in `notes`."""

    def __init__(self, tree: SourceTree) -> None:
        self.tree = tree
        self.python = tuple(path for path in tree.paths() if path.endswith(".py"))
        self._every = frozenset(self.python)
        self._parsed: dict[str, Module] = {}
        self._lines: dict[str, list[bytes]] = {}
        self._testing: dict[str, bool] = {}
        self._mentions: dict[str, tuple[str, ...]] = {}
        self._bases_of: dict[str, frozenset[bytes]] = {}
        self.notes: dict[tuple[str, Target], Any] = {}
        self._ancestry: dict[tuple[str, str], tuple[Target, ...]] = {}

    def module(self, path: str) -> Module | None:
        """What the file says, or None where there is no such Python file."""
        if path not in self._every:
            return None
        if path not in self._parsed:
            self._parsed[path] = outline(self.tree.read(path))
        return self._parsed[path]

    @property
    def parsed(self) -> int:
        """How many files have been parsed so far."""
        return len(self._parsed)

    def broken(self) -> Iterator[Oddity]:
        """The files of which a part does not parse, those that no fact led to included."""
        for path in self.python:
            data = self.tree.read(path)
            module = self._parsed.get(path)
            errors = (module.errors if module else ()) or error_lines(data)
            if errors and b"\0" not in data:  # the tree reports what is no text
                yield Oddity("unparsable", "does not parse here, left out", Witness(path, errors[0]))

    @cached_property
    def modules(self) -> dict[str, Module]:
        """The files that matter, tests and migrations left out, in order of their paths."""
        found = {}
        for path in self.python:
            if self.is_test(path):
                continue
            data = self.tree.read(path)
            if _is_hit(data) and not is_migration(data):
                module = self.module(path)
                if module is not None:
                    found[path] = module
        return found

    @cached_property
    def tests(self) -> tuple[str, ...]:
        """The Python files that lie in test folders or are named as tests."""
        return tuple(path for path in self.python if self.is_test(path))

    def is_test(self, path: str) -> bool:
        """Is it one of the tests? Not where only its name says so: it holds routes or tables and no test."""
        if not is_test(path):
            return False
        if path not in self._testing:
            data = self.tree.read(path) if path in self._every and not _TEST_FOLDER.search(path) else b""
            apart = any(word in data for word in _OF_APPLICATIONS)
            self._testing[path] = not apart or any(word in data for word in _TESTING)
        return self._testing[path]

    def mentioning(self, text: str) -> tuple[str, ...]:
        """The Python files outside the tests that hold the text."""
        if text not in self._mentions:
            needle = text.encode()
            self._mentions[text] = tuple(path for path, data in self._sources if needle in data)
        return self._mentions[text]

    @cached_property
    def _sources(self) -> tuple[tuple[str, bytes], ...]:
        """The Python files outside the tests, with their bytes."""
        return tuple((path, self.tree.read(path)) for path in self.python if not self.is_test(path))

    @cached_property
    def migrations(self) -> frozenset[str]:
        """The Alembic revision files."""
        likely = (path for path in self.python if "versions/" in path or "migrations/" in path)
        return frozenset(path for path in likely if is_migration(self.tree.read(path)))

    @cached_property
    def folders(self) -> dict[str, tuple[str, ...]]:
        """The Python files of each folder that holds some."""
        found: dict[str, list[str]] = {}
        for path in self.python:
            found.setdefault(parent(path), []).append(path)
        return {folder: tuple(paths) for folder, paths in found.items()}

    def bases(self, path: str) -> frozenset[bytes]:
        """Every word in the parentheses of the file's classes: what they may descend from."""
        if path not in self._bases_of:
            heads = _CLASS_HEAD.findall(self.tree.read(path))
            self._bases_of[path] = frozenset(_WORD.findall(b" ".join(heads)))
        return self._bases_of[path]

    @cached_property
    def resolver(self) -> Resolver:
        """Resolves names between the files."""
        return Resolver(self.tree, self.roots, self.module, self.root_of)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The folders that absolute imports start from, the most used first."""
        votes: Counter[str] = Counter()
        for (root, _), count in self._root_votes.items():
            votes[root] += count
        return tuple(sorted(votes, key=lambda root: (-votes[root], root))) or ("",)

    def root_of(self, path: str) -> str:
        """The folder that imports of this file start from: where its package is most often found."""
        best, most = "", 0
        for root in self.roots:
            if root and not path.startswith(f"{root}/"):
                continue
            top = path[len(root) + 1 if root else 0 :].partition("/")[0].removesuffix(".py")
            votes = self._root_votes[root, top]
            if votes > most:
                best, most = root, votes
        if most:
            return best
        return next((root for root in self.roots if root and path.startswith(f"{root}/")), "")

    @cached_property
    def _root_votes(self) -> Counter[tuple[str, str]]:
        """How often a top-level name was imported from a folder."""
        votes: Counter[tuple[str, str]] = Counter()
        known: dict[tuple[str, str], str | None] = {}
        for path, module in self.modules.items():
            folder = parent(path)
            served = (
                (string(call.argument(0, "app")) or "").partition(":")[0]
                for call in module.every_call(b"uvicorn")
                if call.function == "uvicorn.run"
            )
            imported = (found.module for found in module.imports if not found.level)
            for name in (*served, *imported):
                if (name, folder) not in known:
                    known[name, folder] = self._root_for(name, folder) if name else None
                root = known[name, folder]
                if root is not None:
                    votes[root, name.partition(".")[0]] += 1
        return votes

    def _root_for(self, name: str, folder: str) -> str | None:
        """The folder that the dotted name is found from: the nearest one around the importing file.

        Imports seldom start from a folder that is itself a package: it counts where no other does.
        """
        relative = name.replace(".", "/")
        package: str | None = None
        while True:
            base = f"{folder}/{relative}" if folder else relative
            if f"{base}.py" in self._every or f"{base}/__init__.py" in self._every or base in self.folders:
                if join(folder, "__init__.py") not in self._every:
                    return folder
                package = folder if package is None else package
            if not folder:
                return package
            folder = parent(folder)

    def scopes(self, path: str) -> Iterator[Scope]:
        """The module itself, then its functions and methods."""
        module = self.module(path)
        if module is None:
            return
        yield Scope(path, "", module)
        for function in module.functions:
            yield Scope(path, function.name, module, function)
        for class_ in module.classes:
            for method in class_.functions:
                yield Scope(path, f"{class_.name}.{method.name}", module, method, class_)

    def target(self, path: str, name: str) -> Target:
        """What a dotted name stands for in a file."""
        return self.resolver.resolve(path, name)

    def class_at(self, target: Target) -> Class | None:
        """The class that a target of the project is, or None."""
        module = self.module(target.file) if target.file and not target.rest else None
        return module.class_(target.name) if module and target.name else None

    def function_at(self, target: Target) -> Function | None:
        """The function, method or method of an object's class that a target of the project is, or None."""
        found = self.placed_function(target)
        return found[1] if found else None

    def placed_function(self, target: Target) -> tuple[str, Function] | None:
        """The same, with the file that it lies in."""
        module = self.module(target.file) if target.file else None
        if module is None or not target.name:
            return None
        if not target.rest:
            function = module.function(target.name)
            return (target.file, function) if function else None
        owner = self.owner_class(target)
        if owner is None or len(target.rest) != 1:
            return None
        for found in (owner, *self.ancestors(owner)):
            class_ = self.class_at(found)
            method = class_.method(target.rest[0]) if class_ else None
            if method:
                return found.file, method
        return None

    def source_of(self, path: str, function: Function) -> bytes:
        """The lines of a function."""
        if path not in self._lines:
            self._lines[path] = self.tree.read(path).split(b"\n")
        return b"\n".join(self._lines[path][function.line - 1 : function.end_line])

    def owner_class(self, target: Target) -> Target | None:
        """The class that `target.name` is, or is an object of (for `db_helper.get`: that of `db_helper`)."""
        module = self.module(target.file) if target.file else None
        if module is None:
            return None
        if module.class_(target.name):
            return Target(target.file, target.module, target.name)
        made = module.assignment(target.name)
        if made is None or made.call is None:
            return None
        found = self.target(target.file, made.call.function)
        return found if self.class_at(found) else None

    def ancestors(self, target: Target) -> tuple[Target, ...]:
        """The bases of a class and their bases, nearest first; those from elsewhere have no file."""
        key = (target.file, target.name)
        if key not in self._ancestry:
            self._ancestry[key] = ()  # a circle ends here
            self._ancestry[key] = tuple(dict.fromkeys(self._bases(target, 0)))
        return self._ancestry[key]

    def _bases(self, target: Target, depth: int) -> Iterator[Target]:
        class_ = self.class_at(target)
        if class_ is None or depth > _BASE_DEPTH:
            return
        for text in class_.bases:
            base = self.target(target.file, text.partition("[")[0].partition("(")[0].strip())
            if base == target:
                continue
            yield base
            yield from self._bases(base, depth + 1)


def kept(find: Callable[[Files, Target], T]) -> Callable[[Files, Target], T]:
    """The function, with what it has found for a target kept as long as the files are."""

    @wraps(find)
    def found(files: Files, target: Target) -> T:
        key = (find.__qualname__, target)
        if key not in files.notes:
            files.notes[key] = find(files, target)
        known: T = files.notes[key]
        return known

    return found


def _is_hit(data: bytes) -> bool:
    """May the file hold routers, dependencies, tables or sessions?"""
    for common, words in _HITS:
        if common in data and (not words or any(word in data for word in words)):
            return True
    return False


def is_migration(data: bytes) -> bool:
    """Is it an Alembic revision?"""
    return b"down_revision" in data and _MIGRATION.search(data) is not None


@cache
def is_test(path: str) -> bool:
    """Does the file belong to the tests, by its folder or name? `Files.is_test` knows better."""
    return ("test" in path or "e2e" in path) and _TEST_PATH.search(path) is not None


@cache
def is_aside(path: str) -> bool:
    """Is the file an example, a script or documentation, rather than the application?"""
    return _ASIDE.search(path) is not None


@cache
def is_migrating(path: str) -> bool:
    """Does the file belong to migrations, whose tables are those of another time?"""
    return _MIGRATES.search(path) is not None
