"""Kits: a way to know who is calling, for a project that has none."""

from fastapi_endpoint.dialects.sqlmodel import idiom as sqlmodel
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column, Model, ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.render.artefacts import places_of
from fastapi_endpoint.render.columns import id_kind
from fastapi_endpoint.render.kits.keys import has_keys, key_caller, keys_kit
from fastapi_endpoint.render.kits.kit import Caller, Kit, Setting
from fastapi_endpoint.render.kits.people import people_kit
from fastapi_endpoint.render.kits.sign_in import AUTH, sign_in_caller, sign_in_kit
from fastapi_endpoint.render.patterns import fill, words_of

__all__ = ["Caller", "Kit", "Setting", "caller_of", "made_by_kit", "next_kit", "planned_users"]


def next_kit(spec: EndpointSpec, project: ProjectMap) -> Kit | Refusal | None:
    """The next kit that the answers ask for and the project lacks."""
    kit = _lacking(spec, project)
    if kit is None or not sqlmodel.speaks(project.conventions.orm.value):
        return kit
    return Refusal(
        kind="unsupported",
        message=f"--auth {spec.access.auth}: a sign-in on tables of SQLModel cannot be made yet",
        hint="add a sign-in, then answer --auth existing; or answer --auth none",
        where=next(iter(project.conventions.orm.witnesses), None),
    )


def _lacking(spec: EndpointSpec, project: ProjectMap) -> Kit | Refusal | None:
    if spec.access.auth == "jwt" and project.conventions.auth.current_user_dependency.value is None:
        return sign_in_kit(spec, project)
    if spec.access.auth == "api-key" and not has_keys(project):
        there = project.conventions.user_model.value is not None
        return keys_kit(project) if there else people_kit(spec, project)
    return None


def planned_users(project: ProjectMap) -> Model:
    """The table of users that a kit would make."""
    habits = project.conventions
    words = words_of("User", "users")
    place = places_of(habits, words).model
    key = Column(name="id", type=id_kind(habits), nullable=False, has_default=True, primary_key=True)
    return Model(
        name=fill(habits.naming.model_class.value, words),
        table=fill(habits.naming.table.value, words),
        file=place.path,
        line=1,
        module=place.module,
        columns=(key,),
    )


def made_by_kit(project: ProjectMap) -> bool:
    """Is the project's sign-in one that a kit has made?"""
    found = project.conventions.auth.current_user_dependency.value
    folder = project.conventions.layout.shared.value.rstrip("/")
    return found is not None and found.file == (f"{folder}/{AUTH}.py" if folder else f"{AUTH}.py")


def caller_of(spec: EndpointSpec, project: ProjectMap) -> Caller | None:
    """How the endpoint knows who is calling where its kits are there; None where the answers ask for none."""
    match spec.access.auth:
        case "jwt":
            return sign_in_caller(spec, project)
        case "api-key":
            return key_caller(project)
        case _:
            return None
