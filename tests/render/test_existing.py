"""Endpoints of a model that is there already: no table of their own, and its keys decide about conflicts."""

from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render import ResourceView, describe_routes, make_view, render
from generated.hosts import STOCK_FILE, an_existing, new_host

OWNED = Access(auth="existing", owner="owner", unique_scope="global")


def a_view() -> ResourceView:
    view = make_view(an_existing("Stock", access=OWNED), new_host())
    assert isinstance(view, ResourceView), view
    return view


def test_the_model_is_imported_and_never_written() -> None:
    files = render(a_view())
    assert STOCK_FILE not in {file.path for file in files}
    crud = next(file.text for file in files if "crud" in file.artefacts)
    assert "from app.models.stock import Stock" in crud


def test_members_are_those_of_the_hosts_own_enum() -> None:
    schemas = next(file.text for file in render(a_view()) if "schema" in file.artefacts)
    assert "from app.models.stock import State" in schemas
    assert 'state: State = State("draft")' in schemas
    assert "class StockState" not in schemas
    assert "created_at: datetime | None" in schemas
    assert "api_token" not in schemas


def test_rows_that_refer_to_one_keep_it_with_409() -> None:
    view = a_view()
    statuses = {route.operation: route.statuses for route in describe_routes(view)}
    assert 409 in statuses["delete"]
    crud = next(file.text for file in render(view) if "crud" in file.artefacts)
    assert 'raise ConflictError("Other rows refer to this stock") from error' in crud


def test_the_plan_names_what_is_left_out_and_open() -> None:
    risks = " ".join(a_view().risks)
    for word in ("api_token of Stock", "starts_at", "owner_id, created_at, id", "rows of holds", "by nobody"):
        assert word in risks
