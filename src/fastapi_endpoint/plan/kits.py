"""The part of a plan that makes a way to know who is calling, and how the endpoint's part builds on it."""

from collections.abc import Sequence

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact
from fastapi_endpoint.domain.plan import (
    CreateFile,
    EditFile,
    Operation,
    Plan,
    PlannedKit,
    Refusal,
    RunCommand,
)
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.edits import Import, add_class_field, in_sequence
from fastapi_endpoint.plan import diffing
from fastapi_endpoint.plan.artefacts import add_files, add_migration
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.plan.conflicts import find_conflict
from fastapi_endpoint.plan.diffing import edit_operation
from fastapi_endpoint.plan.facts import used_facts
from fastapi_endpoint.plan.hashing import plan_hash
from fastapi_endpoint.plan.packages import add_requirements
from fastapi_endpoint.plan.parts import Part
from fastapi_endpoint.plan.role_column import role_part
from fastapi_endpoint.plan.soundness import unsound
from fastapi_endpoint.plan.wiring import importing, wire, wire_table
from fastapi_endpoint.render import Kit, Setting, caller_of, next_kit
from fastapi_endpoint.render.patterns import place_of
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.formatters import HostFormatters


def next_part(
    spec: EndpointSpec,
    project: ProjectMap,
    tree: SourceTree,
    clock: str,
    formatters: HostFormatters | None = None,
) -> Part | Refusal | None:
    """What the answers ask for and `tree` lacks: the next kit, then a role for users who have none.

    None where the endpoint can be planned.
    """
    kit = next_kit(spec, project)
    if kit is None:
        return role_part(*on_kits(spec, project), Changes(tree, formatters), tree, clock)
    return (
        kit if isinstance(kit, Refusal) else _kit_part(kit, project, Changes(tree, formatters), tree, clock)
    )


def _kit_part(
    kit: Kit, project: ProjectMap, changes: Changes, tree: SourceTree, clock: str
) -> Part | Refusal:
    view = kit.view
    conflict = find_conflict(project, model_class=view.model_class, table=kit.table, routes=kit.routes)
    if conflict is not None:
        return conflict
    files = [
        file if "shared" in file.artefacts else replace(file, reason=f"{kit.name}: {file.reason}")
        for file in kit.files
    ]
    refused = add_files(changes, files, project, tree)
    if refused is not None:
        return refused
    placed = add_migration(changes, view, project, tree, clock)
    if isinstance(placed, Refusal):
        return placed
    (wire if kit.routed else wire_table)(changes, view, project)
    if kit.setting is not None:
        _set(changes, kit.setting, project)
    commands = add_requirements(changes, kit.packages, project)
    if (broken := unsound(changes, view, project, tree)) is not None:
        return broken
    return Part(
        kit=kit,
        images=changes.images(),
        operations=(*changes.operations(), *commands, *_secret(kit)),
        manual=tuple(changes.manual),
        risks=kit.risks,
    )


def on_kits(spec: EndpointSpec, project: ProjectMap) -> tuple[EndpointSpec, ProjectMap]:
    """The endpoint as it is planned where its kits are there: its callers are known as the kit says."""
    caller = caller_of(spec, project)
    if caller is None:
        return spec, project
    habits = project.conventions
    auth = replace(
        habits.auth,
        kinds=Fact(value=(caller.kind,)),
        current_user_dependency=Fact(value=caller.dependency),
        alias=Fact(value=caller.alias),
        annotation=Fact(value=caller.user),
        parameter=Fact(value=caller.parameter),
        plain_type=Fact(value="", origin="default"),
        scopes=Fact(value=(), origin="default"),
    )
    if spec.access.auth == "api-key":  # the project's check asks another way who is calling
        auth = replace(auth, role_check=Fact(value=None, origin="default"))
    known = replace(habits, auth=auth, user_model=Fact(value=caller.user))
    return (
        replace(spec, access=replace(spec.access, auth="existing")),
        replace(project, conventions=known),
    )


def joined(
    parts: Sequence[Part],
    plan: Plan,
    *,
    spec: EndpointSpec,
    project: ProjectMap,
    tree: SourceTree,
    ground: SourceTree,
) -> Plan:
    """One plan of all parts: `tree` and `project` are as they stand, `ground` has the parts laid over."""
    written: list[Operation] = [each for part in parts for each in part.operations]
    written += plan.operations
    operations = _merged(written, tree, _images(parts, plan, ground))
    manual = (*(step for part in parts for step in part.manual), *plan.manual)
    made_by = [part.kit for part in parts if part.kit is not None]
    kits = tuple(PlannedKit(name=kit.name, routes=kit.routes, table=kit.table) for kit in made_by)
    routes = (*(route for kit in kits for route in kit.routes), *plan.routes)
    made = [plan.table] if plan.table and spec.model is None else []
    tables = [*(kit.table for kit in kits), *made]
    tests = [file for kit in made_by for file in kit.files if "test" in file.artefacts]
    names = [name for kit in made_by for name in kit.test_names]
    settings = [kit.secret for kit in made_by if kit.secret]
    return replace(
        plan,
        spec=spec,
        operations=operations,
        manual=manual,
        kits=kits,
        settings=tuple(settings),
        modules=(*_modules(made_by, project), *plan.modules),
        risks=(*(risk for part in parts for risk in part.risks), *plan.risks),
        facts=used_facts(project, routes, tables, spec),
        tests=(*(file.path for file in tests), *plan.tests),
        test_names=(*names, *plan.test_names),
        hash=plan_hash(plan.answers, operations, manual, plan.clock),
    )


def _modules(kits: Sequence[Kit], project: ProjectMap) -> tuple[str, ...]:
    root = project.conventions.layout.import_root.value
    files = [file for kit in kits for file in kit.files if "test" not in file.artefacts]
    return tuple(dict.fromkeys(place_of(file.path, root).module for file in files))


def _images(parts: Sequence[Part], plan: Plan, ground: SourceTree) -> dict[str, bytes]:
    edited = (each.path for each in plan.operations if isinstance(each, EditFile))
    last = diffing.after_images(plan.operations, {path: ground.read(path) for path in edited})
    images: dict[str, bytes] = {}
    for part in parts:
        images |= part.images
    return images | last


def _merged(
    written: Sequence[Operation], tree: SourceTree, images: dict[str, bytes]
) -> tuple[Operation, ...]:
    """Each file once, from what stands there to what all parts leave, and each command once."""
    reasons: dict[str, list[str]] = {}
    for each in written:
        if not isinstance(each, RunCommand):
            reasons.setdefault(each.path, []).append(each.reason)
    stamped = {each.path for each in written if isinstance(each, CreateFile) and each.stamped}
    created, edited = [], []
    for path in sorted(images):
        reason = "; ".join(dict.fromkeys(reasons[path]))
        if tree.exists(path):
            edited.append(edit_operation(path, tree.read(path), images[path], reason))
        else:
            text = images[path].decode()
            created.append(CreateFile(path=path, text=text, reason=reason, stamped=path in stamped))
    commands = {each.argv: each for each in written if isinstance(each, RunCommand)}
    return (*created, *edited, *commands.values())


def _set(changes: Changes, setting: Setting, project: ProjectMap) -> None:
    current = changes.current(setting.file) or b""
    edits = [
        *(importing(setting.file, project, Import(each.module, each.name)) for each in setting.imports),
        lambda data: add_class_field(data, setting.class_name, setting.declaration),
    ]
    changes.edit(setting.file, in_sequence(current, edits), "the secret that signs tokens, without a default")


def _secret(kit: Kit) -> tuple[RunCommand, ...]:
    if not kit.secret:
        return ()
    why = f"makes a {kit.secret} for the environment (.env): it signs tokens, and has no default"
    return (RunCommand(argv=("openssl", "rand", "-hex", "32"), reason=why),)
