"""Does the application import, do our modules come from the copy, and is its OpenAPI as planned?"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from fastapi_endpoint.domain.conventions import EntryPoint
from fastapi_endpoint.domain.report import Check
from fastapi_endpoint.execute.openapi import differences, missing_routes
from fastapi_endpoint.execute.stage import AFTER_APP, BEFORE_APP, Stage, both, green, not_verified, red


class Obstacle(Struct, frozen=True, kw_only=True):
    """Why the application did not get as far as its OpenAPI, and what the process said last."""

    stage: str
    kind: str
    names: tuple[str, ...] = ()
    message: str = ""
    detail: str = ""

    @property
    def words(self) -> str:
        """The reason in words, with what to do."""
        names = ", ".join(self.names)
        if self.kind == "settings":
            return f"settings are missing: {names} (put them into .env, or name a file with --env-file)"
        if self.kind == "package":
            return f"the interpreter lacks {names}"
        return self.message


class Application(Struct, frozen=True, kw_only=True):
    """What the probe found: the OpenAPI and the files of modules, or an obstacle."""

    openapi: dict[str, Any] | None = None
    files: dict[str, str] = {}
    obstacle: Obstacle | None = None


def load(stage: Stage, copy: Path, phase: str, modules: tuple[str, ...]) -> Application:
    """Import the application in a copy, and the given modules, and ask for its OpenAPI."""
    entry = _entry(stage)
    if entry is None:
        return Application(obstacle=Obstacle(stage="import", kind="other", message="no entry point is known"))
    module = entry.module or _module_of(entry.file, stage.options.conventions.layout.import_root.value)
    task = {"module": module, "object": entry.object, "kind": entry.kind, "modules": modules}
    limit = stage.options.time_limit
    answer, done = stage.sandbox.probe(phase, copy, "application", task, timeout=limit)
    if answer is None:
        said = f"no end within {limit:g} s" if done.code is None else "the process ended while importing"
        return Application(
            obstacle=Obstacle(stage="import", kind="other", message=said, detail=stage.tail(done))
        )
    error = answer.get("error")
    if error is None:
        return msgspec.convert({k: answer[k] for k in ("openapi", "files")}, Application)
    obstacle = msgspec.convert(
        {**msgspec.convert(error, dict[str, Any]), "detail": stage.tail(done)}, Obstacle
    )
    return Application(
        files=msgspec.convert(answer.get("files", {}), dict[str, str]),
        obstacle=msgspec.structs.replace(obstacle, message=stage.shown(obstacle.message)),
    )


def _entry(stage: Stage) -> EntryPoint | None:
    points = stage.options.conventions.entry_points.value
    return points[0] if points else None


def _module_of(file: str, root: str) -> str:
    inside = file.removeprefix(f"{root}/") if root not in ("", ".") else file
    parts = inside.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def baseline(stage: Stage) -> Application:
    """The application as it is without the plan."""
    return load(stage, stage.before, BEFORE_APP, ())


def check_application(stage: Stage, unchanged: Callable[[], Application]) -> tuple[Application, Check, Check]:
    """The unchanged application, and the checks "import" and "openapi" against it."""
    started = time.monotonic()
    changed = partial(load, stage, stage.changed, AFTER_APP, stage.plan.modules)
    before, after = both(unchanged, changed)
    seconds = round(time.monotonic() - started, 3)
    imported = msgspec.structs.replace(_import(stage, before, after), seconds=seconds)
    return before, imported, _openapi(stage, before, after)


def _import(stage: Stage, before: Application, after: Application) -> Check:
    if after.obstacle is not None and after.obstacle.stage == "import":
        return _blame(stage, "import", before, after.obstacle)
    home = str(stage.changed.resolve())
    strays = [f"{name} is {file}" for name, file in after.files.items() if not file.startswith(f"{home}/")]
    if strays:
        return not_verified("import", f"not the copy's: {'; '.join(strays)}")
    return green("import", f"the application and {len(after.files)} new or edited modules import")


def _blame(stage: Stage, name: str, before: Application, obstacle: Obstacle) -> Check:
    if before.obstacle is not None:
        lacks = "does not import" if before.obstacle.stage == "import" else "has no OpenAPI document"
        said = f"the project {lacks} without the plan either: {before.obstacle.words}"
        return not_verified(name, said, obstacle.detail)
    if obstacle.kind == "package" and not any(map(stage.is_own_module, obstacle.names)):
        return not_verified(name, obstacle.words, obstacle.detail)
    return red(name, obstacle.words, obstacle.detail)


def _openapi(stage: Stage, before: Application, after: Application) -> Check:
    if after.obstacle is not None:
        return _blame(stage, "openapi", before, after.obstacle)
    if before.openapi is None or after.openapi is None:
        return not_verified("openapi", "there is no OpenAPI of the unchanged project to compare with")
    missing = missing_routes(after.openapi, stage.plan.every_route)
    if missing and stage.plan.manual:
        return not_verified("openapi", f"a manual step is left before {', '.join(missing)} can be there")
    found = differences(before.openapi, after.openapi, stage.plan.every_route)
    if found:
        return red("openapi", found[0] if len(found) == 1 else f"{len(found)} differences", "\n".join(found))
    return green("openapi", f"+{len(stage.plan.every_route)} operations, nothing else changed")
