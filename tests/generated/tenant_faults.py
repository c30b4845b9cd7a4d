"""Single mistakes about tenants, each with the test that must notice it."""

from collections.abc import Iterator

from fastapi_endpoint.render.view import ResourceView
from generated.hosts import SIGNED_IN, an_endpoint
from generated.planting import Fault

LEDGER = an_endpoint("Ledger", "code:str20:unique", "organisation:ref/organisations:tenant", access=SIGNED_IN)


def tenant_faults(view: ResourceView) -> Iterator[Fault]:
    """What only rows of a tenant can get wrong."""
    assert view.tenant
    one, many, model, tenant = view.words.singular, view.words.plural, view.model_class, view.tenant.human
    kept = f"{model}.{tenant}_id == {tenant}_id"
    for verb in ("get", "update", "replace", "delete"):
        yield Fault(
            name=f"tenant dropped from {verb}",
            path=view.places.crud.path,
            within=f"{verb}_{one}",
            old=f", {kept}",
            new="",
            caught_by=f"test_{one}_of_another_{tenant}_is_not_found",
        )
    yield Fault(
        name="tenant dropped from list",
        path=view.places.crud.path,
        within=f"list_{many}",
        old=f".where({kept})",
        new="",
        caught_by=f"test_list_{many}_leaves_out_those_of_another_{tenant}",
    )
    yield Fault(
        name="unique for everybody, not for each tenant",
        path=view.places.model.path,
        old=f'UniqueConstraint("{tenant}_id", "code")',
        new='UniqueConstraint("code")',
        caught_by=f"test_create_{one}_with_the_code_of_another_{tenant}",
    )
