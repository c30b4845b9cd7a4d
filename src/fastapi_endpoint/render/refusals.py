"""What cannot be rendered yet, said by name."""

from fastapi_endpoint.dialects.databases import common
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec
from fastapi_endpoint.naming import pascal, singular, snake
from fastapi_endpoint.render.tenants import same_type, tenant_of_caller
from fastapi_endpoint.render.unsupported import unsupported

RENDERED_KINDS = {
    *("str", "text", "int", "float", "decimal", "bool", "date", "datetime", "time"),
    *("uuid", "json", "enum", "ref", "email", "url", "ip", "duration", "bytes", "secret"),
    *("list", "object", "union"),
}


def refusal(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """The first reason why this endpoint cannot be written for this project, or None."""
    if (whole := unsupported(project)) is not None:
        return whole
    return (
        _unsupported_answer(spec, project)
        or next(filter(None, (_unsupported_field(field, spec) for field in spec.fields.fields)), None)
        or _unknown_tenant(spec, project)
        or _misplaced_key(spec, project)
        or _cut_duration(spec, project)
        or _unsent_bytes(spec, project)
    )


def _cut_duration(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """A span of time is a moment since 1970 to MySQL and MariaDB, without what is less than a second."""
    cut = common(project.conventions.databases.value).whole_seconds
    for field in spec.fields.fields:
        if field.type.name == "duration" and cut:
            message = f"{field.name}: MySQL and MariaDB would cut a duration to whole seconds"
            return Refusal(message=message, hint=f"write {field.name}_seconds:int:min=0", kind="unsupported")
    return None


def _unsent_bytes(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """aiomysql ends in a TypeError on every statement that has bytes in it."""
    driver = next((each for each in project.requirements if each.name == "aiomysql"), None)
    for field in spec.fields.fields:
        if field.type.name == "bytes" and driver is not None:
            return Refusal(
                message=f"{field.name}: aiomysql cannot send bytes",
                hint="use another driver, or keep base64 in a text field",
                where=Witness(driver.file, driver.line),
                kind="unsupported",
            )
    return None


def _unsupported_answer(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    answers = {
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
    return _called_sign_in(spec, project) or _plain_caller(spec, project)


def _called_sign_in(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """What a call gives is another dependency each time: tests have nothing to replace."""
    auth = project.conventions.auth
    given = auth.current_user_dependency
    if spec.access.auth != "existing" or given.value is None or not auth.by_call.value:
        return None
    return Refusal(
        message=f"the caller comes by a call, {given.value.name}(), which tests cannot replace",
        hint="answer --auth none and add the call by hand, or make it a dependency",
        where=next(iter(given.witnesses), None),
        kind="unsupported",
    )


def _plain_caller(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """Ownership and roles read attributes of the caller, which a dict or an id does not have."""
    auth = project.conventions.auth
    dependency, plain = auth.current_user_dependency.value, auth.plain_type
    tenant = any(field.tenant for field in spec.fields.fields)
    reads = spec.access.owner is not None or spec.access.roles or tenant
    if spec.access.auth != "existing" or not plain.value or not reads or dependency is None:
        return None
    what = "whose rows they are" if spec.access.owner is not None or tenant else "who has a role"
    return Refusal(
        message=f"{dependency.expression} gives a {plain.value}, no user: {what} cannot be written yet",
        hint="name a dependency that gives a user: [tool.fastapi-endpoint] auth.current_user_dependency",
        where=next(iter(plain.witnesses), None),
    )


def _unsupported_field(field: FieldSpec, spec: EndpointSpec) -> Refusal | None:
    if field.type.name == "refs":
        return Refusal(
            message=f"{field.name}: many references in one field cannot be written yet",
            hint=f"leave it out, then make each link a row: {_as_links(field, spec)}",
        )
    if field.type.name not in RENDERED_KINDS:
        return Refusal(
            message=f"{field.name}: {field.type.name} fields cannot be written yet", hint="leave it out"
        )
    return None


def _as_links(field: FieldSpec, spec: EndpointSpec) -> str:
    """The command that makes the links a resource of their own."""
    one, other = snake(spec.resource), singular(field.name)
    sides = ((one, pascal(spec.resource)), (other, field.type.target))
    lines = " ".join(f"{name}:ref/{target}:ondelete=cascade" for name, target in sides)
    return f"fastapi-endpoint add {spec.resource}{pascal(other)} {lines} +unique/{one}/{other}"


def _misplaced_key(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """A key that is given, where rows have another already, or are kept apart."""
    field = next((each for each in spec.fields.fields if each.pk), None)
    if field is None:
        return None
    apart = spec.access.owner is not None or spec.parent is not None
    if apart or any(each.tenant for each in spec.fields.fields):
        message = f"{field.name}: one key for all rows would tell an owner, or parent, of the rows of others"
        return Refusal(message=message, hint=f"write {field.name} with unique instead of pk")
    if spec.model is not None or "id" in project.conventions.models.base_provides.value:
        whose = "the model" if spec.model is not None else "the base of all models"
        return Refusal(message=f"{field.name}: {whose} has a key", hint="write unique instead of pk")
    return None


def _unknown_tenant(spec: EndpointSpec, project: ProjectMap) -> Refusal | None:
    """A tenant that no column of the users tells, for each of them and in the same type."""
    field = next((each for each in spec.fields.fields if each.tenant), None)
    users = project.users
    if field is None:
        return None
    if spec.parent is not None:
        message = f"{field.name}: a resource that has a tenant cannot be nested yet"
        return Refusal(message=message, hint="leave --parent out")
    column = tenant_of_caller(project, field)
    if users is None or column is None:
        why = f"no column of {users.name if users else 'the users'} says which is the caller's"
    elif column.nullable:
        why = f"{users.name}.{column.name} may be null, and a row without it would be nobody's"
    elif not same_type(project, field, column):
        why = f"{users.name}.{column.name} is of another type"
    else:
        return None
    hint = "call the field as the users' column is called, or take the word tenant out"
    where = Witness(users.file, (column and column.line) or users.line) if users else None
    return Refusal(message=f"{field.name}: {why}", hint=hint, where=where, kind="missing")
