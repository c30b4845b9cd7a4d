"""The project that `new` makes, as exploring sees it, in an asynchronous and a synchronous form."""

from functools import cache

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import EntryPoint, Symbol, Tests
from fastapi_endpoint.domain.project import Column, Model, ProjectMap
from fastapi_endpoint.domain.spec import Access, Cache, EndpointSpec, Fields, Listing, Method, Order
from fastapi_endpoint.explore import explore
from fastapi_endpoint.fieldtypes import grammar
from fastapi_endpoint.interview.actions import actions_of
from fastapi_endpoint.interview.existing import served
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
ORGANISATION = Model(
    name="Organisation",
    table="organisations",
    file="app/models/organisation.py",
    line=9,
    module="app.models.organisation",
    columns=(
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True),
        Column(name="name", type="str", size=80, nullable=False, has_default=False),
    ),
)
MEMBERSHIPS = {
    "organisation": (
        Column(
            name="organisation_id",
            type="uuid",
            nullable=False,
            has_default=False,
            foreign_key="organisations.id",
        ),
        '    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))\n',
    ),
    "region": (
        Column(name="region", type="str", size=20, nullable=False, has_default=False),
        "    region: Mapped[str] = mapped_column(String(20))\n",
    ),
}
ORGANISATIONS = """
from uuid import UUID, uuid4

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80))
"""
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
STOCK = """
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy import Enum as Labels
from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class State(str, Enum):
    DRAFT = "draft"
    LIVE = "live"


class Stock(Base):
    __tablename__ = "stock"
    __table_args__ = (
        UniqueConstraint("owner_id", "name", name="uq_stock_owner_id_name"),
        Index("ix_stock_price", "price"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(20), unique=True, index=True)
    name: Mapped[str] = mapped_column(String(80))
    price: Mapped[float] = mapped_column(Numeric(10, 2))
    state: Mapped[State] = mapped_column(Labels(State), default=State.DRAFT)
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    note: Mapped[str | None] = mapped_column(String(200))
    starts_at: Mapped[datetime | None] = mapped_column(DateTime)
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    api_token: Mapped[str | None] = mapped_column(String(40))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime | None] = mapped_column(DateTime, default=func.now())


class Offer(Base):
    __tablename__ = "offers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(40))


class Hold(Base):
    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    stock_id: Mapped[int] = mapped_column(ForeignKey("stock.id"))
"""
STOCK_FILE = "app/models/stock.py"
ALL: tuple[Method, ...] = ("list", "create", "get", "update", "replace", "delete")


SIGNED_IN, CURSOR, UNCACHED = Access(auth="existing"), Listing(), Cache()
OWNED = Access(auth="existing", owner="owner")

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


@cache
def _seen() -> tuple[Model, ...]:
    """The models that are written out above, as exploring sees them."""
    files = {**new_project("demo"), STOCK_FILE: STOCK}
    return tuple(model for model in explore(SourceTree.of_files(files)).models if model.file == STOCK_FILE)


def a_host_of(tenant: str, **overrides: object) -> ProjectMap:
    """The same project, whose users belong to an organisation, or to a region that is but a word."""
    column, _ = MEMBERSHIPS[tenant]
    member = replace(USER, columns=(*USER.columns, column))
    return new_host(**{"models": (member, ORGANISATION), **overrides})


def new_host(**overrides: object) -> ProjectMap:
    """The map of a project made by `new`."""
    return a_project(
        **{
            "tests": _tests_of_new(),
            "models": (USER, ORDER, SHELF, *_seen()),
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
            "router_registration__file": "app/main.py",
            "router_registration__mount": "",
            "models__timestamp_mixin": Symbol("app/db/base.py", "TimestampMixin", "app.db.base"),
            "models__utc_type": Symbol("app/db/types.py", "UTCDateTime", "app.db.types"),
            "tools__type_checker": "mypy",
            "tools__line_length": 88,
            "versions__pydantic": (2, 12),
            **overrides,
        }
    )


def an_existing(name: str, *, access: Access, methods: tuple[Method, ...] = ALL) -> EndpointSpec:
    """Endpoints of one of these models, with the fields that its columns give."""
    host = new_host()
    model = host.model(name)
    assert model is not None
    fields = served(host, model)
    owned = tuple(replace(each, owner=each.name == access.owner) for each in fields.fields)
    return EndpointSpec(
        resource=name,
        plural=f"{name.lower()}s",
        methods=methods,
        fields=replace(fields, fields=owned),
        access=access,
        listing=replace(CURSOR, order=Order("created_at" if model.column("created_at") else "id")),
        model=model.path,
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


def with_actions(spec: EndpointSpec, *actions: str) -> EndpointSpec:
    """The same with these actions."""
    return replace(spec, actions=actions_of(actions, spec.fields))


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
