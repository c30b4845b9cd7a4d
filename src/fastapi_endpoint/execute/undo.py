"""Taking an applied plan back: byte for byte, or merged where the user has edited since, or refused."""

from pathlib import Path

from fastapi_endpoint.domain.report import AppliedFile, Blocked
from fastapi_endpoint.execute.merge import Conflict, first_difference, merge
from fastapi_endpoint.execute.store import Change, Entry, Store, digest
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


def undo(root: Path, id_: str | None = None, *, fault: Fault = no_fault) -> tuple[AppliedFile, ...] | Blocked:
    """Take back the entry `id_`, or the newest that still stands. Created files go, edits are reversed.

    A journal left by a crash is replayed first.
    """
    replayed = replay(root)
    if isinstance(replayed, Blocked):
        return replayed
    store = Store(root)
    with store.locked():
        entry = _chosen(store, id_)
        if isinstance(entry, Blocked):
            return entry
        images = _images(root, store, entry)
        if isinstance(images, Blocked):
            return images
        label = entry.id.split("-", 1)[1]
        done = write(root, images, kind="undo", label=label, undoes=entry.id, fault=fault)
    return done if isinstance(done, Blocked) else applied_files(done)


def _standing(store: Store) -> list[Entry]:
    return [
        entry
        for entry in store.entries()
        if entry.kind == "apply" and not store.is_undone(entry.id) and not store.is_abandoned(entry.id)
    ]


def _chosen(store: Store, id_: str | None) -> Entry | Blocked:
    standing = _standing(store)
    if id_ is None:
        if standing:
            return standing[-1]
        why = "Nothing that was applied here is left to undo."
        return Blocked(kind="unknown", reasons=(why,), hint="See `fastapi-endpoint history`.")
    known = [entry for entry in store.entries() if entry.kind == "apply" and entry.id.startswith(id_)]
    if len(known) != 1:
        said = "is not the id of an applied plan" if not known else "is the beginning of several ids"
        return Blocked(kind="unknown", reasons=(f"{id_} {said}.",), hint="`history` lists the ids.")
    if known[0] not in standing:
        return Blocked(kind="spent", reasons=(f"{known[0].id} was taken back already.",))
    return known[0]


def _images(root: Path, store: Store, entry: Entry) -> tuple[Image, ...] | Blocked:
    images: list[Image] = []
    refused: list[str] = []
    for change in entry.changes:
        restored = _restored(root, store, entry, change)
        if isinstance(restored, str):
            refused.append(restored)
        elif restored is not None:
            images.append(restored)
    if refused:
        later = [
            other.id
            for other in _standing(store)
            if other.id > entry.id and {c.path for c in other.changes} & {c.path for c in entry.changes}
        ]
        by_hand = "Nothing was undone: take your edits there back, or remove what was added by hand."
        hint = f"Undo {', '.join(reversed(later))} first." if later else by_hand
        return Blocked(kind="edited", reasons=tuple(refused), hint=hint)
    return tuple(images)


def _restored(root: Path, store: Store, entry: Entry, change: Change) -> Image | str | None:
    """The image that takes one file back, why it cannot be, or None where there is nothing to do."""
    target = place(root, change.path)
    if target is None:
        return f"{change.path}: lies outside of the project now"
    current = read(target)
    before = None if change.before is None else store.image(entry.id, change.before)
    if current is None or current == before:
        return None
    after = store.image(entry.id, change.after) if change.after else b""
    base = digest(current)
    if current == after:
        return Image(path=change.path, base=base, data=before)
    if before is None:
        return f"{change.path}:{first_difference(after, current)}: was edited after it was created"
    merged = merge(after, before, current)
    if isinstance(merged, Conflict):
        return f"{change.path}:{merged.line}: was edited where the plan had written"
    return Image(path=change.path, base=base, data=merged)
