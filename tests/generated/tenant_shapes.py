"""Endpoints whose rows belong to tenants."""

from fastapi_endpoint.domain.spec import Access, Listing
from generated.hosts import SIGNED_IN, an_endpoint, with_actions

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
