"""Rows that are called by what they are given: a code, a number, an id."""

from typing import Any

import pytest
from msgspec.structs import replace

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render import ResourceView, describe_routes, describe_table, make_view, render
from fastapi_endpoint.render.migration import render_migration
from projects import USER
from render.cases import SYNC, project_of, spec_of, view_of
from render.test_golden import CLOCK

SIGNED_IN = Access(auth="existing")


def keyed(*lines: str, **habits: Any) -> ResourceView:
    return view_of(spec_of(lines, access=SIGNED_IN), **habits)


def text_of(view: ResourceView, artefact: str) -> str:
    return next(file.text for file in render(view) if artefact in file.artefacts)


def test_the_field_is_the_key_of_the_table_and_there_is_no_other() -> None:
    view = keyed("name:str40", "code:str20:pk")

    assert [column.name for column in describe_table(view).columns][:2] == ["code", "name"]
    assert "code: Mapped[str] = mapped_column(String(20), primary_key=True)" in text_of(view, "model")
    assert " id" not in text_of(view, "model").partition("class ")[2]
    assert 'sa.PrimaryKeyConstraint("code")' in render_migration(view, None, "ab12", CLOCK).text


def test_nobody_counts_a_number_that_is_given() -> None:
    view = keyed("number:int:pk:min=1")

    line = "number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)"
    assert line in text_of(view, "model")
    migration = render_migration(view, None, "ab12", CLOCK).text
    assert 'sa.Column("number", sa.Integer(), autoincrement=False, nullable=False)' in migration


def test_it_is_taken_on_create_and_never_changed() -> None:
    schema = text_of(keyed("code:str20:pk", "name:str40"), "schema")
    bodies = {part.partition("(")[0]: part for part in schema.split("class ")}

    assert "code: " in bodies["ParcelCreate"]
    assert "code: " not in bodies["ParcelUpdate"] + bodies["ParcelReplace"]
    assert "code: str" in bodies["ParcelResponse"]
    assert "id: " not in bodies["ParcelResponse"]


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("code:str20:pk", 'Annotated[str, Path(max_length=20, pattern="^[A-Za-z0-9][A-Za-z0-9._~-]*$")]'),
        ("number:int:pk:min=1:max=99", "Annotated[int, Path(ge=1, le=99)]"),
        ("key:uuid:pk", "parcel_key: UUID"),
    ],
)
def test_paths_take_what_the_field_takes(line: str, taken: str) -> None:
    view = keyed(line, "name:str40")
    name = line.partition(":")[0]

    assert taken in text_of(view, "router")
    paths = {route.path for route in describe_routes(view)}
    assert paths == {"/api/v1/parcels", f"/api/v1/parcels/{{parcel_{name}}}"}


@pytest.mark.parametrize("habits", [{}, SYNC])
def test_a_taken_key_is_a_conflict_in_every_database(habits: dict[str, Any]) -> None:
    crud = text_of(keyed("code:str20:pk", "name:str40", **habits), "crud")
    creating, rest = crud.partition("def create_parcel")[2].split("def get_parcel")

    assert "session.get(Parcel, data.code) is not None:" in creating
    assert 'raise ConflictError("This code is already taken") from error' in creating
    assert "ConflictError" not in rest


def test_orders_and_indexes_end_in_it() -> None:
    indexes = [
        columns for _, columns in describe_table(keyed("code:str20:pk:filter", "name:str40:sort")).indexes
    ]

    assert indexes == [("created_at", "code"), ("name", "code")]


@pytest.mark.parametrize(
    ("lines", "access", "message"),
    [
        (("code:str20:pk", "owner:ref/users:owner"), Access(auth="existing", owner="owner"), "of others"),
        (("code:str20:pk", "shop:uuid:tenant"), SIGNED_IN, "of others"),
    ],
)
def test_a_key_of_all_rows_is_none_of_an_owner(lines: tuple[str, ...], access: Access, message: str) -> None:
    column = Column(name="shop", type="uuid", nullable=False, has_default=False)
    member = replace(USER, columns=(*USER.columns, column))
    refused = make_view(spec_of(lines, access=access), project_of(models=(member,)))

    assert isinstance(refused, Refusal), refused
    assert message in refused.message
    assert "unique" in refused.hint


def test_a_base_that_gives_ids_leaves_no_room() -> None:
    spec = spec_of(("code:str20:pk",), access=SIGNED_IN)
    refused = make_view(spec, project_of(models__base_provides=("id",)))

    assert isinstance(refused, Refusal), refused
    assert "the base of all models has a key" in refused.message
