"""Users that are not there yet: a kit makes them first, where the answers ask for one."""

from collections.abc import Sequence

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Symbol
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.interview.answers import resolve
from fastapi_endpoint.render.kits import planned_users

_MADE_BY = ("jwt", "api-key")


def with_planned_users(project: ProjectMap, answers: Sequence[Answer]) -> ProjectMap:
    """The project as answers may speak of it: with the users that a kit would make."""
    asked = resolve(answers).get("auth")
    if project.conventions.user_model.value is not None or (asked and asked.value not in _MADE_BY):
        return project
    users = planned_users(project)
    if project.model(users.table) is not None or project.model(users.name) is not None:
        return project
    symbol = Symbol(users.file, users.name, users.module)
    known = replace(project.conventions, user_model=Fact(value=symbol))
    return replace(project, models=(*project.models, users), conventions=known)
