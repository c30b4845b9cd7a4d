"""Whatever lies in a tree is reported or pruned, and the application beside it is read all the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from explore.projects import BY_TYPE
from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree

SESSION = Symbol("app/db.py", "get_session", "app.db")
VISITED = b"from fastapi import APIRouter, Depends\nrouter = APIRouter()\n"
"""What makes a file one that is looked into."""

UNPARSABLE = {
    "a Python 2 print": b'def f():\n    print "hello"\n',
    "a Python 2 print of a value": b"print 'a: %s' % b\n",
    "an open bracket": b"x = [1, 2\n\ndef f(): pass\n",
    "a bracket too many": b"x = (1))\n",
    "an open string": b'x = """never closed\n',
    "a conflict": b"<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> branch\n",
    "a template": b"{% if x %}\nx = 1\n{% endif %}\n",
    "an open signature": b"def f(a: int:\n    return a\n",
    "an open class": b"class A(B:\n    x = 1\n",
}
PARSABLE = {
    "exceptions without brackets": b"try:\n    f()\nexcept A, B:\n    pass\n",
    "exception groups": b"try:\n    f()\nexcept* A:\n    pass\n",
    "type parameters": b"type X[T] = list[T]\ndef f[T: int](x: T) -> T: ...\nclass A[T](B[T]): x: T\n",
    "a match": b"match x:\n    case {'a': [1, *rest]} if rest: y = 1\n",
    "quotes within quotes": b'x = f"{y["a"]} {"(" if z else ")"}"\n',
    "brackets in strings and comments": b'x = \'(((\'  # ]]]\ny = """{{{"""\n',
    "line ends of Windows": b"x = (1,\r\n     2)\r\ndef f():\r\n    return x\r\n",
    "line ends of old Macs": b"x = 1\ry = 2\r",
    "a byte order mark": b"\xef\xbb\xbfx = 1\n",
    "form feeds and tabs": b"\x0cx = 1\n\x0c\nclass A:\n\tx = 1\n\n\tdef f(self):\n\t\treturn 1\n",
    "no line end": b"x = 1",
    "nothing": b"",
    "white space": b" \n\t\n",
    "one long line": b"x = [" + b"1, " * 100_000 + b"]\n",
    "many statements": b"x = f(1)\n" * 5_000,
    "names in many letters": "größe = Straße(ü='ö')\n変数 = 1\n".encode(),
}
ODD = {
    "NUL bytes": b"x = 1\0\n",
    "UTF-16": "x = 1\n".encode("utf-16"),
    "Latin-1": "x = 'größe'\n".encode("latin-1"),
    "deep blocks": b"".join(b" " * depth + b"if x:\n" for depth in range(400)) + b" " * 400 + b"y = 1\n",
    "deeper blocks": b"".join(b" " * depth + b"if x:\n" for depth in range(1500)) + b" " * 1500 + b"y = 1\n",
    "deep classes": b"".join(b" " * depth + b"class A:\n" for depth in range(1500))
    + b" " * 1500
    + b"y = 1\n",
    "deep functions": b"".join(b" " * depth + b"def f():\n" for depth in range(300)) + b" " * 300 + b"y()\n",
    "deep brackets": b"x = " + b"(" * 5_000 + b")" * 5_000 + b"\n",
    "deep calls": b"x = " + b"f(" * 2_000 + b")" * 2_000 + b"\n",
    "deep brackets in a body": b"def f():\n    return " + b"[" * 5_000 + b"]" * 5_000 + b"\n",
    "a long sum": b"x = " + b"1 + " * 5_000 + b"1\n",
    "a long chain": b"x = a" + b".b()" * 2_000 + b"\n",
    "a prefix of itself": b'PREFIX = PREFIX + "/x"\nr = APIRouter(prefix=PREFIX)\n',
    "a router in itself": b"router.include_router(router)\n",
    "a class below itself": b"class A(B): x: int\nclass B(A): y: int\n",
    "an import of itself": b"from app.hostile import *\nfrom app.hostile import x as x\n",
    "an alias of itself": b"x = y\ny = x\n",
    "a dependency of itself": b"def f(a=Depends(f)): ...\n@router.get('/x')\ndef g(a=Depends(f)): ...\n",
}


def with_file(data: bytes, path: str = "app/hostile.py") -> ProjectMap:
    return explore(SourceTree.of_files({**BY_TYPE, path: data}))


def reported(found: ProjectMap, path: str = "app/hostile.py") -> set[str]:
    return {odd.kind for odd in found.oddities if odd.where and odd.where.file == path}


@pytest.mark.parametrize("visited", [b"", VISITED], ids=["not visited", "visited"])
@pytest.mark.parametrize("name", UNPARSABLE)
def test_what_does_not_parse_is_reported_whether_a_fact_leads_there_or_not(name: str, visited: bytes) -> None:
    found = with_file(visited + UNPARSABLE[name])
    assert reported(found) == {"unparsable"}
    assert found.conventions.session.dependency.value == SESSION


@pytest.mark.parametrize("visited", [b"", VISITED], ids=["not visited", "visited"])
@pytest.mark.parametrize("name", PARSABLE)
def test_what_parses_is_not_reported(name: str, visited: bytes) -> None:
    found = with_file(PARSABLE[name] if name == "a byte order mark" else visited + PARSABLE[name])
    assert reported(found) == set()
    assert found.conventions.session.dependency.value == SESSION


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_survived(name: str) -> None:
    for data in (ODD[name], VISITED + ODD[name]):
        assert with_file(data).conventions.session.dependency.value == SESSION


@pytest.mark.parametrize(
    "path", ["pyproject.toml", "setup.cfg", "requirements.txt", "alembic.ini", "uv.lock"]
)
@pytest.mark.parametrize(
    "data", [b"\0\xff\xfe", b"[[[", b"a = " + b"[" * 5_000, b"[tool.poetry]\ndependencies = 1\n"]
)
def test_settings_of_any_bytes_are_survived(path: str, data: bytes) -> None:
    assert with_file(data, path).conventions.session.dependency.value == SESSION


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in BY_TYPE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_what_is_installed_is_pruned_under_any_name(project: Path) -> None:
    for folder in (
        "node_modules/pkg",
        ".venv/lib",
        "my-env/lib/python3.12/site-packages/fastapi",
        "env2/lib",
    ):
        (project / folder).mkdir(parents=True)
        (project / folder / "broken.py").write_bytes(VISITED + b"x = (\n")
    (project / "my-env/pyvenv.cfg").touch()
    (project / "env2/pyvenv.cfg").touch()
    found = explore(SourceTree.of_folder(project))
    assert found.files_seen == len(BY_TYPE)
    assert not [odd for odd in found.oddities if odd.kind == "unparsable"]


def test_links_large_and_unreadable_files_are_reported(project: Path) -> None:
    (project / "app/loop").symlink_to(project, target_is_directory=True)
    (project / "app/self.py").symlink_to(project / "app/self.py")
    (project / "app/gone.py").symlink_to(project / "nowhere.py")
    (project / "app/bytes.py").write_bytes(bytes(range(256)))
    os.mkfifo(project / "app/pipe.py")
    with (project / "app/large.py").open("wb") as file:
        file.write(VISITED)
        file.truncate(50_000_000)
    found = explore(SourceTree.of_folder(project))
    kinds = {(odd.kind, odd.where.file) for odd in found.oddities if odd.where}
    assert {("symlink", "app/loop"), ("too-large", "app/large.py"), ("encoding", "app/bytes.py")} <= kinds
    assert found.conventions.session.dependency.value == SESSION


def test_a_file_that_may_not_be_read_is_reported(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def closed(path: str, flags: int) -> int:
        if path.endswith("app/closed.py"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags)

    (project / "app/closed.py").touch()
    monkeypatch.setattr("os.open", closed)  # root may read everything, and tests may run as root
    found = explore(SourceTree.of_folder(project))
    assert reported(found, "app/closed.py") == {"unreadable"}


def test_a_deep_tree_is_walked(project: Path) -> None:
    deep = project.joinpath(*["d"] * 700)
    deep.mkdir(parents=True)
    (deep / "x.py").write_bytes(VISITED)
    assert explore(SourceTree.of_folder(project)).files_seen == len(BY_TYPE) + 1


@pytest.mark.slow
def test_a_hundred_thousand_files_are_walked(project: Path) -> None:
    for number in range(100):
        folder = project / f"data{number}"
        folder.mkdir()
        for name in range(1_000):
            os.mknod(folder / f"x{name}.{'py' if name % 10 == 0 else 'txt'}")
    found = explore(SourceTree.of_folder(project))
    assert found.files_seen == len(BY_TYPE) + 10_000
    assert found.conventions.session.dependency.value == SESSION


SCRAPS = [
    "from fastapi import APIRouter, Depends\n",
    "router = APIRouter(prefix='/x')\n",
    "app = FastAPI()\n",
    "app.include_router(router)\n",
    "@router.get('/{id}')\n",
    "async def f(",
    "db: Session = Depends(get_db)",
    "class A(Base):\n",
    "class B(BaseModel):\n",
    "    __tablename__ = 'a'\n",
    "    id: Mapped[int] = mapped_column(",
    "primary_key=True)",
    "    return ",
    "    raise HTTPException(404",
    "    yield db\n",
    "    await db.commit()\n",
    "def test_x(client):\n",
    "@pytest.fixture\n",
    "TestClient(app)\n",
    "lambda x: ",
    "f'{x}'",
    "if x:\n",
    "try:\n",
    *("    ", '"""', *"()[]{}'\"\\\n\t:=,#;\r\0é"),
]


@settings(max_examples=60, deadline=None)
@given(
    strategies.dictionaries(
        strategies.sampled_from([*sorted(BY_TYPE), "app/hostile.py", "tests/test_x.py", "tests/conftest.py"]),
        strategies.lists(strategies.sampled_from(SCRAPS), max_size=40).map("".join),
        max_size=4,
    )
)
def test_any_scramble_of_a_project_has_a_picture(files: dict[str, str]) -> None:
    explore(SourceTree.of_files({**BY_TYPE, **files}))


def test_the_command_says_what_it_found_of_a_hostile_tree(project: Path) -> None:
    for number, data in enumerate((UNPARSABLE | ODD).values()):
        (project / f"app/hostile{number}.py").write_bytes(VISITED + data)
    ran = subprocess.run(
        [sys.executable, "-m", "fastapi_endpoint", "explore", str(project)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(project / ".cache")},
    )
    assert "Traceback" not in ran.stderr
    assert "does not parse" in ran.stdout
    assert ran.returncode == 0
