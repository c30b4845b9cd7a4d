"""Brings a throw-away database to the newest revisions of the project.

Reads JSON from standard input: {"config", "folder", "answer": path}. Writes {"error": null or text}.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any


def main() -> None:
    """Write the answer; the exit code says nothing."""
    task = json.load(sys.stdin)
    answer: dict[str, Any] = {"error": None}
    os.chdir(task["folder"])
    try:
        from alembic import command  # noqa: PLC0415  # the project's
        from alembic.config import Config  # noqa: PLC0415  # the same

        command.upgrade(Config(task["config"], stdout=sys.stderr), "heads")
    except BaseException as problem:  # noqa: BLE001  # a migration may raise anything
        traceback.print_exc()
        answer["error"] = f"{type(problem).__name__}: {problem}"
    Path(task["answer"]).write_text(json.dumps(answer), "utf-8")


if __name__ == "__main__":
    main()
