"""Which folder is the application's, and which are projects of their own."""

from explore.small import APP, index_of
from fastapi_endpoint.explore.apps import detect_app_roots, detect_entry_points
from fastapi_endpoint.explore.layout import detect_layout
from fastapi_endpoint.explore.resources import Nouns

ROUTE = '@app.get("/a")\ndef a(): ...\n'
TABLES = (
    "from sqlalchemy.orm import declarative_base\nfrom sqlalchemy import Column, Integer\n"
    "Base = declarative_base()\n"
    'class {name}(Base):\n    __tablename__ = "{name}"\n    id = Column(Integer, primary_key=True)\n'
)


def service(name, routes=1):
    more = "".join(f'@app.get("/{n}")\ndef f{n}(): ...\n' for n in range(routes))
    return {
        f"services/{name}/requirements.txt": "fastapi\n",
        f"services/{name}/app/main.py": "from .tables import Base\n" + APP + ROUTE + more,
        f"services/{name}/app/tables.py": TABLES.format(name=name.title()),
        f"services/{name}/app/alembic/__init__.py": "",
        f"services/{name}/app/alembic/env.py": "from alembic import context\nfrom app.tables import Base\n",
    }


def test_a_service_is_rooted_where_it_declares_what_it_needs():
    index = index_of({**service("users", 9), **service("books")})
    assert detect_app_roots(index).value == ("services/users",)
    assert detect_entry_points(index).value[0].file == "services/users/app/main.py"


def test_the_services_beside_it_have_no_say():
    index = index_of({**service("users", 9), **service("books")})
    assert index.foreign == ("services/books/",)
    assert [table.target.name for table in index.tables] == ["Users"]


def test_what_is_imported_from_beside_it_is_its_own():
    shared = {
        "libs/pyproject.toml": "[project]\nname='libs'\n",
        "libs/tables.py": TABLES.format(name="Shared"),
    }
    main = "from libs.tables import Shared\n" + APP + ROUTE
    files = {"backend/app/main.py": main, "backend/requirements.txt": "fastapi\n", **shared}
    assert index_of(files).foreign == ()


def test_applications_of_one_size_are_both_named():
    found = detect_app_roots(index_of({**service("users"), **service("books")}))
    assert (set(found.value), found.confidence) == ({"services/users", "services/books"}, "low")


def test_a_module_that_is_named_like_its_package_is_not_where_imports_start():
    files = {
        "api/__init__.py": "",
        "api/deps.py": "def get_db(): ...\n",
        "api/v1/__init__.py": "",
        "api/v1/api.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
        "api/v1/endpoints/__init__.py": "",
        "api/v1/endpoints/items.py": "from fastapi import APIRouter, Depends\nfrom api import deps\n",
    }
    index = index_of(files)
    assert index.files.roots == ("",)
    assert index.files.target("api/v1/endpoints/items.py", "deps.get_db").file == "api/deps.py"


def test_imports_may_start_from_a_package_where_nothing_else_holds_them():
    files = {
        "app/__init__.py": "",
        "app/db.py": "def get_db(): ...\n",
        "app/main.py": f"from db import get_db\n{APP}",
    }
    index = index_of(files)
    assert index.files.roots == ("app",)
    assert index.files.target("app/main.py", "get_db").file == "app/db.py"


def test_a_service_named_like_a_resource_stays_in_its_folder():
    users = service("users", 9)
    users["services/users/app/users.py"] = users.pop("services/users/app/main.py")
    index = index_of(users)
    layout = detect_layout(index, Nouns(index), None)
    assert layout.router.value == "services/users/app/{plural}.py"
