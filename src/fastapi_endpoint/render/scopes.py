"""What keeps rows apart: the fields whose value every statement is given."""

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.render.view import FieldView, ScopeKind, ScopeView

WIDEST_FIRST: tuple[ScopeKind, ...] = ("tenant", "parent", "owner")


def scope_views(habits: Conventions, fields: tuple[FieldView, ...]) -> tuple[ScopeView, ...]:
    """The scopes of a resource, in the order in which signatures, WHEREs and indexes have them."""
    return tuple(
        ScopeView(kind=kind, column=field.column, keyword=field.name, expression=_of_caller(habits, field))
        for kind in WIDEST_FIRST
        for field in fields
        if field.scope == kind
    )


def _of_caller(habits: Conventions, field: FieldView) -> str:
    """The caller's value: the key that the field refers to."""
    key = field.column.reference.column if field.column.reference else "id"
    return f"{habits.auth.parameter.value}.{key}"
