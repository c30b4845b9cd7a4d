"""A model of the host that gets its endpoints: its id, its columns and its table as they stand."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from fastapi_endpoint.dialects.databases import Capabilities
from fastapi_endpoint.dialects.tables import Column, Index, Reference, Table, Unique
from fastapi_endpoint.domain.project import Column as KnownColumn
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment, code
from fastapi_endpoint.render.columns import CREATED, UPDATED, known_moment
from fastapi_endpoint.render.ids import STORED, key_of
from fastapi_endpoint.render.view import FieldView, IdView, ListView, Place, ScopeView, Words

_KEPT_BY_NONE = re.compile(r"""ondelete\s*=\s*["'](?:cascade|set null)["']""", re.IGNORECASE)


def host_model(spec: EndpointSpec, project: ProjectMap) -> Model | None:
    """The model that gets its endpoints, or None where one is made."""
    return next((model for model in project.models if model.path == spec.model), None)


def place_of_model(model: Model) -> Place:
    """Where its class lies."""
    return Place(path=model.file, module=model.module)


def known_id(model: Model, words: Words) -> IdView:
    """Its id, as the model declares it."""
    known = model.key
    key = key_of(known)
    column = Column(
        name=known.name if known else "id",
        kind=key.kind,
        python=STORED[key.kind],
        size=known.size if known else None,
        primary_key=True,
        default=code("default") if known and known.has_default else None,
        provided=True,
    )
    return IdView(
        column=column,
        kind=key.kind,
        parameter=f"{words.singular}_id",
        path_type=key.path_type,
        plain_type=key.plain_type,
        lookup=key.lookup,
    )


def known_enums(model: Model | None) -> dict[str, Fragment]:
    """Its columns that hold members of an enum of the host, each with that class."""
    columns = model.columns if model else ()
    return {
        column.name: code(column.enum.name, f"{column.enum.module}.{column.enum.name}")
        for column in columns
        if column.enum is not None
    }


def known_stamps(model: Model, project: ProjectMap) -> tuple[Column, ...]:
    """Its columns that say when a row was made and changed."""
    names = dict.fromkeys((*(project.conventions.models.timestamps.value or ()), CREATED, UPDATED))
    found = [column for name in names if (column := model.column(name)) and column.type == "datetime"]
    return tuple(known_moment(column, project) for column in found)


def known_fields(model: Model, fields: Sequence[FieldView]) -> tuple[FieldView, ...]:
    """The fields, each with its column as the model has it."""
    return tuple(_known_field(model, field) for field in fields)


def _known_field(model: Model, field: FieldView) -> FieldView:
    known = model.column(field.name)
    if known is None:
        return field
    column = replace(
        field.column,
        name=known.name,
        attribute="",
        nullable=known.nullable,
        reference=field.column.reference or _reference(known),
        provided=True,
    )
    return replace(field, column=column)


def _reference(known: KnownColumn) -> Reference | None:
    table, _, column = (known.foreign_key or "").rpartition(".")
    return Reference(table=table, column=column) if table else None


def known_table(model: Model, columns: tuple[Column, ...], databases: Capabilities) -> Table:
    """Its table as it stands; names of keys are the host's business."""
    single = [(column.name,) for column in model.columns if column.unique]
    uniques = dict.fromkeys((*single, *model.uniques))
    indexed = [(column.name,) for column in model.columns if column.index and not column.unique]
    served = any("server_default" in column.declared for column in model.columns)
    return Table(
        name=model.table,
        columns=columns,
        uniques=tuple(Unique(name="", columns=names, field=names[-1]) for names in uniques),
        indexes=tuple(Index(name="", columns=names) for names in dict.fromkeys((*indexed, *model.indexes))),
        fetches_computed=served and not databases.insert_returning,
    )


def held_by(model: Model, project: ProjectMap) -> tuple[str, ...]:
    """The tables whose rows keep one of these from being deleted."""
    return tuple(
        sorted(
            {
                other.table
                for other in project.models
                for column in other.columns
                if column.foreign_key
                and column.foreign_key.rpartition(".")[0].rpartition(".")[2] == model.table
                and not _KEPT_BY_NONE.search(column.declared)
            }
        )
    )


def unindexed(table: Table, listing: ListView, scopes: tuple[ScopeView, ...]) -> tuple[str, ...]:
    """The columns of an index that the list's order lacks; none where there is one."""
    first = tuple(scope.column.name for scope in scopes if scope.stored)
    order = next(sort for sort in listing.sorts if sort.key == listing.default_sort).column
    wanted = tuple(dict.fromkeys((*first, order.name)))
    if wanted == ("id",):
        return ()
    there = [*(index.columns for index in table.indexes), *(unique.columns for unique in table.uniques)]
    return () if any(each[: len(wanted)] == wanted for each in there) else (*wanted, "id")
