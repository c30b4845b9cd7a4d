"""Which classes are tables, and which are Pydantic models."""

from collections.abc import Iterator

from msgspec import Struct

from fastapi_endpoint.explore.files import Files, kept
from fastapi_endpoint.source.module import Class, Module
from fastapi_endpoint.source.resolve import Target

_MAKERS = ("declarative_base", "automap_base", "generate_base", "as_declarative")
_MAPPED_BY = ("mapped", "mapped_as_dataclass")
_PYDANTIC = frozenset(
    {"BaseModel", "RootModel", "GenericModel", "SQLModel", "BaseUser", "BaseUserCreate", "BaseUserUpdate"}
)
_SCHEMA = (b"BaseModel", b"SQLModel", b"pydantic", b"RootModel")
_ROUNDS = 4
_BASES = {
    ("tortoise", "Model"): "tortoise",
    ("beanie", "Document"): "beanie",
    ("beanie", "UnionDoc"): "beanie",
    ("peewee", "Model"): "peewee",
}


class TableClass(Struct, frozen=True):
    """A class that is a table or a stored document.

    `orm` is sqlalchemy, sqlmodel, tortoise, beanie or peewee.
    `base` is the declarative base of the project that it descends from, where there is one.
    """

    target: Target
    class_: Class
    orm: str
    base: Target | None

    @property
    def file(self) -> str:
        """Where it is defined."""
        return self.target.file


class PydanticClass(Struct, frozen=True):
    """A Pydantic model that is not a table."""

    target: Target
    class_: Class

    @property
    def file(self) -> str:
        """Where it is defined."""
        return self.target.file


def orm_of(target: Target) -> str | None:
    """The ORM whose base class this name from elsewhere is, or None."""
    if target.file:
        return None
    top, last = target.module.partition(".")[0], target.last
    if last.startswith("DeclarativeBase") or (top == "advanced_alchemy" and last.endswith("Base")):
        return "sqlalchemy"
    if last == "SQLModel":
        return "sqlmodel"
    return _BASES.get((top, last))


def is_made_base(files: Files, target: Target) -> bool:
    """Is it `Base = declarative_base()`, or another object that tables descend from?"""
    module = files.module(target.file) if target.file else None
    made = module.assignment(target.name) if module and not target.rest else None
    return made is not None and made.call is not None and made.call.last in _MAKERS


def declarative_base(files: Files, target: Target) -> Target | None:
    """The declarative base of the project that a class descends from, itself included."""
    for found in (target, *files.ancestors(target)):
        if is_base(files, found):
            return found
    return None


@kept
def is_base(files: Files, target: Target) -> bool:
    """Is it a declarative base: made by `declarative_base()`, or a direct subclass of `DeclarativeBase`?"""
    if is_made_base(files, target):
        return True
    class_ = files.class_at(target)
    if class_ is None:
        return False
    if any(decorator.name.rpartition(".")[2] == "as_declarative" for decorator in class_.decorators):
        return True
    if class_.assignment("__tablename__"):
        return False
    bases = [files.target(target.file, text.partition("[")[0].partition("(")[0]) for text in class_.bases]
    return any(orm_of(base) == "sqlalchemy" for base in bases) or any(
        "declarative_base(" in b for b in class_.bases
    )


def find_tables(files: Files) -> tuple[TableClass, ...]:
    """The classes that are tables or stored documents, in order of files and lines."""
    found = [table for path, module in files.modules.items() for table in _tables_in(files, path, module)]
    # A table whose columns all come from its bases shows nothing but their names.
    bases = {table.base for table in found if table.base is not None and table.base.file}
    names = {base.name for base in bases}
    if names:
        wanted = frozenset(name.encode() for name in names)
        for path in files.python:
            if path in files.modules or path in files.migrations or files.is_test(path):
                continue
            if not wanted.isdisjoint(files.bases(path)):
                module = files.module(path)
                found += _tables_in(files, path, module) if module else ()
    shared = {base for table in found if table.orm == "peewee" for base in files.ancestors(table.target)}
    own = (table for table in found if table.target not in shared)
    return tuple(sorted(own, key=lambda table: (table.file, table.class_.line)))


def _tables_in(files: Files, path: str, module: Module) -> Iterator[TableClass]:
    for class_ in module.classes:
        target = Target(path, files.resolver.module_name(path), class_.name)
        table = _table(files, target, class_)
        if table is not None:
            yield table


def _table(files: Files, target: Target, class_: Class) -> TableClass | None:
    if any(decorator.name.rpartition(".")[2] in _MAPPED_BY for decorator in class_.decorators):
        return TableClass(target, class_, "sqlalchemy", None)
    if is_base(files, target) or _is_abstract(class_) or _is_connected(class_):
        return None
    base = declarative_base(files, target)
    if base is not None:
        return TableClass(target, class_, "sqlalchemy", base)
    above = files.ancestors(target)
    orm = next((orm for orm in map(orm_of, above) if orm), None)
    if orm == "tortoise" and any(each.last == "PydanticModel" and not each.file for each in above):
        return None  # what type checkers are told that `pydantic_model_creator` makes
    if class_.keyword("table") == "True":
        orm = "sqlmodel"
    elif orm == "sqlmodel":
        orm = None
    elif orm is None and class_.assignment("__tablename__") and class_.bases:
        orm = "sqlalchemy"  # the base comes from a package, or from where it cannot be followed
    return TableClass(target, class_, orm, None) if orm else None


def _is_abstract(class_: Class) -> bool:
    abstract = class_.assignment("__abstract__")
    meta = next((inner for inner in class_.classes if inner.name == "Meta"), None)
    inner = meta.assignment("abstract") if meta else None
    return any(found is not None and found.value == "True" for found in (abstract, inner))


def _is_connected(class_: Class) -> bool:
    """Is it what Peewee's tables share: nothing but their database?"""
    meta = next((inner for inner in class_.classes if inner.name == "Meta"), None)
    return meta is not None and meta.assignment("database") is not None and not class_.assignments


def find_pydantic(files: Files) -> tuple[PydanticClass, ...]:
    """The Pydantic models that are not tables, in order of files and lines; settings are left out."""
    modules = dict(files.modules)
    rest = [path for path in files.python if path not in modules and not files.is_test(path)]
    wanted: frozenset[bytes] = frozenset()
    known: dict[Target, PydanticClass] = {}
    looked: set[str] = set()
    for _ in range(_ROUNDS):
        hits = [path for path in rest if _may_descend(files, path, wanted)]
        for path in hits:
            module = files.module(path)
            if module is not None:
                modules[path] = module
        rest = [path for path in rest if path not in modules]
        fresh = {found.target: found for found in _pydantic_in(files, modules, looked)}
        looked |= set(modules)
        known |= fresh
        wanted = frozenset(target.name.encode() for target in fresh if not target.name.startswith("_"))
        if not wanted or not rest:
            break
    return tuple(sorted(known.values(), key=lambda found: (found.file, found.class_.line)))


def _may_descend(files: Files, path: str, names: frozenset[bytes]) -> bool:
    """May a class of the file descend from one of these, or, without any, from Pydantic's own?"""
    if names:
        return not names.isdisjoint(files.bases(path))
    data = files.tree.read(path)
    return any(word in data for word in _SCHEMA)


def _pydantic_in(files: Files, modules: dict[str, Module], looked: set[str]) -> Iterator[PydanticClass]:
    for path in sorted(modules):
        if path in looked:
            continue
        for class_ in modules[path].classes:
            target = Target(path, files.resolver.module_name(path), class_.name)
            if class_.keyword("table") != "True" and is_pydantic(files, target):
                yield PydanticClass(target, class_)


def is_pydantic(files: Files, target: Target) -> bool:
    """Does the class descend from Pydantic's BaseModel?"""
    return any(
        not ancestor.file
        and ancestor.last in _PYDANTIC
        and ancestor.module.partition(".")[0] in ("pydantic", "sqlmodel", "fastapi_users", "")
        for ancestor in files.ancestors(target)
    )
