"""Does the new revision go up, down and up again, and does it make the table that the model says?"""

from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from fastapi_endpoint.domain.plan import CreateFile
from fastapi_endpoint.domain.report import Check
from fastapi_endpoint.execute.stage import MIGRATION, Stage, green, not_verified, red

_STAGES = {
    "environment": "Alembic's env.py does not run",
    "history": "the project's own history does not replay",
    "upgrade": "the new revision does not go up",
    "downgrade": "the new revision does not go down",
    "again": "the new revision does not go up a second time",
    "compare": "model and table could not be compared",
}
_OURS = ("upgrade", "downgrade", "again")


class _Error(Struct, frozen=True):
    stage: str
    message: str


class _Answer(Struct, frozen=True):
    error: _Error | None = None
    differences: tuple[str, ...] = ()
    dialect: str = ""
    knows: str = ""


def migrated(stage: Stage, copy: Path, phase: str) -> bool:
    """Bring the phase's database to the newest revisions of a copy, where it has such; did that work?"""
    config = stage.options.conventions.alembic.config.value
    if config is None:
        return False
    ini = PurePosixPath(config)
    task = {"config": ini.name, "folder": str(copy / ini.parent)}
    said, _ = stage.sandbox.probe(phase, copy, "tables", task, timeout=stage.options.time_limit)
    return said is not None and said["error"] is None


def check_migration(stage: Stage) -> Check:
    """The check "migration"."""
    name = "migration"
    facts = stage.options.conventions.alembic
    config, versions = facts.config.value, facts.versions.value
    created = [op.path for op in stage.plan.operations if isinstance(op, CreateFile)]
    revisions = [path for path in created if versions is not None and path.startswith(f"{versions}/")]
    if config is None or not revisions or stage.plan.table is None:
        return not_verified(name, "the plan adds no revision")
    ini = PurePosixPath(config)
    task = {
        "config": ini.name,
        "folder": str(stage.changed / ini.parent),
        "old": facts.heads.value,
        "table": stage.plan.table.name,
    }
    limit = stage.options.time_limit
    said, done = stage.sandbox.probe(MIGRATION, stage.changed, "migrations", task, timeout=limit)
    if said is None:
        why = f"no end within {limit:g} s" if done.code is None else "the process ended early"
        return not_verified(name, why, stage.tail(done))
    answer = msgspec.convert(said, _Answer)
    stands_in = stage.sandbox.stands_in(MIGRATION)
    without = f" (on SQLite: {stage.sandbox.databases.why_not})" if stands_in else ""
    if answer.error is not None:
        why = stage.shown(f"{_STAGES[answer.error.stage]}{without}: {answer.error.message}")
        ours = answer.error.stage in _OURS and not stands_in
        return (red if ours else not_verified)(name, why, stage.tail(done))
    return _compared(name, answer, without)


def _compared(name: str, answer: _Answer, without: str) -> Check:
    """What became of the revision, and whether it makes the table that env.py compares it with."""
    if answer.differences:
        return red(name, f"model and table differ: {'; '.join(answer.differences)}")
    went = f"up, down, up on {answer.dialect}{without}"
    if answer.knows == "others":
        return red(name, f"{went}; env.py knows every table but this one, so that Alembic would drop it")
    if not answer.knows:
        return not_verified(name, f"{went}; env.py does not know the project's other tables either")
    return green(name, f"{went}; model and table agree")
