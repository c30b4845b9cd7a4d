"""The id and the fields of a resource."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.base import Context, FieldKind
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render.view.callers import ScopeKind

IdKind = Literal["int", "uuid", "str"]


class IdView(Struct, frozen=True, kw_only=True):
    """The id: its column, its name in JSON, its type in a path, and how the two are compared.

    `lookup` is source with `{}` for the parameter, as `str({})` for ids stored as text.
    """

    column: Column
    kind: IdKind
    name: str = "id"
    parameter: str
    path_type: Fragment
    plain_type: Fragment
    lookup: str


class EnumView(Struct, frozen=True, kw_only=True):
    """One enum that the schema module defines, with (member, label) in order."""

    name: str
    members: tuple[tuple[str, str], ...]


class ObjectView(Struct, frozen=True, kw_only=True):
    """One class of values inside values: the lines of its body, and the enums that they need."""

    name: str
    lines: tuple[Fragment, ...]
    enums: tuple[EnumView, ...] = ()


class FieldView(Struct, frozen=True, kw_only=True):
    """One field: what each body takes of it and shows of it.

    `taken` is the constrained type of requests; `alias`, where it is used twice, the module-level name it
    gets; `written` what annotations say (the alias or the type). `kind` answers for samples and bounds.
    `name` is what JSON says, `python_name` what classes say. `enums` are those that the schema module defines
    for it; `scope` is set where its value keeps rows apart: bodies never hold it.
    """

    spec: FieldSpec
    kind: FieldKind
    context: Context
    name: str
    python_name: str
    column: Column
    nullable: bool
    required: bool
    taken: Fragment
    alias: str | None
    written: Fragment
    shown: Fragment
    default: Fragment | None
    in_create: bool
    in_update: bool
    in_replace: bool
    in_response: bool
    unique: bool
    scope: ScopeKind | None = None
    enums: tuple[EnumView, ...] = ()

    @property
    def enum(self) -> str | None:
        """The enum class of a field that holds one label."""
        return self.enums[0].name if self.spec.type.name == "enum" else None
