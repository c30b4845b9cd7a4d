"""Endpoints of many shapes, and their generated tests, which must be green."""

from pathlib import Path

import pytest

from fastapi_endpoint.domain.spec import Access, Cache, Listing, Order
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.view import ResourceView
from generated.building import build, failing
from generated.hosts import SIGNED_IN, SYNC, a_host_of, an_endpoint, an_existing, new_host, with_actions

OWNED = Access(auth="existing", owner="owner")
SHAPES = {
    "public, offset, total, cached": an_endpoint(
        "Tag",
        "name:str40:unique",
        "colour:str7:optional:search",
        "rank:int=0:min=0:max=9:filter",
        access=Access(),
        listing=Listing(pagination="offset", total=True),
        cache=Cache(kind="control", seconds=60),
    ),
    "signed in, pages": an_endpoint(
        "Venue",
        "name:str40",
        "kind:enum/hall/club=hall:filter",
        access=SIGNED_IN,
        listing=Listing(pagination="page"),
    ),
    "read only, no pages": an_endpoint(
        "Currency",
        "code:str3:unique:minlen=3",
        "name:str40",
        methods=("list", "get"),
        access=Access(),
        listing=Listing(pagination="none"),
        plural="currencies",
    ),
    "forbidden to others": an_endpoint(
        "Note",
        "text:text",
        "pinned:bool=false:filter",
        "owner:ref/users:owner",
        access=Access(auth="existing", owner="owner", others=403),
    ),
    "rows called by a code": an_endpoint(
        "Currency",
        "code:str3:pk:minlen=3:filter:sort",
        "name:str40:unique",
        "rate:decimal12.4:gt=0:sort",
        plural="currencies",
        access=SIGNED_IN,
    ),
    "rows called by a number": an_endpoint(
        "Room",
        "number:int:pk:min=1:max=9999",
        "title:str40",
        access=Access(),
        listing=Listing(pagination="offset", total=True),
    ),
    "rows called by a name, without an order of their own": an_endpoint(
        "Topic",
        "date:str40:pk",
        "summary:text:optional",
        access=Access(auth="existing", roles=(("create", ("admin",)),)),
        listing=Listing(order=Order("date")),
    ),
    "rows called by a given id, read and deleted": an_endpoint(
        "Receipt",
        "key:uuid:pk",
        "amount:decimal8.2",
        methods=("list", "get", "delete"),
        access=SIGNED_IN,
    ),
    "superusers reach all": an_endpoint(
        "Memo",
        "title:str80:unique:sort",
        "pinned:bool=false:filter",
        "owner:ref/users:owner",
        access=Access(auth="existing", owner="owner", admins="all"),
        listing=Listing(pagination="offset", total=True),
    ),
    "superusers reach all, with a role, forbidden to others": an_endpoint(
        "Memo",
        "title:str80",
        "owner:ref/users:owner",
        methods=("list", "get", "update", "delete"),
        access=Access(
            auth="existing", owner="owner", others=403, admins="all", roles=(("delete", ("admin",)),)
        ),
    ),
    "nested, superusers reach all": an_endpoint(
        "OrderItem",
        "sku:str20:unique",
        "order:ref/orders:ondelete=cascade",
        plural="order_items",
        access=Access(auth="existing", parent_owner="owner_id", admins="all"),
        parent="orders",
        parent_field="order",
    ),
    "nested under the caller, superusers reach all": an_endpoint(
        "Address",
        "street:str80",
        "user:ref/users:ondelete=cascade",
        plural="addresses",
        access=Access(auth="existing", parent_owner="id", admins="all"),
        parent="users",
        parent_field="user",
    ),
    "every plain type": an_endpoint(
        "Booking",
        "reference:uuid:unique",
        "guest_email:email:filter",
        "website:url:optional",
        "address:ip:optional",
        "seats:int:min=1:max=12:filter:sort",
        "discount:float:optional:min=0:max=1",
        "price:decimal10.2:min=0:sort",
        "confirmed:bool=false",
        "day:date:filter",
        "starts_at:datetime",
        "opens:time:optional",
        "extras:json:optional",
        "language:str2=en:pattern=^[a-z]{2}$:example=de",
        "owner:ref/users:owner",
        access=OWNED,
    ),
    "values inside values": an_endpoint(
        "Dispatch",
        "number:str20:unique",
        "tags:list/str40:maxlen=10",
        "labels:list/enum/new/old:optional",
        "prices:list/decimal8.2:minlen=1:maxlen=3",
        "stops:list/Address:maxlen=5",
        "shipping:Address",
        "billing:Address:optional",
        "payment:union/Card/BankTransfer:tag=kind",
        "Address.street:str200",
        "Address.floor:int:optional:min=0:max=99",
        "Address.kind:enum/home/work=home",
        "Card.number:str19:minlen=12",
        "Card.limit:decimal8.2:min=0",
        "Card.date:date",
        "BankTransfer.iban:str34",
        plural="dispatches",
    ),
    "computed by the database": an_endpoint(
        "Line",
        "sku:str20:unique",
        "price:decimal8.2:min=0",
        "quantity:int=1:min=1:max=1000",
        "discount:decimal4.3:optional:min=0:max=1",
        "total:decimal14.2:computed:filter:sort:expr=price*quantity*(1-coalesce(discount,0))",
        "each:decimal12.4:computed:expr=price/quantity",
        "bulk:bool:computed:filter:expr=quantity>=10",
        "more:int:computed:optional:sort:expr=quantity+1",
        "ratio:float:computed:optional:expr=discount/2.0",
        "owner:ref/users:owner",
        access=OWNED,
    ),
    "secrets and what is written only": an_endpoint(
        "Device",
        "name:str20:unique",
        "password:secret",
        "pin:secret:optional:minlen=4:maxlen=8",
        "note:str80:optional:writeonly",
        "owner:ref/users:owner",
        access=OWNED,
    ),
    "names that would hide others": an_endpoint(
        "Event",
        "date:date:filter:sort",
        "metadata:json:optional",
        "copy:str20:optional:filter:search",
        "time:time:optional",
        "length:duration:filter:sort",
        "photo:bytes64:optional",
        "state:enum/a/b=a",
        "rank:int=0:min=0:max=5",
        "order:int=1:gt=0",
        "group:enum/left/right=left",
        "note:text:optional",
        "+filter/state/rank",
        "+sort/rank/created_at",
        "+search/note",
        "+index/state/rank",
        access=Access(),
    ),
    "immutable and read-only fields": an_endpoint(
        "Order",
        "number:str20:unique:immutable",
        "state:enum/open/paid=open:readonly",
        "owner:ref/users:owner",
        access=OWNED,
    ),
    "roles, some": an_endpoint(
        "Badge",
        "name:str40:unique",
        "owner:ref/users:owner",
        access=Access(
            auth="existing", owner="owner", roles=(("create", ("admin",)), ("delete", ("admin", "user")))
        ),
    ),
    "roles, all alike": an_endpoint(
        "Setting",
        "name:str40",
        methods=("list", "get", "update"),
        access=Access(
            auth="existing", roles=(("list", ("admin",)), ("get", ("admin",)), ("update", ("admin",)))
        ),
    ),
    "created and deleted only": an_endpoint(
        "Device",
        "token:str80:unique",
        "owner:ref/users:owner",
        methods=("create", "delete"),
        access=OWNED,
    ),
    "nested under a row of the caller": an_endpoint(
        "OrderItem",
        "sku:str20:unique",
        "quantity:int=1:min=1:filter",
        "order:ref/orders:ondelete=cascade",
        plural="order_items",
        access=Access(auth="existing", parent_owner="owner_id"),
        parent="orders",
        parent_field="order",
    ),
    "nested, forbidden to others": an_endpoint(
        "Remark",
        "text:text",
        "order:ref/orders:ondelete=cascade",
        access=Access(auth="existing", parent_owner="owner_id", others=403),
        listing=Listing(pagination="offset", total=True),
        parent="orders",
        parent_field="order",
    ),
    "nested under the caller": an_endpoint(
        "Address",
        "street:str80",
        "zip:str10:unique",
        "user:ref/users:ondelete=cascade",
        plural="addresses",
        access=Access(auth="existing", parent_owner="id"),
        parent="users",
        parent_field="user",
    ),
    "nested and public, read only": an_endpoint(
        "Book",
        "title:str80:search",
        "shelf:ref/shelves:ondelete=cascade",
        methods=("list", "get"),
        access=Access(),
        listing=Listing(pagination="none"),
        cache=Cache(kind="control", seconds=60),
        parent="shelves",
        parent_field="shelf",
    ),
    "a model that is there, owned": an_existing(
        "Stock", access=Access(auth="existing", owner="owner", unique_scope="global")
    ),
    "a model that is there, read only": an_existing("Stock", access=Access(), methods=("list", "get")),
    "a model that is there, changed only": an_existing(
        "Offer", access=SIGNED_IN, methods=("list", "get", "update", "delete")
    ),
    "actions on rows of the caller": with_actions(
        an_endpoint(
            "Order",
            "number:str20:unique",
            "status:enum/pending/paid/shipped/cancelled=pending:readonly:filter",
            "owner:ref/users:owner",
            access=OWNED,
        ),
        "cancel:from=pending/paid:to=cancelled",
        "ship:from=paid:to=shipped",
    ),
    "actions on states that are sent, forbidden to others": with_actions(
        an_endpoint(
            "Task",
            "title:str80",
            "state:enum/open/in-progress/done",
            "owner:ref/users:owner",
            methods=("create", "update"),
            access=Access(auth="existing", owner="owner", others=403),
        ),
        "mark-done:from=open/in-progress:to=done",
    ),
    "actions alone, some for a role": with_actions(
        an_endpoint(
            "Ticket",
            "subject:str80",
            "state:enum/open/closed=open",
            "level:enum/low/high/open=low",
            methods=(),
            access=Access(auth="existing", roles=(("close", ("admin",)),)),
        ),
        "close:from=open:to=closed",
        "escalate:field=level:from=low:to=high",
    ),
    "actions on rows of a parent": with_actions(
        an_endpoint(
            "OrderItem",
            "sku:str20",
            "state:enum/packed/sent=packed:readonly",
            "order:ref/orders:ondelete=cascade",
            plural="order_items",
            access=Access(auth="existing", parent_owner="owner_id"),
            parent="orders",
            parent_field="order",
        ),
        "send:from=packed:to=sent",
    ),
    "actions on a model that is there": with_actions(
        an_existing(
            "Stock",
            access=Access(auth="existing", owner="owner", unique_scope="global"),
            methods=("list", "get"),
        ),
        "publish:from=draft:to=live",
    ),
    "nested and public, pages": an_endpoint(
        "Book",
        "title:str80:search",
        "isbn:str13:optional:unique",
        "shelf:ref/shelves:ondelete=cascade",
        access=Access(),
        listing=Listing(pagination="page"),
        parent="shelves",
        parent_field="shelf",
    ),
}
TENANTS = {
    "rows of a tenant": an_endpoint(
        "Ledger",
        "code:str20:unique",
        "kind:enum/cash/bank:filter",
        "balance:decimal10.2=0.00:sort",
        "organisation:ref/organisations:tenant",
        "branch:str20",
        "number:int:min=1",
        "+unique/branch/number",
        access=SIGNED_IN,
        listing=Listing(pagination="offset", total=True),
    ),
    "rows of a tenant and an owner, forbidden to others": an_endpoint(
        "Ledger",
        "code:str20:unique",
        "organisation:ref/organisations:tenant",
        "owner:ref/users:owner",
        access=Access(auth="existing", owner="owner", others=403),
    ),
    "rows of a tenant and an owner, superusers reach all": an_endpoint(
        "Ledger",
        "code:str20:unique",
        "organisation:ref/organisations:tenant",
        "owner:ref/users:owner",
        access=Access(auth="existing", owner="owner", admins="all", unique_scope="global"),
    ),
    "rows of a tenant without a table": an_endpoint(
        "Ledger",
        "code:str20:unique",
        "region:str20:tenant",
        access=Access(auth="existing", roles=(("delete", ("admin",)),)),
    ),
    "actions on rows of a tenant and an owner, superusers reach all": with_actions(
        an_endpoint(
            "Ledger",
            "state:enum/open/shut=open:readonly",
            "organisation:ref/organisations:tenant",
            "owner:ref/users:owner",
            access=Access(auth="existing", owner="owner", admins="all"),
        ),
        "shut:from=open:to=shut",
    ),
    "actions on rows of a tenant without a table": with_actions(
        an_endpoint(
            "Ledger",
            "state:enum/open/shut=open",
            "region:str20:tenant",
            methods=("create", "get"),
            access=SIGNED_IN,
        ),
        "shut:from=open:to=shut",
    ),
    "rows of a tenant, changed only": an_endpoint(
        "Ledger",
        "code:str20",
        "organisation:ref/organisations:tenant",
        methods=("list", "get", "update", "delete"),
        access=SIGNED_IN,
    ),
}
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("style", ["async", "sync"])
@pytest.mark.parametrize("shape", [*SHAPES, *TENANTS])
def test_its_tests_are_green(tmp_path: Path, shape: str, style: str) -> None:
    habits = SYNC if style == "sync" else {}
    spec = (SHAPES | TENANTS)[shape]
    tenant = next((field.name for field in spec.fields.fields if field.tenant), None)
    view = make_view(spec, a_host_of(tenant, **habits) if tenant else new_host(**habits))
    assert isinstance(view, ResourceView), view

    broken, output = failing(build(tmp_path, view), view.places.test.path)

    assert not broken, output


def test_a_router_that_could_not_be_mounted_is_tested_alone(tmp_path: Path) -> None:
    host = new_host(router_registration__editable=False, router_registration__mount="/api/v1")
    view = make_view(SHAPES["forbidden to others"], host)
    assert isinstance(view, ResourceView), view

    broken, output = failing(build(tmp_path, view), view.places.test.path)

    assert not broken, output
