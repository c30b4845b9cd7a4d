"""The facts a plan rests on, and whether they still hold."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import EntryPoint, Fact
from fastapi_endpoint.domain.plan import Plan, PlannedRoute, PlannedTable, UsedFact
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec

# What generated code would be wrong about if it changed between plan and apply.
_LOAD_BEARING = (
    "entry_points",
    "orm",
    "declarative_base",
    "user_model",
    "shared_schema_base",
    "session.dependency",
    "session.is_async",
    "session.commit",
    "auth.current_user_dependency",
    "router_registration.file",
    "router_registration.receiver",
    "router_registration.mount",
    "layout.import_root",
    "layout.model",
    "layout.schema",
    "layout.crud",
    "layout.router",
    "layout.test",
    "models.style",
    "models.ids_as_text",
    "id_type",
    "alembic.heads",
)
_ABSENT = "absent:"
_MODEL = "model:"


def served_by(plan: Plan) -> str | None:
    """The application that a plan is for, by its name; None where none was found."""
    told = next((fact.value for fact in plan.facts if fact.path == "entry_points"), "[]")
    entries = msgspec.json.decode(told, type=tuple[EntryPoint, ...])
    return entries[-1].name if entries else None


def used_facts(
    project: ProjectMap,
    routes: Iterable[PlannedRoute],
    tables: Iterable[PlannedTable],
    spec: EndpointSpec,
) -> tuple[UsedFact, ...]:
    """The positive facts with their witnesses, then what must not exist: the routes and the tables.

    Where the model of `spec` is there already, its columns are a fact; where rows are wrapped, so is how;
    where lists are cut as the host's are, what these look like.
    """
    wrapped = ("answers.wrapping",) if spec.envelope == "host" else ()
    cut = ("answers.list_shape", "answers.page_parameters") if spec.listing.host else ()
    paths = (*_LOAD_BEARING, *wrapped, *cut)
    positive = tuple(
        UsedFact(path=path, value=_text(fact.value), witnesses=fact.witnesses[:3])
        for path, fact in ((path, _dig(project, path)) for path in paths)
    )
    if spec.model is not None:
        columns = _columns(project, spec.model)
        positive = (*positive, UsedFact(path=f"{_MODEL}{spec.model}", value=columns))
    absent = [f"{_ABSENT}route {route.method} {route.path}" for route in routes]
    absent += [f"{_ABSENT}table {table.name}" for table in tables]
    return positive + tuple(UsedFact(path=path, value="true") for path in absent)


def changed_facts(facts: Iterable[UsedFact], project: ProjectMap) -> tuple[str, ...]:
    """One sentence for each fact that no longer holds in `project`."""
    changed = []
    for fact in facts:
        if fact.path.startswith(_ABSENT):
            if where := _present(fact.path.removeprefix(_ABSENT), project):
                changed.append(where)
        elif fact.path.startswith(_MODEL):
            model = fact.path.removeprefix(_MODEL)
            if _columns(project, model) != fact.value:
                changed.append(f"the columns of {model} have changed")
        else:
            now = _dig(project, fact.path)
            if _text(now.value) != fact.value:
                place = f" ({now.witnesses[0].file}:{now.witnesses[0].line})" if now.witnesses else ""
                was, is_now = _shown(fact.value), _shown(_text(now.value))
                changed.append(f"{fact.path} was {was} and is now {is_now}{place}")
    return tuple(changed)


def _columns(project: ProjectMap, path: str) -> str:
    """The columns of a model without the lines that they stand on."""
    model = next((model for model in project.models if model.path == path), None)
    return _text([replace(column, line=0) for column in model.columns] if model else None)


def _dig(project: ProjectMap, path: str) -> Fact[Any]:
    node: Any = project.conventions
    for part in path.split("."):
        node = getattr(node, part)
    fact: Fact[Any] = node
    return fact


def _text(value: Any) -> str:
    return json.dumps(msgspec.to_builtins(value), sort_keys=True, ensure_ascii=False)


def _shown(text: str) -> str:
    """A value in few words: of a name of the project, only where it is from and what it is."""
    value = json.loads(text)
    if isinstance(value, dict) and "name" in value:
        return ".".join(part for part in (value.get("module"), value.get("owner"), value["name"]) if part)
    return "nothing" if value is None else text


def _present(what: str, project: ProjectMap) -> str | None:
    kind, _, rest = what.partition(" ")
    if kind == "table":
        model = next((model for model in project.models if model.table == rest), None)
        return f"table {rest} exists now ({model.file}:{model.line})" if model else None
    method, _, path = rest.partition(" ")
    route = next((r for r in project.routes if (r.method.upper(), r.path) == (method, path)), None)
    return f"route {rest} exists now ({route.file}:{route.line})" if route else None
