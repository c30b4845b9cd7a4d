"""Throw-away databases: one per phase of a rehearsal, gone afterwards.

On a PostgreSQL server they belong to a role of their own, which may make, drop and see nothing else, and are
reached through the relay alone. Their names hold our process id, so that the next rehearsal can remove what
one that was killed has left. Without a server, SQLite files stand in.
"""

import contextlib
import ipaddress
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
from msgspec import Struct

from fastapi_endpoint.execute.relay import relay
from fastapi_endpoint.tools.process import run

Target = Mapping[str, str | int]
_SERVERS = ("postgresql", "mysql", "mariadb")
_SCRIPT = Path(__file__).parent / "probes" / "server.py"


class Server(Struct, frozen=True, kw_only=True):
    """A PostgreSQL server in which databases may be made."""

    host: str
    port: int
    user: str
    password: str
    database: str = "postgres"


class Databases(Struct, frozen=True, kw_only=True):
    """Where each backend goes in each phase. `why_not` says why there is no PostgreSQL, if there is none."""

    targets: Mapping[str, Mapping[str, Target]]
    postgresql: bool
    why_not: str = ""


def server_of(url: str | None, *, allowed: bool) -> Server | None:
    """The server of a PostgreSQL URL, if it is on loopback and its database is for tests or was allowed."""
    if not url or not url.startswith(("postgresql", "postgres")):
        return None
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    try:
        host, port = parts.hostname or query.get("host", [""])[0], parts.port or 5432
    except ValueError:
        return None
    database = unquote(parts.path.lstrip("/"))
    if not _is_loopback(host) or not (allowed or "test" in database.lower()):
        return None
    return Server(
        host=host,
        port=port,
        user=unquote(parts.username or "") or os.environ.get("USER", "postgres"),
        password=unquote(parts.password or ""),
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextlib.contextmanager
def throwaway_databases(
    home: Path, phases: tuple[str, ...], *, server: Server | None, python: str
) -> Iterator[Databases]:
    """Databases for these phases, dropped at the end."""
    files: dict[str, dict[str, Target]] = {
        phase: {backend: {"file": str(home / "databases" / f"{phase}.sqlite3")} for backend in _SERVERS}
        for phase in phases
    }
    if server is None:
        yield Databases(targets=files, postgresql=False, why_not="no PostgreSQL server for tests is known")
        return
    token = secrets.token_hex(4)
    role, password = f"fe_{os.getpid()}_{token}", secrets.token_hex(16)
    names = {phase: f"{role}_{number}" for number, phase in enumerate(phases)}
    task = {
        "server": msgspec.structs.asdict(server),
        "role": role,
        "password": password,
        "databases": list(names.values()),
    }
    if error := _ask(python, home, {"action": "create", **task}):
        _ask(python, home, {"action": "drop", **task})
        yield Databases(targets=files, postgresql=False, why_not=f"PostgreSQL: {error}")
        return
    try:
        with relay(home / "run", (server.host, server.port), role, frozenset(names.values())) as (host, port):
            common: Target = {"host": host, "port": port, "user": role, "password": password}
            targets: dict[str, dict[str, Target]] = {
                phase: {**files[phase], "postgresql": {**common, "database": name}}
                for phase, name in names.items()
            }
            yield Databases(targets=targets, postgresql=True)
    finally:
        _ask(python, home, {"action": "drop", **task})


def _ask(python: str, home: Path, task: Mapping[str, object]) -> str | None:
    """Run the script with the project's interpreter, which has the driver; what went wrong, or None."""
    done = run([python, "-I", str(_SCRIPT)], cwd=home, env=os.environ, timeout=30, stdin=json.dumps(task))
    try:
        error: str | None = json.loads(done.out)["error"]
    except (json.JSONDecodeError, KeyError):
        return done.err.strip().rpartition("\n")[2] or "the script that makes databases did not answer"
    return error
