"""Small whole projects to add endpoints to: by type or by feature, asynchronous or not, with ids of any kind.

>>> sorted(host_files(Host(layout="feature", users=False)))[:4]
['alembic.ini', 'app/__init__.py', 'app/core/__init__.py', 'app/core/body_limit.py']
"""

from importlib.resources import files
from typing import Literal

from jinja2 import Environment, StrictUndefined
from msgspec import Struct

from fastapi_endpoint.render.new import new_project

Database = Literal["sqlite", "postgresql", "mariadb"]


class Host(Struct, frozen=True, kw_only=True):
    """What a project is like. It has depots, and users with JWT sign-in and roles where `users` is True.

    `wrapped`: one row is answered as `{"data": row}`. `database`: what it runs on beside SQLite in tests.
    """

    layout: Literal["type", "feature"] = "type"
    is_async: bool = True
    ids: Literal["int", "uuid", "str"] = "uuid"
    users: bool = True
    wrapped: bool = False
    database: Database = "sqlite"


_PLACES = {
    "type": {
        "routes": "app/api/main.py",
        "deps": "app/api/deps.py",
        "user_model": "app/models/user.py",
        "models": "app/models/__init__.py",
        "depot_model": "app/models/depot.py",
        "depot_schema": "app/schemas/depot.py",
        "depot_queries": "app/crud/depot.py",
        "depot_router": "app/api/routes/depots.py",
        "depot_test": "tests/test_depots.py",
    },
    "feature": {
        "routes": "app/api.py",
        "deps": "app/core/dependencies.py",
        "user_model": "app/users/models.py",
        "models": "app/models.py",
        "depot_model": "app/depots/models.py",
        "depot_schema": "app/depots/schemas.py",
        "depot_queries": "app/depots/service.py",
        "depot_router": "app/depots/router.py",
        "depot_test": "tests/depots/test_router.py",
    },
}
_COMMON = {
    "pyproject.toml": "pyproject.toml",
    "alembic.ini": "alembic.ini",
    "main": "app/main.py",
    "config": "app/core/config.py",
    "responses": "app/core/responses.py",
    "session": "app/db/session.py",
    "env": "migrations/env.py",
    "revision": "migrations/versions/3f1c2a9b7d60_create_depots.py",
    "conftest": "tests/conftest.py",
}
# What a project made by `new` does as well.
_AS_NEW = (
    "app/core/body_limit.py",
    "app/core/errors.py",
    "app/db/base.py",
    "app/db/types.py",
    "migrations/script.py.mako",
)
_DRIVERS = {
    (True, "sqlite"): (),
    (True, "postgresql"): ("asyncpg>=0.30",),
    (True, "mariadb"): ("aiomysql>=0.2",),
    (False, "sqlite"): (),
    (False, "postgresql"): ("psycopg[binary]>=3.2",),
    (False, "mariadb"): ("pymysql>=1.1",),
}
URLS = {
    (True, "sqlite"): "sqlite+aiosqlite:///",
    (True, "postgresql"): "postgresql+asyncpg://",
    (True, "mariadb"): "mysql+aiomysql://",
    (False, "sqlite"): "sqlite:///",
    (False, "postgresql"): "postgresql+psycopg://",
    (False, "mariadb"): "mysql+pymysql://",
}
_IDS = {
    "int": ("int", "    id: Mapped[int] = mapped_column(primary_key=True)", "sa.Integer()"),
    "uuid": ("UUID", "    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)", "sa.Uuid()"),
    "str": (
        "str",
        "    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=lambda: str(uuid4()))",
        "sa.String(36)",
    ),
}
_SHAPES = Environment(  # noqa: S701 - what it makes is Python, not HTML
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined
)
_SHAPES.filters["package"] = lambda module: module.rpartition(".")[0]
_SHAPES.filters["stem"] = lambda module: module.rpartition(".")[2]


def host_files(host: Host) -> dict[str, str]:
    """The files of the project, as text by path."""
    places = _COMMON | _PLACES[host.layout]
    if not host.users:
        del places["user_model"]
    taken = new_project("depots")
    found = {path: taken[path] for path in _AS_NEW}
    if host.database == "mariadb":
        found["app/db/types.py"] = to_the_microsecond(found["app/db/types.py"])
    found |= {path: _rendered(name, host) for name, path in places.items()}
    packages = {folder for path in found if path.endswith(".py") for folder in _folders(path)}
    markers = {f"{folder}/__init__.py" for folder in packages if not folder.startswith("migrations")}
    return dict(sorted({**dict.fromkeys(markers, ""), **found}.items()))


def to_the_microsecond(types: str) -> str:
    """The module of column types of a project made by `new`, with moments that MariaDB does not cut."""
    changed = types.replace(
        "impl = DateTime(timezone=True)\n",
        'impl = DateTime(timezone=True).with_variant(DATETIME(fsp=6), "mysql", "mariadb")\n',
    )
    return changed.replace(
        "from sqlalchemy.types", "from sqlalchemy.dialects.mysql import DATETIME\nfrom sqlalchemy.types"
    )


def _rendered(name: str, host: Host) -> str:
    template = (files(__package__) / "template" / f"{name}.j2").read_text(encoding="utf-8")
    annotation, column, stored = _IDS[host.ids]
    values = {
        "layout": host.layout,
        "is_async": host.is_async,
        "ids": host.ids,
        "users": host.users,
        "wrapped": host.wrapped,
        "def_": "async def" if host.is_async else "def",
        "await_": "await " if host.is_async else "",
        "session": "AsyncSession" if host.is_async else "Session",
        "id": annotation,
        "id_column": column,
        "id_type": stored,
        "url": f"{URLS[host.is_async, 'sqlite']}./depots.db",
        "drivers": sorted(
            {*(("aiosqlite>=0.20",) if host.is_async else ()), *_DRIVERS[host.is_async, host.database]}
        ),
        "module": {
            role: path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            for role, path in _PLACES[host.layout].items()
        },
    }
    return _SHAPES.from_string(template).render(values)


def _folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]
