"""What happened, at the end: files, what was verified, the checklist, the same thing as one command."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.plan import Plan, RunCommand
from fastapi_endpoint.domain.report import AppliedFile, ExecutionReport
from fastapi_endpoint.faces.cli.views.layout import Aligned, count, heading, line
from fastapi_endpoint.faces.cli.views.plan import manual_steps
from fastapi_endpoint.faces.cli.views.rehearsal import checks_view, outcome_text


def report_view(report: ExecutionReport, plan: Plan) -> Iterator[RenderableType]:
    """The end of an `add` or `apply`."""
    yield heading("Written", count(len(report.files), "file"))
    yield Aligned(_file_row(file) for file in report.files)
    if report.rehearsal is not None:
        yield from _verified(report)
    else:
        yield heading("Verified", "nothing, since the rehearsal was left out")
    yield heading("Checklist")
    yield Aligned((outcome_text(item.outcome), item.text, item.evidence) for item in report.checklist)
    yield from manual_steps(plan.manual, "then: fastapi-endpoint verify")
    steps = [(" ".join(step.argv), step.reason) for step in plan.operations if isinstance(step, RunCommand)]
    if report.rehearsal is None:
        steps.append(("fastapi-endpoint verify", "run the verifications that were left out"))
    if steps:
        yield heading("Next")
        yield Aligned((Text(step, style="cyan"), why) for step, why in steps)
    if report.command:
        yield heading("The same in one line")
        yield Text(f"  {report.command}", no_wrap=True, overflow="ignore")
    yield heading("To take it back")
    yield line(f"fastapi-endpoint undo {report.id}", "cyan")


def _verified(report: ExecutionReport) -> Iterator[RenderableType]:
    if report.rehearsal is None:
        return
    checks = report.rehearsal.checks
    green = [check for check in checks if check.outcome == "green"]
    rest = [check for check in checks if check.outcome != "green"]
    yield heading("Verified", f"{len(green)} of {len(checks)}")
    if green:
        yield line(", ".join(check.name for check in green), "green")
    if rest:
        yield checks_view(rest)


def _file_row(file: AppliedFile) -> tuple[Text, str]:
    new = file.before is None
    return Text("+" if new else "~", style="green" if new else "yellow"), file.path
