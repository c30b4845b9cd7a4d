"""The page of `explore`: what stands on it, and that the lines it offers are taken."""

import tomllib

import pytest
from rich.console import Console

from explore.projects import BY_FEATURE, BY_TYPE
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Question
from fastapi_endpoint.explore import explore
from fastapi_endpoint.faces.cli.views.explore import as_toml, explore_view, fact_paths
from fastapi_endpoint.source.tree import SourceTree

SETTLED = "{}\n[tool.fastapi-endpoint]\n{}\n"


def picture(files: dict[str, str]) -> ProjectMap:
    return explore(SourceTree.of_files(files))


def page(project: ProjectMap, width: int = 80, adding: tuple[Question, ...] | Refusal = ()) -> str:
    console = Console(width=width, record=True, file=None, force_terminal=False)
    with console.capture() as shown:
        for part in explore_view(project, adding):
            console.print(part)
    return shown.get()


def test_what_cannot_be_added_to_is_said_instead_of_questions() -> None:
    refusal = Refusal(
        kind="unsupported", message="Its tables are Tortoise's.", hint="", where=Witness("app/db.py", 3)
    )

    shown = page(picture(BY_TYPE), adding=refusal)

    assert "Its tables are Tortoise's.  app/db.py:3" in shown
    assert "would ask" not in shown


@pytest.mark.parametrize("files", [BY_TYPE, BY_FEATURE], ids=["by type", "by feature"])
def test_every_fact_can_be_settled_as_it_is(files: dict[str, str]) -> None:
    """What `explore` would offer for a fact is taken, and changes nothing but where it comes from."""
    before = picture(files).conventions
    lines = {path: f"{path} = {as_toml(fact.value)}" for fact, path in fact_paths(before)}
    told = files.get("pyproject.toml", "")
    for path, line in lines.items():
        tomllib.loads(line)
        settled = picture({**files, "pyproject.toml": SETTLED.format(told, line)})
        assert [odd.message for odd in settled.oddities if odd.kind == "bad-override"] == [], line
        fact = next(fact for fact, at in fact_paths(settled.conventions) if at == path)
        value = next(fact for fact, at in fact_paths(before) if at == path).value
        assert (fact.origin, fact.value) == ("pyproject", value), line


def test_lines_to_copy_are_never_broken() -> None:
    settling = page(picture(BY_FEATURE), 40).partition("To settle what is unsure")[2]
    lines = [line for line in settling.splitlines()[1:] if line.strip()]
    assert all("=" in line or "[tool.fastapi-endpoint]" in line for line in lines if line.startswith("  "))


def test_models_are_shown_with_those_they_lead_to() -> None:
    shown = page(picture(BY_TYPE))
    assert "-> User" in shown
    assert "endpoints        functions" in shown


MANY = {
    "pyproject.toml": '[project]\nname = "many"\ndependencies = ["fastapi==0.120.0", "sqlalchemy>=2"]\n',
    "Makefile": "test:\n\tpytest\n",
    "app/__init__.py": "",
    "app/db.py": (
        "from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker\nLocal = sessionmaker()\n"
        "class Base(DeclarativeBase): ...\n"
        "def get_db():\n    with Local() as db:\n        yield db\n        db.commit()\n"
    ),
    "app/models.py": "from app.db import Base\nfrom sqlalchemy.orm import Mapped, mapped_column\n"
    + "".join(
        f"class Thing{n}(Base):\n    __tablename__ = 'things{n}'\n"
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        for n in range(30)
    ),
    "app/main.py": "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n"
    "from app.db import get_db\napp = FastAPI()\n"
    + "".join(
        f'@app.get("/things{n}/{{thing_id}}/{part}")\ndef {part}{n}(db: Session = Depends(get_db)): ...\n'
        for n in range(30)
        for part in ("parts", "owner")
    ),
}


def test_a_page_is_read_in_a_minute_however_large_the_project_is() -> None:
    shown = page(picture(MANY))
    assert len(shown.splitlines()) <= 100
    assert "Thing0, Thing1" in shown
    assert "and 18 more" in shown
    assert "lines more: --json lists every route" in shown


def test_when_a_dependency_commits_is_told() -> None:
    assert "in the session dependency, after the answer is sent" in page(picture(MANY), 120)


def test_what_is_absent_is_not_shown() -> None:
    shown = page(picture(MANY))
    assert "chores           make" in shown
    assert all(f"\n  {label} " not in shown for label in ("scopes", "admin panel", "user model", "container"))


def test_evidence_is_shortened_before_it_takes_a_line_of_its_own() -> None:
    files = {path.replace("app/", "services/shop/backend/app/"): text for path, text in MANY.items()}
    rows = [row for row in page(picture(files)).splitlines() if row.startswith("  session ")]
    assert rows == ["  session          get_db (sync, by Depends)  .../shop/backend/app/main.py:6 +11"]


def test_which_database_tests_use_is_told_where_it_was_seen() -> None:
    tests = {"tests/test_a.py": "def test_a(): ...\n", "tests/conftest.py": "from app.db import engine\n"}
    engine = {"app/db.py": MANY["app/db.py"] + "engine = None\n"}
    shown = page(picture({**MANY, **engine, **tests}))
    assert "test database    the one that the settings name; look before running" in shown
    assert "test database" not in page(picture({**MANY, **tests, "tests/conftest.py": "X = 1\n"}))


def test_tables_of_sqlmodel_have_a_place_and_no_style() -> None:
    table = "from sqlmodel import Field, SQLModel\nclass Item(SQLModel, table=True):\n"
    table += "    id: int = Field(primary_key=True)\n"
    shown = page(
        picture(
            {"app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n", "app/models/item.py": table}
        )
    )
    assert "models           in app/models/" in shown
    assert "Mapped style" not in shown


def test_what_the_project_says_nothing_of_is_told_as_such() -> None:
    shown = page(picture({"main.py": "from fastapi import FastAPI\napp = FastAPI()\n"}))
    assert "POST 201, PATCH 200, DELETE 204  by default" in shown
    assert "Mapped style" not in shown
    assert "timestamps" not in shown
