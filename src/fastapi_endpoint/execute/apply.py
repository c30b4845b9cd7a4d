"""Writing an approved plan."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Plan
from fastapi_endpoint.domain.report import Blocked, ChecklistItem, ExecutionReport, Rehearsal
from fastapi_endpoint.execute.store import Store, digest
from fastapi_endpoint.execute.transaction import (
    Fault,
    Image,
    applied_files,
    no_fault,
    place,
    read,
    replay,
    write,
)


def apply(
    plan: Plan,
    after: Mapping[str, bytes],
    *,
    root: Path,
    rehearsal: Rehearsal | None,
    checklist: tuple[ChecklistItem, ...] = (),
    command: str = "",
    fault: Fault = no_fault,
) -> ExecutionReport | Blocked:
    """Write the plan's after-images into the project at `root`, all or none.

    `rehearsal` is None where the user chose to go without. A journal left by a crash is replayed first.
    """
    if blocked := _refused(plan, after, rehearsal):
        return blocked
    replayed = replay(root)
    if isinstance(replayed, Blocked):
        return replayed
    images = images_of(plan, after)
    if images and all(_holds(root, image) for image in images):
        return Blocked(kind="spent", reasons=("Every file is already as the plan would leave it.",))
    report = ExecutionReport(
        id="",
        plan=plan.hash,
        files=(),
        rehearsal=rehearsal,
        checklist=checklist,
        command=command,
    )
    store = Store(root)
    with store.locked():
        done = write(root, images, kind="apply", label=plan.hash[:8], plan=plan, report=report, fault=fault)
    if isinstance(done, Blocked):
        return done
    return msgspec.structs.replace(report, id=done.id, files=applied_files(done))


def images_of(plan: Plan, after: Mapping[str, bytes]) -> tuple[Image, ...]:
    """The files of a plan with the bytes they are to hold."""
    return tuple(
        Image(
            path=operation.path,
            base=operation.base if isinstance(operation, EditFile) else None,
            data=after[operation.path],
        )
        for operation in plan.operations
        if isinstance(operation, CreateFile | EditFile)
    )


def _holds(root: Path, image: Image) -> bool:
    target = place(root, image.path)
    return target is not None and target.is_file() and read(target) == image.data


def _refused(plan: Plan, after: Mapping[str, bytes], rehearsal: Rehearsal | None) -> Blocked | None:
    if rehearsal is not None and rehearsal.plan != plan.hash:
        return Blocked(
            kind="altered", reasons=("The rehearsal was of another plan.",), hint="Rehearse again."
        )
    if rehearsal is not None and rehearsal.red:
        return Blocked(kind="red", reasons=tuple(f"{check.name}: {check.why}" for check in rehearsal.red))
    altered = [
        operation.path
        for operation in plan.operations
        if (isinstance(operation, EditFile) and digest(after[operation.path]) != operation.after)
        or (isinstance(operation, CreateFile) and after[operation.path] != operation.text.encode())
    ]
    if altered:
        return Blocked(
            kind="altered",
            reasons=tuple(f"{path}: is not what the plan would write" for path in altered),
            hint="Make a new plan.",
        )
    return None
