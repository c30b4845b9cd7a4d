"""How a list is cut, ordered and filtered."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.fragments import Fragment, Import

ListStyle = Literal["cursor", "offset", "page", "fastapi_pagination", "none"]


class FilterView(Struct, frozen=True, kw_only=True):
    """One filter of the list: its query parameter, its type, and the column it compares.

    `attribute` is the parameter's name in code.
    """

    parameter: str
    attribute: str
    operator: str
    annotation: Fragment
    column: Column


class SortView(Struct, frozen=True, kw_only=True):
    """One way to order the list; `key` is what the query says."""

    key: str
    column: Column
    descending: bool


class PageHelperView(Struct, frozen=True, kw_only=True):
    """The host's function that makes the page, and the arguments that it is given beside the rows."""

    function: Fragment
    rows: str
    arguments: str


class ListView(Struct, frozen=True, kw_only=True):
    """How a list is cut, ordered and filtered; the names of parameters and of the answer's keys.

    `helper` is set where a function of the host cuts the page.
    """

    style: ListStyle
    limit: int
    limit_max: int
    limit_parameter: str | None
    position_parameter: str | None
    items_key: str
    next_key: str | None = None
    more_key: str | None = None
    total_key: str | None = None
    page_key: str | None = None
    size_key: str | None = None
    page_base: Import | None = None
    sorts: tuple[SortView, ...]
    default_sort: str
    choosable: bool
    filters: tuple[FilterView, ...] = ()
    search: tuple[Column, ...] = ()
    sealed_with: Fragment | None = None
    helper: PageHelperView | None = None
