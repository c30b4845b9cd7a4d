"""The copy of a project, its settings, and what is kept out of sight."""

from pathlib import Path

from execute.plans import plant, tree
from fastapi_endpoint.execute.envfile import read_env_file
from fastapi_endpoint.execute.scratch import copy_project
from fastapi_endpoint.execute.secrets import redact
from fastapi_endpoint.execute.throwaway import server_of

FILES = {
    ".env": b"SECRET=x",
    "app/main.py": b"main",
    "app/__pycache__/main.cpython-311.pyc": b"",
    ".git/HEAD": b"ref",
    ".venv/pyvenv.cfg": b"",
    "my-environment/pyvenv.cfg": b"",
    "my-environment/lib/x.py": b"",
    "node_modules/a.js": b"",
    "certs/key.pem": b"key",
}


def test_all_that_is_needed_to_run_is_copied(tmp_path):
    root = plant(tmp_path / "project", FILES)
    first = copy_project(root, tmp_path / "copy")
    assert sorted(tree(tmp_path / "copy")) == [".env", "app/main.py", "certs/key.pem"]
    assert copy_project(root, tmp_path / "again") == first
    (root / "app/main.py").write_bytes(b"other")
    assert copy_project(root, tmp_path / "third") != first


def test_links_inside_stay_inside(tmp_path):
    root = plant(tmp_path / "project", {"app/a.py": b"a", "deep/er/x": b""})
    (root / "deep/er/link.py").symlink_to(root / "app/a.py")
    (root / "folder").symlink_to(root / "app")
    (root / "outside").symlink_to("/etc")
    copy = tmp_path / "copy"
    copy_project(root, copy)
    assert (copy / "deep/er/link.py").resolve() == (copy / "app/a.py").resolve()
    assert (copy / "folder").resolve() == (copy / "app").resolve()
    assert (copy / "outside").readlink() == Path("/etc")


def test_settings_files(tmp_path):
    path = tmp_path / ".env"
    path.write_text("# comment\nA=1\nexport B='two words' \nC=\"x#y\"\nD=plain # why\nE=\nnonsense\n")
    assert read_env_file(path) == {"A": "1", "B": "two words", "C": "x#y", "D": "plain", "E": ""}
    assert read_env_file(tmp_path / "none") == {}


def test_secrets_are_not_shown():
    text = "postgresql://me:pass@host/db key=hunter2 [type=x, input_value='s3cret', input_type=str]"
    shown = redact(text, ("hunter2", "db"))
    assert shown == "postgresql://***@host/db key=*** [type=x, input_value=***, input_type=str]"


def test_only_a_test_database_on_loopback_names_a_server():
    assert server_of("postgresql+asyncpg://u:p%40@localhost/app_test", allowed=False).password == "p@"
    assert server_of("postgresql://u@127.0.0.1:5433/app_test", allowed=False).port == 5433
    assert server_of("postgresql://u@127.0.0.1/app", allowed=False) is None
    assert server_of("postgresql://u@127.0.0.1/app", allowed=True) is not None
    assert server_of("postgresql://u@db.example/app_test", allowed=True) is None
    assert server_of("mysql://u@127.0.0.1/app_test", allowed=True) is None
    assert server_of(None, allowed=True) is None
