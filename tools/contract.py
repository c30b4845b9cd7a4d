"""Judge generated endpoints by a black-box suite: python tools/contract.py FOLDER [NAME ...].

For each set of answers and each database at hand: makes a project with `new`, adds an endpoint, migrates,
seeds the users, serves it on a free port, runs the suite in FOLDER over HTTP with the descriptor made from
the plan, and counts. NAME picks sets of answers or databases. CONTRACT_POSTGRESQL and CONTRACT_MARIADB name
the servers whose databases are made and dropped (postgresql://postgres@127.0.0.1:5432, root@127.0.0.1:3306).
"""

import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg
import pymysql  # type: ignore[import-untyped]  # it ships no types

BIN = Path(sys.executable).parent
POSTGRESQL = os.environ.get("CONTRACT_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
MARIADB = os.environ.get("CONTRACT_MARIADB", "root@127.0.0.1:3306")
DATABASES = ("sqlite", "postgresql", "mariadb")
# What a project made by `new` needs for MariaDB: its driver, and moments that keep their microseconds.
MARIADB_EDITS = (
    ("pyproject.toml", '    "aiosqlite>=0.20",\n', '    "aiomysql>=0.2",\n    "aiosqlite>=0.20",\n'),
    (
        "app/db/types.py",
        "impl = DateTime(timezone=True)\n",
        'impl = DateTime(timezone=True).with_variant(DATETIME(fsp=6), "mysql", "mariadb")\n',
    ),
    (
        "app/db/types.py",
        "from sqlalchemy.types",
        "from sqlalchemy.dialects.mysql import DATETIME\nfrom sqlalchemy.types",
    ),
)
PARCEL = (
    "tracking:str40:unique",
    "carrier:enum/dhl/ups/fedex:filter",
    "weight:decimal8.3:gt=0",
    "note:text:optional",
    "shipped_at:datetime:optional:sort",
)


class Case(NamedTuple):
    """One set of answers: a name, field lines, flags."""

    name: str
    fields: tuple[str, ...]
    flags: tuple[str, ...]


CASES = (
    Case(
        "owned-cursor",
        (*PARCEL, "owner:ref/users:owner"),
        ("--auth", "existing", "--others", "404", "--paginate", "cursor"),
    ),
    Case(
        "public-offset-cached",
        (*PARCEL, "owner:ref/users"),
        ("--auth", "none", "--paginate", "offset", "--cache", "control=60"),
    ),
)


class Counts(NamedTuple):
    """What the suite said, and why tests were left out."""

    passed: int
    failed: int
    skipped: int
    reasons: Counter[str]


def main(arguments: Sequence[str]) -> int:
    """Run every case on every database; 1 where a test failed or nothing ran."""
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 1
    suite, picked = Path(arguments[0]).resolve(), set(arguments[1:])
    databases = [name for name in DATABASES if name in picked] or DATABASES
    cases = [case for case in CASES if case.name in picked] or CASES
    failed = ran = 0
    for database in databases:
        for case in cases:
            if not _ANSWERS[database]():
                print(f"{case.name} on {database}: left out, no server answers")
                continue
            with tempfile.TemporaryDirectory(prefix="contract-") as folder, _url(database, folder) as url:
                counts = _judge(
                    case, suite, Path(folder), url, MARIADB_EDITS if database == "mariadb" else ()
                )
            ran += 1
            failed += counts.failed
            print(
                f"{case.name} on {database}: {counts.passed} passed, {counts.failed} failed, "
                f"{counts.skipped} skipped",
                flush=True,
            )
            for reason, count in sorted(counts.reasons.items()):
                print(f"    {count:3} {reason}")
    return 1 if failed or not ran else 0


def _judge(
    case: Case, suite: Path, folder: Path, url: str, edits: tuple[tuple[str, str, str], ...]
) -> Counts:
    secret = secrets.token_urlsafe(32)
    environ = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "SECRET_KEY": secret,
        "DATABASE_URL": url,
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    _run(["fastapi-endpoint", "new", "shop"], folder, environ)
    project, plan = folder / "shop", folder / "plan.json"
    for path, old, new in edits:
        text = (project / path).read_text()
        if old not in text:
            raise SystemExit(f"{path} has no {old!r}")
        (project / path).write_text(text.replace(old, new))
    asked = ["fastapi-endpoint", "add", "Parcel", *case.fields, *case.flags, "--accept", "--no-rehearse"]
    _run([*asked, "--dry-run", "--plan", str(plan)], project, environ, codes=(2,))
    approved = json.loads(plan.read_text())["hash"]
    _run(["fastapi-endpoint", "apply", str(plan), "--no-rehearse", "--approve", approved], project, environ)
    _run(["alembic", "upgrade", "head"], project, environ)
    contract = [sys.executable, "-m", "fastapi_endpoint.testing.contract"]
    _run([*contract, "--seed", str(project)], project, environ)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    descriptor = folder / "descriptor.json"
    descriptor.write_text(_run([*contract, str(plan), "--base-url", address], project, environ))
    with _served(project, port, environ):
        return _run_suite(suite, descriptor, folder, environ)


def _run(argv: Sequence[str], cwd: Path, environ: dict[str, str], codes: tuple[int, ...] = (0,)) -> str:
    ended = subprocess.run(
        argv, cwd=cwd, env=environ, capture_output=True, text=True, check=False, timeout=300
    )
    if ended.returncode not in codes:
        raise SystemExit(f"{' '.join(argv)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


@contextlib.contextmanager
def _served(project: Path, port: int, environ: dict[str, str]) -> Iterator[None]:
    log = (project.parent / "server.log").open("w+")
    argv = ["uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning", "--no-access-log"]
    with log, subprocess.Popen(argv, cwd=project, env=environ, stdout=log, stderr=log) as server:
        try:
            _wait_for(port, server)
            yield
        except TimeoutError:
            log.seek(0)
            raise SystemExit(f"the application does not answer:\n{log.read()}") from None
        finally:
            server.terminate()
        server.wait(timeout=30)
        log.seek(0)
        if said := log.read().strip():
            print(said[-4000:])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError


def _run_suite(suite: Path, descriptor: Path, folder: Path, environ: dict[str, str]) -> Counts:
    settings, report = folder / "pytest.ini", folder / "report.xml"
    settings.write_text("[pytest]\n")
    argv = [sys.executable, "-m", "pytest", str(suite), "-c", str(settings), "--rootdir", str(suite)]
    argv += ["--descriptor", str(descriptor), f"--junitxml={report}", "-q", "-p", "no:cacheprovider"]
    ended = subprocess.run(argv, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        print(ended.stdout[-20_000:])
    if not report.exists():
        raise SystemExit(f"the suite did not run:\n{ended.stdout}{ended.stderr}")
    return _count(report)


def _count(report: Path) -> Counts:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        skipped = case.find("skipped")
        if skipped is not None:
            outcomes["skipped"] += 1
            reasons[re.sub(r"^Skipped: ", "", skipped.get("message", ""))] += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            outcomes["failed"] += 1
        else:
            outcomes["passed"] += 1
    return Counts(outcomes["passed"], outcomes["failed"], outcomes["skipped"], reasons)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _postgresql_answers() -> bool:
    try:
        psycopg.connect(f"{POSTGRESQL}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _mariadb_answers() -> bool:
    try:
        _mariadb().close()
    except pymysql.OperationalError:
        return False
    return True


def _mariadb() -> pymysql.connections.Connection:
    parts = urlsplit(f"//{MARIADB}")
    return pymysql.connect(
        host=parts.hostname or "", port=parts.port or 3306, user=parts.username, password=parts.password or ""
    )


_ANSWERS = {"sqlite": lambda: True, "postgresql": _postgresql_answers, "mariadb": _mariadb_answers}


@contextlib.contextmanager
def _url(database: str, folder: str) -> Iterator[str]:
    """The URL of an empty database, gone afterwards."""
    if database == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/shop.db"
        return
    name = f"contract_test_{secrets.token_hex(4)}"
    if database == "mariadb":
        with _mariadb() as server, server.cursor() as cursor:
            # Texts are equal where their characters are, as on the other databases.
            cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin")
            try:
                yield f"mysql+aiomysql://{MARIADB}/{name}"
            finally:
                cursor.execute(f"DROP DATABASE {name}")
        return
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')  # a name of our own making
        try:
            yield f"{POSTGRESQL}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
