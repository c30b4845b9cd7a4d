"""The journalled write: all files or none, whatever happens in between.

A crash before `prepared` leaves the old tree. A crash after it leaves a mixture that `replay` turns into
the new tree, or, where the user has meanwhile edited one of the files beyond merging, into the old tree
with that edit kept.
"""

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec
from msgspec import Struct

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.report import AppliedFile, Blocked, ExecutionReport
from fastapi_endpoint.execute.merge import Conflict, merge
from fastapi_endpoint.execute.store import Change, Entry, Store, digest
from fastapi_endpoint.tools.folders import sync_folder

Fault = Callable[[str], None]


def no_fault(step: str) -> None:
    """The hook of every real run. Tests pass one that crashes at a given step."""


class Image(Struct, frozen=True, kw_only=True):
    """What one file is to become. `base` is the hash it must have now (None: it must not exist)."""

    path: str
    base: str | None
    data: bytes | None


def place(root: Path, path: str) -> Path | None:
    """Where a relative path really lies, symlinks followed; None if that is outside of `root`."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\0" in path:
        return None
    real_root = root.resolve()
    real = (real_root / pure).resolve()
    return real if real.is_relative_to(real_root) else None


def read(path: Path) -> bytes | None:
    """The bytes of a file, or None if there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def preflight(root: Path, images: Iterable[Image]) -> Blocked | None:
    """Nothing is written yet: is every file as the plan expects it, inside the root, and writable?"""
    stale: list[str] = []
    unable: list[str] = []
    for image in images:
        target = place(root, image.path)
        if target is None:
            unable.append(f"{image.path}: lies outside of the project, behind a symbolic link")
            continue
        if target.is_dir():
            stale.append(f"{image.path}: is a folder")
            continue
        current = read(target)
        if current is None and image.base is not None:
            stale.append(f"{image.path}: has been removed since the plan was made")
        elif current is not None and image.base is None:
            stale.append(f"{image.path}: exists already")
        elif current is not None and digest(current) != image.base:
            stale.append(f"{image.path}: has changed since the plan was made")
        folder = next(parent for parent in target.parents if parent.exists())
        if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            unable.append(f"{image.path}: {folder} cannot be written")
    if unable:
        return Blocked(kind="tools", reasons=tuple(unable), hint="Nothing was written: see that it can be.")
    if stale:
        return Blocked(kind="stale", reasons=tuple(stale), hint="Nothing was written; make a new plan.")
    return None


def write(
    root: Path,
    images: tuple[Image, ...],
    *,
    kind: Literal["apply", "undo"],
    label: str,
    undoes: str | None = None,
    plan: Plan | None = None,
    report: ExecutionReport | None = None,
    fault: Fault = no_fault,
) -> Entry | Blocked:
    """Write all images as one entry of the store, or nothing. The caller holds the store's lock."""
    if blocked := preflight(root, images):
        return blocked
    store = Store(root)
    before = {image.path: read(_placed(root, image.path)) for image in images}
    kept = {digest(data): data for data in (*before.values(), *(i.data for i in images)) if data is not None}
    id_ = f"{store.next_number():04d}-{label}"
    changes = tuple(_change(root, image, before[image.path]) for image in images)
    entry = Entry(
        id=id_,
        kind=kind,
        changes=changes,
        folders=_new_folders(root, images),
        undoes=undoes,
        plan=plan,
        report=report and msgspec.structs.replace(report, id=id_, files=_applied(changes)),
    )
    fault("staging")
    store.prepare(entry, kept)
    fault("prepared")
    try:
        _bring(root, store, entry, {c.path: _after(store, entry, c) for c in entry.changes}, fault)
    except OSError as problem:
        _roll_back(root, store, entry)
        store.abandon(entry)
        return Blocked(
            kind="tools",
            reasons=(f"{problem.filename or root}: {problem.strerror}",),
            hint="Every file is as it was before.",
        )
    store.commit(entry)
    fault("committed")
    return entry


def pending(root: Path) -> str | None:
    """The id of an entry that a crash left half done, or None. Looks only; `replay` acts."""
    entry = Store(root).pending()
    return entry.id if entry else None


def replay(root: Path) -> tuple[AppliedFile, ...] | Blocked:
    """Finish what a crash left half done; nothing to do is an empty tuple.

    Where a file was edited since, the edit is merged. Where it cannot be, every other file goes back to
    what it was, and the answer says so: the user's edit is never lost.
    """
    store = Store(root)
    with store.locked():
        return _replay(root, store)


def _replay(root: Path, store: Store) -> tuple[AppliedFile, ...] | Blocked:
    entry = store.pending()
    if entry is None:
        return ()
    _sweep(root, entry)
    wanted: dict[str, bytes | None] = {}
    conflicts: list[str] = []
    for change in entry.changes:
        current = read(_placed(root, change.path))
        before, after = _before(store, entry, change), _after(store, entry, change)
        if current in (before, after):
            wanted[change.path] = after
            continue
        merged = merge(before or b"", after or b"", current or b"")
        if current is None or after is None or isinstance(merged, Conflict):
            line = merged.line if isinstance(merged, Conflict) else 1
            conflicts.append(f"{change.path}:{line}: was edited after the interrupted write")
        else:
            wanted[change.path] = merged
    if conflicts:
        _roll_back(root, store, entry)
        store.abandon(entry)
        return Blocked(
            kind="journal",
            reasons=tuple(conflicts),
            hint="The interrupted write was taken back; your edits are as you left them. Make a new plan.",
        )
    _bring(root, store, entry, wanted, no_fault)
    store.commit(entry)
    return applied_files(entry)


def applied_files(entry: Entry) -> tuple[AppliedFile, ...]:
    """The files of an entry, as a report shows them."""
    return _applied(entry.changes)


def _applied(changes: tuple[Change, ...]) -> tuple[AppliedFile, ...]:
    return tuple(AppliedFile(path=c.path, before=c.before, after=c.after) for c in changes)


def _placed(root: Path, path: str) -> Path:
    target = place(root, path)
    if target is None:
        raise PermissionError(1, "lies outside of the project", path)
    return target


def _change(root: Path, image: Image, before: bytes | None) -> Change:
    target = _placed(root, image.path)
    mode = stat.S_IMODE(target.stat().st_mode) if before is not None else 0o666 & ~_umask()
    return Change(
        path=image.path,
        before=None if before is None else digest(before),
        after=None if image.data is None else digest(image.data),
        mode=mode,
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _new_folders(root: Path, images: Iterable[Image]) -> tuple[str, ...]:
    """The folders that do not exist yet, outermost first."""
    missing = {
        parent.as_posix()
        for image in images
        if image.data is not None
        for parent in PurePosixPath(image.path).parents
        if not (root / parent).exists()
    }
    return tuple(sorted(missing, key=lambda folder: (folder.count("/"), folder)))


def _before(store: Store, entry: Entry, change: Change) -> bytes | None:
    return None if change.before is None else store.image(entry.id, change.before)


def _after(store: Store, entry: Entry, change: Change) -> bytes | None:
    return None if change.after is None else store.image(entry.id, change.after)


def _sibling(target: Path, entry: Entry) -> Path:
    return target.with_name(f".{target.name}.{entry.id}")


def _bring(root: Path, store: Store, entry: Entry, wanted: Mapping[str, bytes | None], fault: Fault) -> None:
    """Make every file of the entry hold what is wanted: first all bytes beside their places, then renames."""
    modes = {change.path: change.mode for change in entry.changes}
    for folder in entry.folders:
        _placed(root, folder).mkdir(exist_ok=True)
    written: list[tuple[Path, Path]] = []
    try:
        for path, data in wanted.items():
            target = _placed(root, path)
            if data is None or read(target) == data:
                continue
            sibling = _sibling(target, entry)
            _write_sibling(sibling, data, modes[path], target)
            written.append((sibling, target))
            fault(f"beside {path}")
    except OSError:
        for sibling, _ in written:
            sibling.unlink(missing_ok=True)
        raise
    for sibling, target in written:
        sibling.replace(target)
        sync_folder(target.parent)
        fault(f"replaced {target.name}")
    for path, data in wanted.items():
        if data is None:
            _placed(root, path).unlink(missing_ok=True)
            fault(f"removed {path}")
    if entry.undoes is not None:
        _remove_folders(root, store, entry.undoes)


def _write_sibling(sibling: Path, data: bytes, mode: int, target: Path) -> None:
    descriptor = os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
        os.fchmod(stream.fileno(), mode)
    if target.exists():
        owner = target.stat()
        with contextlib.suppress(PermissionError):
            os.chown(sibling, owner.st_uid, owner.st_gid)


def _sweep(root: Path, entry: Entry) -> None:
    """Remove what a crash left beside the files."""
    for change in entry.changes:
        _sibling(_placed(root, change.path), entry).unlink(missing_ok=True)


def _roll_back(root: Path, store: Store, entry: Entry) -> None:
    """Give back the old bytes where ours stand; from a file edited since, take ours out if that is clear."""
    _sweep(root, entry)
    for change in entry.changes:
        target = _placed(root, change.path)
        current, before, after = read(target), _before(store, entry, change), _after(store, entry, change)
        if current == before:
            continue
        if before is None:
            if current == after:
                target.unlink()
            continue
        old: bytes | Conflict | None = before
        if current != after:
            old = None if current is None else merge(after or b"", before, current)
        if isinstance(old, bytes):
            sibling = _sibling(target, entry)
            _write_sibling(sibling, old, change.mode, target)
            sibling.replace(target)
    _remove_empty(root, entry.folders)


def _remove_folders(root: Path, store: Store, id_: str) -> None:
    undone = next((entry for entry in store.entries() if entry.id == id_), None)
    if undone is not None:
        _remove_empty(root, undone.folders)


def _remove_empty(root: Path, folders: tuple[str, ...]) -> None:
    """Remove folders that hold nothing, or nothing but Python's bytecode."""
    for folder in reversed(folders):
        target = _placed(root, folder)
        if not target.is_dir():
            continue
        if all(child.name == "__pycache__" for child in target.iterdir()):
            cache = target / "__pycache__"
            if cache.is_dir() and all(child.suffix == ".pyc" for child in cache.iterdir()):
                for child in cache.iterdir():
                    child.unlink()
                cache.rmdir()
            with contextlib.suppress(OSError):
                target.rmdir()
