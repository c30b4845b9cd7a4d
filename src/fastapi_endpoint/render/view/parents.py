"""Under what a resource hangs."""

from msgspec import Struct

from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render.view.names import Words


class ParentView(Struct, frozen=True, kw_only=True):
    """The row that a nested resource hangs on.

    `mapped` is its class, `id` the attribute of its id, `field` the attribute of the child that refers to
    it. `parameter` is what paths and queries call the id, `path_type` its type in a path, `expression` what
    an endpoint gives the queries for it. `path` stands before the resource's own path
    (`/orders/{order_id}`). `check` is the query that says whether the row is there for the caller,
    `missing_detail` what a 404 says where it is not. `owner` is its attribute that holds the user whose it
    is, with all that hangs on it; "" where it is nobody's.
    """

    model: Model
    words: Words
    mapped: Fragment
    id: str
    field: str
    parameter: str
    path_type: Fragment
    expression: str
    path: str
    check: str
    missing_detail: str
    owner: str = ""
