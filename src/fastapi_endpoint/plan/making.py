"""From a complete spec to the plan: render, format, wire in, hash."""

from fastapi_endpoint import __version__
from fastapi_endpoint.domain.plan import CreateFile, EditFile, Plan, Refusal, RunCommand
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.plan import diffing
from fastapi_endpoint.plan.artefacts import add_files, add_migration
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.plan.conflicts import find_conflict
from fastapi_endpoint.plan.contents import describe_dependencies, describe_queries, describe_schemas
from fastapi_endpoint.plan.facts import changed_facts, used_facts
from fastapi_endpoint.plan.hashing import plan_hash, sha256
from fastapi_endpoint.plan.migration import RevisionPlace
from fastapi_endpoint.plan.packages import add_packages
from fastapi_endpoint.plan.soundness import unsound
from fastapi_endpoint.plan.wiring import wire
from fastapi_endpoint.render import (
    ResourceView,
    describe_parent,
    describe_routes,
    describe_table,
    make_view,
    render,
    test_names,
)
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.formatters import HostFormatters


def make_plan(
    spec: EndpointSpec,
    answers: tuple[Answer, ...],
    project: ProjectMap,
    tree: SourceTree,
    clock: str,
    formatters: HostFormatters | None = None,
) -> Plan | Refusal:
    """Everything that adding the endpoint would do to `tree`, or why it cannot be added.

    `project` is what exploring found; `clock` is in CLOCK_FORMAT, UTC; `formatters` have the last word on new
    text. Without operations the endpoint is there already.
    """
    view = make_view(spec, project)
    if isinstance(view, Refusal):
        return view
    routes, table = describe_routes(view), describe_table(view)
    made = table if view.host_model is None else None
    conflict = find_conflict(project, model_class=view.model_class, table=made, routes=routes)
    changes = Changes(tree, formatters)
    rendered = render(view)
    refused = add_files(changes, rendered, project, tree)
    if refused is not None:
        return conflict or refused
    placed = add_migration(changes, view, project, tree, clock) if made else None
    if isinstance(placed, Refusal):
        return conflict or placed
    wire(changes, view, project)
    # An endpoint that is there already is in nobody's way: all its files are as they would be written.
    if conflict is not None and (changes.operations() or changes.manual):
        return conflict
    if (broken := unsound(changes, view, project, tree)) is not None:
        return broken
    operations = (
        (*changes.operations(), *add_packages(view, project), *_commands(view, placed))
        if changes.operations()
        else ()
    )
    manual = tuple(changes.manual)
    return Plan(
        tool=__version__,
        clock=clock,
        spec=spec,
        answers=answers,
        facts=used_facts(project, routes, (made,) if made else (), spec),
        operations=operations,
        manual=manual,
        routes=routes,
        table=table,
        tests=tuple(file.path for file in rendered if "test" in file.artefacts),
        test_names=test_names(view),
        modules=_modules(view),
        risks=(*view.risks, *(_migration_risks(project, placed) if made else ())),
        kept=view.kept,
        hash=plan_hash(answers, operations, manual, clock),
        already=tuple(changes.already),
        schemas=describe_schemas(view),
        queries=describe_queries(view),
        dependencies=describe_dependencies(view),
        parent=describe_parent(view),
    )


def own_files(spec: EndpointSpec, project: ProjectMap, tree: SourceTree) -> tuple[str, ...]:
    """The files of this very resource that stand in the tree already."""
    view = make_view(spec, project)
    if isinstance(view, Refusal):
        return ()
    places = view.places
    shared = set(_shared_by_all(view))
    paths = {places.schema, places.crud, places.router, places.test, places.factory}
    paths = paths - {places.model} if view.host_model else paths | {places.model}
    return tuple(
        sorted({place.path for place in paths if place.path not in shared and tree.exists(place.path)})
    )


def planned_images(plan: Plan, tree: SourceTree) -> dict[str, bytes]:
    """What each file of the plan will hold. The edited files of `tree` must be those the plan was made on."""
    return diffing.after_images(plan.operations, _bases(plan, tree))


def patch(plan: Plan, tree: SourceTree) -> str:
    """The plan as a unified diff; an edit whose file has changed since is shown without its surroundings."""
    bases = _bases(plan, tree)
    parts = []
    for operation in plan.operations:
        if isinstance(operation, EditFile) and sha256(bases.get(operation.path, b"")) != operation.base:
            parts.append(diffing.hunk_patch(operation))
        else:
            parts.append(diffing.patch((operation,), bases))
    return "".join(parts)


def is_spent(plan: Plan, tree: SourceTree) -> bool:
    """Does every file already hold what the plan would write?"""
    return all(
        tree.exists(operation.path) and sha256(tree.read(operation.path)) == _after(operation)
        for operation in plan.operations
        if isinstance(operation, CreateFile | EditFile)
    )


def staleness(plan: Plan, project: ProjectMap, tree: SourceTree) -> tuple[str, ...]:
    """Why the plan no longer fits: changed facts, changed or new files. Empty where it still does."""
    reasons = list(changed_facts(plan.facts, project))
    for operation in plan.operations:
        if isinstance(operation, CreateFile) and tree.exists(operation.path):
            reasons.append(f"{operation.path} exists now")
        elif isinstance(operation, EditFile):
            if not tree.exists(operation.path):
                reasons.append(f"{operation.path} is gone")
            elif sha256(tree.read(operation.path)) != operation.base:
                reasons.append(f"{operation.path} has changed")
    return tuple(reasons)


def _after(operation: CreateFile | EditFile) -> str:
    return operation.after if isinstance(operation, EditFile) else sha256(operation.text.encode())


def _bases(plan: Plan, tree: SourceTree) -> dict[str, bytes]:
    edits = (operation.path for operation in plan.operations if isinstance(operation, EditFile))
    return {path: tree.read(path) for path in edits if tree.exists(path)}


def _shared_by_all(view: ResourceView) -> list[str]:
    """Places that do not depend on the resource's name: one file for all resources."""
    layout = view.conventions.layout
    facts = (layout.model, layout.schema, layout.crud, layout.router, layout.test)
    patterns = [fact.value for fact in facts]
    return [pattern for pattern in patterns if "{" not in pattern]


def _modules(view: ResourceView) -> tuple[str, ...]:
    places = view.places
    names = (places.model, places.schema, places.crud, places.router)
    return tuple(dict.fromkeys(place.module for place in names))


def _commands(view: ResourceView, placed: RevisionPlace | None) -> tuple[RunCommand, ...]:
    if placed is None:
        return ()
    config = view.conventions.alembic.config.value
    where = ("-c", config) if config not in (None, "alembic.ini") else ()
    return (
        RunCommand(argv=("alembic", *where, "upgrade", "head"), reason=f"create the table {view.table.name}"),
    )


def _migration_risks(project: ProjectMap, placed: RevisionPlace | None) -> tuple[str, ...]:
    if placed is not None:
        return ()
    kind = project.conventions.migrations.value
    how = "" if kind == "none" else f" ({kind})"
    return (f"No Alembic history: the table must be created as the project's other tables are{how}.",)
