"""The mapped classes with their columns, and how tables are written."""

import re
from typing import Literal

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Models, Symbol, Witness
from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.explore.classes import TableClass
from fastapi_endpoint.explore.columns import columns_of
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.table_args import table_args
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.naming import snake
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Assignment

_STAMPS = (
    "created_at",
    "updated_at",
    "created_on",
    "updated_on",
    "created",
    "updated",
    "created_date",
    "updated_date",
)
_IMPLIED_KEY = Column(name="id", type="int", nullable=False, has_default=True, primary_key=True)
_UTC_TYPE = re.compile(r"(?i)utc|tz.?datetime|timezone")


def find_models(index: Index) -> tuple[Model, ...]:
    """All tables with their columns, those of bases and mixins included."""
    found = [_model(index, table) for table in index.tables if not is_aside(table.file)]
    named = {model.name: model for model in found}
    return tuple(_with_tables(model, named) for model in found)


def _with_tables(model: Model, named: dict[str, Model]) -> Model:
    """Foreign keys that name a class (`Tenant.id`) lead to its table, and have the type of its key."""
    return replace(model, columns=tuple(_leading(column, named) for column in model.columns))


def _leading(column: Column, named: dict[str, Model]) -> Column:
    other = named.get((column.foreign_key or "").partition(".")[0])
    if other is None or not other.table:
        return column
    key = next((each for each in other.columns if each.primary_key), None)
    implied = key is not None and not column.source
    return replace(
        column,
        foreign_key=f"{other.table}.{key.name if key else 'id'}",
        type=key.type if key is not None and implied else column.type,
    )


def _model(index: Index, table: TableClass) -> Model:
    columns, relations = columns_of(index.files, table.target)
    if table.orm in ("tortoise", "peewee") and not any(column.primary_key for column in columns):
        columns = (_IMPLIED_KEY, *columns)  # the library adds it
    told = table_args(table.class_)
    return Model(
        name=table.class_.name,
        table=_table_name(index, table),
        file=table.file,
        line=table.class_.line,
        module=table.target.module,
        columns=columns,
        relations=relations,
        uniques=told.uniques,
        indexes=told.indexes,
        checks=told.checks,
    )


def _table_name(index: Index, table: TableClass) -> str:
    """The table's name: as declared, or as a base derives it from the class's name."""
    own = table.class_.assignment("__tablename__")
    if own is not None:
        return string(own.value) or ""
    if table.orm in ("tortoise", "beanie"):
        meta = next((inner for inner in table.class_.classes if inner.name in ("Meta", "Settings")), None)
        named = meta.assignment("table") or meta.assignment("name") if meta else None
        return (string(named.value) if named else None) or table.class_.name.lower()
    for owner in index.files.ancestors(table.target):
        class_ = index.files.class_at(owner)
        method = class_.method("__tablename__") if class_ else None
        if method is not None and method.returned:
            return _derived(table.class_.name, method.returned[0].text)
        if owner.last.startswith("SQLAlchemyBaseUserTable"):
            return "user"
    return table.class_.name.lower() if table.orm == "sqlmodel" else snake(table.class_.name)


def _derived(name: str, text: str) -> str:
    """The name that `return cls.__name__.lower() + "s"` and the like give."""
    plural = re.search(r"[\"'}]s[\"']", text) is not None or re.search(r"\+\s*[\"']s[\"']", text) is not None
    base = (
        name.lower()
        if "lower()" in text and not re.search(r"snake|sub\(|camel|resolve", text)
        else snake(name)
    )
    return f"{base}s" if plural else base


def detect_models(index: Index) -> Models:
    """Every field of `Models`."""
    tables = [
        table
        for table in index.tables
        if table.orm in ("sqlalchemy", "sqlmodel") and not is_aside(table.file)
    ]
    return Models(
        style=_style(tables),
        base_provides=_base_provides(index, tables),
        timestamp_mixin=_timestamp_mixin(index, tables),
        timestamps=_timestamps(index, tables),
        naming_convention=_naming_convention(index),
        utc_type=_utc_type(index, tables),
        mixin_first=_mixin_first(index, tables),
        as_dataclass=_as_dataclass(index, tables),
    )


def _style(tables: list[TableClass]) -> Fact[Literal["Mapped", "Column"]]:
    ballots: list[tuple[Literal["Mapped", "Column"], Witness]] = []
    for table in tables:
        mapped = sum("Mapped" in found.annotation for found in table.class_.assignments)
        called = [found.call.last for found in table.class_.assignments if found.call]
        columns = called.count("Column")
        mapped += called.count("mapped_column")
        if mapped or columns:
            ballots.append(
                ("Mapped" if mapped > columns else "Column", Witness(table.file, table.class_.line))
            )
    return vote(ballots, "Mapped")


def _as_dataclass(index: Index, tables: list[TableClass]) -> Fact[bool]:
    """Is `MappedAsDataclass` among their bases?"""
    places = (
        (index.files.ancestors(table.target), Witness(table.file, table.class_.line)) for table in tables
    )
    return vote(
        ((any(base.last == "MappedAsDataclass" for base in bases), where) for bases, where in places),
        default=False,
    )


def _base_provides(index: Index, tables: list[TableClass]) -> Fact[tuple[str, ...]]:
    """Columns and dunders of the declarative base that most tables name."""
    bases = [
        (table.base, Witness(table.file, table.class_.line)) for table in tables if table.base is not None
    ]
    named = vote(bases, None)
    if named.value is None or not named.value.file:
        return Fact(value=(), origin="default")
    names: list[str] = []
    witnesses = []
    for owner in (named.value, *index.files.ancestors(named.value)):
        class_ = index.files.class_at(owner)
        if class_ is None:
            continue
        columns, _ = columns_of(index.files, owner)
        names += [column.name for column in columns]
        said = [found.target for found in class_.assignments] + [method.name for method in class_.functions]
        names += [name for name in said if name == "__tablename__"]
        witnesses.append(Witness(owner.file, class_.line))
    return Fact(
        value=tuple(dict.fromkeys(names)), witnesses=tuple(witnesses[:3]), confidence=named.confidence
    )


def _timestamp_mixin(index: Index, tables: list[TableClass]) -> Fact[Symbol | None]:
    """The class beside the base that most tables name and that brings `created_at` and the like alone."""
    ballots: list[tuple[Symbol | None, Witness]] = []
    for table in tables:
        mixin = next(
            (found for found in index.files.ancestors(table.target) if _is_stamps(index, found, table)), None
        )
        ballots.append((index.symbol(mixin) if mixin else None, Witness(table.file, table.class_.line)))
    return vote(ballots, None)


def _mixin_first(index: Index, tables: list[TableClass]) -> Fact[bool]:
    """Of the mixin and the base that a table names, which comes first?"""
    ballots = []
    for table in tables:
        bases = [index.files.target(table.file, base) for base in table.class_.bases]
        mixins = [place for place, base in enumerate(bases) if _is_stamps(index, base, table)]
        if mixins and table.base in bases:
            ballots.append((mixins[0] < bases.index(table.base), Witness(table.file, table.class_.line)))
    return vote(ballots, default=True)


def _is_stamps(index: Index, target: Target, table: TableClass) -> bool:
    if not target.file or target == table.base or index.files.class_at(target) is None:
        return False
    columns, _ = columns_of(index.files, target)
    names = {column.name for column in columns}
    return bool(names & set(_STAMPS)) and names <= set(_STAMPS)


def _timestamps(index: Index, tables: list[TableClass]) -> Fact[tuple[str, ...]]:
    ballots = []
    for table in tables:
        columns, _ = columns_of(index.files, table.target)
        names = tuple(column.name for column in columns if column.name in _STAMPS)
        ballots.append((names, Witness(table.file, table.class_.line)))
    return vote(ballots, ("created_at", "updated_at"))


def _naming_convention(index: Index) -> Fact[bool]:
    for path in index.files.modules:
        data = index.tree.read(path)
        if (b"naming_convention" in data and b"sqlalchemy" in data) or (
            b"naming_convention" in data and b"SQLModel" in data
        ):
            line = data[: data.index(b"naming_convention")].count(b"\n") + 1
            return Fact(value=True, witnesses=(Witness(path, line),))
    return Fact(value=False, origin="default")


def _utc_type(index: Index, tables: list[TableClass]) -> Fact[Symbol | None]:
    """A type of the project for moments, where tables use one."""
    found: list[tuple[Symbol | None, Witness]] = []
    for table in tables:
        for owner in (table.target, *index.files.ancestors(table.target)):
            class_ = index.files.class_at(owner)
            for assignment in class_.assignments if class_ else ():
                for head in _moment_types(assignment):
                    target = index.files.target(owner.file, head)
                    if index.files.class_at(target) is not None:
                        found.append((index.symbol(target), Witness(owner.file, assignment.line)))
    return vote(found, None)


def _moment_types(assignment: Assignment) -> list[str]:
    """The names of column types for moments in `mapped_column(UTCDateTime)`, or in a map of annotations."""
    if assignment.target == "type_annotation_map":
        return re.findall(r"\bdatetime\s*:\s*([A-Za-z_][\w.]*)", assignment.value)
    heads = [value.partition("(")[0] for value in (assignment.call.positional if assignment.call else ())]
    return [head for head in heads if _UTC_TYPE.search(head) and re.fullmatch(r"[\w.]+", head)]
