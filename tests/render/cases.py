"""Ordinary resources, and the habits that they are rendered under."""

from typing import Any

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import METHODS, Access, Cache, EndpointSpec, Fields, Listing
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.render import ResourceView, make_view
from projects import a_project

PARCEL = (
    "tracking:str40:unique",
    "carrier:enum/dhl/ups/fedex:filter",
    "weight:decimal8.3:gt=0",
    "note:text:optional",
    "shipped_at:datetime:optional:sort",
    "owner:ref/users:owner",
)
EVERYTHING = (
    "title:str80:search:filter",
    "code:str12:unique:immutable",
    "size:enum/s/m=m:filter",
    "count:int=0:min=0:filter:sort",
    "big:int64:optional",
    "ratio:float:optional",
    "price:decimal12.2=0.00:min=0:sort",
    "active:bool=true:filter",
    "day:date:optional:filter:sort",
    "starts_at:datetime=now:filter",
    "token:uuid:optional:unique",
    "meta:json:optional",
    "contact:email:optional",
    "link:url:optional",
    "pin:str8:optional:writeonly",
    "seen_at:datetime:optional:readonly",
    "brand:ref/brands:optional:filter",
)
BY_FEATURE = {
    "layout__model": "app/{plural}/models.py",
    "layout__schema": "app/{plural}/schemas.py",
    "layout__crud": "app/{plural}/service.py",
    "layout__router": "app/{plural}/router.py",
    "layout__test": "tests/{plural}/test_router.py",
    "router_registration__import_from": "app.{plural}.router",
}
SYNC = {
    "session__is_async": False,
    "orm": "sqlalchemy_sync",
    "tests__client": "TestClient",
    "tests__async_plugin": "none",
    "tests__db_url": "sqlite://",
}


def spec_of(lines: tuple[str, ...], **answers: Any) -> EndpointSpec:
    """A Parcel with these fields; answers replace what is said of access, list and cache."""
    fields = parse(lines)
    assert isinstance(fields, Fields), fields
    values: dict[str, Any] = {
        "resource": "Parcel",
        "plural": "parcels",
        "methods": METHODS,
        "fields": fields,
        "access": Access(auth="existing", owner="owner")
        if any("owner" in line for line in lines)
        else Access(),
        "listing": Listing(),
        "cache": Cache(),
    }
    return EndpointSpec(**values | answers)


def view_of(spec: EndpointSpec, **habits: Any) -> ResourceView:
    """The view of a spec in the project with those habits."""
    view = make_view(spec, project_of(**habits))
    assert isinstance(view, ResourceView), view
    return view


def project_of(**habits: Any) -> ProjectMap:
    """The literal project with other habits."""
    return a_project(**habits)
