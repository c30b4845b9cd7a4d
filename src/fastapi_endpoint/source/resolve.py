"""From a name to where it is really defined: through imports, re-exports, aliases and star imports."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from fastapi_endpoint.source.expression import call_of, is_name, subscript_of
from fastapi_endpoint.source.module import Class, Function, Module
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.statements import Assignment, Import
from fastapi_endpoint.source.tree import SourceTree

_DEPTH = 25
Item = Class | Function | Assignment


class Target(Struct, frozen=True):
    """What a dotted name stands for.

    In the project: `file` is where `name` is defined ("" for the module itself), `rest` the attributes taken
    from it (`db_helper.get_session`: name `db_helper`, rest `("get_session",)`). Elsewhere: `file` is ""
    and `module` the dotted path as far as it is known (`fastapi.Depends`: module `fastapi`, name `Depends`).
    """

    file: str
    module: str
    name: str
    rest: tuple[str, ...] = ()

    @property
    def dotted(self) -> str:
        """The full dotted path: `fastapi.Depends`."""
        return ".".join(part for part in (self.module, self.name, *self.rest) if part)

    @property
    def last(self) -> str:
        """The last name of it."""
        return self.rest[-1] if self.rest else self.name or self.module.rpartition(".")[2]


class Alias(Struct, frozen=True):
    """`Annotated[{type}, Depends({dependency})]`; `marker` is the called name (`Depends`, `Security`)."""

    type: str
    dependency: str
    marker: str
    arguments: tuple[str, ...] = ()


class Resolver:
    """Resolves names of a tree. `roots` are the folders that imports start from ("" is the tree itself).

    `load` gives the Module of a path (None: no such file), so that a caller can share and cache parsing.
    `root_of` says which root a file is imported from; without it, the longest one above the file.
    """

    def __init__(
        self,
        tree: SourceTree,
        roots: Iterable[str],
        load: Callable[[str], Module | None] | None = None,
        root_of: Callable[[str], str] | None = None,
    ) -> None:
        self.tree = tree
        self.roots = tuple(
            dict.fromkeys(root.strip("/").removeprefix("./").removesuffix(".") for root in roots)
        )
        self._load = load or self._parsed
        self._root_of = root_of or self._longest_root
        self._modules: dict[str, Module | None] = {}
        self._python = frozenset(path for path in tree.paths() if path.endswith(".py"))
        self._folders = frozenset(_folders(self._python))
        self._last = frozenset(path.rpartition("/")[2] for path in (*self._python, *self._folders))
        self._found: dict[tuple[str, str], Target] = {}
        self._names: dict[str, str] = {}
        self._files: dict[tuple[str, str], str | None] = {}
        self._searched: dict[str, tuple[str, ...]] = {}

    def _parsed(self, path: str) -> Module | None:
        if path not in self._modules:
            self._modules[path] = parse(self.tree.read(path)) if path in self._python else None
        return self._modules[path]

    def module_name(self, path: str) -> str:
        """The dotted name that the project imports a file by: `src/app/main.py` -> `app.main`."""
        if path not in self._names:
            self._names[path] = self._module_name(path)
        return self._names[path]

    def _module_name(self, path: str) -> str:
        root = self._root_of(path)
        dotted = path[len(root) + 1 if root else 0 :].removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__") if dotted != "__init__" else ""

    def _longest_root(self, path: str) -> str:
        return max((root for root in self.roots if _below(path, root)), key=len, default="")

    def module_file(self, dotted: str, importer: str = "") -> str | None:
        """The file of a module, or None. Roots around the importing file come first."""
        key = (dotted, importer.rpartition("/")[0])
        if key not in self._files:
            self._files[key] = self._module_file(*key)
        return self._files[key]

    def _module_file(self, dotted: str, folder: str) -> str | None:
        last = dotted.rpartition(".")[2]
        if last and last not in self._last and f"{last}.py" not in self._last:
            return None  # nothing of the project is called so
        relative = dotted.replace(".", "/")
        for root in self._search(folder):
            base = f"{root}/{relative}" if root else relative
            for path in (f"{base}/__init__.py", f"{base}.py"):
                if path in self._python:
                    return path
        return None

    def _search(self, folder: str) -> tuple[str, ...]:
        """Where the imports of a folder's files may start from, in the order of looking."""
        if folder not in self._searched:
            above = _upwards(folder)
            around = [root for root in self.roots if not root or root in above]
            self._searched[folder] = tuple(
                dict.fromkeys([*sorted(around, key=len, reverse=True), *above, "", *self.roots])
            )
        return self._searched[folder]

    def is_folder(self, dotted: str, importer: str = "") -> str | None:
        """The folder of a package, with or without an `__init__.py`, or None."""
        if dotted and dotted.rpartition(".")[2] not in self._last:
            return None
        relative = dotted.replace(".", "/")
        for root in self._search(importer.rpartition("/")[0]):
            base = f"{root}/{relative}" if root else relative
            if base in self._folders:
                return base
        return None

    def resolve(self, path: str, name: str) -> Target:
        """What the dotted `name` stands for at module level of the file at `path`."""
        key = (path, name)
        if key not in self._found:
            self._found[key] = self._resolve(path, tuple(name.split(".")), 0)
        return self._found[key]

    def _resolve(self, path: str, parts: tuple[str, ...], depth: int) -> Target:
        module = self._load(path)
        first, rest = parts[0], parts[1:]
        if module is None or depth > _DEPTH:
            return Target("", "", first, rest)
        imported = module.import_(first)
        local = module.class_(first) or module.function(first) or module.assignment(first)
        if local is not None and (imported is None or imported.line < local.line or imported.local):
            return self._defined(path, first, rest, local, depth)
        if imported is not None:
            return self._imported(path, imported, rest, depth)
        for star in module.imports:
            if star.name == "*":
                found = self._from_star(path, star, parts, depth)
                if found is not None:
                    return found
        if path.endswith("__init__.py"):
            inner = self._submodule(path, first)
            if inner:
                return self._in_module(inner, rest, depth)
        return Target("", "", first, rest)

    def _defined(self, path: str, first: str, rest: tuple[str, ...], local: Item, depth: int) -> Target:
        # `name = other` and `name = module.other` are only other names of the same thing.
        if isinstance(local, Assignment) and is_name(local.value) and local.value != first:
            found = self._resolve(path, (*local.value.split("."), *rest), depth + 1)
            if found.file or found.module:
                return found
        return Target(path, self.module_name(path), first, rest)

    def _from_star(self, path: str, star: Import, parts: tuple[str, ...], depth: int) -> Target | None:
        origin = self._origin(path, star)
        if not origin or origin == path:
            return None
        found = self._resolve(origin, parts, depth + 1)
        return found if found.file else None

    def _origin(self, path: str, imported: Import) -> str | None:
        """The file of the module that an import statement names."""
        if not imported.level:
            return self.module_file(imported.module, path)
        base = _folder(path)
        for _ in range(imported.level - 1):
            base = _folder(base)
        relative = imported.module.replace(".", "/")
        target = "/".join(part for part in (base, relative) if part)
        return next((p for p in (f"{target}/__init__.py", f"{target}.py") if p in self._python), None)

    def _imported(self, path: str, imported: Import, rest: tuple[str, ...], depth: int) -> Target:
        if not imported.name:
            return self._plain_import(path, imported, rest, depth)
        origin = self._origin(path, imported)
        if origin and origin != path:
            found = self._resolve(origin, (imported.name, *rest), depth + 1)
            if found.file or found.module:
                return found
        inner = self._submodule(origin, imported.name) if origin else self._in_folder(path, imported)
        if inner:
            return self._in_module(inner, rest, depth)
        if origin:
            return Target("", self.module_name(origin), imported.name, rest)
        return Target("", "." * imported.level + imported.module, imported.name, rest)

    def _plain_import(self, path: str, imported: Import, rest: tuple[str, ...], depth: int) -> Target:
        aliased = imported.bound != imported.module.partition(".")[0]
        parts = (*imported.module.split("."), *rest) if aliased else (imported.bound, *rest)
        for length in range(len(parts), 0, -1):
            file = self.module_file(".".join(parts[:length]), path)
            if file:
                return self._in_module(file, parts[length:], depth)
        known = len(imported.module.split("."))
        if aliased or ".".join(parts[:known]) == imported.module:
            inner = parts[known:]
            return Target("", imported.module, inner[0] if inner else "", inner[1:])
        return Target("", parts[0], parts[1] if len(parts) > 1 else "", parts[2:])

    def _in_module(self, file: str, rest: tuple[str, ...], depth: int) -> Target:
        if not rest:
            return Target(file, self.module_name(file), "")
        found = self._resolve(file, rest, depth + 1)
        return found if found.file or found.module else Target("", self.module_name(file), rest[0], rest[1:])

    def _submodule(self, package: str | None, name: str) -> str | None:
        if not package or not package.endswith("__init__.py"):
            return None
        base = f"{_folder(package)}/{name}".lstrip("/")
        return next((p for p in (f"{base}/__init__.py", f"{base}.py") if p in self._python), None)

    def _in_folder(self, path: str, imported: Import) -> str | None:
        """`from folder import module`, where the folder has no `__init__.py`."""
        if not imported.level:
            return self.module_file(f"{imported.module}.{imported.name}", path)
        base = _folder(path)
        for _ in range(imported.level - 1):
            base = _folder(base)
        parts = (base, *imported.module.split("."), imported.name)
        target = "/".join(part for part in parts if part)
        return next((p for p in (f"{target}/__init__.py", f"{target}.py") if p in self._python), None)

    def item(self, target: Target) -> Item | None:
        """The class, function or assignment that a target of the project names, attributes left aside."""
        module = self._load(target.file) if target.file else None
        if module is None or not target.name:
            return None
        return module.class_(target.name) or module.function(target.name) or module.assignment(target.name)

    def alias(self, path: str, annotation: str) -> Alias | None:
        """The dependency in an annotation: written out, or behind `X = Annotated[T, Depends(f)]`."""
        written = annotated(annotation)
        if written is not None or not is_name(annotation):
            return written
        found = self.item(self.resolve(path, annotation))
        return annotated(found.value) if isinstance(found, Assignment) else None


def annotated(text: str) -> Alias | None:
    """What `Annotated[T, Depends(f)]` says, or None where the text is something else."""
    subscript = subscript_of(text) if "Annotated" in text else None
    if subscript is None or subscript.base.rpartition(".")[2] != "Annotated" or len(subscript.items) < 2:
        return None
    for item in subscript.items[1:]:
        call = call_of(item)
        if call is not None and call.last in ("Depends", "Security"):
            dependency = call.argument(0, "dependency") or subscript.items[0]
            return Alias(subscript.items[0], dependency, call.function, call.positional[1:])
    return None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _below(path: str, root: str) -> bool:
    return not root or path.startswith(f"{root}/")


def _upwards(folder: str) -> list[str]:
    """A folder and those above it, nearest first, without the root of the tree."""
    found = []
    while folder:
        found.append(folder)
        folder = folder.rpartition("/")[0]
    return found


def _folders(paths: Iterable[str]) -> set[str]:
    around = {path.rpartition("/")[0] for path in paths}
    return {folder for start in around for folder in _upwards(start)}
