"""How tests make the rows that a resource refers to: a database may look whether they are there.

Two of each table, after the rows that these refer to in turn. Of a table whose required columns are not
understood no row is made, and the plan says so.
"""

from collections.abc import Iterator, Mapping
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.fieldtypes.base import Sample
from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.naming import snake
from fastapi_endpoint.render.ids import key_of
from fastapi_endpoint.render.tests.column_values import is_required, sample_of, value_of
from fastapi_endpoint.render.tests.people import (
    is_of_caller,
    made_by_fastapi_users,
    tables,
    tenant_constant,
    tenant_model,
)
from fastapi_endpoint.render.view import FieldView, ResourceView

_ROWS = (0, 1)
_GIVEN_IDS = ["101", "102"]  # parents and users have lesser ones
_COUNTED_IDS = ["1", "2"]
_OF_FASTAPI_USERS = tuple(
    {"email": Fragment(f'"{word}@example.com"'), "hashed_password": Fragment('"not a hash"')}
    for word in ("first", "second")
)


class Referred(Struct, frozen=True, kw_only=True):
    """Two rows of a table, whose primary key is `key`. `ids` are the constants with their ids, and these as
    JSON; `given` are the other values of each row, by column.
    """

    model: Model
    key: Column
    ids: tuple[tuple[str, str], ...]
    given: tuple[Mapping[str, Fragment], ...] = ({}, {})

    def value(self, column: str, row: int) -> Fragment:
        """What refers to that row by that column of it."""
        name, _ = self.ids[row]
        of_key = Fragment(f"UUID({name})" if key_of(self.key).kind == "uuid" else name)
        return of_key if column == self.key.name else self.given[row].get(column, of_key)

    def sample(self, column: str, row: int) -> Sample:
        """The same as a request says it."""
        python = self.value(column, row)
        name, shown = self.ids[row] if column == self.key.name else (python.text, python.text)
        return Sample(shown.strip("\"'"), name, python)

    @property
    def rows(self) -> list[str]:
        """The arguments that make each row."""
        counted = "init=False" in self.key.declared
        keys = [{} if counted else {self.key.name: self.value(self.key.name, row)} for row in _ROWS]
        return [
            ", ".join(f"{name}={value.text}" for name, value in (key | dict(given)).items())
            for key, given in zip(keys, self.given, strict=True)
        ]

    @property
    def imports(self) -> frozenset[Import]:
        """What the rows are made with."""
        needed = {each for given in self.given for value in given.values() for each in value.imports}
        return frozenset({Import(self.model.module, self.model.name), *needed})


class Unmade(Struct, frozen=True):
    """A table of which tests make no row, and why."""

    table: str
    why: str


Made = Mapping[str, Referred]


def referred_rows(view: ResourceView) -> tuple[Referred, ...]:
    """The rows to make, each after those that it refers to."""
    return tuple(_all(view)[0].values())


def referred_value(view: ResourceView, column: Column) -> str | None:
    """What a column of the host's holds to refer to a row that tests make; None where they make none."""
    table, key = _target(column)
    rows = _all(view)[0].get(table)
    return rows.value(key, 0).text if rows else None


def refers(view: ResourceView, model: Model | None) -> bool:
    """Do rows of the host's model refer to some of these?"""
    required = _required(model) if model else []
    return any(not is_of_caller(view, each) and referred_value(view, each) for each in required)


def referred_sample(view: ResourceView, field: FieldView, number: int) -> Sample | None:
    """What a field holds to refer to a row that tests make; None where they make none."""
    reference = field.column.reference
    rows = _all(view)[0].get(reference.table) if reference and field.scope is None else None
    return rows.sample(reference.column, min(number, 1)) if reference and rows else None


def referred_risks(view: ResourceView) -> tuple[str, ...]:
    """What the plan says of the tables of which tests make no row."""
    return tuple(
        f"tests make no row of {each.table}, which {view.words.human_plural} refer to: {each.why}; where the "
        "database looks at foreign keys, they answer 409 until one is made there"
        for each in _all(view)[1]
    )


def _all(view: ResourceView) -> tuple[Made, list[Unmade]]:
    made: Made = {}
    unmade = []
    for table in dict.fromkeys(_wanted(view)):
        found = _with(view, table, made, ())
        if isinstance(found, Unmade):
            unmade.append(found)
        else:
            made = found
    return made, unmade


def _wanted(view: ResourceView) -> Iterator[str]:
    """The tables that rows of the tests refer to, but for those that say whose a row is."""
    for field in view.fields:
        reference = field.column.reference
        sent = field.in_create or field.in_update or field.in_replace or not view.operation("create")
        if reference and sent and field.scope is None and reference.table != view.table.name:
            yield reference.table
    scopes = {scope.column.name for scope in view.scopes if scope.stored}
    tenant = tenant_model(view, view.tenant) if view.tenant else None
    for model in (view.parent.model if view.parent else None, tenant, view.host_model):
        for column in model.columns if model else ():
            table, _ = _target(column)
            own = model is not None and table == model.table
            known = is_of_caller(view, column) or (model == view.host_model and column.name in scopes)
            if table and is_required(column) and not own and not known:
                yield table


def _with(view: ResourceView, table: str, made: Made, waiting: tuple[str, ...]) -> Made | Unmade:
    """What is made already, and the rows of this table after those that they refer to."""
    if table in made:
        return made
    model = next((each for each in view.host_models if each.table == table), None)
    if model is None or model.key is None:
        return Unmade(table, "no class with one primary key is mapped to it")
    if table in waiting:
        return Unmade(table, "it refers to itself by way of other tables")
    if table not in tables(view):
        return Unmade(table, f"SQLite cannot hold it ({model.file}:{model.line})")
    for column in _required(model):
        other, _ = _target(column)
        found = _with(view, other, made, (*waiting, table)) if other not in ("", table) else made
        if isinstance(found, Unmade):
            return found
        made = found
    rows = _rows(view, model, model.key, made)
    return rows if isinstance(rows, Unmade) else {**made, table: rows}


def _rows(view: ResourceView, model: Model, key: Column, made: Made) -> Referred | Unmade:
    rows = Referred(model=model, key=key, ids=_ids(view, model, key))
    if made_by_fastapi_users(view, model):
        return Referred(model=model, key=key, ids=rows.ids, given=_OF_FASTAPI_USERS)
    given: list[dict[str, Fragment]] = []
    for row in _ROWS:
        values = {
            each.name: _value(view, each, row, {**made, model.table: rows}) for each in _required(model)
        }
        odd = next((each for each in _required(model) if values[each.name] is None), None)
        if odd is not None:
            place = f"{model.file}:{odd.line or model.line}"
            return Unmade(model.table, f"its required column {odd.name} is not understood ({place})")
        known = {name: value for name, value in values.items() if value is not None}
        given.append(known | {name: Fragment("None") for name in _left_out(view, model)})
    return Referred(model=model, key=key, ids=rows.ids, given=tuple(given))


def _value(view: ResourceView, column: Column, row: int, made: Made) -> Fragment | None:
    table, key = _target(column)
    if not table:
        return value_of(column, row, view.python)
    return made[table].value(key, row)


def _left_out(view: ResourceView, model: Model) -> list[str]:
    """What may be NULL: a dataclass wants all of its arguments."""
    whole = view.conventions.models.as_dataclass.value
    return [
        column.name
        for column in model.columns
        if whole and column.nullable and not column.has_default and "init=False" not in column.declared
    ]


def _ids(view: ResourceView, model: Model, key: Column) -> tuple[tuple[str, str], ...]:
    """The constants of the two ids, and their values."""
    name = f"{snake(model.name).upper()}_ID"
    parent = f"{view.parent.words.singular}_ID".upper() if view.parent else ""
    if name in (parent, tenant_constant(view.tenant) if view.tenant else "", "UNKNOWN_ID"):
        name = f"REFERRED_{name}"
    known = key_of(key)
    if known.kind == "int":
        ids = _COUNTED_IDS if "init=False" in key.declared else _GIVEN_IDS
    elif known.plain_type.text == "str":
        ids = [sample_of(key, row).source for row in _ROWS]
    else:
        ids = [f'"{uuid5(NAMESPACE_URL, f"{model.table}/{row}")}"' for row in _ROWS]
    return tuple(zip((name, f"OTHER_{name}"), ids, strict=True))


def _required(model: Model) -> list[Column]:
    """The columns that a row must be given, but for its key."""
    return [column for column in model.columns if is_required(column) and column != model.key]


def _target(column: Column) -> tuple[str, str]:
    """Table and column that it refers to, without a schema; "" where it refers to nothing."""
    table, _, key = (column.foreign_key or "").rpartition(".")
    return table.rpartition(".")[2], key
