"""Projects that nothing can be added to yet: each is said by name, with the place that shows it."""

import pytest

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.project import ProjectMap, Requirement, Route
from fastapi_endpoint.render.unsupported import unsupported
from projects import a_project


def seen(value: object) -> Fact[object]:
    return Fact(value=value, witnesses=(Witness("app/db.py", 7),))


def test_paths_are_planned_only_where_they_are_known() -> None:
    mounted = a_project(router_registration__mount=None, router_registration__editable=True)

    refusal = unsupported(mounted)

    assert refusal is not None
    assert "in front of new paths" in refusal.message
    assert "router_registration.mount" in refusal.hint


def commands() -> ProjectMap:
    verbs = ("list", "get", "create", "delete")
    routes = tuple(
        Route(method="POST", path=f"/api/runs/{verb}", function=verb, file="app/runs.py", line=4)
        for verb in verbs
    )
    return a_project(routes=routes)


def bound(specifier: str, locked: str | None = None) -> ProjectMap:
    return a_project(requirements=(Requirement("fastapi", specifier, "requirements.txt", 2, locked),))


def old(specifier: str, locked: str | None = None, name: str = "sqlalchemy") -> ProjectMap:
    return a_project(requirements=(Requirement(name, specifier, "requirements.txt", 3, locked),))


@pytest.mark.parametrize(
    ("project", "named", "file"),
    [
        (a_project(orm=seen("tortoise")), "Tortoise", "app/db.py"),
        (a_project(orm=seen("beanie")), "Beanie", "app/db.py"),
        (a_project(orm=seen("raw_sql")), "without an ORM", "app/db.py"),
        (a_project(orm="none"), "no ORM", None),
        (a_project(pydantic=seen("v1")), "Pydantic 1", "app/db.py"),
        (a_project(router_organisation=seen("class_based")), "methods of classes", "app/db.py"),
        (a_project(router_organisation=seen("single_file")), "one file", "app/db.py"),
        (a_project(declarative_base=None), "declarative base", None),
        (
            a_project(session__how=seen("contextvar"), session__dependency=None, session__alias=None),
            "context variable",
            "app/db.py",
        ),
        (a_project(session__by_call=True), "comes by a call, get_session()", "app/db.py"),
        (commands(), "commands (POST /api/runs/list)", "app/runs.py"),
        (bound("==0.103.2"), "FastAPI 0.103", "requirements.txt"),
        (bound("^0.104.0"), "FastAPI 0.104", "requirements.txt"),
        (bound(">=0.100", "0.114.2"), "FastAPI 0.114", "requirements.txt"),
        (old("==1.4.46"), "SQLAlchemy 1", "requirements.txt"),
        (old("==0.0.16", name="sqlmodel"), "SQLModel 0.0.16", "requirements.txt"),
        (old(">=0.0.14", "0.0.20", name="sqlmodel"), "SQLModel 0.0.20", "requirements.txt"),
        (old(">=1.4,<2"), "SQLAlchemy 1", "requirements.txt"),
        (old("^1.4", "1.4.54"), "SQLAlchemy 1", "requirements.txt"),
    ],
)
def test_what_is_missing_is_said_by_name(project: ProjectMap, named: str, file: str | None) -> None:
    refusal = unsupported(project)
    assert refusal is not None
    assert named in refusal.message
    assert "SQLAlchemy 2" in refusal.hint
    assert (refusal.where.file if refusal.where else None) == file


@pytest.mark.parametrize(
    "project",
    [
        a_project(),
        bound(">=0.100"),
        bound("==0.115.0"),
        bound("^0.103", "0.116.1"),
        bound(""),
        old(">=1.4"),
        old(">=1.4,<2.1"),
        old(">=1.4,<3", "2.0.36"),
        old(""),
    ],
)
def test_everything_else_can_be_added_to(project: ProjectMap) -> None:
    assert unsupported(project) is None
