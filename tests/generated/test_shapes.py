"""Endpoints of many shapes, and their generated tests, which must be green."""

from pathlib import Path

import pytest

from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.view import ResourceView
from generated.building import build, failing
from generated.hosts import SYNC, a_host_of, new_host
from generated.nested_shapes import NESTED
from generated.other_shapes import OTHERS
from generated.plain_shapes import PLAIN
from generated.tenant_shapes import TENANTS

SHAPES = PLAIN | NESTED | OTHERS | TENANTS
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("style", ["async", "sync"])
@pytest.mark.parametrize("shape", SHAPES)
def test_its_tests_are_green(tmp_path: Path, shape: str, style: str) -> None:
    habits = SYNC if style == "sync" else {}
    spec = SHAPES[shape]
    tenant = next((field.name for field in spec.fields.fields if field.tenant), None)
    view = make_view(spec, a_host_of(tenant, **habits) if tenant else new_host(**habits))
    assert isinstance(view, ResourceView), view

    broken, output = failing(build(tmp_path, view), view.places.test.path)

    assert not broken, output


def test_a_router_that_could_not_be_mounted_is_tested_alone(tmp_path: Path) -> None:
    host = new_host(router_registration__editable=False, router_registration__mount="/api/v1")
    view = make_view(SHAPES["forbidden to others"], host)
    assert isinstance(view, ResourceView), view

    broken, output = failing(build(tmp_path, view), view.places.test.path)

    assert not broken, output
