"""Actions: one statement with the state in its WHERE, in the form that the databases take."""

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.spec import Access, EndpointSpec, Method
from fastapi_endpoint.render import ResourceView, describe_routes, make_view, render
from generated.hosts import an_endpoint, new_host, with_actions

OWNED = Access(auth="existing", owner="owner")
ALL: tuple[Method, ...] = ("create", "get", "update")


def an_order(status: str = "readonly", *, methods: tuple[Method, ...] = ALL) -> EndpointSpec:
    spec = an_endpoint(
        "Order",
        f"status:enum/placed/in-transit/cancelled=placed:{status}",
        "owner:ref/users:owner",
        methods=methods,
        access=OWNED,
    )
    return with_actions(
        spec, "cancel:from=placed/in-transit:to=cancelled", "send-off:from=placed:to=in-transit"
    )


def text_of(view: ResourceView | Refusal, artefact: str) -> str:
    """A file without white space and last commas."""
    assert isinstance(view, ResourceView), view
    text = "".join(next(file.text for file in render(view) if artefact in file.artefacts).split())
    return text.replace(",)", ")").replace(",]", "]")


WHERE = "Order.id==order_id,Order.owner_id==owner_id"


def test_the_state_stands_in_the_statement() -> None:
    crud = text_of(make_view(an_order(), new_host()), "crud")

    states = "Order.status.in_([OrderStatus.PLACED,OrderStatus.IN_TRANSIT])"
    assert f".where({WHERE},{states}).values(status=OrderStatus.CANCELLED).returning(Order)" in crud
    assert f".where({WHERE},Order.status==OrderStatus.PLACED).values(status=OrderStatus.IN_TRANSIT)" in crud
    assert "iforderisNoneandawaitget_order(session,order_id,owner_id=owner_id)isnotNone:" in crud
    assert 'raiseConflictError("Thisorderisnotplacedorintransit")' in crud


def test_without_an_operation_that_reads_a_row_the_query_looks_by_itself() -> None:
    crud = text_of(make_view(an_order(methods=("create",)), new_host()), "crud")

    assert f"awaitsession.scalar(select(Order.id).where({WHERE}))isnotNone:" in crud


def test_databases_without_update_returning_count_and_read() -> None:
    crud = text_of(make_view(an_order(), new_host(databases=("mariadb",))), "crud")

    cancel = crud.partition("defcancel_order")[2].partition("asyncdef")[0]
    assert "returning" not in cancel
    assert 'result=cast("CursorResult[Any]",awaitsession.execute(statement))' in cancel
    assert f"order=awaitsession.scalar(select(Order).where({WHERE}).execution_options(" in cancel
    assert "iforderisnotNoneandresult.rowcount==0:raiseConflictError(" in cancel
    assert cancel.index("raiseConflictError") < cancel.index("session.commit()")


def test_the_path_is_below_that_of_the_row() -> None:
    view = make_view(an_order(), new_host())
    assert isinstance(view, ResourceView)

    found = {route.operation: route for route in describe_routes(view)}

    assert (found["send_off"].method, found["send_off"].path) == ("POST", "/orders/{order_id}/send-off")
    assert found["send_off"].function == "send_off_order"
    assert found["cancel"].statuses == (200, 401, 404, 409, 422)


def test_a_state_that_updates_change_as_well_is_told_of() -> None:
    for word, told in (("readonly", False), ("filter", True)):
        view = make_view(an_order(word), new_host())
        assert isinstance(view, ResourceView)
        assert any("status can be changed by an update" in risk for risk in view.risks) is told
