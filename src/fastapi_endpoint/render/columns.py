"""Which columns a resource's table has: the id, the fields, the timestamps; what the base gives already."""

from collections.abc import Sequence

from msgspec.structs import replace

from fastapi_endpoint.dialects.tables import Column, Reference
from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.project import Column as KnownColumn
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import FieldSpec, FieldType
from fastapi_endpoint.fieldtypes.base import Context, attribute, python_name
from fastapi_endpoint.fieldtypes.choice import Enum
from fastapi_endpoint.fieldtypes.integer import Int
from fastapi_endpoint.fieldtypes.network import Ip
from fastapi_endpoint.fieldtypes.objects import Object, Union
from fastapi_endpoint.fieldtypes.reference import Ref
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fieldtypes.structured import List
from fastapi_endpoint.fieldtypes.text import Str
from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render.ids import STORED, UUID_TEXT_LENGTH, int_key, uuid_key, uuid_text_key
from fastapi_endpoint.render.view import FieldView, IdKind, IdView, Words

CREATED, UPDATED = "created_at", "updated_at"
SELF = "self"


def key_kinds(project: ProjectMap, fields: Sequence[FieldSpec] = ()) -> dict[str, str]:
    """The scalar type of the primary key, per table and per class; of `self` where a field is the key."""
    key = next((field for field in fields if field.pk), None)
    kinds = {SELF: key.type.name} if key else {}
    for model in project.models:
        known = next((column for column in model.columns if column.primary_key), None)
        if known is not None and known.type in STORED:
            kinds[model.table] = kinds[model.name] = known.type
    return kinds


def id_kind(habits: Conventions) -> IdKind:
    """The kind of new ids; a habit that is neither int nor text is a UUID."""
    match habits.id_type.value:
        case "int":
            return "int"
        case _:
            return "str" if habits.models.ids_as_text.value else "uuid"


def id_view(habits: Conventions, words: Words) -> IdView:
    """The id column, its path parameter, and how the two are compared."""
    kind = id_kind(habits)
    column = Column(
        name="id",
        kind=kind,
        python=STORED[kind],
        size=UUID_TEXT_LENGTH if kind == "str" else None,
        primary_key=True,
        default={
            "int": None,
            "uuid": code("uuid4", "uuid.uuid4"),
            "str": code("lambda: str(uuid4())", "uuid.uuid4"),
        }[kind],
        provided="id" in habits.models.base_provides.value,
    )
    key = {"int": int_key, "uuid": uuid_key, "str": uuid_text_key}[kind]()
    return IdView(
        column=column,
        kind=kind,
        parameter=f"{words.singular}_id",
        path_type=key.path_type,
        plain_type=key.plain_type,
        lookup=key.lookup,
    )


def given_id_view(field: FieldView, words: Words) -> IdView:
    """The id that a field is: rows are called by what they are given."""
    kind, spec = field.kind, field.spec
    bounds = [value.put(f"{name}=") for name, value in kind.constraints(spec)]
    path_type = field.column.python
    if bounds:
        annotated = join(", ", [field.column.python, join(", ", bounds).put("Path(", ")")])
        needed = (Import("typing", "Annotated"), Import("fastapi", "Path"))
        path_type = annotated.put("Annotated[", "]").needing(*needed)
    return IdView(
        column=field.column,
        kind="int" if kind.name == "int" else "uuid" if kind.name == "uuid" else "str",
        name=field.name,
        parameter=f"{words.singular}_{field.name}",
        path_type=path_type,
        plain_type=field.column.python,
        lookup="{}",
    )


def field_column(field: FieldSpec, context: Context, project: ProjectMap) -> Column:
    """The column that stores a field."""
    kind = kind_of(field)
    name, stored = field.column or attribute(field), kind.name
    python, size, scale = kind.annotation(field, context), None, None
    reference = None
    match kind:
        case Ref():
            stored = context.keys.get(field.type.target or "", context.id_type)
            size = _key_size(project, field.type.target or "") if stored == "str" else None
            reference = _reference(field, project)
        case Enum():
            stored, size, python = "str", kind.column_length(field), code("str")
        case Ip():
            stored, size = "str", kind.column_length(field)
        case Str():
            stored, size = ("text", None) if kind.name == "text" else ("str", kind.column_length(field))
        case Int():
            size = kind.bits(field)
        case List() | Object() | Union():
            stored, python = "json", _as_json(field.type)
        case _ if kind.name == "decimal":
            size, scale = field.type.size, field.type.scale
    return Column(
        name=name,
        attribute=python_name(field) if python_name(field) != name else "",
        kind=stored,
        python=python,
        nullable=field.optional,
        size=size,
        scale=scale,
        reference=reference,
        primary_key=field.pk,
        given=field.pk,
        default=_column_default(field, context),
    )


def _as_json(kind: FieldType) -> Fragment:
    """The type of what is stored as JSON."""
    if kind.name == "list":
        return _as_json(kind.item or FieldType(name="str")).put("list[", "]")
    if kind.name in ("object", "union"):
        return code("dict[str, Any]", "typing.Any")
    return Fragment(kind.name if kind.name in ("int", "float", "bool") else "str")


def _column_default(field: FieldSpec, context: Context) -> Fragment | None:
    """Only what no request may set needs a default in the table; requests carry theirs."""
    default = kind_of(field).default(field, context)
    if default is None or not (field.readonly or field.private):
        return None
    if field.type.name == "enum":
        return Fragment(f'"{field.default}"')
    return (
        default.source.put("lambda: ") if default.factory and "(" in default.source.text else default.source
    )


def _reference(field: FieldSpec, project: ProjectMap) -> Reference:
    target = field.type.target or ""
    model = project.model(target)
    key = next((column for column in model.columns if column.primary_key), None) if model else None
    action = field.ondelete or ("cascade" if field.owner else "set-null" if field.optional else "restrict")
    return Reference(
        table=model.table if model else target, column=key.name if key else "id", on_delete=action
    )


def to_itself(fields: Sequence[FieldView], table: str, key: Column) -> tuple[FieldView, ...]:
    """The fields; `ref/self` is a column that refers to this very table, by its key."""
    return tuple(
        replace(field, column=_to_itself(field.column, table, key))
        if field.column.reference and field.column.reference.table == SELF
        else field
        for field in fields
    )


def _to_itself(column: Column, table: str, key: Column) -> Column:
    assert column.reference is not None  # noqa: S101 - for the type checker: only such columns come here
    reference = replace(column.reference, table=table, column=key.name)
    return replace(column, kind=key.kind, python=key.python, size=key.size, reference=reference)


def _key_size(project: ProjectMap, target: str) -> int | None:
    model = project.model(target)
    return next((column.size for column in model.columns if column.primary_key), None) if model else None


def timestamp_columns(project: ProjectMap, utc_now: Fragment) -> tuple[Column, ...]:
    """created_at and updated_at, or what the host calls and declares instead."""
    models = project.conventions.models
    names = models.timestamps.value or (CREATED, UPDATED)
    given = set(models.base_provides.value)
    if models.timestamp_mixin.value is not None:
        given |= set(names)
    return tuple(
        _provided_moment(name, project)
        if name in given
        else Column(
            name=name,
            kind="datetime",
            python=code("datetime", "datetime.datetime"),
            default=utc_now,
            on_update=utc_now if name.startswith(("updated", "modified")) else None,
        )
        for name in names
    )


def _provided_moment(name: str, project: ProjectMap) -> Column:
    known = next(filter(None, (model.column(name) for model in project.models)), None)
    return known_moment(
        known or KnownColumn(name=name, type="datetime", nullable=False, has_default=True), project
    )


def known_moment(known: KnownColumn, project: ProjectMap) -> Column:
    """A column of the host that says when a row was made or changed."""
    aware = not known.source or keeps_zone(known, project)
    touches = "onupdate" in known.declared or not known.declared
    return Column(
        name=known.name,
        kind="datetime",
        python=code("datetime", "datetime.datetime"),
        nullable=known.nullable,
        naive=not aware,
        on_update=code("onupdate") if touches else None,
        server_now="server_default" in known.declared,
        zone_lost="timezone=True" in known.source,
        provided=True,
    )


def keeps_zone(known: KnownColumn, project: ProjectMap) -> bool:
    """Does a column of the host keep time zones? A bare `datetime` is of the type its base maps that to."""
    if known.source == "datetime" and project.conventions.models.utc_type.value is not None:
        return True
    return "timezone=True" in known.source or "utc" in known.source.lower()


def owner_field(fields: tuple[FieldSpec, ...], owner: str | None) -> FieldSpec | None:
    """The field that says whose a row is."""
    return next((each for each in fields if each.owner or (owner is not None and each.name == owner)), None)
