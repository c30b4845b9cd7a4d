"""Names of the project that a new resource would take a second time.

What stands where this very resource would be written is no collision here: it may be an earlier `add`
of the same answers, which the plan compares byte for byte.
"""

from collections.abc import Iterator

from fastapi_endpoint.domain.conventions import Fact
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.naming import kebab, pascal, plural, snake

CROWDED = frozenset(
    {
        *(
            "Any",
            "Annotated",
            "Literal",
            "Optional",
            "Union",
            "List",
            "Dict",
            "Enum",
            "StrEnum",
            "Decimal",
            "UUID",
        ),
        *(
            "Base",
            "BaseModel",
            "Field",
            "ConfigDict",
            "Session",
            "AsyncSession",
            "Select",
            "Column",
            "Mapped",
        ),
        *("Request", "Response", "Depends", "Query", "Path", "Body", "Header", "Status", "APIRouter"),
        *(
            "Router",
            "Page",
            "Keyset",
            "HTTPException",
            "Exception",
            "Object",
            "Type",
            "Test",
            "Tests",
            "Self",
            "None",
            "True",
            "False",
        ),
        *("None", "True", "False"),
        *("Integer", "String", "Text", "Boolean", "Date", "Time", "DateTime", "Numeric", "Float", "Uuid"),
    }
)


def filled(pattern: str, resource: str) -> str:
    """A pattern of the project's conventions with the name put in."""
    many = plural(resource)
    forms = {
        "{singular}": snake(resource),
        "{plural}": many,
        "{Singular}": pascal(resource),
        "{Plural}": pascal(many),
        "{singular-kebab}": kebab(resource),
        "{plural-kebab}": kebab(many),
    }
    for form, value in forms.items():
        pattern = pattern.replace(form, value)
    return pattern


def collisions(
    project: ProjectMap, resource: str, parent: str = "", *, is_mapped: bool = False
) -> tuple[Problem, ...]:
    """Tables, classes and paths that are taken, each with its place. `resource` is in CapWords, as is the
    `parent` that it hangs on. `is_mapped`: its table and class are meant to be there.
    """
    routes = _nested_routes(project, resource, parent) if parent else _routes(project, resource)
    models = () if is_mapped else _models(project, resource)
    found = (*models, *_schemas(project, resource), *routes)
    return found or (() if is_mapped else tuple(_imported(project, resource)))


def _models(project: ProjectMap, resource: str) -> Iterator[Problem]:
    naming, layout = project.conventions.naming, project.conventions.layout
    table, name = filled(naming.table.value, resource), filled(naming.model_class.value, resource)
    for model in project.models:
        if _may_be_ours(layout.model, resource, model.file):
            continue
        if model.name == name:
            its = f", and its table {table}" if model.table == table else ""
            yield _taken(f"there is a class {name} already{its}", f"{model.file}:{model.line}")
        elif model.table == table:
            yield _taken(f"there is a table {table} already", f"{model.name}, {model.file}:{model.line}")


def _schemas(project: ProjectMap, resource: str) -> Iterator[Problem]:
    naming, layout = project.conventions.naming, project.conventions.layout
    patterns = (naming.schema_create, naming.schema_update, naming.schema_response, naming.schema_list)
    names = {filled(pattern.value, resource) for pattern in patterns}
    for schema in project.schemas:
        if schema.name in names and not _may_be_ours(layout.schema, resource, schema.file):
            yield _taken(f"there is a class {schema.name} already", f"{schema.file}:{schema.line}")


def _routes(project: ProjectMap, resource: str) -> Iterator[Problem]:
    mount = project.conventions.router_registration.mount.value or ""
    path = _shape(mount + filled(project.conventions.naming.path.value, resource))
    for route in project.routes:
        taken = _shape(route.path)
        if taken != path and not taken.startswith(f"{path}/{{"):
            continue
        if not _may_be_ours(project.conventions.layout.router, resource, route.file):
            yield _taken(f"{route.method} {route.path} is served already", f"{route.file}:{route.line}")
            return


def _nested_routes(project: ProjectMap, resource: str, parent: str) -> Iterator[Problem]:
    own = resource.removeprefix(parent) or resource
    names = {_shape(filled(project.conventions.naming.path.value, each)) for each in (resource, own)}
    above = {parent_form for many in (plural(parent), snake(parent)) for parent_form in (many, kebab(many))}
    for route in project.routes:
        parts = route.path.strip("/").split("/")
        for before, key, last in zip(parts, parts[1:], parts[2:], strict=False):
            nested = before in above and key.startswith("{") and f"/{last}" in names
            if nested and not _may_be_ours(project.conventions.layout.router, resource, route.file):
                yield _taken(f"{route.method} {route.path} is served already", f"{route.file}:{route.line}")
                return


def _imported(project: ProjectMap, resource: str) -> Iterator[Problem]:
    """Names of the project that generated files import beside the resource's own."""
    habits = project.conventions
    symbols = (
        *(habits.session.alias, habits.session.dependency, habits.session.commit_helper),
        *(habits.auth.alias, habits.auth.current_user_dependency, habits.auth.annotation),
        *(habits.declarative_base, habits.shared_schema_base, habits.models.timestamp_mixin),
        *(habits.answers.page_model, habits.answers.envelope_model, habits.answers.not_found),
    )
    for symbol in (fact.value for fact in symbols if fact.value is not None):
        if symbol.imported == resource:
            yield _taken(f"endpoints of this project import a {resource} already", symbol.file)
            return


def _shape(path: str) -> str:
    return path.rstrip("/")


def _may_be_ours(pattern: Fact[str], resource: str, file: str) -> bool:
    return "{" not in pattern.value or filled(pattern.value, resource) == file


def _taken(message: str, where: str) -> Problem:
    return Problem(id="resource", message=f"{message} ({where})", hint="choose another name for the resource")
