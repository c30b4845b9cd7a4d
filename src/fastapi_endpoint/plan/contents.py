"""What stands behind the routes, in words: schemas with their fields, queries, dependencies."""

from collections.abc import Iterable, Iterator

from fastapi_endpoint.domain.plan import PlannedSchema
from fastapi_endpoint.fieldtypes.typewords import print_type
from fastapi_endpoint.render import ResourceView
from fastapi_endpoint.render.view import FieldView


def describe_schemas(view: ResourceView) -> tuple[PlannedSchema, ...]:
    """The request and response bodies, and the parameters of a list."""
    return tuple(PlannedSchema(name=name, holds=holds) for name, holds in _schemas(view) if name)


def describe_queries(view: ResourceView) -> tuple[str, ...]:
    """The functions that talk to the database, one for each operation."""
    return tuple(dict.fromkeys(operation.crud for operation in view.operations))


def describe_dependencies(view: ResourceView) -> tuple[tuple[str, str], ...]:
    """What endpoints are given, each with how it is written: session, caller, parameters of a list."""
    session, access = view.session, view.access
    caller = access.dependency or access.default or access.annotation
    guards = dict.fromkeys(guard.text for _, guard in access.role.guards) if access.role else ()
    found = {
        "session": (session.default or session.annotation).text,
        "caller": caller.text if access.secured and caller else "",
        "role": ", ".join(guards),
        "list": view.schemas.query or "",
    }
    return tuple((what, text) for what, text in found.items() if text)


def _schemas(view: ResourceView) -> Iterator[tuple[str | None, str]]:
    names = view.schemas
    yield names.create, _fields(field for field in view.fields if field.in_create)
    yield names.update, f"any of {_names(field for field in view.fields if field.in_update)}"
    yield names.replace, f"all of {_names(field for field in view.fields if field.in_replace)}"
    key = "" if any(field.spec.pk for field in view.fields) else f"{view.id.name} {view.id.kind}"
    shown = _fields(field for field in view.fields if field.in_response)
    yield names.response, ", ".join(part for part in (key, shown, *view.stamps) if part)
    yield names.listing, f"a page of {names.response}"
    yield names.query, "the parameters of a list"


def _fields(fields: Iterable[FieldView]) -> str:
    words = (f"{field.name} {print_type(field.spec.type)}{_null(field)}" for field in fields)
    return ", ".join(words) or "nothing"


def _names(fields: Iterable[FieldView]) -> str:
    return ", ".join(field.name for field in fields) or "nothing"


def _null(field: FieldView) -> str:
    return " or null" if field.nullable else ""
