"""How tests tell one tenant from another: the rows that users refer to, or only their names."""

from typing import Any

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.fragments import Import
from fastapi_endpoint.naming import plural
from fastapi_endpoint.render.tests.column_values import is_required
from fastapi_endpoint.render.tests.people import (
    people,
    stored_value,
    tables,
    tenant_attribute,
    tenant_constant,
    tenant_model,
)
from fastapi_endpoint.render.tests.referred import referred_value
from fastapi_endpoint.render.view import ResourceView

_IDS = {
    "int": ("1", "2"),
    "uuid": (
        'UUID("5d0f6b1e-8a4c-4f27-b3d9-91e2c7a06f58")',
        'UUID("c47e92a0-1b6d-4e83-a5f1-0d3b8c69e274")',
    ),
    "str": ('"north"', '"south"'),
}


def tenants(view: ResourceView) -> dict[str, Any]:
    """Names and source for the templates; `tenant` is "" where the resource has none."""
    scope = view.tenant
    if scope is None:
        return {"tenant": "", "tenant_rows": False}
    model = tenant_model(view, scope)
    name = tenant_constant(scope)
    found = {
        "tenant": scope.human.replace(" ", "_"),
        "tenants": plural(scope.human.replace(" ", "_")),
        "tenant_human": scope.human,
        "tenant_ids": list(zip((name, f"OTHER_{name}"), _IDS[scope.column.kind], strict=True)),
        "tenant_rows": model is not None,
        "tenant_attribute": tenant_attribute(scope),
        "tenant_type": scope.column.python.text,
        "stored_users": people(view).values is not None,
    }
    if model is not None and model.key is not None:
        given = _arguments(view, model) or ""
        found["tenant_class"] = model.name
        found["tenant_arguments"] = f"{model.key.name}=row_id{', ' * bool(given)}{given}"
    return found


def imported(view: ResourceView) -> tuple[Import, ...]:
    """What tests of a tenant need imported."""
    model = tenant_model(view, view.tenant) if view.tenant else None
    return (Import(model.module, model.name),) if model else ()


def unmakeable_tenant(view: ResourceView) -> Refusal | None:
    """Why tests could make no tenant, or None where they can."""
    model = tenant_model(view, view.tenant) if view.tenant else None
    if model is None:
        return None
    if model.table not in tables(view):
        why = f"SQLite, which they run on, cannot hold the table {model.table}"
    elif _arguments(view, model) is None or model.key is None:
        why = f"a required column of {model.table} is not understood"
    else:
        return None
    return Refusal(
        message=f"The tests could make no row of {model.table}: {why}.",
        hint="take the word tenant out of the line",
        where=Witness(model.file, model.line),
    )


def _arguments(view: ResourceView, model: Model) -> str | None:
    found = []
    for column in model.columns:
        if not is_required(column) or column.primary_key:
            continue
        value = f'"{column.values[0]}"' if column.values else stored_value(view, column)
        value = value or referred_value(view, column)
        if value is None:
            return None
        found.append(f"{column.name}={value}")
    return ", ".join(found)
