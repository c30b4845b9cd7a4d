"""A plan, tried in a private copy of the project before anything is written."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.report import Check, Rehearsal
from fastapi_endpoint.execute import baseline as unchanged
from fastapi_endpoint.execute.blindspots import blind_spots
from fastapi_endpoint.execute.checks import application, migration, style, tests
from fastapi_endpoint.execute.envfile import read_env_file
from fastapi_endpoint.execute.options import RehearsalOptions
from fastapi_endpoint.execute.sandbox import Sandbox
from fastapi_endpoint.execute.scratch import TooLarge, copy_project, overlay, private_folder
from fastapi_endpoint.execute.stage import PHASES, Stage, not_verified, timed
from fastapi_endpoint.execute.throwaway import Server, server_of, throwaway_databases
from fastapi_endpoint.tools.interpreter import find_interpreter

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
    interpreter = find_interpreter(root, chosen=options.python)
    if interpreter is None:
        said = "not found" if options.python else "none was found (name one with --python)"
        checks = tuple(not_verified(name, f"the project's interpreter: {said}") for name in _RUNNING)
        return Rehearsal(plan=plan.hash, interpreter=None, checks=checks, seconds=time.monotonic() - started)
    with private_folder() as home:
        try:
            progress("copying the project")
            content = copy_project(root, home / "before")
        except TooLarge as problem:
            checks = tuple(not_verified(name, problem.message) for name in _RUNNING)
            return Rehearsal(plan=plan.hash, interpreter=interpreter.path, checks=checks)
        settings = read_env_file(Path(options.env_file)) if options.env_file else {}
        given = settings or read_env_file(root / ".env")
        server = known_server(options, given)
        with throwaway_databases(home, PHASES, server=server, python=interpreter.path) as databases:
            sandbox = Sandbox(
                home=home,
                python=interpreter.path,
                roots=_roots(options),
                settings=settings,
                databases=databases,
            )
            stage = Stage(
                plan=plan,
                after=after,
                options=options,
                before=home / "before",
                changed=home / "after",
                sandbox=sandbox,
                secrets=(*settings.values(), *read_env_file(root / ".env").values()),
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


def known_server(options: RehearsalOptions, settings: Mapping[str, str]) -> Server | None:
    """Where databases may be made: the server that was named, that of the tests, or any on loopback
    that a setting names.
    """
    tests = server_of(options.conventions.tests.db_url.value, allowed=False)
    named = server_of(options.server, allowed=True) or tests
    others = (server_of(settings[key], allowed=True) for key in sorted(settings))
    return named or next((server for server in others if server is not None), None)


def _roots(options: RehearsalOptions) -> tuple[str, ...]:
    """Import roots, the most particular first; the project's own folder is always one."""
    roots = [options.conventions.layout.import_root.value, "."]
    return tuple(dict.fromkeys(root or "." for root in roots))


def _checks(stage: Stage, known: unchanged.Baseline, progress: Progress) -> tuple[Check, ...]:
    spots = blind_spots(stage.before)
    if spots:
        seen = "; ".join(f"{spot.file}:{spot.line}: {spot.note}" for spot in spots[:3])
        why = f"the project is not executed, since it could connect past the guard ({seen})"
        return tuple(not_verified(name, why) for name in _RUNNING)
    if not stage.sandbox.is_guarded():
        return tuple(
            not_verified(name, "the guard could not be put up in this interpreter") for name in _RUNNING
        )
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
    wanted = [style.check_format, style.check_lint]
    if stage.options.types:
        wanted.append(style.check_types)
    return [check for ask in wanted if (check := timed(partial(ask, stage)))]
