"""How tests make a user of the host: a stored row where its required columns are understood."""

from msgspec import Struct

from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.render.view import ResourceView

_FOREIGN_TO_SQLITE = ("JSONB", "ARRAY", "TSVECTOR", "HSTORE", "INET", "CITEXT", "Vector")
_PLAIN = {
    "int": "1",
    "bool": "False",
    "float": "0.0",
    "decimal": "0",
    "date": "NOON.date()",
    "datetime": "NOON",
    "uuid": "uuid4()",
    "json": "{}",
}
_OF_FASTAPI_USERS = 'email=f"{name}@example.com", hashed_password="not a hash"'


class People(Struct, frozen=True, kw_only=True):
    """The class of a user, and the arguments that make a storable one called `name`.

    `values` is None where users stay out of the database; `ids` are then the ids of two of them.
    """

    user_class: str
    values: str | None
    ids: tuple[str, str]


def people(view: ResourceView) -> People:
    """How the tests of this resource make users."""
    symbol = view.conventions.user_model.value
    model = user_model(view)
    ids = ("1", "2") if _key_type(model) == "int" else ("uuid4()", "uuid4()")
    if symbol is None:
        return People(user_class="SimpleNamespace", values=None, ids=ids)
    return People(user_class=symbol.expression, values=_arguments(view, model), ids=ids)


def user_model(view: ResourceView) -> Model | None:
    """The host's mapped user class."""
    symbol = view.conventions.user_model.value
    if symbol is None:
        return None
    return next((each for each in view.host_models if each.name == symbol.name), None)


def tables(view: ResourceView) -> tuple[str, ...]:
    """The tables to create: those that the new one refers to, as far as SQLite can hold them, and itself."""
    found: list[str] = []
    waiting = [column.reference.table for column in view.table.columns if column.reference]
    while waiting:
        name = waiting.pop()
        model = next((each for each in view.host_models if each.table == name), None)
        if name == view.table.name or name in found or model is None or not _fits_sqlite(model):
            continue
        found.append(name)
        waiting += [key.split(".")[0] for each in model.columns if (key := each.foreign_key)]
    return (*sorted(found), view.table.name)


def _arguments(view: ResourceView, model: Model | None) -> str | None:
    if model and "fastapi_users" in view.conventions.auth.kinds.value:
        return _OF_FASTAPI_USERS
    if model is None or model.table not in tables(view):
        return None
    arguments = []
    for column in model.columns:
        if column.has_default or column.nullable or (column.primary_key and column.type == "int"):
            continue
        value = _value(column)
        if value is None:
            return None
        arguments.append(f"{column.name}={value}")
    named = any("{name}" in each or each.endswith("=name") for each in arguments)
    return ", ".join(arguments) if named or not arguments else None


def _value(column: Column) -> str | None:
    if column.foreign_key:
        return None
    if "password" in column.name or "hash" in column.name:
        return '"not a hash"'
    if "email" in column.name:
        return 'f"{name}@example.com"'
    if column.type in _PLAIN:
        return None if column.unique and column.type != "uuid" else _PLAIN[column.type]
    if column.type in ("str", "text"):
        return "name"
    return None


def _fits_sqlite(model: Model) -> bool:
    return not any(word in column.source for column in model.columns for word in _FOREIGN_TO_SQLITE)


def _key_type(model: Model | None) -> str:
    if model is None:
        return "uuid"
    return next((column.type for column in model.columns if column.primary_key), "uuid")
