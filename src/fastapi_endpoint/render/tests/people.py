"""How tests make a user of the host: a stored row where its required columns are understood."""

from msgspec import Struct

from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.render.tests import urls
from fastapi_endpoint.render.view import Holder, ResourceView, ScopeView

_FOREIGN_TO_SQLITE = ("JSONB", "ARRAY", "TSVECTOR", "HSTORE", "INET", "CITEXT", "Vector")
_PLAIN = {
    "int": "1",
    "bool": "False",
    "float": "0.0",
    "decimal": "0",
    "date": "date(2024, 1, 1)",
    "datetime": "datetime(2024, 1, 1, tzinfo={utc})",
    "uuid": "uuid4()",
    "json": "{}",
}
_OF_FASTAPI_USERS = 'email=f"{name}@example.com", hashed_password="not a hash"'


SUPERUSER = "superuser"


class People(Struct, frozen=True, kw_only=True):
    """The class of a user, and the arguments that make a storable one called `name`.

    `values` is None where users stay out of the database; `ids` are then the ids of two of them. `varied`
    is True where users differ in more than their name.
    """

    user_class: str
    values: str | None
    ids: tuple[str, str]
    varied: bool = False


class Person(Struct, frozen=True, kw_only=True):
    """One user: which fixture it is, its name, its id, and what it has beside these, as arguments."""

    part: str
    name: str
    id: str
    given: str


def people(view: ResourceView) -> People:
    """How the tests of this resource make users."""
    symbol = view.conventions.user_model.value
    model = user_model(view)
    ids = ("1", "2") if _key_type(model) == "int" else ("uuid4()", "uuid4()")
    values = _arguments(view, model) if symbol else None
    # An object of a dataclass wants all of its arguments, and its id is none of them.
    if symbol is None or (values is None and view.conventions.models.as_dataclass.value):
        return People(user_class="SimpleNamespace", values=None, ids=ids)
    varied = bool(view.access.role or view.access.seeing or view.tenant) or users_are_parents(view)
    return People(user_class=symbol.expression, values=values, ids=ids, varied=varied)


def everybody(view: ResourceView) -> list[Person]:
    """The users of the tests."""
    ids = people(view).ids
    allowed = ", ".join(filter(None, (_role(view), _tenant(view))))
    usual = ", ".join(filter(None, (allowed, _source(_of_others(view)))))
    found = [Person(part="user", name="ada", id=ids[0], given=_with_id(view, "", usual))]
    if view.owner is not None:
        given = _with_id(view, "OTHER_", usual)
        found.append(Person(part="other_user", name="grace", id=ids[1], given=given))
    if view.access.seeing is not None:
        given = ", ".join(filter(None, (allowed, _source(view.access.seeing.holder))))
        found.append(Person(part=SUPERUSER, name="edsger", id=ids[1], given=given))
    for part, (holder, _) in strangers(view).items():
        name = part.replace("stranger", "mallory")
        given = ", ".join(filter(None, (_source(holder), _tenant(view))))
        found.append(Person(part=part, name=name, id=ids[1], given=given))
    return found


def _role(view: ResourceView) -> str:
    return _source(view.access.role.holder) if view.access.role else ""


def _tenant(view: ResourceView) -> str:
    """The argument that makes a user one of a tenant; "" where there are none."""
    if view.tenant is None:
        return ""
    return f"{tenant_attribute(view.tenant)}={tenant_constant(view.tenant)}"


def tenant_attribute(scope: ScopeView) -> str:
    """The attribute of a user that says of which tenant they are."""
    return scope.expression.rpartition(".")[2]


def tenant_constant(scope: ScopeView) -> str:
    """What tests call the tenant of their users."""
    return scope.keyword.upper()


def tenant_model(view: ResourceView, scope: ScopeView) -> Model | None:
    """The mapped class of the tenants, where they have a table that the project maps."""
    reference = scope.column.reference
    if reference is None:
        return None
    return next((each for each in view.host_models if each.table == reference.table), None)


def _of_others(view: ResourceView) -> Holder:
    """What users have who do not see all, where their class does not say so by itself."""
    model, seeing = user_model(view), view.access.seeing
    if seeing is None:
        return ()
    known = {column.name for column in model.columns if column.has_default} if model is not None else set()
    stored = _arguments(view, model) is not None
    return tuple((name, value) for name, value in seeing.others if not (stored and name in known))


def users_are_parents(view: ResourceView) -> bool:
    """Is the caller one of the rows that the resource hangs on?"""
    model = user_model(view)
    return (
        view.access.secured and model is not None and view.parent is not None and view.parent.model == model
    )


def _with_id(view: ResourceView, prefix: str, given: str) -> str:
    """What a user has beside the usual; those that rows hang on have a known id."""
    if view.parent is None or not users_are_parents(view):
        return given
    source = urls.id_source(view.parent, f"{prefix}{urls.id_name(view.parent)}")
    return ", ".join(filter(None, (f"{view.parent.id}={source}", given)))


def strangers(view: ResourceView) -> dict[str, tuple[Holder, tuple[str, ...]]]:
    """The users who lack a role, by their fixtures: what they have, and what they may not call."""
    found = view.access.role.strangers if view.access.role else ()
    return {f"stranger_{number + 1}" if number else "stranger": each for number, each in enumerate(found)}


def special(view: ResourceView) -> tuple[str, ...]:
    """The fixtures of users beside those whom every test knows: who lacks a role, and who sees all."""
    return (*([SUPERUSER] if view.access.seeing else []), *strangers(view))


def forbidden(view: ResourceView, unknown: str) -> list[tuple[str, str]]:
    """The fixture of each user who lacks a role, and the requests that it is needed for."""
    requests = {
        each.method: f'("{each.http}", {urls.collection(view)})'
        if each.method in ("list", "create")
        else f'("{each.http}", {urls.item(view, unknown, each.tail)})'
        for each in view.operations
    }
    return [
        (name, ", ".join(request for method, request in requests.items() if method in methods))
        for name, (_, methods) in strangers(view).items()
    ]


def _source(holder: Holder) -> str:
    return ", ".join(f"{name}={value.text}" for name, value in holder)


def user_model(view: ResourceView) -> Model | None:
    """The host's mapped user class."""
    symbol = view.conventions.user_model.value
    if symbol is None:
        return None
    return next((each for each in view.host_models if each.name == symbol.name), None)


def tables(view: ResourceView) -> tuple[str, ...]:
    """The tables to create: those that the new one refers to, as far as SQLite can hold them, and itself.

    Users who differ in what they may are stored: the project's own way to sign in may look them up.
    """
    found: list[str] = []
    waiting = [column.reference.table for column in view.table.columns if column.reference]
    users = user_model(view)
    if (view.access.role or view.tenant) and users is not None:
        waiting.append(users.table)
    while waiting:
        name = waiting.pop()
        model = next((each for each in view.host_models if each.table == name), None)
        if name == view.table.name or name in found or model is None or not fits_sqlite(model):
            continue
        found.append(name)
        waiting += [key.split(".")[0] for each in model.columns if (key := each.foreign_key)]
    return (*sorted(found), view.table.name)


def is_of_caller(view: ResourceView, column: Column) -> bool:
    """Does a column of the parent refer to whoever is calling?"""
    users, table = user_model(view), (column.foreign_key or "").rpartition(".")[0]
    return view.access.secured and users is not None and table == users.table and not users_are_parents(view)


def made_by_fastapi_users(view: ResourceView, model: Model | None) -> bool:
    """Is it the class of users that fastapi-users has most columns of?"""
    users = model is not None and model == user_model(view)
    return users and "fastapi_users" in view.conventions.auth.kinds.value


def _arguments(view: ResourceView, model: Model | None) -> str | None:
    if model is None or model.table not in tables(view):
        return None
    if made_by_fastapi_users(view, model):
        return _OF_FASTAPI_USERS
    arguments = []
    given = _given_apart(view)
    whole = view.conventions.models.as_dataclass.value
    for column in model.columns:
        if whole and column.nullable and not column.has_default and "init=False" not in column.declared:
            arguments.append(f"{column.name}=None")
        if (
            column.name in given
            or column.has_default
            or column.nullable
            or (column.primary_key and column.type == "int")
        ):
            continue
        value = stored_value(view, column)
        if value is None:
            return None
        arguments.append(f"{column.name}={value}")
    named = any("{name}" in each or each.endswith("=name") for each in arguments)
    return ", ".join(arguments) if named or not arguments else None


def _given_apart(view: ResourceView) -> set[str]:
    """The columns that differ from user to user."""
    role = view.access.role
    holders = [role.holder, *(stranger for stranger, _ in role.strangers)] if role else []
    holders += [view.access.seeing.holder] if view.access.seeing else []
    tenant = {tenant_attribute(view.tenant)} if view.tenant else set()
    return tenant | {name for holder in holders for name, _ in holder}


def stored_value(view: ResourceView, column: Column) -> str | None:
    """A value of a required column, for the row that is called `name`; None where none is known."""
    if column.foreign_key:
        return None
    if "password" in column.name or "hash" in column.name:
        return '"not a hash"'
    if "email" in column.name:
        return 'f"{name}@example.com"'
    if column.type in _PLAIN:
        plain = _PLAIN[column.type].replace("{utc}", "UTC" if view.python >= (3, 11) else "timezone.utc")
        return None if column.unique and column.type != "uuid" else plain
    if column.type in ("str", "text"):
        return "name"
    return None


def fits_sqlite(model: Model) -> bool:
    """Can SQLite hold its table? It counts up no id that is a part of a key."""
    key = [column for column in model.columns if column.primary_key]
    if len(key) > 1 and any("autoincrement=True" in column.declared for column in key):
        return False
    return not any(word in column.source for column in model.columns for word in _FOREIGN_TO_SQLITE)


def _key_type(model: Model | None) -> str:
    if model is None:
        return "uuid"
    return next((column.type for column in model.columns if column.primary_key), "uuid")
