"""What differs from row to row in generated tests, and how many rows they make."""

import re

from fastapi_endpoint.domain.spec import Access, Listing
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.tests import render_tests
from fastapi_endpoint.render.view import ResourceView
from generated.hosts import an_endpoint, new_host


def text(*lines: str, **answers) -> str:
    """The test module of plans with these fields."""
    view = make_view(an_endpoint("Plan", *lines, **answers), new_host())
    assert isinstance(view, ResourceView), view
    return render_tests(view)[-1].text


def new_plan(module: str) -> str:
    """The body of a new row."""
    return re.split(r"\ndef new_plan", module)[1].split("**values")[1]


def test_one_field_of_a_unique_key_differs() -> None:
    module = text("status:enum/open/shut", "name:str40", "+unique/status/name")

    assert '"status": "open"' in new_plan(module)
    assert "{number}" in new_plan(module)


def test_of_a_key_of_two_lists_the_longer_one_differs() -> None:
    module = text("status:enum/open/shut", "rank:enum/a/b/c", "+unique/status/rank")

    assert '"status": "open"' in new_plan(module)
    assert '"rank": next(rank_values)' in new_plan(module)


def test_a_value_that_is_changed_is_told_first_where_new_rows_have_any() -> None:
    module = text("status:enum/open/shut:unique", "name:str40")

    assert '("field", "first", "value"), [("status", "open", "shut"), ("name", ' in module
    assert "await create_plan(client, **{field: first})" in module


def test_no_more_rows_are_made_than_there_are_values() -> None:
    module = text("status:enum/open/shut/lost:unique", "name:str40")

    assert "for _ in range(3)]" in module
    assert "unless_told" not in module
    assert "test_update_plan_to_a_taken_status" in module


def test_no_more_rows_are_made_than_a_caller_can_have() -> None:
    fields = ("name:str40:unique:sort:filter", "owner:ref/users:owner", "+unique/owner")
    access = Access(auth="existing", owner="owner")
    module = text(*fields, access=access, listing=Listing(pagination="offset", total=True))

    assert "for _ in range(1)]" in module
    assert '["total"] == 1' in module
    assert "test_create_plan_with_a_taken_name" in module
    for name in ("filters", "sorts", "to_a_taken_name"):
        assert f"_{name}(" not in module


def test_fields_that_are_unique_together_are_sent_twice() -> None:
    module = text("status:enum/open/shut", "name:str40", "+unique/status/name")

    assert "def test_create_plan_with_a_taken_status_and_name" in module
