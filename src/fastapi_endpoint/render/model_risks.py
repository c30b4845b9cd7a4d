"""What endpoints of a model that is there already leave open, or out."""

from collections.abc import Iterator

from fastapi_endpoint.dialects.tables import Table
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fieldtypes.base import attribute
from fastapi_endpoint.render.columns import CREATED, UPDATED, keeps_zone
from fastapi_endpoint.render.existing import held_by, unindexed
from fastapi_endpoint.render.view import ListView, ScopeView

_WRITES = {"create", "update", "replace"}
_MARKS = ("deleted_at", "is_deleted", "deleted")


def risks_of_model(
    model: Model,
    project: ProjectMap,
    spec: EndpointSpec,
    table: Table,
    listing: ListView,
    scopes: tuple[ScopeView, ...],
) -> tuple[str, ...]:
    """One sentence each."""
    return (
        *_of_columns(model, project, spec),
        *_of_statements(model, project, spec),
        *_of_order(spec, table, listing, scopes),
    )


def _of_columns(model: Model, project: ProjectMap, spec: EndpointSpec) -> Iterator[str]:
    shown = {attribute(field) for field in spec.fields.fields}
    hidden = [
        column.name
        for column in model.columns
        if not (column.name in shown or column.primary_key or column.name in (CREATED, UPDATED))
    ]
    if hidden:
        yield f"no body holds {', '.join(hidden)} of {model.name}: secret, or of no type that fits"
    naive = [
        column.name
        for column in model.columns
        if column.type == "datetime" and column.name in shown and not keeps_zone(column, project)
    ]
    if naive:
        yield f"{', '.join(naive)} of {model.name} without a time zone: shown as they are, never taken"
    marks = [column.name for column in model.columns if column.name in _MARKS]
    if marks:
        yield f"rows that {marks[0]} marks are listed as well, and DELETE removes rows"
    owner = next((field for field in spec.fields.fields if field.owner), None)
    if owner is not None and owner.optional:
        yield f"rows without {attribute(owner)} can be reached by nobody"


def _of_statements(model: Model, project: ProjectMap, spec: EndpointSpec) -> Iterator[str]:
    tables = held_by(model, project)
    if "delete" in spec.methods and tables:
        yield f"DELETE answers 409 while rows of {', '.join(tables)} refer to the row"
    if model.checks and _WRITES & set(spec.methods):
        yield (
            f"the table {model.table} has checks of its own ({len(model.checks)}): where no line of the "
            "fields says the same, what they refuse is an error 500"
        )


def _of_order(
    spec: EndpointSpec, table: Table, listing: ListView, scopes: tuple[ScopeView, ...]
) -> Iterator[str]:
    wanted = unindexed(table, listing, scopes)
    if "list" in spec.methods and wanted:
        yield f"no index serves the order of the list: {table.name} lacks one over {', '.join(wanted)}"
