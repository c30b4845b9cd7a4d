"""What a project's habits answer by themselves, and which answers it cannot take."""

from collections.abc import Callable
from typing import Literal, TypeVar

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.fieldtypes.grammar import print_fields
from fastapi_endpoint.interview.existing import found_models, served
from fastapi_endpoint.interview.facts import Known
from fastapi_endpoint.interview.nesting import OF_PARENT
from fastapi_endpoint.interview.template import Template
from fastapi_endpoint.render.kits import made_by_kit

Strength = Literal["sure", "default", "low"]
T = TypeVar("T")


class Proposal(Struct, frozen=True, kw_only=True):
    """An answer that nobody gave yet.

    `sure`: followed without asking. `default`: ours; asked, and filled in by `--accept`. `low`: always
    asked, `value` being offered where there is one.
    """

    value: str | tuple[str, ...] | None = None
    strength: Strength = "low"
    inferred: bool = False
    reason: str = ""
    witnesses: tuple[Witness, ...] = ()


def propose(template: Template, project: ProjectMap, known: Known) -> Proposal:
    """What the project says to a question, else our default, else nothing."""
    infer = INFERENCES.get(template.id)
    found = infer(project, known) if infer else None
    if found is not None:
        return found
    if template.default is None:
        return Proposal()
    return Proposal(
        value=template.default, strength="sure" if template.quiet else "default", reason="our default"
    )


def from_fact(fact: Fact[T], value: str, *, least_witnesses: int = 0) -> Proposal:
    """A proposal that is as sure as the fact it comes from; access needs two witnesses."""
    enough = fact.origin == "pyproject" or len(fact.witnesses) >= least_witnesses
    sure = fact.confidence == "high" and enough
    return Proposal(
        value=value,
        strength="sure" if sure else "low",
        inferred=True,
        reason=_reason(fact),
        witnesses=fact.witnesses[:3],
    )


def _reason(fact: Fact[T]) -> str:
    if fact.origin == "pyproject":
        return "set in pyproject.toml"
    places = len(fact.witnesses) + len(fact.against)
    return f"{len(fact.witnesses)} of {places} places" if places else "as this project does it"


def _auth(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    fact = project.conventions.auth.current_user_dependency
    if fact.value is None:
        return Proposal(value="none", strength="low", reason="no sign-in was found in this project")
    return from_fact(fact, "existing", least_witnesses=2)


def _owner(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    marked = known.get("fields.owner", ())
    if marked:
        return Proposal(value=marked[0], strength="sure", inferred=True, reason="the field is marked owner")
    parent, users = known.get("parent.owner", ()), known.get("fields.users", ())
    if parent:
        return Proposal(value=OF_PARENT, strength="low", reason=f"the parent's {parent[0]} is a user")
    if users and "existing" in known:
        return Proposal(value=_likeliest(users), strength="low", reason="it refers to a user")
    if users:
        return Proposal(
            value="none", strength="low", reason=f"{users[0]} refers to a user and is not marked owner"
        )
    return None


def _role(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    """Where roles are checked, who may do what is for a person to say; elsewhere nobody is asked."""
    auth = project.conventions.auth
    check = auth.role_check
    if check.value is None:
        return None
    roles = " or ".join(name for name, _ in auth.role_names.value)
    return Proposal(
        value=("none",),
        strength="default",
        reason=f"{check.value.name} can ask for {roles or 'one'}",
        witnesses=check.witnesses[:3] or (Witness(check.value.file, 0),),
    )


def _admins(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    fact = project.conventions.auth.superusers_reach
    return from_fact(fact, "all", least_witnesses=2) if fact.value else None


def _paginate(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    fact = project.conventions.pagination
    if fact.value == "none" or fact.origin == "default":
        return None
    return from_fact(fact, "host")


def _envelope(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    fact = project.conventions.response_envelope
    if fact.origin == "default":
        return None
    return from_fact(fact, "direct" if fact.value == "direct" else "host")


def _likeliest(users: tuple[str, ...]) -> str:
    """The field that is called as an owner is."""
    return next((name for start in ("owner", "user") for name in users if name.startswith(start)), users[0])


def _named(project: ProjectMap, known: Known) -> Model | None:
    """The one model that is named, or called as the resource is, where one is to get its endpoints."""
    if "existing" not in known:
        return None
    found = found_models(project, (known.get("model") or known.get("resource") or ("",))[0])
    return found[0] if len(found) == 1 else None


def _resource(project: ProjectMap, known: Known) -> Proposal | None:
    model = _named(project, known) if "model" in known else None
    return _of_model(model, model.name) if model else None


def _model(project: ProjectMap, known: Known) -> Proposal | None:
    model = _named(project, known)
    return _of_model(model, model.path) if model else None


def _fields(project: ProjectMap, known: Known) -> Proposal | None:
    model = _named(project, known) if "model" in known else None
    return _of_model(model, print_fields(served(project, model))) if model else None


def _of_model(model: Model, value: str | tuple[str, ...]) -> Proposal:
    seen = Witness(model.file, model.line)
    return Proposal(
        value=value, strength="sure", inferred=True, reason=f"{model.name} has it so", witnesses=(seen,)
    )


def _unique(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    if "existing" not in known:
        return None
    return Proposal(value="global", strength="sure", inferred=True, reason="as the table has it")


def _order(project: ProjectMap, known: Known) -> Proposal | None:  # noqa: ARG001 - one shape for all
    columns = known.get("model.columns", ())
    if not columns or "created_at" in columns:
        return None
    return Proposal(value="id/desc", strength="sure", inferred=True, reason="the table has no created_at")


INFERENCES: dict[str, Callable[[ProjectMap, Known], Proposal | None]] = {
    "resource": _resource,
    "model": _model,
    "fields": _fields,
    "unique": _unique,
    "order": _order,
    "auth": _auth,
    "owner": _owner,
    "role": _role,
    "admins": _admins,
    "paginate": _paginate,
    "envelope": _envelope,
}


HABITS = {
    "cursor": "with a cursor",
    "offset": "with offset and limit",
    "page": "with page numbers",
    "fastapi_pagination": "with fastapi-pagination",
}


def meaning(project: ProjectMap, key: str, value: str) -> str:
    """What an answer that points at the project means here, or ""."""
    conventions = project.conventions
    match key, value:
        case "paginate", "host":
            return HABITS.get(conventions.pagination.value, "")
        case "auth", "existing" if conventions.auth.current_user_dependency.value is not None:
            return f"with {conventions.auth.current_user_dependency.value.expression}"
        case "envelope", "host" if conventions.answers.envelope_model.value is not None:
            return f"in {conventions.answers.envelope_model.value.expression}"
    return ""


def _signs_in_by_itself(project: ProjectMap) -> bool:
    """Is there a sign-in that is none of our making?"""
    found = project.conventions.auth.current_user_dependency.value
    return found is not None and not made_by_kit(project)


def cannot(project: ProjectMap, key: str, value: str) -> str:
    """Why this project rules an answer out, or ""."""
    conventions = project.conventions
    match key, value:
        case "auth", "existing" if conventions.auth.current_user_dependency.value is None:
            return "no sign-in was found in this project"
        case "auth", "jwt" if _signs_in_by_itself(project):
            return "this project has a sign-in already"
        case "paginate", "host" if conventions.pagination.value == "none":
            return "no list of this project is cut into pages"
        case "envelope", "host" if conventions.response_envelope.value == "direct":
            return "this project wraps no rows"
    return ""
