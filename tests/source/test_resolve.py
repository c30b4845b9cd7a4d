"""A name is followed to where it is really defined."""

from fastapi_endpoint.source.resolve import Resolver, Target
from fastapi_endpoint.source.tree import SourceTree

FILES = {
    "src/app/__init__.py": "",
    "src/app/db/__init__.py": "from .session import get_db as get_session\nfrom .helper import *\n",
    "src/app/db/session.py": "from fastapi import Depends\ndef get_db(): ...\n",
    "src/app/db/helper.py": "class H: ...\nhelper = H()\n",
    "src/app/deps.py": (
        "from typing import Annotated\nimport fastapi as fa\n"
        "from app.db import get_session\nimport app.db.session\n"
        "SessionDep = Annotated[Session, fa.Depends(get_session)]\nalso = get_session\n"
    ),
    "src/app/api/x.py": (
        "from ..db import get_session, helper\nfrom .. import deps\nfrom app.deps import SessionDep, also\n"
    ),
    "tests/conftest.py": (
        "from app.db import get_session\nfrom .helpers import nothing\nimport unknown.thing\n"
    ),
}
RESOLVER = Resolver(SourceTree.of_files(FILES), ["src"])
GET_DB = Target("src/app/db/session.py", "app.db.session", "get_db")


def test_follows_reexports_aliases_relative_and_absolute_imports() -> None:
    assert RESOLVER.resolve("src/app/api/x.py", "get_session") == GET_DB
    assert RESOLVER.resolve("src/app/deps.py", "also") == GET_DB
    assert RESOLVER.resolve("src/app/api/x.py", "also") == GET_DB
    assert RESOLVER.resolve("src/app/api/x.py", "deps.get_session") == GET_DB
    assert RESOLVER.resolve("src/app/deps.py", "app.db.session.get_db") == GET_DB
    assert RESOLVER.resolve("tests/conftest.py", "get_session") == GET_DB


def test_follows_star_imports_and_keeps_attributes() -> None:
    found = RESOLVER.resolve("src/app/api/x.py", "helper.get")
    assert found == Target("src/app/db/helper.py", "app.db.helper", "helper", ("get",)) or found == Target(
        "src/app/db/helper.py", "app.db.helper", "get"
    )


def test_names_from_elsewhere_are_dotted() -> None:
    assert RESOLVER.resolve("src/app/deps.py", "fa.Depends").dotted == "fastapi.Depends"
    assert RESOLVER.resolve("src/app/db/session.py", "Depends") == Target("", "fastapi", "Depends")
    assert RESOLVER.resolve("tests/conftest.py", "unknown.thing.x").dotted == "unknown.thing.x"
    assert RESOLVER.resolve("tests/conftest.py", "print").dotted == "print"
    assert RESOLVER.resolve("tests/conftest.py", "nothing").file == ""


def test_an_annotated_alias_gives_its_dependency() -> None:
    alias = RESOLVER.alias("src/app/api/x.py", "SessionDep")
    assert alias is not None
    assert (alias.type, alias.dependency, alias.marker) == ("Session", "get_session", "fa.Depends")
    assert RESOLVER.alias("src/app/api/x.py", "deps") is None


def test_modules_and_files() -> None:
    assert RESOLVER.module_file("app.db") == "src/app/db/__init__.py"
    assert RESOLVER.module_name("src/app/db/__init__.py") == "app.db"
    assert RESOLVER.module_name("tests/conftest.py") == "tests.conftest"
    assert RESOLVER.is_folder("app.api") == "src/app/api"


def test_circles_end() -> None:
    tree = SourceTree.of_files(
        {"a.py": "from b import x\n", "b.py": "from a import x\n", "c.py": "x = y\ny = x\n"}
    )
    assert Resolver(tree, [""]).resolve("a.py", "x").file == ""
    Resolver(tree, [""]).resolve("c.py", "x")


def test_a_module_wins_over_nothing_and_a_name_over_a_module() -> None:
    tree = SourceTree.of_files(
        {
            "p/__init__.py": "from .q import q\n",
            "p/q.py": "q = 1\n",
            "p/r.py": "",
            "m.py": "from p import q, r\n",
        }
    )
    resolver = Resolver(tree, [""])
    assert resolver.resolve("m.py", "q") == Target("p/q.py", "p.q", "q")
    assert resolver.resolve("m.py", "r") == Target("p/r.py", "p.r", "")
