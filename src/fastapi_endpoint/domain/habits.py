"""Habits beyond one endpoint: libraries that do part of its work, and how endpoints are described."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.facts import Fact, Symbol

OperationIds = Literal["default", "function", "renamed", "written"]


class Libraries(Struct, frozen=True, kw_only=True):
    """Libraries that do part of an endpoint's work: used where they are found, rather than written again.

    Each is the name of the distribution that the code imports, or None. `crud` writes the queries,
    `container` hands out what endpoints depend on, `admin` shows the tables in a browser.
    """

    pagination: Fact[str | None] = Fact(value=None, origin="default")
    filtering: Fact[str | None] = Fact(value=None, origin="default")
    users: Fact[str | None] = Fact(value=None, origin="default")
    crud: Fact[str | None] = Fact(value=None, origin="default")
    container: Fact[str | None] = Fact(value=None, origin="default")
    admin: Fact[str | None] = Fact(value=None, origin="default")


class Documentation(Struct, frozen=True, kw_only=True):
    """How endpoints are described, in the code and in OpenAPI.

    `operation_ids`: FastAPI's own (default), made by `unique_id_function` (function), set on the finished
    routes (renamed), or given at each endpoint (written). `language` is the ISO 639-1 code of docstrings and
    summaries, "" where nothing is written. `docstrings` and `summaries`: do most endpoints have one?
    """

    operation_ids: Fact[OperationIds] = Fact(value="default", origin="default")
    unique_id_function: Fact[Symbol | None] = Fact(value=None, origin="default")
    language: Fact[str] = Fact(value="", origin="default")
    docstrings: Fact[bool] = Fact(value=False, origin="default")
    summaries: Fact[bool] = Fact(value=False, origin="default")
