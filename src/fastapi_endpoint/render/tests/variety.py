"""What differs from row to row in tests, so that none breaks a unique key, and how many rows there can be."""

from fastapi_endpoint.fieldtypes.base import Sample
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render.tests.referred import referred_sample
from fastapi_endpoint.render.view import FieldView, ResourceView

LISTED = 25  # values of what cannot be counted: rows of a page of the usual size and some
_COUNTLESS = 1_000_000


def sample(view: ResourceView, field: FieldView, number: int) -> Sample:
    """The valid value of that number, counted from 0; of a reference, as far as there is a row."""
    if field.column.reference is None:
        return field.kind.sample(field.spec, field.context, number)
    made = referred_sample(view, field, number)
    if made is None and field.nullable:
        return Sample(None, "None", Fragment("None"))
    return made or field.kind.sample(field.spec, field.context, number)


def made_fields(view: ResourceView) -> tuple[FieldView, ...]:
    """The fields that rows of a test are made with: in a create body, else in the database."""
    if view.operation("create"):
        return view.taken_fields
    return tuple(field for field in view.fields if field.scope is None and not field.spec.computed)


def distinct(view: ResourceView) -> set[str]:
    """Names of the fields whose value must differ from row to row: one of each unique key is enough."""
    found = {field.name for field in made_fields(view) if field.unique}
    for key in _keys(view):
        if key and not any(field.name in found for field in key):
            found.add(max(key, key=lambda field: (not field.column.reference, _values(view, field))).name)
    return found


def rows_at_most(view: ResourceView) -> int:
    """How many rows one caller can have: few where a unique field has few values, one where each has one."""
    differing = distinct(view)
    room = [
        max((_values(view, field) for field in key if field.name in differing), default=1)
        for key in _keys(view)
    ]
    return min(room, default=_COUNTLESS)


def together(view: ResourceView) -> list[list[str]]:
    """The fields of each key of several, as far as a test can send them twice and be refused."""
    return [
        [field.name for field in key]
        for key in _keys(view)
        if len(key) > 1 and all(field.in_response and not is_empty(view, field) for field in key)
    ]


def counted(view: ResourceView, field: FieldView) -> str | None:
    """Source of a value of its own for each `number`; None where the type has none."""
    found = field.kind.numbered(field.spec, "number")
    if found is None or not (view.operation("create") or field.column.kind in ("str", "text", "int")):
        return None
    return found.text


def is_empty(view: ResourceView, field: FieldView) -> bool:
    """Is it NULL, as there is no row to refer to? That is equal to nothing."""
    return sample(view, field, 0).json is None


def cycled(view: ResourceView) -> tuple[FieldView, ...]:
    """The fields that differ from row to row and cannot be counted."""
    differing = distinct(view)
    return tuple(
        field
        for field in made_fields(view)
        if field.name in differing and not is_empty(view, field) and counted(view, field) is None
    )


def _keys(view: ResourceView) -> list[tuple[FieldView, ...]]:
    """The fields of each unique key that are no scope: these are the same in all rows of a caller."""
    made = made_fields(view)
    alone = [(field,) for field in made if field.unique]
    scopes = [() for field in view.fields if field.scope is not None and field.spec.unique]
    together = [
        tuple(field for field in made if {field.name, field.spec.name} & {*composite.names})
        for composite in view.spec.fields.composites
        if composite.kind == "unique"
    ]
    return [*alone, *scopes, *together]


def _values(view: ResourceView, field: FieldView) -> int:
    """How many rows the field can tell apart."""
    if is_empty(view, field) or counted(view, field) is not None:
        return _COUNTLESS
    return len({sample(view, field, number).source for number in range(LISTED)})
