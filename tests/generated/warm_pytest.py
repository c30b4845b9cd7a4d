"""Runs pytest again and again without importing FastAPI and SQLAlchemy again and again.

A program of its own: each line on standard input is `[folder, log, [argument, ...]]` in JSON; a fork runs
pytest there, and its exit code is the line that answers.
"""

import json
import os
import sys
from pathlib import Path

import fastapi.testclient  # noqa: F401 - imported before the forks
import httpx  # noqa: F401 - the same
import pytest
import sqlalchemy.ext.asyncio  # noqa: F401 - the same


def run_here(folder: str, log: str, arguments: list[str]) -> int:
    """The whole life of a fork."""
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(written, 1)
    os.dup2(written, 2)
    os.chdir(folder)
    sys.path[0] = folder
    code = int(pytest.main(["--rootdir", folder, *arguments]))
    sys.stdout.flush()
    return code


def main() -> None:
    sys.dont_write_bytecode = True  # a planted mistake may be as old and as long as the code it replaces
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(run_here(*json.loads(line)))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if Path(path) != Path(__file__).parent]
    sys.path.insert(0, "")
    main()
