"""Everything wrong with the answers, all at once. Questions that are still open are no problem."""

import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.domain.spec import METHODS, Fields, FieldSpec
from fastapi_endpoint.fieldtypes.base import attribute
from fastapi_endpoint.fieldtypes.grammar import parse, parse_line, print_field
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.interview.actions import ASKED, check_actions
from fastapi_endpoint.interview.answers import resolve
from fastapi_endpoint.interview.collisions import CROWDED, collisions
from fastapi_endpoint.interview.engine import choices
from fastapi_endpoint.interview.existing import host_model, model_problems, with_model
from fastapi_endpoint.interview.facts import (
    Known,
    fields_of,
    known_values,
    refers_to_users,
    user_model,
)
from fastapi_endpoint.interview.names import clashes, of_field
from fastapi_endpoint.interview.nesting import OF_PARENT, parent_model, parent_problems
from fastapi_endpoint.interview.permissions import check_admins, check_roles
from fastapi_endpoint.interview.planned import with_planned_users
from fastapi_endpoint.interview.rounds import BY_ID
from fastapi_endpoint.naming import is_reserved, pascal, singular, snake

MOST_ROWS = 1000
LONGEST_CACHE = 31_536_000
RESOURCE = re.compile(r"[A-Za-z][A-Za-z0-9]*([_ -][A-Za-z0-9]+)*", re.ASCII)
OF_ROWS = ("id", "created_at", "updated_at")


def validate(project: ProjectMap, answers: Sequence[Answer]) -> tuple[Problem, ...]:
    """All problems of the answers given so far, in the order of the questions."""
    project = with_planned_users(project, answers)
    resolved = resolve(with_model(project, answers))
    known = known_values(project, resolved)
    problems = [
        *_unknown(resolved),
        *_choices(project, resolved, known),
        *_resource(project, resolved, known),
        *model_problems(project, resolved, fields_of(resolved)),
        *_methods(project, known),
        *_fields(project, resolved),
        *_parent(project, resolved),
        *_owner(project, resolved, known),
        *_tenant(known),
        *_actions(project, resolved, known),
        *check_roles(project, known),
        *check_admins(known),
        *_listing(resolved, known),
    ]
    order = [*BY_ID]
    return tuple(sorted(problems, key=lambda problem: order.index(problem.id) if problem.id in order else -1))


def check_line(project: ProjectMap, line: str) -> tuple[Problem, ...]:
    """What is wrong with one line of the fields, whatever the other lines say."""
    parsed = parse_line(line)
    if isinstance(parsed, tuple):
        return parsed
    return tuple(_targets(with_planned_users(project, ()), parsed)) if isinstance(parsed, FieldSpec) else ()


def resource_name(text: str) -> str:
    """The resource in CapWords and the singular: `order_items`, `OrderItems` -> `OrderItem`."""
    return pascal(singular(text))


def limits(text: str) -> tuple[int, int] | None:
    """`20/100` as numbers, or None where it is none such. `20` alone allows up to 100."""
    match = re.fullmatch(r"([0-9]{1,6})(?:/([0-9]{1,6}))?", text)
    if not match:
        return None
    usual = int(match[1])
    return usual, int(match[2]) if match[2] else max(usual, 100)


def _unknown(resolved: Mapping[str, Answer]) -> Iterator[Problem]:
    for key, answer in resolved.items():
        if key not in BY_ID:
            near = get_close_matches(key, BY_ID, n=1)
            hint = f'did you mean "{near[0]}"?' if near else ""
            yield Problem(id=key, message=f'there is no question "{key}"', hint=hint)
        elif BY_ID[key].unsupported:
            yield Problem(id=key, message=BY_ID[key].unsupported, text=_text(answer), hint=f"leave {key} out")


def _choices(project: ProjectMap, resolved: Mapping[str, Answer], known: Known) -> Iterator[Problem]:
    for key, answer in resolved.items():
        template = BY_ID.get(key)
        if template is None or template.kind not in {"choice", "yes-no"} or key == "owner":
            continue
        value = _text(answer)
        offered = {_head(choice.value): choice for choice in choices(key, project, known)}
        if template.kind == "yes-no":
            if value not in {"yes", "no"}:
                yield Problem(id=key, message=f"{key} is yes or no", text=value)
            continue
        choice = offered.get(_head(value))
        possible = [each.value for each in offered.values() if not each.disabled]
        if choice is None:
            near = get_close_matches(value, possible, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"it is {', '.join(possible)}"
            yield Problem(id=key, message=f'{key} cannot be "{value}"', text=value, hint=hint)
        elif choice.disabled and not _host_page(project, key, value):
            yield Problem(
                id=key, message=f"{value}: {choice.disabled}", text=value, hint=f"it is {', '.join(possible)}"
            )


def _host_page(project: ProjectMap, key: str, value: str) -> bool:
    return (key, value) == ("paginate", "page") and project.conventions.pagination.value == "page"


def _resource(project: ProjectMap, resolved: Mapping[str, Answer], known: Known) -> Iterator[Problem]:
    answer = resolved.get("resource")
    if answer is None:
        return
    text = _text(answer)
    if not RESOURCE.fullmatch(text) or len(text) > 40:
        yield Problem(
            id="resource",
            message=f'"{text[:60]}" is no name of a resource',
            hint="up to 40 letters and digits, a letter first: Parcel, OrderItem",
        )
        return
    name = resource_name(text)
    if name in CROWDED or keyword.iskeyword(snake(name)) or is_reserved(snake(name)):
        hint = f"say more: Order{name}, {name}Entry"
        yield Problem(id="resource", message=f'"{name}" means something else in Python or FastAPI', hint=hint)
        return
    parent = parent_model(project, resolved)
    above = parent.name if parent else ""
    yield from collisions(project, name, above, is_mapped="existing" in known)


def _methods(project: ProjectMap, known: Known) -> Iterator[Problem]:
    values = known.get("methods")
    if values is None:
        return
    if not values:
        yield Problem(
            id="methods", message="an endpoint has at least one operation", hint="such as --methods list,get"
        )
    for value in values:
        if value not in (*METHODS, ASKED):
            near = get_close_matches(value, (*METHODS, "full", "read-only"), n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"they are {', '.join(METHODS)}"
            yield Problem(id="methods", message=f'there is no operation "{value}"', text=value, hint=hint)
    if project.conventions.answers.update_method.value == "put" and {"update", "replace"} <= set(values):
        yield Problem(
            id="methods",
            message="update and replace would both be PUT: this project updates with PUT",
            hint="keep one of them",
        )


def _fields(project: ProjectMap, resolved: Mapping[str, Answer]) -> Iterator[Problem]:
    answer = resolved.get("fields")
    if answer is None:
        return
    parsed = parse((answer.value,) if isinstance(answer.value, str) else answer.value)
    if not isinstance(parsed, Fields):
        yield from parsed
        return
    if not parsed.fields:
        yield Problem(id="fields", message="a resource has at least one field", hint="such as title:str200")
    own = {each.name for each in parsed.objects}
    for field in (*parsed.fields, *(field for each in parsed.objects for field in each.fields)):
        yield from _targets(project, field)
        yield from _type_names(field, own)
    yield from clashes(project, parsed)


def _targets(project: ProjectMap, field: FieldSpec) -> Iterator[Problem]:
    target = field.type.target
    if field.type.name not in {"ref", "refs"} or target in (None, "self"):
        return
    if project.model(target) is None and not refers_to_users(project, field):
        names = [name for model in project.models for name in (model.table, model.name)]
        near = get_close_matches(target, names, n=1)
        tables = ", ".join(sorted(model.table for model in project.models)[:12])
        hint = (
            f'did you mean "{near[0]}"?'
            if near
            else f"tables are {tables}"
            if tables
            else "no table was found"
        )
        yield of_field(field, f'this project has no table or model "{target}"', hint)


def _type_names(field: FieldSpec, own: set[str]) -> Iterator[Problem]:
    kind = field.type.item or field.type
    names = (
        {kind.target or ""} if kind.name == "object" else set(kind.values) if kind.name == "union" else set()
    )
    for name in sorted(names - own):
        yield of_field(field, f"{name} is not defined", f"add its fields as lines: {name}.street:str200")


def _actions(project: ProjectMap, resolved: Mapping[str, Answer], known: Known) -> Iterator[Problem]:
    values = known.get("action", ())
    named = known.get("resource", ("",))[0]
    name = resource_name(named) if RESOURCE.fullmatch(named) else ""
    if values or "action" not in known:
        yield from check_actions(project, name, values, fields_of(resolved))


def _parent(project: ProjectMap, resolved: Mapping[str, Answer]) -> Iterator[Problem]:
    resource = resolved.get("resource")
    name = resource_name(_text(resource)) if resource and RESOURCE.fullmatch(_text(resource)) else ""
    yield from parent_problems(project, name, resolved, fields_of(resolved))


def _owner(project: ProjectMap, resolved: Mapping[str, Answer], known: Known) -> Iterator[Problem]:
    fields = fields_of(resolved)
    answer = resolved.get("owner")
    marked = known.get("fields.owner", ())
    wanted = _text(answer) if answer else (marked[0] if marked else "none")
    if answer and marked and wanted != marked[0]:
        hint = f"answer --owner {marked[0]}, or take the word owner out of the line"
        yield Problem(id="owner", message=f"the field {marked[0]} is marked owner", text=wanted, hint=hint)
        return
    if wanted == "none":
        return
    if wanted == OF_PARENT and OF_PARENT not in marked and not known.get("parent.owner"):
        hint = "name the field that refers to the user, or answer --owner none"
        yield Problem(id="owner", message="no parent says whose the rows are", text=wanted, hint=hint)
        return
    if known.get("auth") == ("none",):
        hint = "keep --auth existing, or leave the owner out"
        yield Problem(
            id="auth", message=f"rows belong to {wanted}: nobody can own what everybody may call", hint=hint
        )
    if fields is None or (wanted == OF_PARENT and known.get("parent.owner")):
        return
    field = next((each for each in fields.fields if each.name == wanted), None)
    candidates = known.get("fields.users", ())
    users = user_model(project)
    table = users.table if users else "users"
    if field is None:
        hint = (
            f"it is {', '.join(candidates)}"
            if candidates
            else f"add a field such as {wanted}:ref/{table}:owner"
        )
        yield Problem(id="owner", message=f'there is no field "{wanted}"', text=wanted, hint=hint)
    elif project.conventions.user_model.value is None:
        hint = "name it in pyproject.toml: [tool.fastapi-endpoint] user_model"
        yield Problem(
            id="owner", message="the user table of this project is not known", text=wanted, hint=hint
        )
    elif not refers_to_users(project, field):
        message = f"an owner is a user: {wanted} does not refer to {table}"
        yield Problem(
            id="owner", message=message, text=print_field(field), hint=f"write {wanted}:ref/{table}:owner"
        )
    elif field.optional and host_model(project, resolved) is None:
        hint = "take optional out of the line"
        yield Problem(
            id="owner", message=f"{wanted} is optional: nobody could reach a row without owner", hint=hint
        )


def _tenant(known: Known) -> Iterator[Problem]:
    marked = known.get("fields.tenant", ())
    if marked and known.get("auth") == ("none",):
        message = f"rows belong to a tenant ({marked[0]}): who is not known is of none"
        yield Problem(id="auth", message=message, hint="keep --auth existing, or take tenant out of the line")


def _listing(resolved: Mapping[str, Answer], known: Known) -> Iterator[Problem]:
    if "limit" in known:
        yield from _limit(known["limit"][0])
    if "cache" in known:
        yield from _cache(known["cache"][0])
    if "order" in known:
        columns = known.get("model.columns", OF_ROWS)
        yield from _order(
            known["order"][0], fields_of(resolved), tuple(name for name in OF_ROWS if name in columns)
        )


def _limit(text: str) -> Iterator[Problem]:
    read = limits(text)
    if read is None:
        yield Problem(id="limit", message="limit is one or two numbers", text=text, hint="such as 20/100")
    elif not 1 <= read[0] <= read[1]:
        yield Problem(
            id="limit",
            message=f"{read[0]} rows are not between 1 and {read[1]}",
            text=text,
            hint="such as 20/100",
        )
    elif read[1] > MOST_ROWS:
        yield Problem(
            id="limit", message=f"a page has at most {MOST_ROWS} rows", text=text, hint="such as 20/100"
        )


def _cache(text: str) -> Iterator[Problem]:
    head, equals, seconds = text.partition("=")
    if equals and not (seconds.isascii() and seconds.isdigit() and 0 < int(seconds[:12]) <= LONGEST_CACHE):
        yield Problem(
            id="cache", message="the time is a number of seconds", text=text, hint=f"write {head}=60"
        )
    elif equals and head in {"none", "etag"}:
        yield Problem(id="cache", message=f"{head} takes no time", text=text, hint=f"write {head}")


def _order(text: str, fields: Fields | None, of_rows: tuple[str, ...]) -> Iterator[Problem]:
    column, _, direction = text.partition("/")
    if direction not in {"asc", "desc"}:
        yield Problem(
            id="order",
            message="order is column/asc or column/desc",
            text=text,
            hint="such as created_at/desc",
        )
    if fields is None or column in of_rows:
        return
    field = next((each for each in fields.fields if column in (each.name, attribute(each))), None)
    sortable = [each.name for each in fields.fields if "sort" in kind_of(each).words and not each.private]
    if field is None:
        near = get_close_matches(column, [*sortable, *of_rows], n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"it is {', '.join([*sortable, *of_rows])}"
        yield Problem(id="order", message=f'there is no column "{column}"', text=text, hint=hint)
    elif field.name not in sortable or field.writeonly or field.computed:
        hint = f"it is {', '.join([*sortable, *of_rows])}"
        yield Problem(id="order", message=f"a list cannot be ordered by {column}", text=text, hint=hint)


def _text(answer: Answer) -> str:
    return answer.value if isinstance(answer.value, str) else ",".join(answer.value)


def _head(value: str) -> str:
    return value.partition("=")[0]
