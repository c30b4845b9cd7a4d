"""Bytes before and after, as hunks that can be applied and as a patch that can be read."""

import difflib
from collections.abc import Iterable, Mapping

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Hunk, Operation
from fastapi_endpoint.edits.base import splice
from fastapi_endpoint.plan.hashing import sha256


def hunks_between(before: str, after: str) -> tuple[Hunk, ...]:
    """The splices that turn `before` into `after`; `start` counts bytes of `before` in UTF-8."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    offsets = [0]
    for line in old:
        offsets.append(offsets[-1] + len(line.encode()))
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return tuple(
        Hunk(start=offsets[i1], removed="".join(old[i1:i2]), inserted="".join(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def edit_operation(path: str, before: bytes, after: bytes, reason: str) -> EditFile:
    """The operation that turns the bytes of a file into others."""
    return EditFile(
        path=path,
        base=sha256(before),
        after=sha256(after),
        hunks=hunks_between(before.decode(), after.decode()),
        reason=reason,
    )


def after_images(operations: Iterable[Operation], current: Mapping[str, bytes]) -> dict[str, bytes]:
    """What each written file will hold. `current` gives the bytes of every file that is edited."""
    images: dict[str, bytes] = {}
    for operation in operations:
        if isinstance(operation, CreateFile):
            images[operation.path] = operation.text.encode()
        elif isinstance(operation, EditFile):
            images[operation.path] = splice(current[operation.path], operation.hunks)
    return images


def patch(operations: Iterable[Operation], current: Mapping[str, bytes]) -> str:
    """A unified diff of everything that would be written."""
    parts: list[str] = []
    for operation in operations:
        if isinstance(operation, CreateFile):
            parts += _unified("/dev/null", f"b/{operation.path}", "", operation.text)
        elif isinstance(operation, EditFile):
            before = current[operation.path]
            after = splice(before, operation.hunks)
            parts += _unified(
                f"a/{operation.path}", f"b/{operation.path}", _readable(before), _readable(after)
            )
    return "".join(parts)


def hunk_patch(operation: EditFile) -> str:
    """A diff of an edit without its surroundings, for a plan whose file has changed since."""
    lines = [f"--- a/{operation.path}\n", f"+++ b/{operation.path}\n"]
    for hunk in operation.hunks:
        lines.append(f"@@ byte {hunk.start} @@\n")
        lines += [f"-{line}\n" for line in hunk.removed.splitlines()]
        lines += [f"+{line}\n" for line in hunk.inserted.splitlines()]
    return "".join(lines)


def _unified(old_name: str, new_name: str, old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), old_name, new_name
    )
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]


def _readable(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff")
