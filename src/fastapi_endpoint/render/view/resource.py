"""One resource, fully decided, and the files that come of it."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.dialects.databases import Capabilities
from fastapi_endpoint.dialects.tables import Column, Table
from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.domain.spec import Action, EndpointSpec, Method
from fastapi_endpoint.fragments import Fragment, Import, ImportStyle
from fastapi_endpoint.render.view.callers import AccessView, Idiom, ScopeView, SessionView
from fastapi_endpoint.render.view.envelopes import EnvelopeView
from fastapi_endpoint.render.view.fields import FieldView, IdView, ObjectView
from fastapi_endpoint.render.view.lists import ListView
from fastapi_endpoint.render.view.names import CrudView, Place, Places, RouterView, Schemas, Words
from fastapi_endpoint.render.view.parents import ParentView

Artefact = Literal[
    "model",
    "schema",
    "crud",
    "router",
    "test",
    "fixtures",
    "factory",
    "shared",
    "role",
    "security",
    "migration",
]


class ActionView(Struct, frozen=True, kw_only=True):
    """What an action does to a row: `sources` and `target` are states as code writes them."""

    spec: Action
    field: FieldView
    sources: tuple[Fragment, ...]
    target: Fragment


class OperationView(Struct, frozen=True, kw_only=True):
    """One operation: verb, path below the router, functions, statuses.

    `method` is the name of the action where it is one; `tail` is then its path below that of the row.
    """

    method: str
    http: str
    path: str
    handler: str
    crud: str
    status: int
    errors: tuple[int, ...]
    docstring: str
    action: ActionView | None = None
    tail: str = ""


class ResourceView(Struct, frozen=True, kw_only=True):
    """One resource, fully decided. `url` is the whole path of the collection, mount included.

    `keywords` is True where queries take all their arguments by keyword. `not_found`: the host's own
    exception and the keyword it takes its words by. `host_model` is the class that gets its endpoints, where
    it is there already, `held_by` the tables whose rows keep one of its rows from being deleted. `envelope`
    is what the host puts its rows into; None where a row is the whole body.
    """

    spec: EndpointSpec
    conventions: Conventions
    words: Words
    places: Places
    idiom: Idiom
    model_class: str
    table: Table
    id: IdView
    fields: tuple[FieldView, ...]
    objects: tuple[ObjectView, ...]
    schemas: Schemas
    session: SessionView
    access: AccessView
    scopes: tuple[ScopeView, ...]
    listing: ListView
    operations: tuple[OperationView, ...]
    router: RouterView
    crud: CrudView
    url: str
    item_slash: bool
    databases: Capabilities
    shared: tuple[tuple[str, Place], ...]
    present: frozenset[str]
    created_at: str | None
    updated_at: str | None
    stamps: tuple[str, ...]
    touch: tuple[str, Fragment] | None
    moment: Fragment
    base: Fragment
    error_model: Import
    imports: ImportStyle
    not_found: tuple[Fragment, str] | None
    not_found_detail: str
    keywords: bool
    python: tuple[int, int]
    parent: ParentView | None = None
    envelope: EnvelopeView | None = None
    host_model: Model | None = None
    held_by: tuple[str, ...] = ()
    host_models: tuple[Model, ...] = ()
    kept: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table, in their order."""
        return self.table.columns

    @property
    def actions(self) -> tuple[OperationView, ...]:
        """The operations that are actions."""
        return tuple(each for each in self.operations if each.action is not None)

    def operation(self, method: Method) -> OperationView | None:
        """The operation of that method, where it was asked for."""
        return next((each for each in self.operations if each.method == method), None)

    def item_url(self, identifier: str, tail: str = "") -> str:
        """The whole path of one row, or of an action on it; `identifier` may be an expression in braces."""
        return f"{self.url.rstrip('/')}/{identifier}{tail}{'/' if self.item_slash else ''}"

    def column(self, column: Column) -> str:
        """A column of the resource in an expression."""
        return self.idiom.column_of(self.model_class, column.python_name)

    @property
    def taken_fields(self) -> tuple[FieldView, ...]:
        """The fields of a create body."""
        return tuple(field for field in self.fields if field.in_create)

    @property
    def uniques(self) -> tuple[FieldView, ...]:
        """The fields whose value may stand in only one row (of a scope, where there is one)."""
        return tuple(field for field in self.fields if field.unique)

    @property
    def owner(self) -> ScopeView | None:
        """Whose rows they are, where they belong to somebody."""
        return next((scope for scope in self.scopes if scope.kind == "owner"), None)

    @property
    def tenant(self) -> ScopeView | None:
        """What keeps the rows of one tenant from the users of another, where there is such a thing."""
        return next((scope for scope in self.scopes if scope.kind == "tenant"), None)

    @property
    def owner_stored(self) -> bool:
        """Does the row itself say whose it is?"""
        return self.owner is not None and self.owner.stored

    @property
    def reads_rows(self) -> bool:
        """Does an operation look for rows that are there?"""
        return any(each.method != "create" for each in self.operations)

    def shared_place(self, name: str) -> Place:
        """Where a shared module of that name lies, present or to be made."""
        return dict(self.shared)[name]


class RenderedFile(Struct, frozen=True, kw_only=True):
    """One file to create (or, where the host keeps one file for all, to append), before formatting.

    `listed` are texts that lists of the file must hold, each after the list's name; `says` are docstrings for
    hosts that want them, each after the name of what it is for ("" for the module).
    """

    path: str
    artefacts: tuple[Artefact, ...]
    text: str
    reason: str
    imports: frozenset[Import] = frozenset()
    body: str = ""
    listed: tuple[tuple[str, str], ...] = ()
    says: tuple[tuple[str, str], ...] = ()
