"""Libraries that open connections in C, where no audit hook sees them: changed at their Python doors."""

from __future__ import annotations

import asyncio
import functools
from types import ModuleType
from typing import Any

from .settings import Denied, Settings

# Names that open a connection, in modules whose sockets are not Python's.
_REFUSED = {
    "MySQLdb": ("connect", "Connect", "Connection"),
    "mariadb": ("connect", "ConnectionPool"),
    "pyodbc": ("connect",),
    "cx_Oracle": ("connect", "SessionPool"),
    "oracledb": ("connect", "create_pool", "connect_async", "create_pool_async"),
    "pymssql": ("connect",),
    "confluent_kafka": ("Producer", "Consumer"),
    "pycurl": ("Curl", "CurlMulti"),
}


def hooks(settings: Settings) -> dict[str, Any]:
    """What is to be done to which module once it is imported."""
    refused = {name: functools.partial(_refuse, settings, name) for name in _REFUSED}
    return {
        **refused,
        "psycopg2": functools.partial(_psycopg2, settings),
        "psycopg.generators": functools.partial(_psycopg, settings),
        "grpc": functools.partial(_grpc, settings),
        "grpc.aio": functools.partial(_grpc, settings),
    }


def stand_ins() -> dict[str, Any]:
    """Modules that are filled by us: uvloop's loop is asyncio's own, whose sockets are seen."""
    return {"uvloop": _uvloop}


def _is_target(settings: Settings, wanted: dict[str, Any]) -> bool:
    target = settings.databases.get("postgresql", {})
    name = wanted.get("dbname", wanted.get("database"))
    return bool(target.get("host")) and wanted.get("host") == target["host"] and name == target["database"]


def _check(settings: Settings, driver: str, wanted: dict[str, Any]) -> None:
    if not _is_target(settings, wanted):
        where = f"{wanted.get('host') or 'the default server'}/{wanted.get('dbname', '')}"
        settings.note(f"{driver} to {where}", "refused")
        raise Denied(111, f"the rehearsal makes no {driver} connection to {where}")


def _psycopg2(settings: Settings, module: Any) -> None:
    connect = module._connect  # noqa: SLF001  # the one door into the C part

    def checked(dsn: str, **options: Any) -> Any:
        _check(settings, "psycopg2", module.extensions.parse_dsn(dsn))
        return connect(dsn, **options)

    module._connect = checked  # noqa: SLF001  # the same


def _psycopg(settings: Settings, module: Any) -> None:
    connect = module.connect

    @functools.wraps(connect)
    def checked(conninfo: str, **options: Any) -> Any:
        from psycopg.conninfo import conninfo_to_dict  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415  # the project's

        _check(settings, "psycopg", conninfo_to_dict(conninfo))
        return connect(conninfo, **options)

    module.connect = checked


def _grpc(settings: Settings, module: Any) -> None:
    """A channel may be made, since many are at import; it leads nowhere."""

    def nowhere(original: Any) -> Any:
        @functools.wraps(original)
        def channel(target: str, *arguments: Any, **options: Any) -> Any:
            settings.note(f"gRPC {target}", "refused")
            return original(f"unix:{settings.home}/nowhere", *arguments, **options)

        return channel

    for name in ("insecure_channel", "secure_channel"):
        if hasattr(module, name):
            setattr(module, name, nowhere(getattr(module, name)))


def _refuse(settings: Settings, library: str, module: Any) -> None:
    def denied(*arguments: Any, **options: Any) -> Any:  # noqa: ARG001  # whatever it is called with
        settings.note(f"{library} connection", "refused")
        raise Denied(111, f"the rehearsal makes no {library} connection")

    for name in _REFUSED[library]:
        if hasattr(module, name):
            setattr(module, name, denied)


def _uvloop(module: ModuleType) -> None:
    stand_in: Any = module
    stand_in.__version__ = "0"
    stand_in.Loop = asyncio.SelectorEventLoop
    stand_in.new_event_loop = asyncio.new_event_loop
    stand_in.run = asyncio.run
    stand_in.install = lambda: None
    if hasattr(asyncio, "DefaultEventLoopPolicy"):
        stand_in.EventLoopPolicy = asyncio.DefaultEventLoopPolicy
