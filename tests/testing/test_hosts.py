"""The hosts are what they say, as exploring sees them."""

from itertools import product

import pytest

from fastapi_endpoint.testing import project
from fastapi_endpoint.testing.hosts import Host, host_files

HOSTS = [
    Host(layout=layout, is_async=is_async, ids=ids, users=users, wrapped=wrapped)
    for layout, is_async, (ids, users, wrapped) in product(
        ("type", "feature"),
        (True, False),
        (("uuid", True, False), ("int", False, True), ("str", True, True), ("int", True, False)),
    )
]


@pytest.mark.parametrize("host", HOSTS, ids=str)
def test_its_habits_are_found(host: Host) -> None:
    found = project(host_files(host)).explored.conventions

    assert found.router_organisation.value == f"by_{host.layout}"
    assert found.router_registration.file.value == {"type": "app/api/main.py"}.get(host.layout, "app/api.py")
    assert found.router_registration.import_form.value == {"type": "module"}.get(host.layout, "alias")
    assert found.layout.model.value == {
        "type": "app/models/{singular}.py",
        "feature": "app/{plural}/models.py",
    }.get(host.layout)
    assert found.layout.crud.value == {
        "type": "app/crud/{singular}.py",
        "feature": "app/{plural}/service.py",
    }.get(host.layout)
    assert found.declarative_base.value is not None
    assert found.declarative_base.value.module == "app.db.base"
    assert found.session.is_async.value is host.is_async
    assert found.id_type.value == {"str": "uuid"}.get(host.ids, host.ids)
    assert found.models.ids_as_text.value is (host.ids == "str")
    assert (found.user_model.value is not None) is host.users
    assert (found.auth.alias.value is not None) is host.users
    assert (found.answers.envelope_model.value is not None) is host.wrapped
