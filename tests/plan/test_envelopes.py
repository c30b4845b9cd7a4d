"""Rows are put into the host's envelope where it is known how; else the plan says that they are not."""

import pytest

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import SampleProject, project
from fastapi_endpoint.testing.contract import describe
from plan.wrappers import WRAPPERS, bare_lists, by_function, called_response, with_words

ROUTER = "app/api/routes/order_items.py"


def planned(files: dict[str, str], **answers: str) -> tuple[Plan, str]:
    """The plan of an endpoint, and its router without white space and last commas."""
    host: SampleProject = project(files)
    plan = host.plan("OrderItem", ["weight:int"], auth="none", **answers)
    assert isinstance(plan, Plan), plan
    text = "".join(host.after(plan).tree.read(ROUTER).decode().split())
    return plan, text.replace(",)", ")").replace(",]", "]")


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_rows_are_wrapped_as_elsewhere(wrapper: str) -> None:
    plan, router = planned(WRAPPERS[wrapper]())

    assert router.count("[OrderItemResponse],") + router.count('[OrderItemResponse]:"""') == 3
    assert router.count("OrderItemResponse.model_validate(order_item)") >= 3
    assert not any("wrapped" in habit for habit in plan.kept)
    assert any(fact.path == "answers.wrapping" for fact in plan.facts)


def test_the_words_beside_the_row_are_those_of_the_resource() -> None:
    _, router = planned(with_words())

    for words in ("Order item created", "Order item fetched", "Order item updated"):
        said = f'message="{words}"'.replace(" ", "")
        assert (
            f"returnAnswer(success=True,{said},data=OrderItemResponse.model_validate(order_item))" in router
        )
    listed = 'Answer(success=True,message="Orderitemsfetched",data=OrderItemListResponse(items='
    assert listed in router


def test_lists_are_wrapped_where_the_host_wraps_them() -> None:
    assert '@router.get("",response_model=OrderItemListResponse)' in planned(bare_lists())[1]
    assert "->Sent[OrderItemListResponse]:" in planned(by_function())[1]


def test_an_envelope_that_is_returned_is_named_once() -> None:
    router = planned(by_function())[1]

    assert "->Sent[OrderItemResponse]:" in router
    assert "response_model" not in router


def test_a_list_without_pages_is_all_that_is_wrapped() -> None:
    _, router = planned(by_function(), paginate="none")

    assert "->Sent[list[OrderItemResponse]]:" in router
    assert "sent([OrderItemResponse.model_validate(order_item)fororder_iteminrows])" in router


def test_the_row_is_the_body_where_that_is_asked_for() -> None:
    plan, router = planned(bare_lists(), envelope="direct")

    assert "Envelope" not in router
    assert not any("wrapped" in habit for habit in plan.kept)
    assert not any(fact.path == "answers.wrapping" for fact in plan.facts)


def test_an_envelope_that_cannot_be_followed_is_told_of() -> None:
    files = bare_lists()
    files["app/core/responses.py"] = files["app/core/responses.py"].replace(
        "data: T", "data: T\n    timestamp: str"
    )
    plan, router = planned(files)

    assert "Envelope" not in router
    assert any("not wrapped as elsewhere" in habit for habit in plan.kept)
    assert "envelope" not in describe(plan, "http://127.0.0.1:1")


def test_an_envelope_that_is_called_as_the_response_of_fastapi() -> None:
    _, router = planned(called_response())

    assert "ResponseasFastAPIResponse" in router
    assert "response:FastAPIResponse" in router
    assert "->Response[OrderItemResponse]:" in router


def test_a_function_that_variables_would_hide_is_left() -> None:
    files = {
        path: text.replace("sent(", "response(").replace(", sent", ", response")
        for path, text in by_function().items()
    }
    plan, router = planned(files)

    assert "response(" not in router
    assert any("not wrapped as elsewhere" in habit for habit in plan.kept)


@pytest.mark.parametrize(("wrapper", "claim"), [("rows alone", "wrapped"), ("by a function", None)])
def test_a_descriptor_says_what_it_has_a_word_for(wrapper: str, claim: str | None) -> None:
    plan, _ = planned(WRAPPERS[wrapper]())

    assert describe(plan, "http://127.0.0.1:1").get("envelope") == claim
