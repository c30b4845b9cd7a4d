"""Imports the application and says what its OpenAPI is and which files its modules came from.

Reads JSON from standard input: {"module", "object", "kind", "modules": [names], "answer": path}. Writes
its answer to that path: {"openapi", "files": {module: path}, "error"}, where an error is
{"stage", "kind", "names", "message"}.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any


def explain(problem: BaseException) -> dict[str, Any]:
    """What kind of obstacle an exception is: a missing package, missing settings, a denied connection."""
    chain: list[BaseException] = []
    link: BaseException | None = problem
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    message = _without_values(problem)
    for one in chain:
        if isinstance(one, ModuleNotFoundError) and one.name:
            return {"kind": "package", "names": [one.name], "message": message}
        missing = _missing_settings(one)
        if missing:
            return {"kind": "settings", "names": missing, "message": message}
        if type(one).__module__.startswith("rehearsal_guard"):
            return {"kind": "denied", "names": [], "message": str(one)}
    return {"kind": "other", "names": [], "message": message}


def _without_values(problem: BaseException) -> str:
    """The message; of a validation error only what was wrong where, since it quotes what was given."""
    errors = getattr(problem, "errors", None)
    said = str(problem)
    if type(problem).__name__ == "ValidationError" and callable(errors):
        said = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in errors())
    return f"{type(problem).__name__}: {said}"


def _missing_settings(problem: BaseException) -> list[str]:
    if isinstance(problem, KeyError) and problem.__traceback__ is not None:
        frames = traceback.extract_tb(problem.__traceback__)
        # The module os is frozen into the interpreter since Python 3.11.
        if frames[-1].filename.endswith(("os.py", "<frozen os>")) and problem.args:
            return [str(problem.args[0])]
    errors = getattr(problem, "errors", None)
    if type(problem).__name__ == "ValidationError" and callable(errors):
        return [".".join(map(str, error["loc"])) for error in errors() if error["type"] == "missing"]
    return []


def probe(task: dict[str, Any]) -> dict[str, Any]:
    """Import, then ask for the OpenAPI."""
    stage = "import"
    answer: dict[str, Any] = {"openapi": None, "files": {}, "error": None}
    try:
        application: Any = importlib.import_module(task["module"])
        for name in task["object"].split("."):
            application = getattr(application, name)
        if task["kind"] == "factory":
            application = application()
        for name in task["modules"]:
            module = importlib.import_module(name)
            answer["files"][name] = os.path.realpath(module.__file__ or "")
        stage = "openapi"
        answer["openapi"] = application.openapi()
    except BaseException as problem:  # noqa: BLE001  # a project may raise anything, SystemExit too
        traceback.print_exc()
        answer["error"] = {"stage": stage, **explain(problem)}
    return answer


def main() -> None:
    """Write the answer; the exit code says nothing."""
    task = json.load(sys.stdin)
    answer = probe(task)
    Path(task["answer"]).write_text(json.dumps(answer, default=str), "utf-8")


if __name__ == "__main__":
    main()
