"""How tests make the rows that a nested resource hangs on."""

import re
from typing import Any

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.render.ids import Key, key_of, referred
from fastapi_endpoint.render.tests import urls
from fastapi_endpoint.render.tests.people import is_of_caller, stored_value, tables, users_are_parents
from fastapi_endpoint.render.tests.referred import referred_value
from fastapi_endpoint.render.view import ParentView, ResourceView

_UUIDS = ("3f6c2a51-9d0e-4b7a-8c15-6e2f90b4d7a1", "b81e7d34-52fa-4c09-9e6b-0a7d3c5f1e28")
_IDS = {
    "int": ("1", "2"),
    "uuid": tuple(f'"{each}"' for each in _UUIDS),
    "text": ('"first"', '"second"'),
}
_UNKNOWN = {"int": "999999", "uuid": "7d9f0c6e-0f3a-4c47-9d53-0a4f5f1f4f5e", "text": "unknown"}
_BY_TYPE = {"int": "1", "uuid": "uuid4()", "str": "name"}


def parents(view: ResourceView) -> dict[str, Any]:
    """Names and source for the templates; `parent` is "" where the resource hangs on nothing."""
    parent = view.parent
    if parent is None:
        return {"parent": "", "parent_rows": "", "owned_by_parent": False}
    shape = _shape(_key(parent))
    name, collection = urls.id_name(parent), urls.constant(view)
    values = arguments(view, parent) or ""
    unknown = view.url.replace(f"{{{parent.parameter}}}", _UNKNOWN[shape])
    owned = view.owner is not None and not view.owner_stored
    return {
        "parent": parent.words.singular,
        "parents": parent.words.plural,
        "parent_class": parent.mapped.text,
        "parent_ids": list(zip((name, f"OTHER_{name}"), _IDS[shape], strict=True)),
        "parent_rows": _rows(view, parent),
        "parent_arguments": f"{parent.id}={urls.id_source(parent, 'row_id')}{', ' * bool(values)}{values}",
        "parent_of_user": bool(re.search(r"\buser\.", values)),
        "owned_by_parent": owned,
        "other_parent_is_foreign": owned and users_are_parents(view),
        "url_constants": [
            (collection, urls.under(view, name)),
            (f"OTHER_{collection}", urls.under(view, f"OTHER_{name}")),
        ],
        "other_url": f"OTHER_{collection}",
        "unknown_parent_url": f'"{unknown}"',
    }


def unmakeable(view: ResourceView) -> Refusal | None:
    """Why tests could make no row of the parent, or None where they can."""
    parent = view.parent
    if parent is None:
        return None
    if parent.model.table not in tables(view):
        why = f"SQLite, which they run on, cannot hold the table {parent.model.table}"
    elif arguments(view, parent) is None:
        why = f"a required column of {parent.model.table} is not understood"
    else:
        return None
    return Refusal(
        message=f"The tests could make no {parent.words.human}: {why}.",
        hint=f"leave --parent out, with a field such as {parent.words.singular}:ref/{parent.model.table}",
        where=Witness(parent.model.file, parent.model.line),
    )


def arguments(view: ResourceView, parent: ParentView) -> str | None:
    """What makes a storable row beside its id; None where a required column is not understood."""
    found = []
    for column in parent.model.columns:
        filled = column.has_default or column.nullable or column.name == parent.id
        if filled and (column.name != parent.owner or column.name == parent.id):
            continue
        value = _value(view, column)
        if value is None:
            return None
        found.append(f"{column.name}={value}")
    return ", ".join(found)


def _rows(view: ResourceView, parent: ParentView) -> str:
    """Names and ids of the rows to make; callers are made as users already."""
    name = urls.id_name(parent)
    rows = [("first", name), ("second", f"OTHER_{name}")]
    if users_are_parents(view):
        rows = [] if view.owner is not None else rows[1:]
    listed = ", ".join(f'("{word}", {row_id})' for word, row_id in rows)
    return f"{listed}," if len(rows) == 1 else listed


def _value(view: ResourceView, column: Column) -> str | None:
    if not column.foreign_key:
        return stored_value(view, column) or (f'"{column.values[0]}"' if column.values else None)
    if is_of_caller(view, column):
        return referred(column, "user", view.host_models)
    return referred_value(view, column) or _BY_TYPE.get(column.type)


def _key(parent: ParentView) -> Key:
    return key_of(parent.model.column(parent.id))


def _shape(key: Key) -> str:
    return "text" if key.plain_type.text == "str" else "int" if key.kind == "int" else "uuid"
