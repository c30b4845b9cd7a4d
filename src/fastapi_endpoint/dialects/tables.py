"""A table as a value, free of any ORM: what models, queries and migrations are written from."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.fragments import Fragment

OnDelete = Literal["cascade", "restrict", "set-null"]


class Reference(Struct, frozen=True, kw_only=True):
    """Where a foreign key points: table, column, and what becomes of the row when that one goes."""

    table: str
    column: str = "id"
    on_delete: OnDelete = "restrict"


class Column(Struct, frozen=True, kw_only=True):
    """One column.

    `given` is True for a primary key that is taken from requests.
    `kind` is the scalar of the field language that is stored; `python` the type of its values without
    None; `default` and `on_update` are Python source that makes a value in the application. `attribute`
    is its name in Python; `computed` the SQL of a generated column, `says_not_null` whether every database
    takes NOT NULL there, `whole_seconds` whether one of them would cut a time to seconds. `provided` is
    True where the base or a mixin already declares it, `server_now` where the database then fills it with
    its clock, `zone_lost` where SQLite gives it back without its zone, `server_default` a text that it fills
    in for rows that say nothing, `naive` where a datetime has no zone.
    """

    name: str
    kind: str
    python: Fragment
    nullable: bool = False
    size: int | None = None
    scale: int | None = None
    primary_key: bool = False
    given: bool = False
    default: Fragment | None = None
    on_update: Fragment | None = None
    reference: Reference | None = None
    naive: bool = False
    provided: bool = False
    server_now: bool = False
    zone_lost: bool = False
    server_default: str = ""
    attribute: str = ""
    computed: str = ""
    says_not_null: bool = True
    whole_seconds: bool = False

    @property
    def python_name(self) -> str:
        """Its name in Python code."""
        return self.attribute or self.name


class Unique(Struct, frozen=True, kw_only=True):
    """A unique constraint and the field that a conflict is about."""

    name: str
    columns: tuple[str, ...]
    field: str


class Check(Struct, frozen=True, kw_only=True):
    """A check constraint: `label` is its own word, `name` the whole name in the database.

    `expression` says the condition in Python, with `column(...)`, where SQL has to quote the column.
    """

    label: str
    name: str
    condition: str
    expression: str = ""


class Index(Struct, frozen=True, kw_only=True):
    """An index over columns, in their order."""

    name: str
    columns: tuple[str, ...]


class Table(Struct, frozen=True, kw_only=True):
    """One table. Names of keys are those that the database will know.

    `named_by_metadata` is True where the metadata's naming convention makes these very names,
    `fetches_computed` where an INSERT does not answer with what the database computed.
    """

    name: str
    columns: tuple[Column, ...]
    uniques: tuple[Unique, ...] = ()
    checks: tuple[Check, ...] = ()
    indexes: tuple[Index, ...] = ()
    named_by_metadata: bool = False
    fetches_computed: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; there is one."""
        return next(column for column in self.columns if column.name == name)
