"""The project's own formatter has the last word on new text, where it can be run."""

from pathlib import Path

import pytest

from environments import an_environment
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.formatters import HostFormatters, as_host_formats, formatters_of
from projects import a_project

FORMATTER = """
import sys
from pathlib import Path

*told, path = sys.argv[1:]
settings = Path("pyproject.toml").read_text() if Path("pyproject.toml").exists() else "no settings"
packages = sorted(str(found) for found in Path().rglob("*.py") if str(found) != path)
lines = [Path(path).read_text(), " ".join(told), settings, *packages]
Path(path).write_text("\\n".join(lines))
"""


@pytest.fixture
def environment(tmp_path: Path) -> str:
    """An environment that has a `black` of its own."""
    return an_environment(tmp_path / ".venv", black=FORMATTER)


def taken(hosts: HostFormatters, tree: SourceTree) -> list[str]:
    return as_host_formats(hosts, {"app/item.py": "from app.db import x"}, tree)["app/item.py"].splitlines()


def test_its_bytes_are_taken_by_its_settings_and_none_of_the_projects_code_is_there(
    environment: str, tmp_path: Path
) -> None:
    tools = a_project(tools__formatter="black", tools__line_length=120).conventions.tools
    hosts = formatters_of(tools, tmp_path)
    assert hosts is not None
    tree = SourceTree.of_files(
        {
            "pyproject.toml": "a = 1",
            "black.py": "raise SystemExit('ran')",
            "app/db.py": "raise SystemExit('ran')",
        }
    )

    assert hosts.python == environment
    assert taken(hosts, tree) == [
        "from app.db import x",
        "--quiet --workers 1 --line-length 120",
        "a = 1",
        "app/db.py",
        "black.py",
    ]


def test_a_formatter_that_the_environment_lacks_leaves_the_text(environment: str) -> None:
    hosts = HostFormatters(commands=(("yapf", "--in-place"),), python=environment)
    assert taken(hosts, SourceTree.of_files({})) == ["from app.db import x"]


def test_imports_are_sorted_before_the_rest_is_formatted(environment: str, tmp_path: Path) -> None:
    tools = a_project(tools__formatter="black", tools__import_sorter="isort").conventions.tools
    hosts = formatters_of(tools, tmp_path)
    assert hosts is not None
    assert [module for module, *_ in hosts.commands] == ["isort", "black"]
    assert hosts.python == environment


def test_without_a_formatter_or_an_environment_there_is_nothing_to_run(
    environment: str, tmp_path: Path
) -> None:
    assert formatters_of(a_project(tools__formatter=None).conventions.tools, tmp_path) is None
    elsewhere = tmp_path / "a" / "b" / "c" / "d"
    assert formatters_of(a_project(tools__formatter="black").conventions.tools, elsewhere) is None
    assert environment
