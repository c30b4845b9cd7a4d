"""A plan as a literal, for a resource given in the field language."""

import json

from fastapi_endpoint.domain.plan import (
    CreateFile,
    EditFile,
    Hunk,
    Plan,
    PlannedColumn,
    PlannedRoute,
    PlannedTable,
    UsedFact,
)
from fastapi_endpoint.domain.spec import METHODS, Access, Cache, EndpointSpec, Fields, Listing, Method
from fastapi_endpoint.fieldtypes import grammar
from fastapi_endpoint.plan.hashing import plan_hash

PARCEL = (
    "tracking:str40:unique",
    "carrier:enum/dhl/ups/fedex:filter",
    "weight:decimal8.3:gt=0",
    "note:text:optional",
    "shipped_at:datetime:optional:sort",
)
SCAFFOLD = {
    "session.dependency": {"file": "app/db/session.py", "name": "get_session"},
    "auth.current_user_dependency": {"file": "app/api/deps.py", "name": "get_current_user"},
    "router_registration.file": "app/api/main.py",
    "id_type": "uuid",
}
PUBLIC, CURSOR, UNCACHED = Access(), Listing(), Cache()
HTTP = {
    "list": "GET",
    "create": "POST",
    "get": "GET",
    "update": "PATCH",
    "replace": "PUT",
    "delete": "DELETE",
}


def a_plan(
    lines: tuple[str, ...] = PARCEL,
    *,
    methods: tuple[Method, ...] = METHODS,
    access: Access = PUBLIC,
    listing: Listing = CURSOR,
    cache: Cache = UNCACHED,
    facts: dict[str, object] = SCAFFOLD,
) -> Plan:
    fields = grammar.parse(lines)
    assert isinstance(fields, Fields)
    operations = (
        CreateFile(path="app/models/parcel.py", text="class Parcel(Base):\n    pass\n", reason="table"),
        EditFile(
            path="app/api/main.py", base="", after="", hunks=(Hunk(0, "a\n", "a\nb\n"),), reason="include"
        ),
    )
    return Plan(
        tool="0",
        clock="2026-01-01T00:00:00Z",
        spec=EndpointSpec(
            resource="Parcel",
            plural="parcels",
            methods=methods,
            fields=fields,
            access=access,
            listing=listing,
            cache=cache,
        ),
        answers=(),
        facts=tuple(UsedFact(path=path, value=json.dumps(value)) for path, value in facts.items()),
        operations=operations,
        manual=(),
        routes=tuple(
            PlannedRoute(
                operation=method,
                method=HTTP[method],
                path="/parcels" if method in {"list", "create"} else "/parcels/{parcel_id}",
                function=f"{method}_parcel",
                statuses=(200,),
                who="",
            )
            for method in methods
        ),
        table=PlannedTable(
            name="parcels",
            columns=tuple(PlannedColumn(name=name, type="") for name in ("id", "created_at", "updated_at")),
        ),
        tests=(),
        test_names=(),
        modules=(),
        risks=(),
        kept=(),
        hash=plan_hash((), operations, (), "2026-01-01T00:00:00Z"),
    )
