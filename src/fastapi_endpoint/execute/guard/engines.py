"""SQLAlchemy: every engine, sync or async, goes to the throw-away database of its backend.

Two walls. The URL is rewritten when an engine is made, which also lets SQLite stand in for another backend;
a `do_connect` listener on the `Engine` class then looks at each connection that is about to be opened,
whatever the project has put into its arguments meanwhile.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from typing import Any

from .settings import Denied, Settings

STOOD_IN = "SQLite stood in for it"
"""How the list says that a connection was really opened to a file in place of a server."""

_WHOLE_DATABASE = re.compile(r"\s*(CREATE|DROP)\s+DATABASE\b", re.IGNORECASE)
_PG_TARGET = frozenset(
    [
        "dsn",
        "host",
        "hostaddr",
        "port",
        "user",
        "password",
        "dbname",
        "database",
        "service",
        "passfile",
        "sslmode",
        "ssl",
        "sslcert",
        "sslkey",
        "sslrootcert",
        "requiressl",
        "channel_binding",
        "direct_tls",
        "unix_sock",
        "krbsrvname",
        "gssencmode",
        "target_session_attrs",
    ]
)
_ONLY_SERVERS = ("pool_size", "max_overflow", "pool_timeout", "pool_use_lifo", "isolation_level", "poolclass")
_ONLY_POSTGRESQL = ("executemany_mode", "executemany_batch_page_size", "client_encoding", "use_native_hstore")


def hooks(settings: Settings) -> dict[str, Any]:
    """What is to be done to which module once it is imported."""
    return {
        "sqlalchemy.engine.create": functools.partial(_rewrite_urls, settings),
        "sqlalchemy": functools.partial(_listen, settings),
    }


def _rewrite_urls(settings: Settings, module: Any) -> None:
    create = module.create_engine

    @functools.wraps(create)
    def create_engine(url: Any, **options: Any) -> Any:
        if options.get("creator") is not None or options.get("pool") is not None:
            settings.note("an engine with its own creator or pool", "refused")
            raise Denied(111, "the rehearsal cannot see the connections of an engine with its own creator")
        from sqlalchemy.engine.url import make_url  # noqa: PLC0415  # the project's, when it is there

        new, options = _elsewhere(settings, make_url(url), options)
        return create(new, **options)

    module.create_engine = create_engine


def _shown(url: Any) -> str:
    where = f"{url.host or ''}{f':{url.port}' if url.port else ''}"
    return f"{url.drivername}://{where}/{url.database or ''}"


def _elsewhere(settings: Settings, url: Any, options: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    backend = url.get_backend_name()
    if backend == "sqlite":
        instead = settings.sqlite_file(url.database or "")
        if instead is None:
            return url, options
        settings.note(_shown(url), "a throw-away SQLite file")
        return url.set(database=instead, query={}), options
    target = settings.databases.get(backend)
    if target is None:
        return url, options
    if "file" in target:
        return _sqlite_instead(settings, url, options, target["file"])
    settings.note(_shown(url), f"a throw-away {backend} database")
    query = {key: value for key, value in url.query.items() if key not in _PG_TARGET}
    new = url.set(
        host=None,
        port=None,
        username=target["user"],
        password=target["password"],
        database=target["database"],
        query={**query, "host": target["host"]},
    )
    return new, options


def _sqlite_instead(
    settings: Settings, url: Any, options: dict[str, Any], file: str
) -> tuple[Any, dict[str, Any]]:
    """An SQLite engine for a project that has another backend; what SQLite does not take is left out."""
    is_async = bool(options.get("_is_async")) or url.get_dialect().is_async
    if is_async and importlib.util.find_spec("aiosqlite") is None:
        settings.note(_shown(url), "refused (no server, and aiosqlite is not installed)")
        return url, options
    from sqlalchemy.engine.url import URL  # noqa: PLC0415  # the project's
    from sqlalchemy.pool import NullPool  # noqa: PLC0415  # the same

    settings.note(_shown(url), "a throw-away SQLite file, should it connect")
    left_out = (*_ONLY_SERVERS, *_ONLY_POSTGRESQL, "connect_args")
    kept = {key: value for key, value in options.items() if key not in left_out}
    if "execution_options" in kept:
        wanted = kept["execution_options"]
        kept["execution_options"] = {k: v for k, v in wanted.items() if k != "isolation_level"}
    kept["poolclass"] = NullPool
    return URL.create("sqlite+aiosqlite" if is_async else "sqlite", database=file), kept


def _listen(settings: Settings, module: Any) -> None:
    event = module.event
    from sqlalchemy.engine import Engine  # noqa: PLC0415  # the project's, just imported

    @event.listens_for(Engine, "do_connect")  # type: ignore[untyped-decorator]  # of a module seen as Any
    def check(dialect: Any, record: Any, positional: list[Any], named: dict[str, Any]) -> None:  # noqa: ARG001  # the event's
        if dialect.name == "sqlite":
            _check_sqlite(settings, positional, named)
            return
        target = settings.databases.get(dialect.name)
        if target is None or "file" in target or named.get("async_creator_fn") is not None:
            settings.note(f"a {dialect.name} connection ({dialect.driver})", "refused")
            raise Denied(111, f"the rehearsal has no throw-away {dialect.name} database")
        _point(positional, named, target)

    @event.listens_for(Engine, "before_cursor_execute", retval=True)  # type: ignore[untyped-decorator]  # the same
    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> tuple[str, Any]:
        """Fixtures make the database of the tests themselves; here it is there already, and stays."""
        whole = _WHOLE_DATABASE.match(statement)
        if whole is None:
            return statement, parameters
        settings.note(f"{whole[1].upper()} DATABASE", "the throw-away database, which is there")
        return "SELECT 1", ()


def _check_sqlite(settings: Settings, positional: list[Any], named: dict[str, Any]) -> None:
    database = str(positional[0] if positional else named.get("database", ""))
    if any(target.get("file") == database for target in settings.databases.values()):
        settings.note("a connection to the project's server", STOOD_IN)
    instead = settings.sqlite_file(database)
    if instead is None:
        return
    settings.note(f"sqlite file {database}", "a throw-away SQLite file")
    if positional:
        positional[0] = instead
    else:
        named["database"] = instead


def _point(positional: list[Any], named: dict[str, Any], target: dict[str, Any]) -> None:
    name = "dbname" if "dbname" in named else "database"
    for key in _PG_TARGET & named.keys():
        del named[key]
    positional.clear()
    named.update(
        host=target["host"],
        port=target["port"],
        user=target["user"],
        password=target["password"],
    )
    named[name] = target["database"]
