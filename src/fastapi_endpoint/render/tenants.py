"""Whose tenant a caller is of: the column of the users that says the same as the field marked tenant."""

from fastapi_endpoint.domain.project import Column, Model, ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec
from fastapi_endpoint.fieldtypes.base import attribute
from fastapi_endpoint.naming import human


def tenant_of_caller(project: ProjectMap, field: FieldSpec) -> Column | None:
    """The column of the users that is called as the field, else the one that refers to the same table."""
    users = project.users
    if users is None:
        return None
    target = project.model(field.type.target) if field.type.name == "ref" and field.type.target else None
    refers = [column for column in users.columns if target is not None and _leads_to(column, target)]
    return users.column(attribute(field)) or (refers[0] if len(refers) == 1 else None)


def same_type(project: ProjectMap, field: FieldSpec, column: Column) -> bool:
    """Can what the caller has be compared with the field as it is?"""
    if field.type.name != "ref":
        return column.type == field.type.name
    target = project.model(field.type.target or "")
    return target is not None and target.key is not None and column.type == target.key.type


def risks_of_tenant(spec: EndpointSpec, project: ProjectMap) -> tuple[str, ...]:
    """The references by which a row may name one of another tenant; a key asks only whether it is there."""
    tenant = next((each for each in spec.fields.fields if each.tenant), None)
    if tenant is None:
        return ()
    named = [
        attribute(field)
        for field in spec.fields.fields
        if field is not tenant and field.type.name == "ref" and not field.owner
        if (target := project.model(field.type.target or "")) and target.column(attribute(tenant))
    ]
    if not named:
        return ()
    told = f"{', '.join(named)} may name a row of another {human(tenant.name)}"
    return (f"{told}: the foreign key asks only whether it is there",)


def _leads_to(column: Column, target: Model) -> bool:
    table = (column.foreign_key or "").rpartition(".")[0]
    return table.rpartition(".")[2] == target.table
