"""How functions of a host are written."""

import pytest

from fastapi_endpoint.fragments import Import
from fastapi_endpoint.render.access import idiom
from projects import a_project

COL = Import("sqlmodel", "col")


@pytest.mark.parametrize(
    ("source", "needed"), [("col(Parcel.id) == 1", {COL}), ("select(Parcel)", set()), ("protocol(x)", set())]
)
def test_a_column_of_sqlmodel_needs_an_import(source: str, needed: set[Import]) -> None:
    spoken = idiom(a_project(orm="sqlmodel_sync").conventions)

    assert spoken.column_of("Parcel", "id") == "col(Parcel.id)"
    assert spoken.wrapping(source) == needed


def test_a_column_of_sqlalchemy_needs_none() -> None:
    spoken = idiom(a_project().conventions)

    assert spoken.column_of("Parcel", "id") == "Parcel.id"
    assert spoken.wrapping("col(Parcel.id)") == frozenset()
