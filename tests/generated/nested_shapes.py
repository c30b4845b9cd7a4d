"""Endpoints of rows that hang on others."""

from fastapi_endpoint.domain.spec import Access, Cache, Listing
from generated.hosts import an_endpoint


NESTED = {
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
