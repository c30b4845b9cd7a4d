"""Two OpenAPI documents compared."""

from execute.hosts import ROUTE
from fastapi_endpoint.execute.openapi import differences


def document(paths, **components):
    return {
        "info": {"title": "a"},
        "paths": {path: {"get": operation} for path, operation in paths.items()},
        "components": {"schemas": components},
    }


BEFORE = document({"/health": {"a": 1}}, Health={"x": 1})


def compared(after):
    return differences(BEFORE, after, (ROUTE,))


def test_exactly_the_planned_operation():
    assert compared(document({"/health": {"a": 1}, "/parcels": {}}, Health={"x": 1}, Parcel={})) == []


def test_a_missing_one_and_one_too_many():
    after = document({"/health": {"a": 1}, "/other": {}}, Health={"x": 1})
    assert compared(after) == [
        "GET /parcels was planned and is missing",
        "GET /other came and was not planned",
    ]


def test_what_was_there_may_not_move():
    after = document({"/health": {"a": 2}, "/parcels": {}}, Health={"x": 2}) | {"info": {"title": "b"}}
    assert compared(after) == [
        "GET /health has changed",
        "the schemas component Health has changed",
        "`info` of the document has changed",
    ]
    assert compared(document({"/parcels": {}})) == [
        "GET /health is gone",
        "the schemas component Health is gone",
    ]


def test_the_names_of_path_parameters_do_not_matter():
    item = ROUTE.__class__(
        **{f: getattr(ROUTE, f) for f in ROUTE.__struct_fields__} | {"path": "/parcels/{id}"}
    )
    after = document({"/health": {"a": 1}, "/parcels/{parcel_id}": {}}, Health={"x": 1})
    assert differences(BEFORE, after, (item,)) == []
