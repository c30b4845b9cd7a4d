"""Mistakes in an action that a row takes once, each with the test that must notice it."""

from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render.view import ResourceView
from generated.hosts import an_endpoint, with_actions
from generated.planting import Fault

ORDER = with_actions(
    an_endpoint(
        "Order",
        "number:str20:unique",
        "status:enum/pending/paid/cancelled=pending:readonly",
        "owner:ref/users:owner",
        methods=("list", "create", "get"),
        access=Access(auth="existing", owner="owner"),
    ),
    "cancel:from=pending/paid:to=cancelled",
)
_OWNED = "Order.id == order_id, Order.owner_id == owner_id"
_STATES = "Order.status.in_([OrderStatus.PENDING, OrderStatus.PAID])"


def action_faults(view: ResourceView) -> list[Fault]:
    """What may be forgotten in the statement, in what follows it, and at the door."""
    await_, crud, router = view.idiom.await_, view.places.crud.path, view.places.router.path
    refused = 'raise ConflictError("This order is not pending or paid")'
    looked = (
        f"current = {await_}get_order(session, order_id, owner_id=owner_id)\n"
        "    if current is not None and current.status == OrderStatus.CANCELLED:\n"
        f"        {refused}\n"
        f"    statement = (update(Order).where({_OWNED}).values("
    )

    def fault(name: str, old: str, new: str, caught_by: str, path: str = crud) -> Fault:
        return Fault(
            name=name, path=path, within="cancel_order", old=old, new=new, caught_by=f"test_{caught_by}"
        )

    return [
        fault("state dropped from an action", f"{_OWNED}, {_STATES}", _OWNED, "cancel_order_twice"),
        fault(
            "a state forgotten in an action",
            _STATES,
            "Order.status == OrderStatus.PENDING",
            "cancel_order",
        ),
        fault(
            "owner filter dropped from an action",
            f"{_OWNED}, {_STATES}",
            f"Order.id == order_id, {_STATES}",
            "cancel_order_of_another_user",
        ),
        fault(
            "an action leads to another state",
            ".values(status=OrderStatus.CANCELLED)",
            ".values(status=OrderStatus.PAID)",
            "cancel_order",
        ),
        fault("commit forgotten in an action", f"{await_}session.commit()", "pass", "cancel_order"),
        fault("409 of an action turned 404", refused, "return None", "cancel_order_twice"),
        fault(
            "404 of an action turned 409",
            f"order is None and {await_}get_order(session, order_id, owner_id=owner_id) is not None",
            "order is None",
            "cancel_unknown_order",
        ),
        fault(
            "an action looks before it writes",
            f"statement = ( update(Order) .where({_OWNED}, {_STATES}) .values(",
            looked,
            "cancel_order_many_times_at_once",
        ),
        fault(
            "auth dependency removed from an action",
            "current_user: CurrentUser",
            "current_user: Annotated[Any, Depends(lambda: SimpleNamespace(id=UUID(int=0)))]",
            "orders_need_credentials",
            router,
        ),
    ]
