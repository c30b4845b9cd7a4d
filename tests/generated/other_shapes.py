"""Endpoints with actions, and those of models that are there already."""

from fastapi_endpoint.domain.spec import Access
from generated.hosts import OWNED, SIGNED_IN, an_endpoint, an_existing, with_actions

OTHERS = {
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
}
