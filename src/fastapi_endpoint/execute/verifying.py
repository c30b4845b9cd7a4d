"""An applied plan, verified in a private copy of the project as it stands now.

There is no unchanged project to compare with: what is asked is whether the plan's modules, operations,
table and tests are there and work, whoever has edited them since.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.report import BY_HAND, Check, Rehearsal
from fastapi_endpoint.execute.checks import application, migration, tests
from fastapi_endpoint.execute.checks.application import Application, Obstacle
from fastapi_endpoint.execute.openapi import missing_routes
from fastapi_endpoint.execute.options import RehearsalOptions
from fastapi_endpoint.execute.preparing import interpreter_of, sandboxed, why_not_executed
from fastapi_endpoint.execute.rehearsal import silent
from fastapi_endpoint.execute.scratch import TooLarge, copy_project, private_folder
from fastapi_endpoint.execute.stage import AFTER_APP, Stage, green, not_verified, red, timed

_RUNNING = ("import", "openapi", "migration", "tests")


def verify(
    plan: Plan, *, root: Path, options: RehearsalOptions, progress: Callable[[str], None] = silent
) -> Rehearsal:
    """The verifications of an applied plan over the project at `root`, which stays as it is."""
    started = time.monotonic()
    interpreter = interpreter_of(root, options)
    if isinstance(interpreter, str):
        return _untold(plan, None, interpreter)
    with private_folder() as home:
        copy = home / "project"
        try:
            progress("copying the project")
            copy_project(root, copy)
        except TooLarge as problem:
            return _untold(plan, interpreter.path, problem.message)
        with sandboxed(home, root, options, interpreter.path) as (sandbox, secrets):
            if why := why_not_executed(sandbox, copy):
                return _untold(plan, interpreter.path, why)
            stage = Stage(
                plan=plan,
                after={},
                options=_as_before(plan, options),
                before=copy,
                changed=copy,
                sandbox=sandbox,
                secrets=secrets,
            )
            checks = _checks(stage, progress)
            return Rehearsal(
                plan=plan.hash,
                interpreter=interpreter.path,
                checks=checks,
                redirects=sandbox.redirects(),
                seconds=round(time.monotonic() - started, 3),
            )


def _untold(plan: Plan, interpreter: str | None, why: str) -> Rehearsal:
    checks = tuple(not_verified(name, why) for name in _RUNNING)
    return Rehearsal(plan=plan.hash, interpreter=interpreter, checks=checks)


def _as_before(plan: Plan, options: RehearsalOptions) -> RehearsalOptions:
    """The options with the Alembic heads that the plan was made on: its revision is above them."""
    told = next((fact.value for fact in plan.facts if fact.path == "alembic.heads"), None)
    if told is None:
        return options
    alembic = options.conventions.alembic
    heads = replace(alembic.heads, value=tuple(json.loads(told)))
    conventions = replace(options.conventions, alembic=replace(alembic, heads=heads))
    return replace(options, conventions=conventions)


def _checks(stage: Stage, progress: Callable[[str], None]) -> tuple[Check, ...]:
    progress("importing the application")
    started = time.monotonic()
    found = application.load(stage, stage.changed, AFTER_APP, stage.plan.modules)
    missing = missing_routes(found.openapi, stage.plan.every_route) if found.openapi is not None else []
    imported = replace(_import(stage, found), seconds=round(time.monotonic() - started, 3))
    progress("migrating a throw-away database")
    migrated = timed(partial(migration.check_migration, stage))
    progress("running the generated tests")
    tested = timed(partial(_tests, stage, found, missing))
    checks = (imported, _openapi(stage, found, missing), migrated, tested)
    if not stage.plan.manual:
        return checks
    return (*checks, _by_hand(stage.plan, found, missing))


def _import(stage: Stage, found: Application) -> Check:
    obstacle = found.obstacle
    if obstacle is not None and obstacle.stage == "import":
        return _blame(stage, "import", obstacle)
    return green("import", f"the application and {len(found.files)} modules of the plan import")


def _blame(stage: Stage, name: str, obstacle: Obstacle) -> Check:
    """What is missing around the project is no red of its code."""
    lacking = obstacle.kind == "package" and not any(map(stage.is_own_module, obstacle.names))
    outcome = not_verified if lacking or obstacle.kind == "settings" else red
    return outcome(name, obstacle.words, obstacle.detail)


def _openapi(stage: Stage, found: Application, missing: list[str]) -> Check:
    if found.obstacle is not None:
        return _blame(stage, "openapi", found.obstacle)
    if missing:
        outcome = not_verified if stage.plan.manual else red
        return outcome("openapi", _not_served(missing))
    return green("openapi", f"all {len(stage.plan.every_route)} planned operations are served")


def _tests(stage: Stage, found: Application, missing: list[str]) -> Check:
    gone = [path for path in stage.plan.tests if not (stage.changed / path).is_file()]
    if gone:
        return red("tests", f"{', '.join(gone)} {'is' if len(gone) == 1 else 'are'} gone")
    seen = tests.check_generated(stage, _excuse(stage, found))
    if seen.outcome == "red" and missing and stage.plan.manual:
        return replace(seen, outcome="not-verified", why=f"{seen.why}; a manual step is left")
    return seen


def _excuse(stage: Stage, found: Application) -> Application:
    """The application as a cause of failing tests: only what it lacks from outside excuses them."""
    obstacle = found.obstacle
    excused = obstacle is not None and _blame(stage, "import", obstacle).outcome != "red"
    return found if excused else Application()


def _by_hand(plan: Plan, found: Application, missing: list[str]) -> Check:
    steps = ", ".join(f"{step.file}:{step.line}" for step in plan.manual)
    if found.openapi is None:
        return not_verified(BY_HAND, f"the application tells no operations, so look yourself: {steps}")
    if missing:
        return not_verified(BY_HAND, f"still to do: {steps} ({_not_served(missing)})")
    return green(BY_HAND, f"done, since every operation is served: {steps}")


def _not_served(missing: list[str]) -> str:
    return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not served"
