"""Queries are called as their endpoints, and never as what they call."""

from fastapi_endpoint.domain.spec import Method
from fastapi_endpoint.render.operations import query_names
from fastapi_endpoint.render.patterns import words_of


def test_queries_do_not_hide_the_functions_they_call() -> None:
    handlers: dict[Method, str] = {"list": "list", "get": "read", "update": "update_parcel", "delete": "delete"}

    assert query_names(handlers, words_of("Parcel", "parcels")) == {
        "list": "list_parcels",
        "get": "read",
        "update": "update_parcel",
        "delete": "delete_parcel",
    }
