"""The column that says which role a user has, where roles are asked for and users have none."""

from fastapi_endpoint.dialects.sqlalchemy.columns import Style, declaration
from fastapi_endpoint.dialects.sqlalchemy.migration import add_column, drop_column
from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render.migration import Change
from fastapi_endpoint.render.roles import lacks_role

ROLE, NO_ROLE = "role", "user"
_LENGTH = 20


def missing_role(spec: EndpointSpec, project: ProjectMap) -> Column | None:
    """The column that users need for the roles that are asked for; None where it would not help, or is there.

    Who is there already gets the role `user`, which lets nobody in who was not let in before.
    """
    if not lacks_role(spec, project.conventions):
        return None
    longest = max(len(name) for _, names in spec.access.roles for name in names)
    return Column(
        name=ROLE,
        kind="str",
        python=Fragment("str"),
        size=max(_LENGTH, longest),
        default=Fragment(f'"{NO_ROLE}"'),
        server_default=NO_ROLE,
    )


def declared_role(column: Column, style: Style) -> Fragment:
    """Its line in the class, not formatted."""
    return declaration(column, style, Fragment(""))


def role_added(column: Column, table: str) -> Change:
    """The revision that adds it."""
    return Change(
        message=f"add {column.name} to {table}",
        upgrade=add_column(table, column),
        downgrade=drop_column(table, column),
        back=f"drop {column.name} of {table}",
        reason=f"the migration that gives {table} a role",
    )
