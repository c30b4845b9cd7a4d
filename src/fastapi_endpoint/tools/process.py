"""Running a program with a time limit: it, and everything it started, ends with it."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

_KEPT = 200_000
_running: set["subprocess.Popen[str]"] = set()


class Completed(Struct, frozen=True, kw_only=True):
    """How a program ended. `code` is None where the time ran out; long output keeps its end."""

    code: int | None
    out: str
    err: str
    seconds: float

    @property
    def text(self) -> str:
        """Both streams, the one for errors last."""
        return "\n".join(part for part in (self.out.strip(), self.err.strip()) if part)


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    timeout: float,
    stdin: str = "",
) -> Completed:
    """Run `argv` in a session of its own. A missing program raises FileNotFoundError."""
    started = time.monotonic()
    process = subprocess.Popen(
        argv,
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    _running.add(process)
    code: int | None = None
    try:
        out, err = process.communicate(stdin, timeout=timeout)
        code = process.returncode
    except subprocess.TimeoutExpired:
        _end(process)
        out, err = process.communicate()
    finally:
        _end(process)
        _running.discard(process)
    return Completed(code=code, out=out[-_KEPT:], err=err[-_KEPT:], seconds=time.monotonic() - started)


def end_all() -> None:
    """End every program that another thread still waits for: the caller was interrupted."""
    for process in tuple(_running):
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
