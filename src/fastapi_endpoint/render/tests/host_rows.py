"""How tests make rows of a model that is there already: what its table asks for beside the fields."""

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.render.ids import UUID_TEXT_LENGTH
from fastapi_endpoint.render.tests.people import fits_sqlite, stored_value
from fastapi_endpoint.render.tests.referred import referred_value
from fastapi_endpoint.render.view import ResourceView

_BY_TYPE = {"int": "1", "uuid": "uuid4()", "str": '"1"'}


def unseen(view: ResourceView) -> list[tuple[str, str]]:
    """Name and source of each value that the table needs and no field holds."""
    return [(column.name, source) for column, source in _unseen(view) if source is not None]


def unmakeable_rows(view: ResourceView) -> Refusal | None:
    """Why tests could make no row of the host's model, or None where they can."""
    model = view.host_model
    if model is None:
        return None
    odd = [column.name for column, source in _unseen(view) if source is None]
    if not fits_sqlite(model):
        why = f"SQLite, which they run on, cannot hold the table {model.table}"
    elif odd and view.operation("create") is None:
        why = f"the required column {odd[0]} of {model.table} is not understood"
    else:
        return None
    return Refusal(
        message=f"The tests could make no {view.words.human}: {why}.",
        hint="write these endpoints by hand, or leave --model out",
        where=Witness(model.file, model.line),
    )


def _unseen(view: ResourceView) -> list[tuple[Column, str | None]]:
    if view.host_model is None:
        return []
    seen = {field.column.name for field in view.fields} | {*view.stamps}
    return [
        (column, _source(view, column))
        for column in view.host_model.columns
        if not (column.nullable or column.has_default or _is_counted(column) or column.name in seen)
    ]


def _is_counted(column: Column) -> bool:
    """Does the database count it?"""
    return column.primary_key and column.type == "int"


def _source(view: ResourceView, column: Column) -> str | None:
    if column.primary_key:
        fits = column.size is None or column.size >= UUID_TEXT_LENGTH
        return "uuid4()" if column.type == "uuid" else "str(uuid4())" if fits else None
    if column.unique:
        return None
    if column.foreign_key:
        return referred_value(view, column) or _BY_TYPE.get(column.type)
    source = stored_value(view, column)
    return source and source.replace('f"{name}@example.com"', '"ada@example.com"').replace("name", '"a name"')
