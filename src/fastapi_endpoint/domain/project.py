"""The picture of a project that exploring gives: its habits, routes, tables, schemas, and what is odd."""

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Conventions, Symbol, Witness


class Route(Struct, frozen=True, kw_only=True):
    """One operation of the application. `path` is whole where every prefix could be worked out.

    `dependencies` are those of its parameters and its decorator, as `Depends(get_db)`, also behind aliases.
    """

    method: str
    path: str
    function: str
    file: str
    line: int
    response_model: str | None = None
    status_code: int | None = None
    dependencies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Column(Struct, frozen=True, kw_only=True):
    """One column as it is declared. `type` is a field-language scalar where it maps to one, else "".

    `source` is the text of its type, `declared` that of the whole value (`mapped_column(...)`). `enum` is the
    class of the project that `values` are the values of, where there is one.
    """

    name: str
    type: str
    nullable: bool
    has_default: bool
    primary_key: bool = False
    unique: bool = False
    index: bool = False
    foreign_key: str | None = None
    size: int | None = None
    scale: int | None = None
    values: tuple[str, ...] = ()
    source: str = ""
    declared: str = ""
    line: int = 0
    enum: Symbol | None = None


class Model(Struct, frozen=True, kw_only=True):
    """One mapped class. `columns` includes those of its bases and mixins, as far as they can be read.

    `uniques` and `indexes` are the columns of those that `__table_args__` declares, `checks` the names of its
    check constraints ("" where one has none).
    """

    name: str
    table: str
    file: str
    line: int
    module: str
    columns: tuple[Column, ...] = ()
    relations: tuple[str, ...] = ()
    uniques: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    checks: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def path(self) -> str:
        """`app.models.product:Product`, by which it is named."""
        return f"{self.module}:{self.name}"

    @property
    def key(self) -> Column | None:
        """The primary key, where it is of one column."""
        keys = [column for column in self.columns if column.primary_key]
        return keys[0] if len(keys) == 1 else None


class SchemaClass(Struct, frozen=True, kw_only=True):
    """One Pydantic class: its name, where it is, its bases, the fields that it declares itself."""

    name: str
    file: str
    line: int
    module: str
    bases: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class Requirement(Struct, frozen=True):
    """One declared dependency: name in normal form, the specifier as written, the locked version."""

    name: str
    specifier: str
    file: str
    line: int
    locked: str | None = None
    group: str = ""


class Oddity(Struct, frozen=True):
    """Something a reader should know: an unparsable file, a dead app, an empty test folder."""

    kind: str
    message: str
    where: Witness | None = None


class ProjectMap(Struct, frozen=True, kw_only=True):
    """What later stages may know of a project. `root` is absolute and never part of a plan."""

    root: str
    name: str
    conventions: Conventions
    routes: tuple[Route, ...] = ()
    models: tuple[Model, ...] = ()
    schemas: tuple[SchemaClass, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    modules: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    files_seen: int = 0
    files_parsed: int = 0

    @property
    def app(self) -> str | None:
        """The chosen application, as `--app` takes it."""
        entries = self.conventions.entry_points.value
        return entries[-1].name if entries else None

    @property
    def rival_apps(self) -> tuple[str, ...]:
        """The applications that may be meant, the likeliest first; none where it is clear."""
        rivals = tuple(rival.note for rival in self.conventions.entry_points.against)
        return (self.app or "", *rivals) if rivals else ()

    def model(self, name_or_table: str) -> Model | None:
        """The mapped class of that class or table name, or None."""
        return next((m for m in self.models if name_or_table in (m.name, m.table)), None)

    @property
    def users(self) -> Model | None:
        """The mapped class of the people who sign in, or None where it is not known."""
        symbol = self.conventions.user_model.value
        if symbol is None:
            return None
        same_file = (model for model in self.models if (model.name, model.file) == (symbol.name, symbol.file))
        return next(same_file, None) or self.model(symbol.name)

    def referred(self, foreign_key: str) -> Model | None:
        """The model that `table.column`, with or without a schema in front, or `Class.column` leads to."""
        named = foreign_key.rpartition(".")[0] or foreign_key
        return self.model(named) or self.model(named.rpartition(".")[2])

    def requires(self, name: str) -> bool:
        """Is this distribution (normalised name) a declared dependency?"""
        return any(requirement.name == name for requirement in self.requirements)
