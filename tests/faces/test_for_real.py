"""The command line over the real use cases, on a project made by `new`; nothing is rehearsed here."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from faces.conftest import Ended
from fastapi_endpoint.faces.cli import run

Cli = Callable[..., Ended]
ADD = ("add", "Parcel", "tracking:str40:unique", "--methods", "list,get,create", "--auth", "none")
ANSWERS = ("--paginate", "cursor", "--accept", "--no-rehearse")


@pytest.fixture
def shop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Runs a command line in the folder of a new project."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Ended:
        code = run(arguments)
        seen = capsys.readouterr()
        return Ended(code, seen.out, seen.err)

    assert call("new", "shop").code == 0
    monkeypatch.chdir(tmp_path / "shop")
    return call


def contents() -> dict[str, bytes]:
    """Every file of the project with its bytes."""
    return {path.as_posix(): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def test_what_is_applied_is_undone_byte_for_byte(shop: Cli) -> None:
    before = contents()
    planned = shop(*ADD, *ANSWERS, "--plan", "../p.json")
    assert planned.code == 2
    assert contents() == before
    plan_hash = json.loads(Path("../p.json").read_text())["hash"]
    applied = shop("apply", "../p.json", "--approve", plan_hash[:16], "--no-rehearse")
    assert applied.code == 0
    assert "app/models/parcel.py" in contents()
    assert shop(*ADD, *ANSWERS).out.startswith("Nothing to do")
    assert shop("apply", "../p.json", "--approve", plan_hash, "--no-rehearse").code == 0
    assert shop("undo").code == 0
    assert contents() == before


def test_a_file_that_changed_since_stops_the_apply(shop: Cli) -> None:
    shop(*ADD, *ANSWERS, "--plan", "../p.json")
    edited = Path("app/models/__init__.py")
    edited.write_text(edited.read_text() + "\n# a new line\n")
    before = contents()
    refused = shop("apply", "../p.json", "--approve", "rehearsed")
    assert refused.code == 3
    assert "app/models/__init__.py" in refused.err
    assert contents() == before
    assert shop("show", "../p.json").code == 0


@pytest.mark.parametrize("name", ["User", "Users", "class", "response", "router"])
def test_a_name_that_collides_is_an_error(shop: Cli, name: str) -> None:
    before = contents()
    refused = shop("add", name, "title:str80", "--auth", "none", *ANSWERS)
    assert refused.code == 1
    assert "next: " in refused.err
    assert contents() == before


def test_explore_reads_what_new_wrote(shop: Cli) -> None:
    seen = shop("explore")
    assert seen.code == 0
    for expected in ("SQLAlchemy", "(async)", "CurrentUser", "alembic", "AsyncClient"):
        assert expected in seen.out
    assert "Unusual" not in seen.out


def test_outside_of_a_project_every_command_says_what_to_do(
    shop: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("../empty").mkdir()
    monkeypatch.chdir("../empty")
    for arguments in ((), ("explore",), (*ADD, *ANSWERS), ("verify",)):
        refused = shop(*arguments)
        assert refused.code == 1
        assert "next: go to the folder of a FastAPI project" in refused.err


def test_a_caret_points_at_what_is_wrong(shop: Cli) -> None:
    refused = shop("add", "Parcel", "name:str200:optonal", "--auth", "none", *ANSWERS)
    assert refused.code == 1
    assert "  name:str200:optonal\n              ^\n  next: did you mean" in refused.err


@pytest.mark.parametrize("file", ["app/main.py", "app/models/__init__.py"])
def test_a_file_to_be_edited_that_does_not_parse_is_named(shop: Cli, file: str) -> None:
    broken = Path(file)
    broken.write_text(broken.read_text() + "\ndef broken(:\n")
    before = contents()
    refused = shop(*ADD, *ANSWERS, "--dry-run")
    assert refused.code == 1
    assert f"at {file}:{len(broken.read_text().splitlines())}" in refused.err
    assert "next: mend that file" in refused.err
    assert contents() == before


def test_two_applications_are_an_open_question_and_app_is_honoured(shop: Cli) -> None:
    settings = Path("pyproject.toml")  # its entry point says which one is served
    settings.write_text("".join(x for x in settings.open() if not x.startswith("entrypoint")))
    other = Path("app/main.py").read_text().replace("app = ", "office = ").replace("app.", "office.")
    Path("app/office.py").write_text(other.replace("from office.", "from app."))
    before = contents()
    asked = shop(*ADD, *ANSWERS, "--plan", "../p.json")
    assert asked.code == 3
    assert "--app app/main.py:app|app/office.py:office" in asked.err
    assert shop(*ADD, *ANSWERS, "--app", "app/nowhere.py:app").code == 1
    assert contents() == before
    assert shop(*ADD, *ANSWERS, "--app", "app.office:office", "--plan", "../p.json").code == 2
    plan = json.loads(Path("../p.json").read_text())
    assert "app.office" in next(op["text"] for op in plan["operations"] if op["path"].startswith("tests/"))
    assert shop("show", "../p.json").err == ""
    applied = shop("apply", "../p.json", "--approve", plan["hash"], "--no-rehearse")
    assert applied.code == 0
    assert shop(*ADD, *ANSWERS, "--app", "app.office:office").out.startswith("Nothing to do")


def test_verify_of_what_was_undone_says_so(shop: Cli) -> None:
    shop(*ADD, *ANSWERS, "--plan", "../p.json")
    shop(
        "apply", "../p.json", "--approve", json.loads(Path("../p.json").read_text())["hash"], "--no-rehearse"
    )
    shop("undo")
    assert "was taken back" in shop("verify", "0001").err
    assert "nothing that was applied here stands" in shop("verify").err
    assert shop("verify", "7").code == 1
