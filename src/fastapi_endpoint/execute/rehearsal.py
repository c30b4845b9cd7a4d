"""A plan, tried in a private copy of the project before anything is written."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.report import Check, Rehearsal
from fastapi_endpoint.execute import baseline as unchanged
from fastapi_endpoint.execute.checks import application, migration, style, tests
from fastapi_endpoint.execute.options import RehearsalOptions
from fastapi_endpoint.execute.preparing import interpreter_of, sandboxed, why_not_executed
from fastapi_endpoint.execute.scratch import TooLarge, copy_project, overlay, private_folder
from fastapi_endpoint.execute.stage import Stage, not_verified, timed

Progress = Callable[[str], None]
_RUNNING = ("import", "openapi", "migration", "tests", "host-tests")


def silent(step: str) -> None:
    """Progress that nobody looks at."""


def rehearse(
    plan: Plan,
    after: Mapping[str, bytes],
    *,
    root: Path,
    options: RehearsalOptions,
    progress: Progress = silent,
) -> Rehearsal:
    """Try the plan in a copy of the project at `root`. `after` maps each written path to its bytes.

    Nothing outside of a private folder is touched. What cannot be found out is "not-verified".
    """
    started = time.monotonic()
    interpreter = interpreter_of(root, options)
    if isinstance(interpreter, str):
        checks = tuple(not_verified(name, interpreter) for name in _RUNNING)
        return Rehearsal(plan=plan.hash, interpreter=None, checks=checks, seconds=time.monotonic() - started)
    with private_folder() as home:
        try:
            progress("copying the project")
            content = copy_project(root, home / "before")
        except TooLarge as problem:
            checks = tuple(not_verified(name, problem.message) for name in _RUNNING)
            return Rehearsal(plan=plan.hash, interpreter=interpreter.path, checks=checks)
        with sandboxed(home, root, options, interpreter.path, plan.settings) as (sandbox, secrets):
            stage = Stage(
                plan=plan,
                after=after,
                options=options,
                before=home / "before",
                changed=home / "after",
                sandbox=sandbox,
                secrets=secrets,
            )
            copy_project(root, stage.changed)
            overlay(stage.changed, after)
            checks = _checks(stage, unchanged.Baseline(stage, root, content), progress)
            return Rehearsal(
                plan=plan.hash,
                interpreter=interpreter.path,
                checks=checks,
                redirects=sandbox.redirects(),
                seconds=round(time.monotonic() - started, 3),
            )


def _checks(stage: Stage, known: unchanged.Baseline, progress: Progress) -> tuple[Check, ...]:
    if why := why_not_executed(stage.sandbox, stage.before):
        return tuple(not_verified(name, why) for name in _RUNNING)
    progress("importing the application")
    before, *imported = application.check_application(stage, known.application)
    checks = [*_style(stage, progress), *imported]
    progress("migrating a throw-away database")
    checks.append(timed(lambda: migration.check_migration(stage)))
    progress("running the generated tests")
    checks.append(timed(lambda: tests.check_generated(stage, before)))
    if stage.options.host_tests:
        progress("running the project's own tests, before and after")
        checks.append(timed(lambda: tests.check_suite(stage, known.suite)))
    return tuple(checks)


def _style(stage: Stage, progress: Progress) -> list[Check]:
    progress("asking the project's formatter and linter")
    wanted = [style.check_format, style.check_imports, style.check_lint]
    if stage.options.types:
        wanted.append(style.check_types)
    return [check for ask in wanted if (check := timed(partial(ask, stage)))]
