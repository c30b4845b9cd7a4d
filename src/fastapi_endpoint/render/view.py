"""Every name, flag and import that a renderer may use, decided once.

Renderers and templates choose nothing: what depends on the answers or on the host's habits is a value
here. Paths are relative to the explored folder, with forward slashes.
"""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.dialects.databases import Capabilities
from fastapi_endpoint.dialects.tables import Column, Table
from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec, Method
from fastapi_endpoint.fieldtypes.base import Context, FieldKind
from fastapi_endpoint.fragments import Fragment, Import, ImportStyle

ListStyle = Literal["cursor", "offset", "page", "fastapi_pagination", "none"]
IdKind = Literal["int", "uuid", "str"]
CommitPlace = Literal["endpoint", "crud", "helper"]
ScopeKind = Literal["tenant", "parent", "owner"]
Artefact = Literal["model", "schema", "crud", "router", "test", "factory", "shared", "migration"]


class Place(Struct, frozen=True, kw_only=True):
    """Where a file lies and how it is imported."""

    path: str
    module: str

    @property
    def package(self) -> str:
        """The package that holds the module; "" at the top."""
        return self.module.rpartition(".")[0]

    @property
    def stem(self) -> str:
        """The last part of the module's name."""
        return self.module.rpartition(".")[2]


class Places(Struct, frozen=True, kw_only=True):
    """The files of the resource. Artefacts with the same place share a file."""

    model: Place
    schema: Place
    crud: Place
    router: Place
    test: Place
    factory: Place


class Words(Struct, frozen=True, kw_only=True):
    """The resource's name in the forms that code and prose use."""

    singular: str
    plural: str
    capital: str
    capital_plural: str
    human: str
    human_plural: str
    article: str


class Idiom(Struct, frozen=True, kw_only=True):
    """How functions are written where sessions are asynchronous, and where they are not."""

    is_async: bool
    def_: str
    await_: str
    session_type: Fragment


class SessionView(Struct, frozen=True, kw_only=True):
    """The database session: its parameter, its annotation in endpoints, who commits.

    `annotation` (and `default`, where the host writes `= Depends(...)`) declare the endpoint's parameter.
    `keep_readable` is True where rows must leave the session before the commit expires them.
    """

    parameter: str
    annotation: Fragment
    default: Fragment | None
    commit: CommitPlace
    commit_call: Fragment
    keep_readable: bool


class ScopeView(Struct, frozen=True, kw_only=True):
    """What keeps rows apart, in the WHERE of every statement: `column` is what `keyword` says.

    `keyword` is an argument of each query; `expression` is what endpoints give it: an attribute of the
    caller (`current_user.id`), or a parameter of the path.
    """

    kind: ScopeKind
    column: Column
    keyword: str
    expression: str

    @property
    def of_caller(self) -> bool:
        """Does the endpoint read the value from the current user?"""
        return self.kind != "parent"


class AccessView(Struct, frozen=True, kw_only=True):
    """Who may call. `annotation` and `default` declare the current user in an endpoint.

    Where no scope reads the user, `dependency` stands on the router. `others` is the answer to a request
    for a row of another owner.
    """

    secured: bool
    parameter: str = ""
    annotation: Fragment | None = None
    default: Fragment | None = None
    dependency: Fragment | None = None
    user_class: Fragment | None = None
    others: Literal[404, 403] = 404


class IdView(Struct, frozen=True, kw_only=True):
    """The id: its column, its type in a path, and how a path value is compared with the column.

    `lookup` is source with `{}` for the parameter, as `str({})` for ids stored as text.
    """

    column: Column
    kind: IdKind
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


class FilterView(Struct, frozen=True, kw_only=True):
    """One filter of the list: its query parameter, its type, and the column it compares.

    `attribute` is the parameter's name in code.
    """

    parameter: str
    attribute: str
    operator: str
    annotation: Fragment
    column: Column


class SortView(Struct, frozen=True, kw_only=True):
    """One way to order the list; `key` is what the query says."""

    key: str
    column: Column
    descending: bool


class PageHelperView(Struct, frozen=True, kw_only=True):
    """The host's function that makes the page, and the arguments that it is given beside the rows."""

    function: Fragment
    rows: str
    arguments: str


class ListView(Struct, frozen=True, kw_only=True):
    """How a list is cut, ordered and filtered; the names of parameters and of the answer's keys.

    `helper` is set where a function of the host cuts the page.
    """

    style: ListStyle
    limit: int
    limit_max: int
    limit_parameter: str | None
    position_parameter: str | None
    items_key: str
    next_key: str | None = None
    more_key: str | None = None
    total_key: str | None = None
    page_key: str | None = None
    size_key: str | None = None
    page_base: Import | None = None
    sorts: tuple[SortView, ...]
    default_sort: str
    choosable: bool
    filters: tuple[FilterView, ...] = ()
    search: tuple[Column, ...] = ()
    sealed_with: Fragment | None = None
    helper: PageHelperView | None = None


class Schemas(Struct, frozen=True, kw_only=True):
    """The names of the Pydantic classes; None where the answers need none. `body` is their parameter,
    `given` what the shared base configures already.
    """

    create: str | None
    update: str | None
    replace: str | None
    response: str
    listing: str | None
    query: str | None
    bases: tuple[Import, ...]
    missing: bool
    body: str = "data"
    given: tuple[str, ...] = ()


class OperationView(Struct, frozen=True, kw_only=True):
    """One operation: verb, path below the router, functions, statuses."""

    method: Method
    http: str
    path: str
    handler: str
    crud: str
    status: int
    errors: tuple[int, ...]
    docstring: str


class RouterView(Struct, frozen=True, kw_only=True):
    """The router object, and what the include statement must give it."""

    variable: str
    prefix: str | None
    tags: tuple[str, ...]
    include_prefix: str | None
    include_tags: tuple[str, ...]
    annotated: bool
    error_model: bool
    cache_control: str | None


class CrudView(Struct, frozen=True, kw_only=True):
    """How the router reaches the queries: the import and the text before a function's name."""

    style: Literal["functions", "static_class"]
    class_name: str | None
    reference: Fragment
    alone: bool


class ResourceView(Struct, frozen=True, kw_only=True):
    """One resource, fully decided. `url` is the whole path of the collection, mount included.

    `keywords` is True where queries take all their arguments by keyword. `not_found`: the host's own
    exception and the keyword it takes its words by.
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
    host_models: tuple[Model, ...] = ()
    kept: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table, in their order."""
        return self.table.columns

    def operation(self, method: Method) -> OperationView | None:
        """The operation of that method, where it was asked for."""
        return next((each for each in self.operations if each.method == method), None)

    def item_url(self, identifier: str) -> str:
        """The whole path of one row; `identifier` may be an expression in braces."""
        return f"{self.url.rstrip('/')}/{identifier}{'/' if self.item_slash else ''}"

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

    def shared_place(self, name: str) -> Place:
        """Where a shared module of that name lies, present or to be made."""
        return dict(self.shared)[name]


class RenderedFile(Struct, frozen=True, kw_only=True):
    """One file to create (or, where the host keeps one file for all, to append), before formatting."""

    path: str
    artefacts: tuple[Artefact, ...]
    text: str
    reason: str
    imports: frozenset[Import] = frozenset()
    body: str = ""
