"""Queries are called as their endpoints, and never as what they call."""

from fastapi_endpoint.render.operations import query_names
from fastapi_endpoint.render.patterns import words_of


def test_queries_do_not_hide_the_functions_they_call() -> None:
    words = words_of("Parcel", "parcels")

    assert query_names({"list": "list", "get": "read", "delete": "delete"}, words) == {
        "list": "list_parcels",
        "get": "read",
        "delete": "delete_parcel",
    }
    assert query_names({"update": "update_parcel"}, words) == {"update": "update_parcel"}
