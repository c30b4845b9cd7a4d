"""What each part of `add` costs, on a copy of a project.

python bench/add.py PROJECT [--python FILE] [--rounds 3] -- RESOURCE FIELD ... [answer flags]

PROJECT is copied; nothing is written to it. The parts are those of a run with `--yes`: explore, answer, plan,
diff, rehearse, write, undo. Rehearsing is measured once: it installs nothing, but it runs whole test suites.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from measure import child_cpu, command_line

from fastapi_endpoint import workflow
from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.faces.cli.commands.add import command as add_command
from fastapi_endpoint.faces.cli.options import given_answers

T = TypeVar("T")


class Parts:
    """CPU and wall seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, tuple[float, float]] = {}
        self.checks: dict[str, float] = {}

    def timed(self, name: str, work: Callable[[], T]) -> T:
        """Call `work` and note what it took, children included."""
        cpu, wall = time.process_time() + child_cpu(), time.perf_counter()
        result = work()
        self.seconds[name] = (time.process_time() + child_cpu() - cpu, time.perf_counter() - wall)
        return result

    def __str__(self) -> str:
        whole = sum(cpu for cpu, _ in self.seconds.values())
        rows = [
            f"{name:10} {cpu * 1e3:10.1f} {wall * 1e3:10.1f} {cpu / whole:8.1%}"
            for name, (cpu, wall) in self.seconds.items()
        ]
        head = f"{'':10} {'CPU ms':>10} {'wall ms':>10} {'of CPU':>8}"
        checks = [f"  {name:19} {wall * 1e3:10.1f}" for name, wall in self.checks.items()]
        return "\n".join([head, *rows, "", "checks of the rehearsal", *checks])


def main() -> None:
    """Measure one project and print."""
    options = command_line(__doc__)
    options.add_argument("project", type=Path)
    options.add_argument("--python", help="the project's interpreter")
    options.add_argument("answers", nargs="+", help="after --: what `add` would be given")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        root = Path(folder, given.project.name)
        shutil.copytree(given.project, root, symlinks=True, ignore=shutil.ignore_patterns(".git"))
        print(measured(root, given.answers, given.python))


def measured(root: Path, arguments: list[str], python: str | None) -> Parts:
    """One whole run in `root`."""
    parts = Parts()
    flags: dict[str, Any] = add_command.make_context("add", arguments, resilient_parsing=True).params
    answers = given_answers(flags.pop("resource"), flags.pop("fields"), flags)
    project = parts.timed("explore", lambda: workflow.explore(root))
    if not isinstance(project, ProjectMap):
        sys.exit(f"refused: {project.message}")
    answers = parts.timed("answer", lambda: workflow.accept(project, answers))
    plan = parts.timed("plan", lambda: workflow.propose(root, project, answers))
    if not isinstance(plan, Plan):
        sys.exit(f"no plan: {plan}")
    parts.timed("diff", lambda: workflow.patch(root, plan))
    wanted = workflow.rehearsal_options(project, python=python)
    rehearsal = parts.timed("rehearse", lambda: workflow.rehearse(root, plan, wanted, click.echo))
    parts.timed("write", lambda: workflow.apply(root, plan, rehearsal, click.echo))
    parts.timed("undo", lambda: workflow.undo(root))
    parts.checks = {check.name: check.seconds for check in rehearsal.checks}
    return parts


if __name__ == "__main__":
    main()
