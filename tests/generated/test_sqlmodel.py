"""Endpoints of hosts on SQLModel, and their generated tests, which must be green."""

from pathlib import Path

import pytest

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import SampleProject, project
from generated.building import failing, run
from kits.sqlmodel_hosts import BY_FEATURE, EVERYTHING_IN_ONE

FIELDS = (
    "code:str20:unique",
    "state:enum/draft/sent/cancelled=draft:filter",
    "price:decimal12.2=0.00:min=0:sort:filter",
    "seen:int64=0",
    "rating:float:optional:filter=min/max",
    "paid:bool=false:filter",
    "sent_on:date:optional:sort",
    "starts_at:datetime:optional:sort",
    "opens:time:optional",
    "lasts:duration:optional",
    "note:text:optional:search",
    "tags:list/str40",
    "meta:json:optional",
    "address:ip:optional",
    "site:url:optional",
    "total:decimal14.2:computed:expr=price*2",
)
CANCEL = "cancel:from=draft/sent:to=cancelled"
pytestmark = pytest.mark.slow


def written(folder: Path, host: SampleProject, plan: Plan) -> None:
    """The host with the plan, on disk."""
    after = host.after(plan).tree
    for path in after.paths():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(after.read(path))


def checked(folder: Path, plan: Plan, package: str) -> None:
    """The generated tests pass, and the whole package is well typed."""
    broken, output = failing(folder, *plan.tests)
    assert not broken, output
    typed = run(folder, "mypy", "--strict", "--no-incremental", "--follow-imports=silent", package)
    assert not typed.returncode, typed.stdout


@pytest.mark.parametrize(("others", "pages"), [("404", "host"), ("403", "cursor")])
def test_tables_and_schemas_in_one_file(tmp_path: Path, others: str, pages: str) -> None:
    host = project(EVERYTHING_IN_ONE)
    fields = (*FIELDS, "owner:ref/user:owner")
    plan = host.plan("Parcel", fields, auth="existing", others=others, paginate=pages, action=CANCEL)
    assert isinstance(plan, Plan), plan
    assert not plan.manual
    written(tmp_path, host, plan)

    checked(tmp_path, plan, "app")


@pytest.mark.parametrize("pages", ["cursor", "none"])
def test_features_of_an_asynchronous_host(tmp_path: Path, pages: str) -> None:
    host = project(BY_FEATURE)
    fields = (*FIELDS, "brand:ref/brands:optional:filter")
    plan = host.plan("OrderItem", fields, auth="none", paginate=pages, action=CANCEL)
    assert isinstance(plan, Plan), plan
    assert not plan.manual
    written(tmp_path, host, plan)

    checked(tmp_path, plan, "shop")


def test_two_resources_share_the_files_of_a_host(tmp_path: Path) -> None:
    host = project(EVERYTHING_IN_ONE)
    lines = ("code:str20:unique", "starts_at:datetime:optional:sort")
    first = host.plan("Parcel", lines, auth="existing", paginate="cursor")
    assert isinstance(first, Plan), first
    then = host.after(first)
    second = then.plan("OrderItem", lines, auth="existing", paginate="cursor")
    assert isinstance(second, Plan), second
    assert not second.manual
    written(tmp_path, then, second)

    checked(tmp_path, second, "app")
    broken, output = failing(tmp_path, *first.tests)
    assert not broken, output


def test_what_is_there_already_is_left(tmp_path: Path) -> None:
    host = project(EVERYTHING_IN_ONE)
    plan = host.plan("Parcel", ("code:str20:unique",), auth="existing", paginate="cursor")
    assert isinstance(plan, Plan), plan

    again = host.after(plan).plan("Parcel", ("code:str20:unique",), auth="existing", paginate="cursor")

    assert isinstance(again, Plan), again
    assert not again.operations
