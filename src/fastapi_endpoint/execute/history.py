"""What was applied to a project, and what stands of it."""

from pathlib import Path
from typing import Literal

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.report import Blocked, ExecutionReport, HistoryEntry
from fastapi_endpoint.execute.store import Entry, Store

State = Literal["applied", "undone", "pending", "abandoned"]


def history(root: Path) -> tuple[HistoryEntry, ...]:
    """Every applied plan, oldest first, with its state."""
    store = Store(root)
    half_done = store.pending()
    return tuple(
        HistoryEntry(
            id=entry.id,
            plan=entry.plan.hash,
            resource=entry.plan.spec.resource,
            clock=entry.plan.clock,
            command=entry.report.command if entry.report else "",
            state=_state(store, entry, half_done),
            files=tuple(change.path for change in entry.changes),
        )
        for entry in store.entries()
        if entry.kind == "apply" and entry.plan is not None
    )


def recall(root: Path, id_: str | None = None) -> tuple[Plan, ExecutionReport] | Blocked:
    """The plan and report of an applied entry (the newest, or `id_`) that stands; else why there is none."""
    wanted = [entry for entry in history(root) if id_ is None or entry.id.startswith(id_)]
    standing = [entry.id for entry in wanted if entry.state == "applied"]
    for entry in reversed(Store(root).entries()):
        if entry.id in standing and entry.plan is not None and entry.report is not None:
            return entry.plan, entry.report
    why = "Nothing that was applied here stands."
    if id_ is not None:
        why = f"{wanted[-1].id} was taken back." if wanted else f"There is no applied plan {id_}."
    return Blocked(kind="unknown", reasons=(why,), hint="See `fastapi-endpoint history`.")


def applied_plan(root: Path, id_: str | None = None) -> Plan | Blocked:
    """The applied plan that stands (the newest, or `id_`)."""
    recalled = recall(root, id_)
    return recalled if isinstance(recalled, Blocked) else recalled[0]


def _state(store: Store, entry: Entry, half_done: Entry | None) -> State:
    if half_done is not None and entry.id == half_done.id:
        return "pending"
    if store.is_abandoned(entry.id):
        return "abandoned"
    return "undone" if store.is_undone(entry.id) else "applied"
