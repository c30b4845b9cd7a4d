"""From complete answers to the endpoint that was asked for."""

from collections.abc import Mapping, Sequence
from typing import cast

from msgspec.structs import replace

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.domain.spec import (
    METHODS,
    Access,
    Auth,
    Cache,
    EndpointSpec,
    Fields,
    FieldSpec,
    Listing,
    Order,
    Pagination,
)
from fastapi_endpoint.fieldtypes.base import attribute
from fastapi_endpoint.interview.actions import action_names, actions_of
from fastapi_endpoint.interview.answers import resolve
from fastapi_endpoint.interview.engine import accept, flag_of, open_rounds
from fastapi_endpoint.interview.existing import host_model
from fastapi_endpoint.interview.facts import fields_of, refers_to_users, user_model
from fastapi_endpoint.interview.nesting import OF_PARENT, owning_column, parent_model, with_parent
from fastapi_endpoint.interview.permissions import roles_of
from fastapi_endpoint.interview.planned import with_planned_users
from fastapi_endpoint.interview.validate import limits, resource_name, validate
from fastapi_endpoint.naming import plural

HOST_SHAPES: Mapping[str, Pagination] = {
    "cursor": "cursor",
    "offset": "offset",
    "page": "page",
    "fastapi_pagination": "fastapi_pagination",
}


def build(project: ProjectMap, answers: Sequence[Answer]) -> EndpointSpec | tuple[Problem, ...]:
    """The endpoint, or everything that is wrong or still open.

    What is not answered is taken from confident inferences and our defaults; nothing unsure is guessed.
    """
    complete = accept(project, answers)
    project = with_planned_users(project, complete)
    problems = validate(project, complete)
    if problems:
        return problems
    waiting = [question for each in open_rounds(project, complete) for question in each.questions]
    if waiting:
        return tuple(
            Problem(id=question.id, message=f"not answered: {question.prompt}", hint=flag_of(question))
            for question in waiting
        )
    resolved = resolve(complete)
    model = host_model(project, resolved)
    fields = fields_of(resolved) or Fields()
    values = {key: answer.value for key, answer in resolved.items() if isinstance(answer.value, str)}
    wanted = resolved["methods"].value
    acts = tuple(resolved["action"].value) if "action" in resolved else ()
    parent, parent_field = parent_model(project, resolved), None
    if parent is not None:
        fields, parent_field = with_parent(parent, fields)
    owner = values.get("owner", "none")
    of_parent = parent is not None and owner in (OF_PARENT, parent_field)
    scoped = owner != "none" or parent is not None
    access = Access(
        auth=cast("Auth", values["auth"]),
        owner=None if owner == "none" or of_parent else owner,
        parent_owner=owning_column(parent, user_model(project)) if parent and of_parent else None,
        admins="all" if values.get("admins") == "all" and owner != "none" else "own",
        others=403 if values.get("others") == "403" else 404,
        roles=() if values["auth"] == "none" else roles_of(resolved["role"].value, action_names(acts)),
        unique_scope="global" if model or not scoped or values.get("unique") == "global" else "owner",
    )
    resource = resource_name(values["resource"])
    return EndpointSpec(
        resource=resource,
        plural=plural(resource),
        methods=tuple(method for method in METHODS if method in wanted),
        fields=_located(project, fields, access.owner),
        access=access,
        listing=_listing(project, values, fields),
        cache=_cache(values.get("cache", "none")),
        envelope="host" if values.get("envelope") == "host" else "direct",
        model=model.path if model else None,
        parent=parent.table if parent else None,
        parent_field=parent_field,
        actions=actions_of(acts, fields),
    )


def _located(project: ProjectMap, fields: Fields, owner: str | None) -> Fields:
    """The fields with every reference naming a table, and the owner marked."""
    return replace(
        fields,
        fields=tuple(
            _referring(project, replace(field, owner=field.name == owner) if owner else field)
            for field in fields.fields
        ),
    )


def _referring(project: ProjectMap, field: FieldSpec) -> FieldSpec:
    if field.type.name not in {"ref", "refs"} or field.type.target in (None, "self"):
        return field
    model = user_model(project) if refers_to_users(project, field) else project.model(field.type.target)
    return field if model is None else replace(field, type=replace(field.type, target=model.table))


def _listing(project: ProjectMap, values: Mapping[str, str], fields: Fields) -> Listing:
    answer = values.get("paginate", "none")
    habit = project.conventions.pagination.value
    host = answer == "host" or (answer == "page" and habit == "page")
    usual, most = limits(values.get("limit", "20/100")) or (20, 100)
    column, _, direction = values.get("order", "created_at/desc").partition("/")
    field = next((each for each in fields.fields if column in (each.name, attribute(each))), None)
    return Listing(
        pagination=HOST_SHAPES[habit] if host else cast("Pagination", answer),
        host=host,
        limit=usual,
        limit_max=most,
        total=values.get("total") == "yes",
        order=Order(column if field is None else attribute(field), direction == "desc"),
    )


def _cache(text: str) -> Cache:
    kind, _, seconds = text.partition("=")
    if kind == "control":
        return Cache(kind="control", seconds=int(seconds))
    return Cache()
