"""Runs the project's migrations on an empty throw-away database: history, then up, down, up, then compare.

Reads JSON from standard input: {"config", "folder", "old": [revisions], "table", "answer": path}. Writes
{"error": null or {"stage", "message"}, "differences": [text], "dialect", "knows"}; stages are environment,
history, upgrade, downgrade, again, compare. env.py "knows" our "table", all "others", or not even these ("").
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any


def wipe(_: Any, context: Any) -> list[Any]:
    """Remove whatever importing the project has made in the database."""
    import sqlalchemy  # noqa: PLC0415  # the project's

    connection = context.connection
    if connection.dialect.name == "postgresql":
        connection.execute(sqlalchemy.text("DROP SCHEMA public CASCADE"))
        connection.execute(sqlalchemy.text("CREATE SCHEMA public"))
    else:
        there = sqlalchemy.MetaData()
        there.reflect(connection)
        there.drop_all(connection)
    if connection.in_transaction() and context._transaction is None:  # noqa: SLF001  # whose transaction is it?
        connection.commit()
    return []


class Run:
    """The migrations of one project; `stage` says how far it came."""

    def __init__(self, task: dict[str, Any]) -> None:
        from alembic.config import Config  # noqa: PLC0415  # the project's
        from alembic.script import ScriptDirectory  # noqa: PLC0415  # the same

        self.task = task
        self.stage = "environment"
        self.dialect = ""
        self.knows = ""
        self.config = Config(task["config"], stdout=sys.stderr)
        self.script = ScriptDirectory.from_config(self.config)

    def all(self) -> list[str]:
        """Every stage; the differences between our table and its model."""
        from alembic import command  # noqa: PLC0415  # the project's

        self.environment(wipe)
        old = [revision for revision in self.task["old"] if self.script.get_revision(revision)]
        self.stage = "history"
        for revision in old:
            command.upgrade(self.config, revision)
        self.stage = "upgrade"
        command.upgrade(self.config, "heads")
        self.stage = "downgrade"
        command.downgrade(self.config, old[0] if old else "base")
        self.stage = "again"
        command.upgrade(self.config, "heads")
        self.stage = "compare"
        found: list[str] = []

        def compare(_: Any, context: Any) -> list[Any]:
            import sqlalchemy  # noqa: PLC0415  # the project's
            from alembic.autogenerate import compare_metadata  # noqa: PLC0415  # the same

            self.dialect = context.connection.dialect.name
            given = context.opts["target_metadata"]
            several = given if isinstance(given, (list, tuple)) else [given]
            known: set[str] = set()
            for one in filter(None, several):
                names = {table.name for table in one.tables.values()}
                known |= names
                if self.task["table"] in names:
                    found.extend(self.ours(compare_metadata(context, one)))
            made = set(sqlalchemy.inspect(context.connection).get_table_names())
            others = made - {self.task["table"], context.version_table}
            self.knows = (
                "table" if self.task["table"] in known else "others" if others and others <= known else ""
            )
            return []

        self.environment(compare)
        return found

    def environment(self, function: Any) -> None:
        """Run env.py, as the alembic command does, with this instead of migrations."""
        from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415  # the project's

        with EnvironmentContext(self.config, self.script, fn=function, as_sql=False):
            self.script.run_env()

    def ours(self, differences: list[Any]) -> list[str]:
        """Those that concern our table. SQLite tells too little of types to speak of them."""
        found: list[str] = []
        for difference in differences:
            if isinstance(difference, list):
                found.extend(self.ours(difference))
                continue
            kind = difference[0]
            if kind == "modify_type" and self.dialect == "sqlite":
                continue
            if self.task["table"] in tables_of(difference):
                column = [part.name for part in difference[1:] if type(part).__name__ in ("Column", "Index")]
                found.append(" ".join([kind, *map(str, column), *named_column(difference)]))
        return found


def tables_of(difference: Any) -> set[str]:
    """The tables that one difference of Alembic's speaks of."""
    kind = difference[0]
    if kind in ("add_column", "remove_column") or kind.startswith("modify_"):
        return {difference[2]}
    subject = difference[1]
    table = getattr(subject, "table", None)
    return {subject.name if table is None else table.name}


def named_column(difference: Any) -> list[str]:
    """The column's name where a difference gives it as text."""
    return [difference[3]] if difference[0].startswith("modify_") and isinstance(difference[3], str) else []


def main() -> None:
    """Write the answer; the exit code says nothing."""
    task = json.load(sys.stdin)
    answer: dict[str, Any] = {"error": None, "differences": [], "dialect": ""}
    os.chdir(task["folder"])
    run: Run | None = None
    try:
        run = Run(task)
        answer["differences"] = run.all()
        answer["dialect"], answer["knows"] = run.dialect, run.knows
    except BaseException as problem:  # noqa: BLE001  # a migration may raise anything
        traceback.print_exc()
        stage = run.stage if run is not None else "environment"
        said = str(problem).strip().partition("\n")[0]
        answer["error"] = {"stage": stage, "message": f"{type(problem).__name__}: {said}"}
    Path(task["answer"]).write_text(json.dumps(answer), "utf-8")


if __name__ == "__main__":
    main()
