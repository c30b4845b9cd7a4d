"""What all detectors share: built once from a tree, each part when it is first asked for.

    index = Index(tree)
    index.tree             the SourceTree
    index.files            Files: .module(path) -> Module, .modules (the files that matter), .tests,
                           .migrations, .target(path, name) -> Target, .class_at(target), .roots,
                           .function_at(target), .mentioning(text)
    index.routing          Routing: .routers, .apps, .includes, .endpoints (each with its Function)
    index.endpoints        the endpoints of the chosen live application, examples and tests left out
    index.uses             every Depends/Security use, with what it really stands for
    index.tables           table classes;   index.pydantic: Pydantic classes (not tables)
    index.app_root         the chosen application's folder ("" is the tree itself)
    index.symbol(target)   the domain's Symbol of a Target

A detector is a pure function `detect_x(index) -> Fact[...]` in a module of its own.
"""

from collections import Counter
from functools import cached_property
from posixpath import dirname

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.explore.classes import PydanticClass, TableClass, find_pydantic, find_tables
from fastapi_endpoint.explore.files import Files, is_aside, is_migrating
from fastapi_endpoint.explore.reach import Reach, find_reach, foreign_folders
from fastapi_endpoint.explore.routing import Endpoint, Routing, find_routing
from fastapi_endpoint.explore.uses import Use, find_uses
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.tree import SourceTree


class Index:
    """The shared picture; `app` chooses an application root where there are several."""

    def __init__(self, tree: SourceTree, app: str | None = None) -> None:
        self.tree = tree
        self.app = app
        self.files = Files(tree)
        self._usual: dict[Target, str] = {}

    @cached_property
    def routing(self) -> Routing:
        """Applications, routers, includes, endpoints."""
        return find_routing(self.files)

    @cached_property
    def reach(self) -> Reach:
        """The chosen application, what it reaches, and the whole paths."""
        return find_reach(self.files, self.routing, self.app)

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The endpoints of the chosen application, or all where none can be followed."""
        return self.reach.endpoints

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Uses of dependencies."""
        return find_uses(self.files, self.routing)

    @cached_property
    def foreign(self) -> tuple[str, ...]:
        """Folders of other projects in the tree: they declare dependencies, and nothing imports them."""
        return foreign_folders(self.files, self.app_root, self.reach.app.key.file if self.reach.app else "")

    @cached_property
    def tables(self) -> tuple[TableClass, ...]:
        """Tables and stored documents of the chosen application's project."""
        found = find_tables(self.files)
        return tuple(
            table for table in found if not (table.file.startswith(self.foreign) or is_migrating(table.file))
        )

    @cached_property
    def pydantic(self) -> tuple[PydanticClass, ...]:
        """Pydantic models."""
        found = find_pydantic(self.files)
        return tuple(schema for schema in found if not schema.file.startswith(self.foreign))

    @cached_property
    def app_root(self) -> str:
        """The folder that the chosen application's imports and settings start from; "" is the tree."""
        return self.reach.root

    def symbol(self, target: Target) -> Symbol:
        """How the project imports what a target stands for."""
        if target not in self._usual:
            self._usual[target] = self._usual_module(target)
        module = self._usual[target]
        if target.rest:
            return Symbol(target.file, target.rest[-1], module, ".".join((target.name, *target.rest[:-1])))
        return Symbol(target.file, target.name, module)

    def _usual_module(self, target: Target) -> str:
        """The module that most files import it from: a package often hands on what its modules define.

        Where other packages import it, those within its own have no say.
        """
        elsewhere: Counter[str] = Counter()
        within: Counter[str] = Counter()
        home = target.module.partition(".")[0]
        for path, module in self._importers.get(target.name, ()):
            there = self.files.target(path, target.name)
            if (there.file, there.name) == (target.file, target.name):
                apart = self.files.resolver.module_name(path).partition(".")[0] != home
                (elsewhere if apart else within)[module] += 1
        found = elsewhere or within
        return max(found, key=lambda each: (found[each], each == target.module), default=target.module)

    @cached_property
    def _importers(self) -> dict[str, list[tuple[str, str]]]:
        """Name -> the files that import it by an absolute statement, each with the module it comes from."""
        found: dict[str, list[tuple[str, str]]] = {}
        for path in dict.fromkeys((*self.files.modules, *(table.file for table in self.tables))):
            module = self.files.module(path)
            for each in module.imports if module else ():
                if each.name and not each.level and each.bound == each.name and not is_aside(path):
                    found.setdefault(each.name, []).append((path, each.module))
        return found

    def folder(self, path: str) -> str:
        """The folder of a file; "" is the tree."""
        return dirname(path)
