"""The project that `new` makes, as exploring sees it, in an asynchronous and a synchronous form."""

from functools import cache

from fastapi_endpoint.domain.conventions import EntryPoint, Symbol, Tests
from fastapi_endpoint.domain.project import Column, Model, ProjectMap
from fastapi_endpoint.domain.spec import Access, Cache, EndpointSpec, Fields, Listing, Method
from fastapi_endpoint.explore import explore
from fastapi_endpoint.fieldtypes import grammar
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.source.tree import SourceTree
from projects import a_project

USER = Model(
    name="User",
    table="users",
    file="app/models/user.py",
    line=15,
    module="app.models.user",
    columns=(
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True),
        Column(name="email", type="str", size=254, nullable=False, has_default=False, unique=True),
        Column(name="hashed_password", type="str", size=255, nullable=False, has_default=False),
        Column(name="is_active", type="bool", nullable=False, has_default=True),
        Column(name="is_superuser", type="bool", nullable=False, has_default=True),
        Column(name="role", type="enum", nullable=False, has_default=True, values=("user", "admin")),
        Column(name="created_at", type="datetime", nullable=False, has_default=True),
        Column(name="updated_at", type="datetime", nullable=False, has_default=True),
    ),
)
ORDER = Model(
    name="Order",
    table="orders",
    file="app/models/order.py",
    line=9,
    module="app.models.order",
    columns=(
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True),
        Column(name="number", type="str", size=20, nullable=False, has_default=False),
        Column(name="owner_id", type="uuid", nullable=False, has_default=False, foreign_key="users.id"),
    ),
)
SHELF = Model(
    name="Shelf",
    table="shelves",
    file="app/models/shelf.py",
    line=7,
    module="app.models.shelf",
    columns=(
        Column(name="id", type="int", nullable=False, has_default=False, primary_key=True),
        Column(name="label", type="str", size=20, nullable=False, has_default=False),
    ),
)
PARENTS = {
    ORDER.file: """
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
""",
    SHELF.file: """
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Shelf(Base):
    __tablename__ = "shelves"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(20))
""",
}
ALL: tuple[Method, ...] = ("list", "create", "get", "update", "replace", "delete")


SIGNED_IN, CURSOR, UNCACHED = Access(auth="existing"), Listing(), Cache()

SYNC = {
    "auth__role_check": None,
    "auth__superuser_field": "is_superuser",
    "auth__role_type": None,
    "auth__role_names": (("user", ""), ("admin", ""), ("editor", "")),
    "orm": "sqlalchemy_sync",
    "session__is_async": False,
    "session__expire_on_commit": True,
    "tests__client": "TestClient",
    "tests__async_plugin": "none",
    "tests__asyncio_mode": "none",
    "tests__conftest": None,
    "tests__fixtures": (),
    "tests__conftest_names": (),
}


@cache
def _tests_of_new() -> Tests:
    """How the project that `new` makes tests itself."""
    return explore(SourceTree.of_files(new_project("demo"))).conventions.tests


def new_host(**overrides: object) -> ProjectMap:
    """The map of a project made by `new`."""
    return a_project(
        **{
            "tests": _tests_of_new(),
            "models": (USER, ORDER, SHELF),
            "modules": (
                "app",
                "app.main",
                "app.api.deps",
                "app.core.config",
                "app.db.base",
                "app.db.session",
            ),
            "entry_points": (EntryPoint("app/main.py", "app", "module", "app.main"),),
            "declarative_base": Symbol("app/db/base.py", "Base", "app.db.base"),
            "session__dependency": Symbol("app/db/session.py", "get_session", "app.db.session"),
            "session__expire_on_commit": False,
            "auth__secret": Symbol("app/core/config.py", "SECRET_KEY", "app.core.config", "settings"),
            "auth__role_check": Symbol("app/api/deps.py", "require_role", "app.api.deps"),
            "auth__role_form": "each",
            "auth__role_field": "role",
            "auth__role_type": Symbol("app/models/user.py", "Role", "app.models.user"),
            "auth__role_names": (("user", "USER"), ("admin", "ADMIN")),
            "router_registration__file": "app/api/main.py",
            "router_registration__mount": None,
            "models__timestamp_mixin": Symbol("app/db/base.py", "TimestampMixin", "app.db.base"),
            "models__utc_type": Symbol("app/db/types.py", "UTCDateTime", "app.db.types"),
            "tools__type_checker": "mypy",
            "tools__line_length": 88,
            "versions__pydantic": (2, 12),
            **overrides,
        }
    )


def an_endpoint(
    resource: str,
    *lines: str,
    methods: tuple[Method, ...] = ALL,
    access: Access = SIGNED_IN,
    listing: Listing = CURSOR,
    cache: Cache = UNCACHED,
    plural: str = "",
    parent: str | None = None,
    parent_field: str | None = None,
) -> EndpointSpec:
    """The endpoint with these field lines."""
    fields = grammar.parse(list(lines))
    assert isinstance(fields, Fields), fields
    return EndpointSpec(
        resource=resource,
        plural=plural or f"{resource.lower()}s",
        methods=methods,
        fields=fields,
        access=access,
        listing=listing,
        cache=cache,
        parent=parent,
        parent_field=parent_field,
    )


PARCEL = an_endpoint(
    "Parcel",
    "tracking:str40:unique",
    "carrier:enum/dhl/ups/fedex:filter",
    "weight:decimal8.3:gt=0",
    "note:text:optional",
    "shipped_at:datetime:optional:sort",
    "owner:ref/users:owner",
    access=Access(auth="existing", owner="owner"),
)
