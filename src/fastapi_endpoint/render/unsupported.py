"""Projects that no endpoint can be written for yet, each said by name with what is missing."""

import re

from fastapi_endpoint.dialects.sqlmodel import idiom as sqlmodel
from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap, Requirement

RENDERED_ORMS = ("sqlalchemy_async", "sqlalchemy_sync", "sqlmodel_async", "sqlmodel_sync")

_NEEDED = (
    "what is added needs FastAPI 0.115, SQLAlchemy 2 or SQLModel tables, a session by Depends(...), "
    "Pydantic 2, and functions on routers in modules of their own, with paths such as /items/{id}"
)
_ORMS = {
    "tortoise": "its tables are Tortoise's",
    "beanie": "its documents are Beanie's",
    "peewee": "its tables are Peewee's",
    "raw_sql": "it speaks SQL without an ORM",
    "other": "its ORM is none of those known here",
    "none": "it has no ORM",
}
_SESSIONS = {
    "middleware": "a middleware opens the session",
    "contextvar": "the session is kept in a context variable",
    "global": "the session is a global object",
}
_BOUND_TO = re.compile(r"(?:==|\^)?\s*0\.(\d+)")
_QUERY_MODELS = 115
"""FastAPI 0.115 takes models for queries: its release notes."""
_PINNED_SQLMODEL = re.compile(r"(?:==|\^)?\s*0\.0\.(\d+)")
_ON_DELETE = 21
"""SQLModel 0.0.21 has `Field(ondelete=...)`: its release notes."""
_BELOW_2 = re.compile(r"(==|~=|<=)\s*1\.|<\s*2(\.0)*\s*(,|$)")
_VERBS = "add|apply|create|delete|edit|fetch|find|get|insert|list|query|remove|save|search|set|update"
_COMMAND = re.compile(rf"/({_VERBS})([_-]\w+)?/?$")
_FEWEST_COMMANDS = 4


def unsupported(project: ProjectMap) -> Refusal | None:
    """The first reason why nothing can be added to this project yet, or None."""
    return _by_orm(project) or _by_shape(project) or _by_session(project) or _by_mount(project)


def _by_orm(project: ProjectMap) -> Refusal | None:
    habits = project.conventions
    if habits.orm.value not in RENDERED_ORMS:
        return _refused(_ORMS.get(habits.orm.value, f"its ORM is {habits.orm.value}"), _seen(habits.orm))
    if habits.pydantic.value == "v1":
        return _refused("its schemas are Pydantic 1's", _seen(habits.pydantic))
    for needed in project.requirements:
        if why := _too_old(needed):
            return _refused(f"it is bound to {why}", Witness(needed.file, needed.line))
    if habits.declarative_base.value is None and not sqlmodel.speaks(habits.orm.value):
        return _refused("no declarative base was found in it", None)
    return None


def _too_old(needed: Requirement) -> str:
    """The release of a library that a project is bound to, and what that lacks; "" where it will do."""
    said = needed.locked or needed.specifier
    if needed.name == "fastapi" and (bound := _BOUND_TO.match(said)) and int(bound[1]) < _QUERY_MODELS:
        return f"FastAPI 0.{bound[1]}, which has no models for queries"
    if needed.name == "sqlmodel" and (bound := _PINNED_SQLMODEL.match(said)) and int(bound[1]) < _ON_DELETE:
        return f"SQLModel 0.0.{bound[1]}, whose references have no on-delete"
    locked = needed.locked or ""
    old = locked.startswith(("0.", "1.")) or (not locked and _BELOW_2.search(needed.specifier))
    return "SQLAlchemy 1" if needed.name == "sqlalchemy" and old else ""


def _by_shape(project: ProjectMap) -> Refusal | None:
    organisation = project.conventions.router_organisation
    if organisation.value == "class_based" or project.conventions.endpoint_style.value == "class":
        return _refused("its endpoints are methods of classes", _seen(organisation))
    if organisation.value == "single_file":
        return _refused("all of it is one file, and an endpoint takes several", _seen(organisation))
    commands = [
        route for route in project.routes if route.method.upper() == "POST" and _COMMAND.search(route.path)
    ]
    if len(commands) >= _FEWEST_COMMANDS and 2 * len(commands) >= len(project.routes):
        first = commands[0]
        return _refused(f"its paths are commands (POST {first.path})", Witness(first.file, first.line))
    return None


def _by_session(project: ProjectMap) -> Refusal | None:
    session = project.conventions.session
    if session.dependency.value is None and session.alias.value is None:
        said = _SESSIONS.get(session.how.value, "no session dependency was found in it")
        return _refused(said, _seen(session.how))
    given = session.dependency
    if given.value is not None and session.by_call.value:
        said = f"the session comes by a call, {given.value.name}(), which tests cannot replace"
        return _refused(said, next(iter(given.witnesses), None))
    return None


def _by_mount(project: ProjectMap) -> Refusal | None:
    registration = project.conventions.router_registration
    if registration.mount.value is not None or not registration.editable.value:
        return None
    return Refusal(
        kind="unsupported",
        message="Nothing can be added to this project yet: what stands in front of new paths is not known.",
        hint='say it in pyproject.toml: [tool.fastapi-endpoint] router_registration.mount = "/api/v1"',
        where=next(iter(registration.mount.witnesses), None),
    )


def _seen(fact: Fact[str]) -> Witness | None:
    return next(iter(fact.witnesses), None)


def _refused(why: str, where: Witness | None) -> Refusal:
    return Refusal(
        kind="unsupported",
        message=f"Nothing can be added to this project yet: {why}.",
        hint=_NEEDED,
        where=where,
    )
