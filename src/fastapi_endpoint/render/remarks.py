"""What a plan says beside its files: habits that are kept or overruled, and risks."""

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, Method
from fastapi_endpoint.render.operations import statuses
from fastapi_endpoint.render.view import EnvelopeView, ListView, ParentView

_COMMITS = {
    "after_answer": "the session dependency commits after the answer: new queries commit before it",
    "before_answer": "the session dependency commits before the answer on this FastAPI, as new queries do",
}


def kept_habits(spec: EndpointSpec, project: ProjectMap, envelope: EnvelopeView | None) -> tuple[str, ...]:
    """What a reader of the plan may wonder about."""
    habits = project.conventions
    found = []
    if habits.answers.delete_status.value != 204:
        found.append("DELETE answers 204 without a body, not the host's status")
    if spec.envelope == "host" and envelope is None:
        found.append("one row is the whole body, not wrapped as elsewhere here: that cannot be written yet")
    known = habits.answers.wrapping.value
    if known is not None and known.lists and envelope is not None and not envelope.lists:
        found.append("pages are not wrapped: what makes them here gives them whole")
    found += _kept_statuses(spec, habits)
    if habits.session.commit.value == "dependency":
        found.append(_COMMITS[habits.session.commit_time.value])
    found += _other_ways(habits)
    if not habits.session.closed.value:
        found.append("the session dependency closes no session: that is left to the garbage collector")
    enums = any(field.type.name == "enum" for field in spec.fields.fields)
    if enums and any("Enum(" in column.source for model in project.models for column in model.columns):
        found.append("labels are short strings with a CHECK, not native enums: one more is no new type")
    return tuple(found)


def _other_ways(habits: Conventions) -> list[str]:
    """Work that libraries do elsewhere, and that what is added does without them."""
    crud, filtering = habits.libraries.crud.value, habits.libraries.filtering.value
    found = []
    if crud is not None:
        found.append(f"queries are {crud}'s elsewhere here: new ones are plain SQLAlchemy")
    if filtering is not None:
        found.append(f"filters are {filtering}'s elsewhere here: new ones are plain parameters")
    return found


def _kept_statuses(spec: EndpointSpec, habits: Conventions) -> list[str]:
    usual: dict[Method, int] = {"create": 201, "update": 200}
    kept = {method: status for method, status in statuses(habits).items() if method in spec.methods}
    return [
        f"{method} keeps the status {kept[method]} that it has elsewhere here"
        for method, status in usual.items()
        if kept.get(method, status) != status
    ]


def risks_of(
    spec: EndpointSpec, habits: Conventions, listing: ListView, parent: ParentView | None
) -> tuple[str, ...]:
    """What the answers leave unsafe or unlike the rest of the project."""
    found = []
    if "list" in spec.methods and listing.style == "none":
        found.append("the list is not paginated: it ends after 1000 rows")
    field = next((each for each in spec.fields.fields if parent and each.name == spec.parent_field), None)
    if parent is not None and field is not None and field.ondelete != "cascade":
        found.append(
            f"the database refuses to delete {parent.words.article} {parent.words.human} that has any of "
            "these rows: what deletes one must answer that with 409"
        )
    found += [
        f"{field.name} can be changed by an update too: readonly on its line leaves that to actions"
        for field in spec.fields.fields
        if field.name in {action.field for action in spec.actions}
        and {"update", "replace"} & set(spec.methods)
        and not (field.readonly or field.immutable)
    ]
    if spec.access.auth != "none" and habits.auth.scopes.value:
        first, more = habits.auth.scopes.value[:3], habits.auth.scopes.value[3:]
        scopes = f"{', '.join(first)}{' ...' if more else ''}"
        found.append(f"your endpoints ask tokens for scopes ({scopes}): the new ones take any signed-in user")
    return tuple(found)
