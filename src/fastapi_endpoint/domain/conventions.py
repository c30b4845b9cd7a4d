"""What a project's habits are, each with the places that show it.

A `Fact` is the answer of one detector. The names of the top-level fields of `Conventions` are the names
under "facts" in the JSON answer of `explore`. What a fact is, and the habits around the code, are kept in
modules of their own; all are imported from here.
"""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.facts import Confidence, Fact, Origin, Symbol, Witness
from fastapi_endpoint.domain.habits import Documentation, Libraries, OperationIds
from fastapi_endpoint.domain.surroundings import (
    FixtureSeen,
    Migrations,
    SettingsClass,
    Tests,
    Tools,
    Versions,
)

__all__ = [
    "Answers",
    "Auth",
    "Confidence",
    "Conventions",
    "Documentation",
    "EntryPoint",
    "Fact",
    "FixtureSeen",
    "Layout",
    "Libraries",
    "Migrations",
    "Models",
    "Naming",
    "OperationIds",
    "Origin",
    "PageHelper",
    "Registration",
    "RelativeImports",
    "RoleForm",
    "Session",
    "SettingsClass",
    "Symbol",
    "Tests",
    "Tools",
    "Versions",
    "Witness",
    "Wrapping",
]

RoleForm = Literal["dependency", "one", "each", "list"]
RelativeImports = Literal["never", "siblings", "package"]


class EntryPoint(Struct, frozen=True):
    """Where a server finds the application."""

    file: str
    object: str
    kind: Literal["module", "factory"] = "module"
    module: str = ""

    @property
    def name(self) -> str:
        """As `--app` takes it."""
        return f"{self.file}:{self.object}"


class PageHelper(Struct, frozen=True, kw_only=True):
    """A function of the project that cuts a `sqlalchemy.orm.Query` into the page that endpoints answer with.

    `rows`, `page` and `size` are the keywords it takes them by; `size` is "" where it knows the size itself.
    """

    function: Symbol
    rows: str
    page: str
    size: str = ""


class Wrapping(Struct, frozen=True, kw_only=True):
    """How the project wraps one row: in its generic `model`, whose field `payload` holds the row.

    `maker` is what endpoints call: the model itself, or a function of the project, which gives a dictionary
    where `plain` is True. It takes the row by the keyword `argument`; "" where the row comes first. `said`
    are the keywords that it is given beside the row, by operation: source text, with `{human}` and its kin in
    it where a resource is named. `row_last` is True where they come before the row. `lists`: are lists
    wrapped as well?
    """

    model: Symbol
    maker: Symbol
    payload: str
    argument: str
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    row_last: bool = False
    plain: bool = False
    lists: bool = True


class Registration(Struct, frozen=True, kw_only=True):
    """How routers get into the application, and how the next one should.

    `receiver` is the variable that `include_router` is called on in `file`. `import_form` says how
    siblings arrive there: `module` (`from app.routers import brands`, then `brands.router`) or
    `alias` (`from .brand import router as brand_router`, then `brand_router`) or `name`
    (`from .brand import brand_router`). `import_from` and `alias` hold `{singular}` or `{plural}`.
    `prefix` is the source text of the prefix argument given at the include (`settings.API`), or None;
    `mount` the literal path in front of the router's own prefix, where it could be worked out.
    """

    file: Fact[str | None]
    style: Fact[str]
    receiver: Fact[str | None]
    editable: Fact[bool]
    import_form: Fact[Literal["module", "alias", "name"]]
    import_from: Fact[str]
    alias: Fact[str]
    prefix: Fact[str | None]
    prefix_on: Fact[Literal["router", "include"]]
    tags_on: Fact[Literal["router", "include", "none"]]
    mount: Fact[str | None]


class Session(Struct, frozen=True, kw_only=True):
    """How an endpoint gets a database session, and who commits.

    `how`: depends, middleware, contextvar, global or other. `commit`: endpoint, crud, dependency or
    helper (then `commit_helper` is awaited with the session). `expire_on_commit` is None where the
    session factory could not be read; `closed` is False where nobody closes what the dependency makes.
    `by_call` is True where endpoints call what they depend on: `Depends(Door())`, or `door()` that gives the
    `Depends(...)` itself.
    `commit_time`: does the commit come before the answer goes out, or after it? A dependency that commits
    behind its `yield` does one or the other by the version of FastAPI.
    """

    how: Fact[str]
    dependency: Fact[Symbol | None]
    alias: Fact[Symbol | None]
    is_async: Fact[bool]
    parameter: Fact[str]
    commit: Fact[Literal["endpoint", "crud", "dependency", "helper"]]
    commit_helper: Fact[Symbol | None]
    expire_on_commit: Fact[bool | None] = Fact(value=None, confidence="low", origin="default")
    closed: Fact[bool] = Fact(value=True, origin="default")
    by_call: Fact[bool] = Fact(value=False, origin="default")
    commit_time: Fact[Literal["before_answer", "after_answer"]] = Fact(
        value="before_answer", origin="default"
    )


class Auth(Struct, frozen=True, kw_only=True):
    """Who is calling. `annotation` is the type the current-user dependency returns; `plain_type` is set where
    that is no class with attributes but a `dict`, a text, an id; `by_call` is as in `Session`.

    `role_check` is a dependency that lets in some users only. `role_form` says how endpoints ask it: as it is
    (`Depends(get_current_superuser)`), or called with one role, with each role, or with a list of them;
    `role_keyword` is what that argument goes by; `role_depends` is True where the call gives the
    `Depends(...)` itself. `role_names` are the roles that users have, as they are stored, each with the
    member of the enum `role_type` where they are of one.
    `scopes` are those that most endpoints ask of a token (`Security(..., scopes=["orders:read"])`).
    `secret` is the setting that signs tokens, as text (`settings.SECRET_KEY`).
    `hasher` is the function that makes an Argon2 hash of a password. `superusers_reach` is True where code
    that keeps rows to their owner makes an exception for those whom `superuser_field` says it of.
    `protection` says where callers are checked, the places used most first: endpoint, class, router, include,
    application, middleware, body (calls in endpoints).
    """

    kinds: Fact[tuple[str, ...]]
    current_user_dependency: Fact[Symbol | None]
    alias: Fact[Symbol | None]
    annotation: Fact[Symbol | None]
    parameter: Fact[str]
    role_check: Fact[Symbol | None]
    superuser_field: Fact[str | None]
    role_field: Fact[str | None]
    secret: Fact[Symbol | None] = Fact(value=None, confidence="low", origin="default")
    scopes: Fact[tuple[str, ...]] = Fact(value=(), origin="default")
    role_form: Fact[RoleForm] = Fact(value="dependency", origin="default")
    role_keyword: Fact[str] = Fact(value="", origin="default")
    role_depends: Fact[bool] = Fact(value=False, origin="default")
    role_type: Fact[Symbol | None] = Fact(value=None, origin="default")
    role_names: Fact[tuple[tuple[str, str], ...]] = Fact(value=(), origin="default")
    plain_type: Fact[str] = Fact(value="", origin="default")
    hasher: Fact[Symbol | None] = Fact(value=None, origin="default")
    hasher_is_async: Fact[bool] = Fact(value=False, origin="default")
    by_call: Fact[bool] = Fact(value=False, origin="default")
    superusers_reach: Fact[bool] = Fact(value=False, origin="default")
    protection: Fact[tuple[str, ...]] = Fact(value=(), origin="default")


class Layout(Struct, frozen=True, kw_only=True):
    """Where the files of one resource lie: patterns with `{singular}` and `{plural}` (snake case).

    Two artefacts with the same pattern share a file (tables and schemas in one `models.py`); a pattern
    without a placeholder is one file that every resource is appended to. `crud_style`: functions,
    static_class, or none where the project keeps its queries in the endpoints (the pattern is then ours).
    `crud_keywords` is True where queries take all their arguments by keyword. `relative_imports`: never,
    siblings (modules of the same folder), or package (all of the project's own). `model_package` and its
    kin: the package that tables, schemas or queries are imported from where it hands on what its modules
    define (`app.schemas`), else "". `crud_session_first` and `crud_docstrings` say how queries are written.
    `package_markers` is True where packages hold an `__init__.py`.
    """

    import_root: Fact[str]
    model: Fact[str]
    schema: Fact[str]
    crud: Fact[str]
    router: Fact[str]
    test: Fact[str]
    crud_style: Fact[Literal["functions", "static_class", "none"]]
    model_registry: Fact[tuple[str, ...]]
    shared: Fact[str]
    package_markers: Fact[bool]
    relative_imports: Fact[RelativeImports]
    crud_keywords: Fact[bool] = Fact(value=False, origin="default")
    model_package: Fact[str] = Fact(value="", origin="default")
    schema_package: Fact[str] = Fact(value="", origin="default")
    crud_package: Fact[str] = Fact(value="", origin="default")
    crud_session_first: Fact[bool] = Fact(value=True, origin="default")
    crud_docstrings: Fact[bool] = Fact(value=False, origin="default")


class Naming(Struct, frozen=True, kw_only=True):
    """What things are called. Patterns hold `{Singular}`, `{Plural}`, `{singular}` or `{plural}`.

    `path` is the last part of a collection's path; `path_case` says how its words are joined.
    `trailing_slash` is that of collections (`/posts/`), `item_trailing_slash` that of single rows.
    `body` is the parameter that takes a request's body (`payload`, `{singular}_in`).
    """

    schema_create: Fact[str]
    schema_update: Fact[str]
    schema_response: Fact[str]
    schema_list: Fact[str]
    function_list: Fact[str]
    function_create: Fact[str]
    function_get: Fact[str]
    function_update: Fact[str]
    function_delete: Fact[str]
    model_class: Fact[str]
    table: Fact[str]
    router_variable: Fact[str]
    path: Fact[str]
    trailing_slash: Fact[bool]
    tag: Fact[str]
    path_case: Fact[Literal["kebab", "snake"]] = Fact(value="kebab", origin="default")
    item_trailing_slash: Fact[bool] = Fact(value=False, origin="default")
    body: Fact[str] = Fact(value="data", origin="default")


class Models(Struct, frozen=True, kw_only=True):
    """How tables are written.

    `style`: Mapped or Column. `base_provides`: names of columns and dunders that the declarative base
    already gives (`id`, `__tablename__`, `created_at`). `mixins`: classes to add for timestamps or ids.
    `id_default`: source text of the id's default where models spell it. `naming_convention`: True where
    the metadata names constraints by itself. `mixin_first`: does the mixin stand before the base?
    `as_dataclass`: are mapped classes dataclasses too (`MappedAsDataclass`)?
    `ids_as_text`: are ids that are UUIDs kept in columns of text?
    """

    style: Fact[Literal["Mapped", "Column"]]
    base_provides: Fact[tuple[str, ...]]
    timestamp_mixin: Fact[Symbol | None]
    timestamps: Fact[tuple[str, ...]]
    naming_convention: Fact[bool]
    utc_type: Fact[Symbol | None]
    mixin_first: Fact[bool] = Fact(value=True, origin="default")
    ids_as_text: Fact[bool] = Fact(value=False, origin="default")
    as_dataclass: Fact[bool] = Fact(value=False, origin="default")


class Answers(Struct, frozen=True, kw_only=True):
    """What endpoints answer: status codes by verb, list shape, error style, the words of a 404.

    `not_found_argument` is the keyword that `not_found` takes these words by; None where that is unknown.
    `conflict` is the project's own exception that a handler of its answers with 409; it is given the words.
    `pages_added` is True where the application calls `add_pagination` of fastapi-pagination.
    `wrapping` says how rows are wrapped, where that can be written again.
    `error_body`: FastAPI's `detail`, problem details (RFC 9457), or the project's own.
    """

    create_status: Fact[int]
    update_method: Fact[Literal["patch", "put"]]
    delete_status: Fact[int]
    list_shape: Fact[str]
    page_parameters: Fact[tuple[str, ...]]
    page_model: Fact[Symbol | None]
    envelope_model: Fact[Symbol | None]
    error_style: Fact[Literal["http_exception", "domain"]]
    not_found: Fact[Symbol | None]
    not_found_detail: Fact[str]
    return_style: Fact[Literal["response_model", "annotation"]]
    dependency_style: Fact[Literal["annotated", "default"]]
    update_status: Fact[int] = Fact(value=200, origin="default")
    not_found_argument: Fact[str | None] = Fact(value=None, origin="default")
    page_helper: Fact[PageHelper | None] = Fact(value=None, origin="default")
    pages_added: Fact[bool] = Fact(value=False, origin="default")
    conflict: Fact[Symbol | None] = Fact(value=None, origin="default")
    error_body: Fact[Literal["detail", "problem", "own"]] = Fact(value="detail", origin="default")
    wrapping: Fact[Wrapping | None] = Fact(value=None, origin="default")


class Conventions(Struct, frozen=True, kw_only=True):
    """Every habit that decides how generated code looks, in one value.

    `shared_schema_config` is what the shared base of schemas sets already, as `from_attributes=True`.
    """

    app_roots: Fact[tuple[str, ...]]
    entry_points: Fact[tuple[EntryPoint, ...]]
    router_organisation: Fact[str]
    router_registration: Registration
    endpoint_style: Fact[str]
    orm: Fact[str]
    declarative_base: Fact[Symbol | None]
    session: Session
    auth: Auth
    user_model: Fact[Symbol | None]
    shared_schema_base: Fact[Symbol | None]
    response_envelope: Fact[str]
    pagination: Fact[str]
    pydantic: Fact[str]
    package_manager: Fact[str]
    migrations: Fact[str]
    alembic: Migrations
    tests: Tests
    id_type: Fact[str]
    layout: Layout
    naming: Naming
    models: Models
    answers: Answers
    tools: Tools
    versions: Versions
    databases: Fact[tuple[str, ...]]
    settings: Fact[SettingsClass | None] = Fact(value=None, origin="default")
    shared_schema_config: Fact[tuple[str, ...]] = Fact(value=(), origin="default")
    libraries: Libraries = Libraries()
    documentation: Documentation = Documentation()
