"""Resources under a parent: what the statements hold, and what becomes of ids that are stored otherwise."""

from msgspec.structs import replace

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.domain.spec import Access, EndpointSpec
from fastapi_endpoint.render import ResourceView, describe_parent, make_view, render
from generated.hosts import ORDER, USER, an_endpoint, new_host

THROUGH = Access(auth="existing", parent_owner="owner_id")


def an_item(*lines: str, access: Access = THROUGH) -> EndpointSpec:
    return an_endpoint(
        "OrderItem",
        *lines,
        "order:ref/orders:ondelete=cascade",
        plural="order_items",
        access=access,
        parent="orders",
        parent_field="order",
    )


def text_of(view: ResourceView | Refusal, artefact: str) -> str:
    assert isinstance(view, ResourceView), view
    return " ".join(next(file.text for file in render(view) if artefact in file.artefacts).split())


def test_the_path_is_the_parents_and_the_rest_of_the_name() -> None:
    view = make_view(an_item("sku:str20:unique"), new_host())
    assert isinstance(view, ResourceView)
    assert view.url == "/orders/{order_id}/items"
    assert view.table.uniques[0].columns == ("order_id", "sku")
    assert view.table.indexes[0].columns == ("order_id", "created_at", "id")


def test_whose_the_parent_is_stands_in_the_statement() -> None:
    crud = text_of(make_view(an_item("sku:str20"), new_host()), "crud")
    assert crud.count("exists().where(Order.id == order_id, Order.owner_id == owner_id)") == 5
    assert "raise" in crud.partition("async def create_order_item")[2].partition("async def")[0]


def test_rows_with_an_owner_of_their_own_look_for_the_parent_alone() -> None:
    owned = Access(auth="existing", owner="buyer", others=403)
    crud = text_of(make_view(an_item("sku:str20", "buyer:ref/users:owner", access=owned), new_host()), "crud")
    assert "def order_exists(session: AsyncSession, *, order_id: UUID)" in crud
    assert crud.count("if not await order_exists(session, order_id=order_id):") == 2


def test_an_owner_stored_as_text_is_compared_as_text() -> None:
    """A project that keeps UUIDs of users as text in what refers to them, seen in the wild."""
    key = Column(name="owner_id", type="str", nullable=True, has_default=False, foreign_key="users.id")
    order = replace(ORDER, columns=(*ORDER.columns[:-1], key))
    view = make_view(an_item("sku:str20"), new_host(models=(USER, order)))
    assert "owner_id=str(current_user.id)" in text_of(view, "router")
    assert "owner_id=str(user.id)" in text_of(view, "test")
    assert "owner_id: str" in text_of(view, "crud")


def test_a_parent_that_tests_cannot_make_is_refused() -> None:
    odd = Column(name="shape", type="", nullable=False, has_default=False, source="Geometry")
    order = replace(ORDER, columns=(*ORDER.columns, odd))
    refused = make_view(an_item("sku:str20"), new_host(models=(USER, order)))
    assert isinstance(refused, Refusal)
    assert "required column of orders" in refused.message
    assert "order:ref/orders" in refused.hint


def test_the_plan_says_what_a_parent_needs() -> None:
    view = make_view(an_item("sku:str20"), new_host())
    assert isinstance(view, ResourceView)
    parent = describe_parent(view)
    assert parent is not None
    assert (parent.path, parent.parameter, parent.on_delete) == ("/orders", "order_id", "cascade")
    assert [column.name for column in parent.needs] == ["number"]
