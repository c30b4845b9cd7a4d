"""Ruff is asked in the host's own settings, and says what is valid Python."""

import pytest
import ruff

from fastapi_endpoint.errors import InternalError, MissingTool
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.ruff import broken_rules, format_files, syntax_errors
from projects import a_project

SOURCE = "import sqlalchemy\nimport os\nfrom app.db import x\nX = {'a': 1,\n  'b': long_name_of_a_thing}\n"
BARE = SourceTree.of_files({})


def formatted(settings: dict[str, str], **tools: object) -> str:
    conventions = a_project(**tools).conventions
    tree = SourceTree.of_files({"app/db.py": "", **settings})
    return format_files({"app/item.py": SOURCE}, conventions.tools, tree)["app/item.py"]


def test_a_host_with_another_formatter_gives_line_length_and_quotes() -> None:
    text = formatted({}, tools__formatter="black", tools__line_length=30, tools__quotes="single")
    assert text.endswith("X = {\n    'a': 1,\n    'b': long_name_of_a_thing,\n}\n")
    assert text.startswith("import sqlalchemy\nimport os\n")


def test_a_host_with_ruff_gives_its_settings_and_its_import_order() -> None:
    settings = (
        "[tool.ruff]\nline-length = 30\nrequired-version = '==0.0.1'\nexclude = ['app']\n"
        "force-exclude = true\n"
        "[tool.ruff.lint]\nextend-select = ['I']\n[tool.ruff.format]\nquote-style = 'single'\n"
    )
    assert formatted({"pyproject.toml": settings}, tools__formatter="ruff") == (
        "import os\n\nimport sqlalchemy\n\nfrom app.db import x\n\n"
        "X = {\n    'a': 1,\n    'b': long_name_of_a_thing,\n}\n"
    )


def test_modules_deep_in_the_project_are_its_own() -> None:
    source = "from web.app.core.db.session import x\nfrom fastapi import y\nfrom web.app.new import z\n"
    tree = SourceTree.of_files(
        {"web/app/core/db/session.py": "", "pyproject.toml": "[tool.ruff]\nlint.select = ['I']\n"}
    )
    texts = {"web/app/new.py": "z = 1\n", "web/app/item.py": source}

    text = format_files(texts, a_project(tools__formatter="ruff").conventions.tools, tree)["web/app/item.py"]

    assert text.splitlines() == [
        "from fastapi import y",
        "",
        "from web.app.core.db.session import x",
        "from web.app.new import z",
    ]


def test_settings_may_extend_others_of_the_project() -> None:
    files = {"app/ruff.toml": "extend = '../base.toml'\n", "base.toml": "[format]\nquote-style = 'single'\n"}
    assert "'a': 1" in formatted(files, tools__formatter="ruff")


@pytest.mark.parametrize("settings", ["[tool.ruff]\nnonsense = 1\n", "not toml"])
def test_broken_settings_fall_back_to_what_was_found_out(settings: str) -> None:
    text = formatted({"pyproject.toml": settings}, tools__formatter="ruff", tools__line_length=100)
    assert text.endswith('X = {"a": 1, "b": long_name_of_a_thing}\n')


def test_a_text_that_does_not_parse_comes_back_as_it_was() -> None:
    tools = a_project().conventions.tools
    assert format_files({"a.py": "def (", "b.py": "x=1"}, tools, BARE) == {"a.py": "def (", "b.py": "x = 1\n"}


def test_validity_depends_on_the_version() -> None:
    sources = {
        "app/broken.py": b"x = 1\ndef (",
        "match.py": b"match x:\n    case 1:\n        pass\n",
        "fine.py": b"\xef\xbb\xbfx = 1\r\n",
        "latin.py": b"# caf\xe9\n",
    }
    assert sorted(syntax_errors(sources, (3, 9))) == ["app/broken.py", "latin.py", "match.py"]
    assert sorted(syntax_errors(sources, (3, 13))) == ["app/broken.py", "latin.py"]
    assert syntax_errors(sources, (3, 9))["app/broken.py"].startswith("line 2: ")
    assert syntax_errors({"fine.py": b"type X = int\n"}, (4, 0)) == {}


def test_the_rules_that_are_broken_are_those_of_the_project() -> None:
    text = {"app/item.py": "def f(x):\n    return x == 404\n"}
    strict = SourceTree.of_files({"ruff.toml": 'lint.select = ["PLR2004"]\n'})
    spared = SourceTree.of_files(
        {"ruff.toml": 'lint.select = ["PLR2004"]\nlint.per-file-ignores = {"app/*" = ["PLR2004"]}\n'}
    )

    assert broken_rules(text, strict) == {"app/item.py": {"PLR2004"}}
    assert broken_rules(text, spared) == {}
    assert broken_rules(text, BARE) == {}
    assert broken_rules(text, SourceTree.of_files({"ruff.toml": "nonsense = 1\n"})) == {}


def test_nothing_asked_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruff, "find_ruff_bin", None)
    assert syntax_errors({}, (3, 11)) == {}
    assert format_files({}, a_project().conventions.tools, BARE) == {}


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruff, "find_ruff_bin", lambda: "/nowhere/ruff")
    with pytest.raises(MissingTool):
        syntax_errors({"a.py": b""}, (3, 11))


def test_no_file_is_written_outside_the_private_folder() -> None:
    with pytest.raises(InternalError):
        syntax_errors({"../a.py": b""}, (3, 11))
