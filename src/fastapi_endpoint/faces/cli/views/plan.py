"""A plan as a person reads it before saying yes."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.plan import CreateFile, EditFile, ManualStep, Plan, PlannedTable, RunCommand
from fastapi_endpoint.faces.cli.views.layout import Aligned, Row, bullets, count, heading, line, listed

NAMES = {"caller": "who is calling", "list": "pages and filters"}
"""What dependencies are called in a listing."""

METHOD = 8
"""So wide is what stands before a path or columns: `DELETE`, `unique`."""

PATHS = 36
"""Longer paths stand on a line of their own."""


def short_hash(plan: Plan) -> str:
    """As much of the hash as approves a plan beyond doubt."""
    return plan.hash[:16]


def plan_view(plan: Plan) -> Iterator[RenderableType]:
    """Everything that would happen, shortest first: files, routes, table, tests, what is left to do, hash."""
    spec = plan.spec
    first = "".join(f", on a new {kit.name}" for kit in plan.kits)
    yield Text.assemble(("Plan", "bold"), f" to add {spec.resource}{first}")
    yield from plan_stat(plan)
    if plan.routes:
        yield heading("Routes", count(len(plan.every_route), "operation"))
        yield Aligned(
            (
                Text.assemble((f"{route.method:{METHOD}}", "bold"), route.path),
                Text(" ".join(str(status) for status in route.statuses), style="dim"),
                route.who,
            )
            for route in plan.every_route
        )
    yield from _behind_routes(plan)
    for table in (*(kit.table for kit in plan.kits), plan.table):
        if table is not None:
            yield from _table(table)
    if plan.test_names:
        yield heading("Tests", f"{count(len(plan.test_names), 'test')} in {listed(plan.tests)}")
        yield line(", ".join(name.removeprefix("test_") for name in plan.test_names))
    yield from _left_to_do(plan)
    if plan.kept:
        yield heading("Habits of your project", "kept, or not and why")
        yield bullets(plan.kept)
    if plan.risks:
        yield heading("Worth knowing")
        yield bullets(plan.risks)
    yield Text.assemble("\nPlan hash ", (short_hash(plan), "bold"))


def plan_stat(plan: Plan) -> Iterator[RenderableType]:
    """The files with their line counts."""
    written = [step for step in plan.operations if not isinstance(step, RunCommand)]
    yield heading("Files", _totals(written))
    if not written:
        yield line("nothing to do: everything is there already")
        return
    column = min(max(len(step.path) for step in written), PATHS) + 5
    counts = [_changed(step) for step in written]
    room = max(map(len, counts))
    for step, changed in zip(written, counts, strict=True):
        sign = ("+", "green") if isinstance(step, CreateFile) else ("~", "yellow")
        told = f"{changed:{room}}  {step.reason}"
        yield Row(Text.assemble(sign, f"  {step.path}"), told, column=column)


def patch_view(patch: str) -> Iterator[RenderableType]:
    """The diff, coloured by line; long lines stay whole, so that it can be piped into `git apply`."""
    for text in patch.splitlines():
        yield Text(text, style=_diff_style(text), no_wrap=True, overflow="ignore")


def manual_steps(steps: tuple[ManualStep, ...], note: str) -> Iterator[RenderableType]:
    """What a person has to do: place, reason, and the exact text."""
    if not steps:
        return
    yield heading("To do by hand", note)
    for step in steps:
        yield line(f"{step.file}:{step.line}  {step.reason}", "yellow")
        yield line(step.snippet.rstrip("\n"), indent=6)


def _changed(step: CreateFile | EditFile) -> str:
    added, removed = _counts(step)
    return f"+{added}" + (f" -{removed}" if removed else "")


def _counts(step: CreateFile | EditFile) -> tuple[int, int]:
    if isinstance(step, CreateFile):
        return len(step.text.splitlines()), 0
    added = sum(len(hunk.inserted.splitlines()) for hunk in step.hunks)
    return added, sum(len(hunk.removed.splitlines()) for hunk in step.hunks)


def _totals(written: list[CreateFile | EditFile]) -> str:
    new = sum(isinstance(step, CreateFile) for step in written)
    lines = sum(_counts(step)[0] for step in written)
    return f"{new} new, {len(written) - new} edited, {count(lines, 'line')} added" if written else ""


def _behind_routes(plan: Plan) -> Iterator[RenderableType]:
    if plan.schemas:
        yield heading("Schemas")
        yield Aligned((schema.name, schema.holds) for schema in plan.schemas)
    if plan.queries:
        yield heading("Queries and dependencies")
        yield Aligned(
            (
                *((NAMES.get(name, name), text) for name, text in plan.dependencies),
                ("queries", listed(plan.queries)),
            )
        )


def _table(planned: PlannedTable) -> Iterator[RenderableType]:
    yield heading("Table", planned.name)
    yield Aligned(
        (column.name, column.type, "null" if column.nullable else "", Text(column.note, style="dim"))
        for column in planned.columns
    )
    keys = [("index", *index) for index in planned.indexes]
    keys += [("unique", *unique) for unique in planned.uniques]
    if keys:
        yield Text()
        yield Aligned(
            (f"{kind:{METHOD}}{', '.join(columns)}", Text(name, style="dim")) for kind, name, columns in keys
        )


def _left_to_do(plan: Plan) -> Iterator[RenderableType]:
    commands = [step for step in plan.operations if isinstance(step, RunCommand)]
    if commands:
        yield heading("For you to run afterwards")
        yield Aligned((Text(" ".join(step.argv), style="cyan"), step.reason) for step in commands)
    yield from manual_steps(plan.manual, "what could not be edited safely")


def _diff_style(text: str) -> str:
    if text.startswith(("+++", "---", "diff ")):
        return "bold"
    if text.startswith("@@"):
        return "cyan"
    return {"+": "green", "-": "red"}.get(text[:1], "")
