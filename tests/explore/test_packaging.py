"""What installs a project and which versions it may run on, from every kind of file that says so."""

import pytest

from fastapi_endpoint.explore.packaging import detect_package_manager
from fastapi_endpoint.explore.pydantic_version import detect_pydantic, pydantic_of_code
from fastapi_endpoint.explore.requirements import detect_requirements
from fastapi_endpoint.explore.specifiers import ceiling, lowest
from fastapi_endpoint.explore.versions import detect_versions
from fastapi_endpoint.source.tree import SourceTree

PEP_621 = """[project]
name = "shop"
requires-python = ">=3.12"
dependencies = [
  "fastapi[standard]>=0.121.1,<1",
]
"""
POETRY = """[tool.poetry.dependencies]
python = "^3.11"
fastapi = "^0.115.0"
pydantic = {version = "^2.7", extras = ["email"]}
"""


def manager(root: str = "", **files: str) -> tuple[str, str]:
    tree = SourceTree.of_files({name.replace("__", "/"): text for name, text in files.items()})
    return detected(tree, root)


def detected(tree: SourceTree, root: str = "") -> tuple[str, str]:
    fact = detect_package_manager(tree, root, detect_requirements(tree, root))
    return fact.value, fact.confidence


@pytest.mark.parametrize(
    ("specifier", "low", "high"),
    [
        (">=0.121.1,<0.122.0", (0, 121), (0, 121)),
        ("^2.7.4", (2, 7), (2, 999)),
        ("^0.115.0", (0, 115), (0, 115)),
        ("~=3.11", (3, 11), (3, 999)),
        ("==1.10.2", (1, 10), (1, 10)),
        ("==2.0.0b3", (2, 0), (2, 0)),
        ("<2", None, (1, 999)),
        ("==3.12.*", (3, 12), (3, 12)),
        (">=1.4, !=1.4.5", (1, 4), None),
        ("^3.9 || ^3.11", (3, 9), None),
        ("2.11.7", (2, 11), (2, 11)),
        ("", None, None),
    ],
)
def test_bounds_of_specifiers(
    specifier: str, low: tuple[int, int] | None, high: tuple[int, int] | None
) -> None:
    assert lowest(specifier) == low
    if "||" not in specifier:
        assert ceiling(specifier) == high


def test_every_kind_of_file_declares() -> None:
    tree = SourceTree.of_files(
        {
            "pyproject.toml": PEP_621
            + '[project.optional-dependencies]\npg = ["asyncpg"]\n[dependency-groups]\ndev = ["pytest>=8"]\n',
            "requirements/base.txt": "SQLAlchemy==2.0.44 \\\n    --hash=sha256:abc\n# comment\n-e .\n",
            "requirements-dev.pip": "Ruff ; python_version > '3.8'\n",
            "Pipfile": '[packages]\nhttpx = "*"\n',
            "environment.yml": "name: shop\ndependencies:\n  - python=3.11\n  - redis-py>=5\n",
            "setup.cfg": "[options]\ninstall_requires =\n    alembic>=1.13\n",
        }
    )
    found = {r.name: (r.specifier, r.file, r.group) for r in detect_requirements(tree)}
    assert found["fastapi"] == (">=0.121.1,<1", "pyproject.toml", "")
    assert found["asyncpg"] == ("", "pyproject.toml", "pg")
    assert found["pytest"] == (">=8", "pyproject.toml", "dev")
    assert found["sqlalchemy"] == ("==2.0.44", "requirements/base.txt", "base")
    assert found["ruff"][1] == "requirements-dev.pip"
    assert found["httpx"] == ("", "Pipfile", "")
    assert found["redis-py"] == (">=5", "environment.yml", "")
    assert found["alembic"] == (">=1.13", "setup.cfg", "")


def test_a_lock_file_that_lags_behind_what_is_declared_does_not_count() -> None:
    lock = '[[package]]\nname = "pydantic"\nversion = "1.10.2"\n'
    for declared, locked in (("^2.7.3", None), ("^1.8", "1.10.2"), ("*", "1.10.2")):
        poetry = f'[tool.poetry.dependencies]\npydantic = "{declared}"\n'
        tree = SourceTree.of_files({"pyproject.toml": poetry, "poetry.lock": lock})
        assert [each.locked for each in detect_requirements(tree)] == [locked]


def test_requirements_know_their_line_and_locked_version() -> None:
    lock = 'version = 1\n\n[[package]]\nname = "fastapi"\nversion = "0.121.3"\nsource = { }\n'
    tree = SourceTree.of_files({"pyproject.toml": PEP_621, "uv.lock": lock})
    (fastapi,) = detect_requirements(tree)
    assert (fastapi.line, fastapi.locked) == (5, "0.121.3")


def test_the_application_of_a_monorepo_takes_its_own_files_and_those_above() -> None:
    tree = SourceTree.of_files(
        {
            "backend/pyproject.toml": PEP_621,
            "uv.lock": '[[package]]\nname = "fastapi"\nversion = "0.122.0"\n',
            "worker/requirements.txt": "celery\n",
        }
    )
    found = detect_requirements(tree, "backend")
    assert [(r.name, r.locked) for r in found] == [("fastapi", "0.122.0")]
    assert detected(tree, "backend") == ("uv", "high")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"requirements.txt": "fastapi\n"}, ("pip", "high")),
        ({"pyproject.toml": POETRY}, ("poetry", "high")),
        ({"pyproject.toml": PEP_621, "poetry.lock": ""}, ("poetry", "high")),
        ({"pyproject.toml": PEP_621, "pdm.lock": ""}, ("pdm", "high")),
        ({"Pipfile": "[packages]\n", "Pipfile.lock": "{}"}, ("other", "high")),
        ({"environment.yml": "dependencies:\n  - fastapi\n"}, ("other", "high")),
        (
            {"pyproject.toml": PEP_621, "README.md": "Run `uv sync`, then `uv run fastapi dev`."},
            ("uv", "high"),
        ),
        (
            {"pyproject.toml": PEP_621 + '[build-system]\nbuild-backend = "hatchling.build"\n'},
            ("hatch", "high"),
        ),
        (
            {"pyproject.toml": PEP_621 + '[build-system]\nbuild-backend = "setuptools.build_meta"\n'},
            ("pip", "low"),
        ),
        ({"pyproject.toml": "[tool.ruff]\n", "requirements.txt": "fastapi\n"}, ("pip", "high")),
        ({"main.py": "x = 1\n"}, ("other", "low")),
    ],
)
def test_package_managers(files: dict[str, str], expected: tuple[str, str]) -> None:
    assert detected(SourceTree.of_files(files)) == expected


def test_two_lock_files_are_a_question() -> None:
    tree = SourceTree.of_files({"pyproject.toml": PEP_621, "uv.lock": "", "poetry.lock": ""})
    fact = detect_package_manager(tree, "", detect_requirements(tree))
    assert (fact.value, fact.confidence, [w.file for w in fact.against]) == ("uv", "low", ["poetry.lock"])


def pydantic(requirements: str, code: str = "") -> tuple[str, str]:
    tree = SourceTree.of_files({"requirements.txt": requirements, "app.py": code})
    fact = detect_pydantic(detect_requirements(tree), pydantic_of_code(tree, ("app.py",)))
    return fact.value, fact.confidence


@pytest.mark.parametrize(
    ("requirements", "code", "expected"),
    [
        ("pydantic==2.9\n", "", ("v2", "high")),
        ("pydantic<2\n", "", ("v1", "high")),
        ("fastapi==0.87.0\n", "", ("v1", "high")),
        ("fastapi\n", "from pydantic import BaseModel, ConfigDict\n", ("v2", "high")),
        (
            "fastapi\n",
            "import pydantic\nclass A(pydantic.BaseModel):\n    class Config:\n        orm_mode = True\n",
            ("v1", "high"),
        ),
        ("fastapi\n", "import pydantic\nclass A(pydantic.BaseSettings): ...\n", ("v1", "high")),
        ("pydantic==2.0.2\n", "import pydantic\norm_mode = True\n", ("v2", "low")),
        ("", "", ("v2", "low")),
    ],
)
def test_pydantic_by_pins_then_by_code(requirements: str, code: str, expected: tuple[str, str]) -> None:
    assert pydantic(requirements, code) == expected


def test_versions_are_the_lowest_that_are_let_in() -> None:
    tree = SourceTree.of_files(
        {"pyproject.toml": POETRY, "app/db.py": "from sqlalchemy.orm import mapped_column\n"}
    )
    requirements = detect_requirements(tree)
    versions = detect_versions(tree, "", requirements, ("app/db.py",), detect_pydantic(requirements, None))
    assert versions.python.value == (3, 11)
    assert versions.fastapi.value == (0, 115)
    assert versions.pydantic.value == (2, 7)
    assert versions.sqlalchemy.value == (2, 0)


def test_python_is_told_by_the_image_where_nothing_declares_it() -> None:
    tree = SourceTree.of_files({"requirements.txt": "fastapi\n", "Dockerfile": "FROM python:3.13-slim\n"})
    versions = detect_versions(tree, "", (), (), detect_pydantic((), None))
    assert versions.python.value == (3, 13)
    assert versions.python.witnesses[0].file == "Dockerfile"


def test_an_image_may_lie_in_a_folder_of_its_own() -> None:
    tree = SourceTree.of_files({"docker/backend.dockerfile": "FROM maker/fastapi:python3.8-slim\n"})
    assert detect_versions(tree, "", (), (), detect_pydantic((), None)).python.value == (3, 8)


def test_broken_files_declare_nothing() -> None:
    tree = SourceTree.of_files({"pyproject.toml": "[project\n", "Pipfile.lock": "{", "setup.cfg": "nonsense"})
    assert detect_requirements(tree) == ()


def test_a_list_that_windows_wrote_as_utf_16_is_read() -> None:
    tree = SourceTree.of_files({"requirements.txt": "fastapi==0.109.0\n".encode("utf-16")})
    assert [(r.name, r.specifier, r.line) for r in detect_requirements(tree)] == [("fastapi", "==0.109.0", 1)]
