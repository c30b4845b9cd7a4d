"""Changes gathered over a tree, and what they come to: operations, manual steps, what was there already."""

from msgspec.structs import replace

from fastapi_endpoint.domain.plan import CreateFile, ManualStep, Operation
from fastapi_endpoint.edits import AlreadyDone, CannotApply, Edited, Outcome
from fastapi_endpoint.plan.diffing import edit_operation
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.formatters import HostFormatters


class Changes:
    """Collects what a plan does, file by file; each file's edits build on one another.

    New text is to be as `formatters` leave it, where the project has some that can be run.
    """

    def __init__(self, tree: SourceTree, formatters: HostFormatters | None = None) -> None:
        self._tree = tree
        self.formatters = formatters
        self._created: dict[str, CreateFile] = {}
        self._edited: dict[str, bytes] = {}
        self._reasons: dict[str, list[str]] = {}
        self.manual: list[ManualStep] = []
        self.already: list[str] = []

    def create(self, path: str, text: str, reason: str, *, stamped: bool = False) -> bool:
        """Plan a new file. False, and nothing planned, where another file of that name stands there."""
        if not self._tree.exists(path):
            self._created[path] = CreateFile(path=path, text=text, reason=reason, stamped=stamped)
            return True
        if self._tree.read(path) != text.encode():
            return False
        self.already.append(f"{path}: {reason}")
        return True

    def note_existing(self, path: str, reason: str) -> None:
        """Say that something planned is there already."""
        self.already.append(f"{path}: {reason}")

    def current(self, path: str) -> bytes | None:
        """A file's bytes with the changes so far, or None where there is no such file."""
        if path in self._created:
            return self._created[path].text.encode()
        if path in self._edited:
            return self._edited[path]
        return self._tree.read(path) if self._tree.exists(path) else None

    def edit(self, path: str, outcome: Outcome, reason: str) -> None:
        """Take over what an edit of a file's current bytes came to."""
        match outcome:
            case Edited(data=data) if path in self._created:
                self._created[path] = replace(self._created[path], text=data.decode())
            case Edited(data=data):
                self._edited[path] = data
                self._reasons.setdefault(path, []).append(reason)
            case AlreadyDone():
                self.already.append(f"{path}: {reason}")
            case CannotApply(reason=why, line=line, by_hand=snippet):
                self.manual.append(ManualStep(file=path, line=line, reason=why, snippet=snippet))

    def images(self) -> dict[str, bytes]:
        """The bytes of every file that is created or edited."""
        return {path: file.text.encode() for path, file in self._created.items()} | self._edited

    def operations(self) -> tuple[Operation, ...]:
        """New files first, then edits, each in the order of their paths."""
        edits = (
            edit_operation(path, self._tree.read(path), after, "; ".join(self._reasons[path]))
            for path, after in sorted(self._edited.items())
        )
        return (*(self._created[path] for path in sorted(self._created)), *edits)
