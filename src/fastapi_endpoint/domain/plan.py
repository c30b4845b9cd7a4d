"""What would be done: complete, binding, and readable before a byte is written."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.domain.spec import EndpointSpec

FORMAT = 1


class CreateFile(Struct, frozen=True, kw_only=True, tag="create", tag_field="kind"):
    """A file that does not exist yet, with all of its text (UTF-8).

    `stamped`: its name and text hold the plan's clock, as a migration does.
    """

    path: str
    text: str
    reason: str
    stamped: bool = False

    symbol = "+"

    def describe(self) -> str:
        """One line for a listing."""
        return f"create {self.path} ({self.text.count(chr(10))} lines): {self.reason}"


class Hunk(Struct, frozen=True):
    """At byte `start` of the old file, `removed` is replaced by `inserted`."""

    start: int
    removed: str
    inserted: str


class EditFile(Struct, frozen=True, kw_only=True, tag="edit", tag_field="kind"):
    """Splices in a file whose bytes hash (SHA-256) to `base`; afterwards they hash to `after`."""

    path: str
    base: str
    after: str
    hunks: tuple[Hunk, ...]
    reason: str

    symbol = "~"

    def describe(self) -> str:
        """One line for a listing."""
        return f"edit {self.path}: {self.reason}"


class RunCommand(Struct, frozen=True, kw_only=True, tag="run", tag_field="kind"):
    """A command for the developer to run afterwards; the tool never runs it on the real project."""

    argv: tuple[str, ...]
    reason: str

    symbol = "$"

    def describe(self) -> str:
        """One line for a listing."""
        return f"run {' '.join(self.argv)}: {self.reason}"


Operation = CreateFile | EditFile | RunCommand


class ManualStep(Struct, frozen=True, kw_only=True):
    """What could not be edited safely: where, why, and the exact text to put there."""

    file: str
    line: int
    reason: str
    snippet: str


class PlannedRoute(Struct, frozen=True, kw_only=True):
    """One operation that the endpoint adds: its statuses and who may call it."""

    operation: str
    method: str
    path: str
    function: str
    statuses: tuple[int, ...]
    who: str


class PlannedColumn(Struct, frozen=True, kw_only=True):
    """One column of the new table, in words."""

    name: str
    type: str
    nullable: bool = False
    note: str = ""


class PlannedTable(Struct, frozen=True, kw_only=True):
    """The new table with its indexes and constraints, by name and columns."""

    name: str
    columns: tuple[PlannedColumn, ...]
    indexes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    uniques: tuple[tuple[str, tuple[str, ...]], ...] = ()


class PlannedSchema(Struct, frozen=True, kw_only=True):
    """One Pydantic class, and what it holds in words: fields with their types in the field language."""

    name: str
    holds: str


class PlannedKit(Struct, frozen=True, kw_only=True):
    """A part that the endpoint builds on: a way to know who is calling, with its operations and its table."""

    name: str
    routes: tuple[PlannedRoute, ...]
    table: PlannedTable


class PlannedParent(Struct, frozen=True, kw_only=True):
    """The row that a nested resource hangs on: the path of its collection, its name in the resource's path,
    what becomes of the resource's rows with it, and the columns that a new one needs.
    """

    table: str
    path: str
    parameter: str
    on_delete: str
    needs: tuple[Column, ...] = ()


class UsedFact(Struct, frozen=True, kw_only=True):
    """A fact that the plan rests on. `value` is JSON text, so that it can be compared after a new look.

    Negative facts ("no route /parcels") have `path` starting with "absent:".
    """

    path: str
    value: str
    witnesses: tuple[Witness, ...] = ()


class Plan(Struct, frozen=True, kw_only=True):
    """The whole plan. `hash` covers answer values and operations, not the clock and not the origins.

    `queries` are the functions that talk to the database, `dependencies` what endpoints are given (session,
    caller, role, list), each with how it is written. `settings` are variables without a default that the
    application needs afterwards.
    """

    tool: str
    clock: str
    spec: EndpointSpec
    answers: tuple[Answer, ...]
    facts: tuple[UsedFact, ...]
    operations: tuple[Operation, ...]
    manual: tuple[ManualStep, ...]
    routes: tuple[PlannedRoute, ...]
    table: PlannedTable | None
    tests: tuple[str, ...]
    test_names: tuple[str, ...]
    modules: tuple[str, ...]
    risks: tuple[str, ...]
    kept: tuple[str, ...]
    hash: str
    already: tuple[str, ...] = ()
    kits: tuple[PlannedKit, ...] = ()
    settings: tuple[str, ...] = ()
    schemas: tuple[PlannedSchema, ...] = ()
    queries: tuple[str, ...] = ()
    dependencies: tuple[tuple[str, str], ...] = ()
    parent: PlannedParent | None = None
    format: int = FORMAT

    @property
    def every_route(self) -> tuple[PlannedRoute, ...]:
        """The operations of the endpoint, and before them those of what it builds on."""
        return (*(route for kit in self.kits for route in kit.routes), *self.routes)


class Refusal(Struct, frozen=True, kw_only=True):
    """Why there is no plan: one message a person can act on, with its place."""

    message: str
    hint: str
    where: Witness | None = None
    kind: Literal["unsupported", "collision", "answers", "stale", "missing"] = "unsupported"
