"""Revisions of a project that checks its types are typed, whatever its template says."""

from datetime import UTC, datetime

import pytest

from fastapi_endpoint.domain.spec import Access, EndpointSpec, Fields, FieldSpec, FieldType, Listing
from fastapi_endpoint.render import make_view, render_migration
from projects import a_project

NAME = FieldSpec(name="name", type=FieldType(name="str", size=80))
SPEC = EndpointSpec(
    resource="Parcel",
    plural="parcels",
    methods=("list",),
    fields=Fields(fields=(NAME,)),
    access=Access(),
    listing=Listing(),
)


@pytest.mark.parametrize(
    ("checker", "typed", "line"),
    [
        ("mypy", False, "def upgrade() -> None:"),
        (None, True, "def upgrade() -> None:"),
        (None, False, "def upgrade():"),
    ],
)
def test_functions_of_a_revision(checker, typed, line):
    project = a_project(tools__type_checker=checker, alembic__typed=typed)
    text = render_migration(make_view(SPEC, project), None, "ab12", datetime(2026, 1, 1, tzinfo=UTC)).text
    assert line in text
