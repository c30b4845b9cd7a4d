"""The guard: nothing outside of the private folder is reached, whichever way the project tries."""

import socket
import sqlite3
import sys
import textwrap

import pytest

from execute.plans import plant
from fastapi_endpoint.execute import sandbox as sandbox_module
from fastapi_endpoint.execute.sandbox import Sandbox
from fastapi_endpoint.execute.scratch import private_folder
from fastapi_endpoint.execute.throwaway import server_of, throwaway_databases

SYNC = """
import os
from sqlalchemy import create_engine, text
engine = create_engine(os.environ["DATABASE_URL"])
with engine.begin() as connection:
    connection.execute(text("create table if not exists users (id integer primary key)"))
    connection.execute(text("insert into users values (1)"))
    print(connection.execute(text("select id from users")).scalars().all())
    connection.execute(text("drop table users"))
"""

ASYNC = """
import asyncio, os
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

async def main():
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.begin() as connection:
        await connection.execute(text("create table if not exists users (id integer primary key)"))
        await connection.execute(text("insert into users values (1)"))
        print((await connection.execute(text("select id from users"))).scalars().all())
        await connection.execute(text("drop table users"))
    await engine.dispose()

asyncio.run(main())
"""


@pytest.fixture
def home():
    with private_folder() as folder:
        (folder / "copy").mkdir()
        yield folder


@pytest.fixture
def run(home):
    """Run a script in a guarded process; without a server unless one is given."""

    def run(script, server=None, settings=None):
        known = server_of(server, allowed=True)
        with throwaway_databases(home, ("one",), server=known, python=sys.executable) as databases:
            assert databases.postgresql == (server is not None), databases.why_not
            sandbox = Sandbox(
                home=home, python=sys.executable, roots=(".",), settings=settings or {}, databases=databases
            )
            plant(home / "copy", {"script.py": textwrap.dedent(script).encode()})
            done = sandbox.run("one", home / "copy", ["script.py"], timeout=60)
            return done, {redirect.wanted: redirect.instead for redirect in sandbox.redirects()}

    return run


@pytest.fixture
def production(tmp_path):
    path = tmp_path / "production.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("create table users (id integer primary key)")
        connection.execute("insert into users values (42)")
    return path


@pytest.mark.parametrize(("script", "scheme"), [(SYNC, "sqlite"), (ASYNC, "sqlite+aiosqlite")])
def test_sqlite_engines_go_to_a_file_in_the_private_folder(run, production, script, scheme):
    before = production.read_bytes()
    done, redirects = run(script, settings={"DATABASE_URL": f"{scheme}:///{production}"})
    assert done.out.strip() == "[1]", done.err
    assert production.read_bytes() == before
    assert redirects[f"{scheme}:///{production}"] == "a throw-away SQLite file"


def test_two_phases_at_once_share_no_sqlite_file(home, production):
    """The unchanged project and the changed one run side by side."""
    script = """
        import os
        from sqlalchemy import create_engine, text

        with create_engine(os.environ["DATABASE_URL"]).begin() as connection:
            connection.execute(text("create table parcels (id integer)"))
    """
    with throwaway_databases(home, ("one", "two"), server=None, python=sys.executable) as databases:
        sandbox = Sandbox(
            home=home,
            python=sys.executable,
            roots=(".",),
            settings={"DATABASE_URL": f"sqlite:///{production}"},
            databases=databases,
        )
        plant(home / "copy", {"script.py": textwrap.dedent(script).encode()})
        for phase in ("one", "two"):
            done = sandbox.run(phase, home / "copy", ["script.py"], timeout=60)
            assert done.code == 0, done.err


@pytest.mark.parametrize(("script", "scheme"), [(SYNC, "sqlite"), (ASYNC, "sqlite+aiosqlite")])
def test_sqlite_inside_the_copy_and_in_memory_stays(run, home, script, scheme):
    for url in (f"{scheme}:///./app.db", f"{scheme}://", f"{scheme}:///:memory:"):
        done, redirects = run(script, settings={"DATABASE_URL": url})
        assert done.out.strip() == "[1]", done.err
        assert redirects == {}
    assert (home / "copy/app.db").exists()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("script", "driver"), [(SYNC, "psycopg"), (SYNC, "psycopg2"), (ASYNC, "asyncpg"), (ASYNC, "psycopg")]
)
def test_postgresql_engines_go_to_the_throw_away_database(run, server, script, driver):
    url = server.theirs.replace("postgresql:", f"postgresql+{driver}:")
    done, redirects = run(script, server.url, {"DATABASE_URL": url})
    assert done.out.strip() == "[1]", done.err
    assert server.is_untouched()
    assert list(redirects.values()) == ["a throw-away postgresql database"]
    assert "@" not in "".join(redirects)


@pytest.mark.postgresql
@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_fixtures_that_make_the_test_database_find_the_throw_away_one(run, server, driver):
    url = server.theirs.replace("postgresql:", f"postgresql+{driver}:")
    script = """
import os
from sqlalchemy import create_engine, text
engine = create_engine(os.environ["DATABASE_URL"], isolation_level="AUTOCOMMIT")
with engine.connect() as connection:
    connection.execute(text("create table kept (id integer primary key)"))
    connection.execute(text("DROP DATABASE IF EXISTS test_db"))
    connection.execute(text("CREATE DATABASE test_db"))
    print(connection.execute(text("select count(*) from kept")).scalar())
"""
    done, redirects = run(script, server.url, {"DATABASE_URL": url})

    assert done.out.strip() == "0", done.err
    assert {"CREATE DATABASE", "DROP DATABASE"} <= redirects.keys()
    assert server.is_untouched()


@pytest.mark.parametrize(("script", "driver"), [(SYNC, "psycopg"), (SYNC, "psycopg2"), (ASYNC, "asyncpg")])
def test_without_a_server_sqlite_stands_in(run, script, driver):
    done, redirects = run(script, None, {"DATABASE_URL": f"postgresql+{driver}://u:secret@db.example/prod"})
    assert done.out.strip() == "[1]", done.err
    assert "SQLite stood in for it" in redirects.values()
    assert "secret" not in repr(redirects)


def url_of(server):
    return {"DATABASE_URL": server.theirs}


def with_psycopg(server):
    return {"DATABASE_URL": server.theirs.replace("postgresql:", "postgresql+psycopg:")}


CREATOR = """
import psycopg2.extensions
from sqlalchemy import create_engine
create_engine("postgresql+psycopg2://", creator=lambda: psycopg2.extensions.connection(URL)).connect()
"""

OWN_POOL = """
from sqlalchemy import create_engine
from sqlalchemy.pool import QueuePool
create_engine("postgresql+psycopg2://", pool=QueuePool(None)).connect()
"""

SPAWN = """
import multiprocessing
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    child = multiprocessing.Process(target=exec, args=(CHILD,))
    child.start()
    child.join()
    assert child.exitcode == 0
"""


@pytest.fixture(params=["guard and namespace", "guard alone"])
def walls(request, monkeypatch):
    """Each wall holds without the other."""
    if request.param == "guard alone":
        monkeypatch.setattr(sandbox_module, "has_namespaces", lambda: False)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "script",
    [
        "import psycopg; psycopg.connect(URL)",
        "import psycopg2; psycopg2.connect(URL)",
        "import asyncio, asyncpg; asyncio.run(asyncpg.connect(URL))",
        "import asyncio, psycopg; asyncio.run(psycopg.AsyncConnection.connect(URL))",
        "import asyncio, uvloop, asyncpg; uvloop.install(); asyncio.run(asyncpg.connect(URL))",
        "import uvloop, asyncpg; uvloop.run(asyncpg.connect(URL))",
        CREATOR,
        OWN_POOL,
    ],
)
def test_connections_past_sqlalchemy_are_refused(run, server, walls, script):
    done, redirects = run(
        f"import os; URL = os.environ['DATABASE_URL']; {script}", None, {"DATABASE_URL": server.theirs}
    )
    assert done.code == 1
    assert "the rehearsal" in done.err
    assert "refused" in redirects.values()
    assert server.is_untouched()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "statement",
    ["/**/ drop database {name}", "/**/ create database more", "create role r", "select * from pg_authid"],
)
def test_the_throw_away_role_may_do_nothing_outside_of_its_database(run, server, statement):
    name = server.theirs.rpartition("/")[2]
    script = f"""
    import os
    from sqlalchemy import create_engine, text
    engine = create_engine(os.environ["DATABASE_URL"], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text({statement.format(name=name)!r}))
    """
    done, _ = run(script, server.url, with_psycopg(server))
    assert done.code == 1
    assert "must be owner" in done.err or "permission denied" in done.err
    assert server.is_untouched()


@pytest.mark.postgresql
def test_a_listener_that_changes_the_target_meets_the_relay(run, server):
    name = server.theirs.rpartition("/")[2]
    script = f"""
    import os
    from sqlalchemy import create_engine, event
    engine = create_engine(os.environ["DATABASE_URL"])

    @event.listens_for(engine, "do_connect")
    def elsewhere(dialect, record, positional, named):
        named["dbname"] = {name!r}

    engine.connect()
    """
    done, _ = run(script, server.url, with_psycopg(server))
    assert done.code == 1
    assert "the rehearsal" in done.err
    assert server.is_untouched()


@pytest.mark.parametrize(
    "script",
    [
        "import socket; socket.create_connection(('127.0.0.1', PORT))",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
        "import socket; socket.getaddrinfo('example.com', 80)",
        "import urllib.request; urllib.request.urlopen(f'http://localhost:{PORT}/')",
        "import smtplib; smtplib.SMTP('localhost', PORT)",
        "import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', PORT))",
        "import uvloop, asyncio; uvloop.install(); asyncio.run(asyncio.open_connection('127.0.0.1', PORT))",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', CHILD], check=True)",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', CHILD], check=True, env={})",
        "import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', CHILD], check=True)",
        "import subprocess, sys; subprocess.run([sys.executable, '-ES', '-c', CHILD], check=True)",
        "import os; os.system('true') and None; os.spawnlp(os.P_WAIT, 'curl', 'curl', 'localhost')",
        "import subprocess; subprocess.run('echo hello', shell=True, check=True)",
        SPAWN,
        "import os\nif os.fork() == 0:\n    exec(CHILD)\nelse:\n    assert os.wait()[1] == 0",
    ],
)
def test_every_other_connection_is_refused_children_included(run, walls, script):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.05)
        port = listening.getsockname()[1]
        child = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
        done, redirects = run(f"PORT = {port}\nCHILD = {child!r}\n{script}")
        assert done.code == 1, (done.out, done.err)
        assert redirects
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize(
    "script",
    [
        "open(PATH, 'w')",
        "import os; os.remove(PATH)",
        "import os; os.rename(PATH, 'here')",
        "import os; os.symlink(os.path.dirname(PATH), 'link'); open('link/production.sqlite3', 'a')",
        "import shutil; shutil.rmtree(os.path.dirname(PATH))",
        "import sqlite3; sqlite3.connect(PATH)",
        "import sqlite3; sqlite3.connect('file:' + PATH, uri=True)",
        "import os; os.chdir(os.path.dirname(PATH)); import sqlite3; sqlite3.connect('production.sqlite3')",
    ],
)
def test_nothing_outside_is_written(run, production, script):
    before = production.read_bytes()
    done, redirects = run(f"import os; PATH = {str(production)!r}; {script}")
    assert done.code == 1
    assert "the rehearsal" in done.err
    assert redirects
    assert production.read_bytes() == before


def test_tests_that_are_spread_over_workers_share_no_throw_away_database(run):
    done, _ = run("import os; print(os.environ['PYTEST_XDIST_AUTO_NUM_WORKERS'])")
    assert done.out.strip() == "0"


def test_ordinary_work_is_not_disturbed(run):
    done, redirects = run(
        """
        import asyncio, ctypes.util, multiprocessing, os, platform, subprocess, sys, tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a").write_text("b")
        Path("here").mkdir()
        Path("here/file").write_text("x")
        os.rename("here/file", "here/other")
        Path.home().joinpath(".cache").mkdir()
        open(os.devnull, "w").close()
        asyncio.run(asyncio.sleep(0))
        ctypes.util.find_library("c")
        platform.uname()
        left, right = multiprocessing.Pipe()
        assert subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True).stdout == b"1\\n"
        import sqlite3
        sqlite3.connect("app.db").close()
        import uvicorn
        """
    )
    assert done.code == 0, done.err
    assert redirects == {}


def test_a_guard_that_cannot_stand_ends_the_process(run, home):
    done, _ = run("print('alive')")
    assert done.out == "alive\n"
    (home / "guards/one/settings.json").write_text("not json")
    done, _ = run("print('alive')")
    assert done.code == 97
    assert done.out == ""


def test_the_private_folder_is_private_and_goes(home):
    assert oct(home.stat().st_mode)[-3:] == "700"
    with private_folder() as folder:
        plant(folder, {"x": b""})
    assert not folder.exists()
