"""The rules of the house that no other tool checks: small files, documented names, reasons, layers."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from importlinter.cli import lint_imports

from fastapi_endpoint.faces.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "fastapi_endpoint"
LONGEST = 400
FOREIGN = {"golden", "hosts", "template"}  # folders of code that is written for, or by, other projects
CHECKED = ("src", "tests", "docs", "bench", "tools", ".ci")
TEXT = {".py", ".md", ".toml", ".sh", ".cfg", ".ini", ".jinja", ".json", ".yml", ""}

MODULES = sorted(path for path in SOURCE.rglob("*.py") if not FOREIGN & set(path.parts))


def named(path: Path) -> str:
    """The path as it reads in a test's id."""
    return path.relative_to(ROOT).as_posix()


def test_a_file_holds_one_idea() -> None:
    sizes = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


def test_public_names_say_what_they_are() -> None:
    silent = [f"{named(path)}: {name}" for path in MODULES for name in undocumented(path)]
    assert silent == []


def undocumented(path: Path) -> Iterator[str]:
    """The public names of a module, and the module itself, that have no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not ast.get_docstring(tree):
        yield "the module"
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        overload = any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)
        if not (node.name.startswith("_") or overload or ast.get_docstring(node)):
            yield f"{node.name}, line {node.lineno}"


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Every comment of a module with its line."""
    with io.BytesIO(path.read_bytes()) as data:
        for token in tokenize.tokenize(data.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


DIRECTIVE = re.compile(r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w,\- ]*\])?)")


def test_every_ignore_has_its_reason_beside_it() -> None:
    bare = [
        f"{named(path)}:{line}: {comment}"
        for folder in ("src", "tests", "bench", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not FOREIGN & set(path.parts)
        for line, comment in comments(path)
        if DIRECTIVE.search(comment) and not re.search("[a-z]{4}", DIRECTIVE.sub("", comment))
    ]
    assert bare == []


def test_every_rule_that_is_switched_off_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    codes = [line for line in lines if re.match(r'\s*"[A-Z]{1,4}\d*",\s*(#.*)?$', line)]
    assert codes
    assert [line for line in codes if "#" not in line] == []


def test_every_dependency_has_its_reason() -> None:
    """`docs/architecture.md` says in one line what each library is for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").lower()
    names = [re.split(r"[<>=\[ ]", line)[0] for line in project["dependencies"]]
    assert [name for name in names if name not in text] == []


def test_the_layers_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


LEFTOVERS = re.compile(
    r"\b(?:TO[D]O|FIXM[E]|XX[X])\b"
    r"|(?<![\w./{-])/(?:home|root|Users|work)/"
    r"|^[<>]{7} "
)


def test_nothing_is_left_over() -> None:
    """No unfinished business, no path of one machine, no half-done merge."""
    files = (path for folder in CHECKED for path in sorted((ROOT / folder).rglob("*")))
    found = [
        f"{named(path)}: {match.group()}"
        for path in files
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts
        for match in LEFTOVERS.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def sections() -> dict[str, str]:
    """The text of `docs/commands.md` by its second-level headings."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^## `?(?:fastapi-endpoint )?([\w-]+)`?.*$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_flag_is_documented(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    page = sections()[name]
    missing = [
        flag
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for flag in (*parameter.opts, *parameter.secondary_opts)
        if f"`{flag}" not in page
    ]
    assert missing == []


def test_no_documented_flag_is_without_its_command() -> None:
    for name, page in sections().items():
        if name not in COMMANDS:
            continue
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        known = {
            flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)
        }
        table = set(re.findall(r"^\| `(--[\w-]+)", page, flags=re.MULTILINE))
        assert table <= known
