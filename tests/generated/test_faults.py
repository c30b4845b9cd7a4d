"""The generated tests are green, and each planted mistake turns the test that is about it red.

Each mistake is planted in one of the projects; with FAULTS=all in every one that it can be made in.
"""

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.view import ResourceView
from generated.access_faults import BADGE, MEMO, access_faults, role_faults
from generated.action_faults import ORDER, action_faults
from generated.building import build, failing
from generated.faults import faults
from generated.hosts import PARCEL, SYNC, a_host_of, an_endpoint, new_host
from generated.key_faults import CURRENCY, key_faults
from generated.nested_faults import nested_faults
from generated.planting import Fault
from generated.tenant_faults import LEDGER, tenant_faults
from generated.typed_faults import LINE, typed_faults

TICKET = an_endpoint(
    "Ticket",
    "code:str20:unique",
    "subject:str120:search",
    "priority:int=0:min=0:max=5:filter:sort",
    "urgent:bool=false:filter",
    "due_on:date:optional:sort:filter",
    "reporter:ref/users:owner",
    access=Access(auth="existing", owner="reporter", unique_scope="global"),
)
ORDER_ITEM = an_endpoint(
    "OrderItem",
    "sku:str20:unique",
    "quantity:int=1:min=1:filter",
    "order:ref/orders:ondelete=cascade",
    plural="order_items",
    access=Access(auth="existing", parent_owner="owner_id"),
    parent="orders",
    parent_field="order",
)
RESOURCES = {
    "parcel": PARCEL,
    "ticket": TICKET,
    "order_item": ORDER_ITEM,
    "line": LINE,
    "memo": MEMO,
    "ledger": LEDGER,
    "order": ORDER,
    "currency": CURRENCY,
    "badge": BADGE,
}
MISTAKES: dict[str, Callable[[ResourceView], Iterable[Fault]]] = {
    "parcel": faults,
    "ticket": faults,
    "order_item": nested_faults,
    "line": typed_faults,
    "memo": access_faults,
    "ledger": tenant_faults,
    "order": action_faults,
    "currency": key_faults,
    "badge": role_faults,
}
IMPORTS = """\
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi import Depends, Response
"""
pytestmark = pytest.mark.slow


def a_view(resource: str, style: str) -> ResourceView:
    habits = SYNC if style == "sync" else {}
    host = a_host_of("organisation", **habits) if resource == "ledger" else new_host(**habits)
    view = make_view(RESOURCES[resource], host)
    assert isinstance(view, ResourceView)
    return view


PROJECTS = [(resource, style) for resource in RESOURCES for style in ("async", "sync")]
EVERYWHERE = os.environ.get("FAULTS") == "all"


def cases() -> list[tuple[str, str, Fault]]:
    """Which mistakes are planted where."""
    by_name: dict[str, list[tuple[str, str, Fault]]] = {}
    for resource, style in PROJECTS:
        view = a_view(resource, style)
        for fault in MISTAKES[resource](view):
            by_name.setdefault(fault.name, []).append((resource, style, fault))
    if EVERYWHERE:
        return [case for places in by_name.values() for case in places]
    return [places[number % len(places)] for number, places in enumerate(by_name.values())]


CASES = cases()


def test_there_are_fifty_mistakes() -> None:
    assert len({fault.name for _, _, fault in CASES}) >= 50


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """One project for each resource and style, its generated tests seen green; made when it is asked for."""

    @cache
    def built(resource: str, style: str) -> Path:
        view = a_view(resource, style)
        folder = build(tmp_path_factory.mktemp(f"{resource}_{style}"), view)
        broken, output = failing(folder, view.places.test.path)
        assert not broken, output
        # What the planted mistakes are written with.
        router = folder / view.places.router.path
        router.write_text(IMPORTS + router.read_text(encoding="utf-8"), encoding="utf-8")
        return folder

    return built


@pytest.mark.parametrize(("resource", "style", "fault"), CASES, ids=lambda case: getattr(case, "name", case))
def test_is_caught_by_the_test_about_it(projects, resource: str, style: str, fault: Fault) -> None:
    folder, tests = projects(resource, style), a_view(resource, style).places.test.path
    before = fault.plant(folder)
    try:
        broken, output = failing(folder, f"{tests}::{fault.caught_by}")
    finally:
        (folder / fault.path).write_text(before, encoding="utf-8")

    assert fault.caught_by in broken, output
