"""What cannot be rendered yet, said by name."""

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec

RENDERED_ORMS = ("sqlalchemy_async", "sqlalchemy_sync")
RENDERED_KINDS = {
    *("str", "text", "int", "float", "decimal", "bool", "date", "datetime", "time"),
    *("uuid", "json", "enum", "ref", "email", "url", "ip"),
}


def refusal(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """The first reason why this endpoint cannot be written for this project, or None."""
    habits = project.conventions
    if habits.orm.value not in RENDERED_ORMS:
        return Refusal(
            message=f"endpoints over {habits.orm.value} are not written yet",
            hint="the project needs SQLAlchemy 2 with a declarative base",
            kind="unsupported",
        )
    if habits.pydantic.value == "v1":
        return Refusal(message="Pydantic 1 is not supported", hint="move to Pydantic 2 first")
    if habits.declarative_base.value is None:
        return Refusal(message="no declarative base was found", hint="name it in pyproject", kind="missing")
    if habits.session.dependency.value is None and habits.session.alias.value is None:
        return Refusal(
            message="no session dependency was found",
            hint="endpoints must get their session with Depends(...)",
            kind="missing",
        )
    return _unsupported_answer(spec, project) or next(
        filter(None, map(_unsupported_field, spec.fields.fields)), None
    )


def _unsupported_answer(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    answers = {
        "an existing model": spec.model,
        "a resource nested under a parent": spec.parent,
        "actions": spec.actions,
        "roles": spec.access.roles,
        "sign-in that the project does not have": spec.access.auth in ("jwt", "api-key"),
        f"caching with {spec.cache.kind}": spec.cache.kind not in ("none", "control"),
    }
    for name, asked in answers.items():
        if asked:
            return Refusal(message=f"{name} cannot be written yet", hint="leave it out", kind="unsupported")
    auth = project.conventions.auth
    if spec.access.auth == "existing" and not (auth.current_user_dependency.value or auth.alias.value):
        return Refusal(
            message="the project has no dependency that says who is calling",
            hint="answer --auth none, or add one",
            kind="missing",
        )
    return None


def _unsupported_field(field: FieldSpec) -> Refusal | None:
    if field.type.name not in RENDERED_KINDS:
        return Refusal(
            message=f"{field.name}: {field.type.name} fields cannot be written yet", hint="leave it out"
        )
    for word in ("computed", "tenant", "pk"):
        if getattr(field, word):
            return Refusal(message=f"{field.name}: {word} cannot be written yet", hint="leave the word out")
    return None
