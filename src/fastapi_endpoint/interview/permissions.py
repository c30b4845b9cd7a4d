"""Which operations need which role: `create=admin/editor`, read and checked."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.domain.spec import METHODS
from fastapi_endpoint.interview.actions import action_names
from fastapi_endpoint.interview.facts import Known

NOBODY = "none"
"""The answer where no operation needs a role."""

_HINT = "operation=role, such as create=admin or delete=admin/editor"
_SAME = frozenset({"admin", "superuser", "staff"})


def roles_of(values: Sequence[str], actions: Sequence[str] = ()) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The operations, then actions, with their roles, in order; what is no such answer is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        operation, _, roles = value.partition("=")
        found[operation] = (*found.get(operation, ()), *(each for each in roles.split("/") if each))
    names = (*METHODS, *actions)
    return tuple((name, tuple(dict.fromkeys(found[name]))) for name in names if found.get(name))


def check_roles(project: ProjectMap, known: Known) -> Iterator[Problem]:
    """What is wrong with the answers about roles."""
    values = [value for value in known.get("role", ()) if value != NOBODY]
    if not values:
        return
    if known.get("auth") == ("none",):
        hint = "keep --auth existing, or leave the role out"
        yield Problem(id="role", message="who is not known has no role", text=", ".join(values), hint=hint)
        return
    actions = action_names(known.get("action", ()))
    for value in values:
        yield from _form(value, known.get("methods"), actions)
    yield from _names(project, roles_of(values, actions))


def check_admins(known: Known) -> Iterator[Problem]:
    """What is wrong with the answer that superusers reach the rows of others."""
    if known.get("admins") != ("all",):
        return
    if known.get("owner") == ("none",):
        hint = "leave --admins out, or name the owner"
        yield Problem(
            id="admins", message="rows that belong to nobody are everybody's", text="all", hint=hint
        )
    elif "superusers" not in known:
        hint = "answer --admins own, or give users a flag such as is_superuser first"
        yield Problem(id="admins", message="users of this project are all alike", text="all", hint=hint)


def _form(value: str, methods: tuple[str, ...] | None, actions: tuple[str, ...]) -> Iterator[Problem]:
    operation, equals, roles = value.partition("=")
    if not equals or not all(roles.split("/")):
        yield Problem(id="role", message="a role is asked for by operation", text=value, hint=_HINT)
    elif operation not in (*METHODS, *actions):
        near = get_close_matches(operation, (*METHODS, *actions), n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"it is {', '.join((*METHODS, *actions))}"
        yield Problem(id="role", message=f'there is no operation "{operation}"', text=value, hint=hint)
    elif methods is not None and operation not in (*methods, *actions):
        message = f"the endpoint has no operation {operation}"
        yield Problem(id="role", message=message, text=value, hint=f"it has {', '.join(methods)}")


def _names(project: ProjectMap, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[Problem]:
    """Roles that users of the project cannot have, where it says which they can."""
    auth = project.conventions.auth
    there = [name for name, _ in auth.role_names.value]
    if not there:
        return
    known = {*there, *(_SAME if auth.superuser_field.value or auth.role_form.value == "dependency" else ())}
    for method, roles in wanted:
        for role in roles:
            if role not in known:
                near = get_close_matches(role, there, n=1)
                hint = f'did you mean "{near[0]}"?' if near else f"roles are {', '.join(there)}"
                text = f"{method}={'/'.join(roles)}"
                yield Problem(id="role", message=f'no user has the role "{role}"', text=text, hint=hint)
