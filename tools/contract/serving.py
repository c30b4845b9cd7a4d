"""An application behind a real server, on a free port, for as long as it is looked at."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from contract.projects import Made

START_SECONDS = 30


@contextlib.contextmanager
def served(made: Made, port: int, log: Path) -> Iterator[str]:
    """Its address. What the server says goes to `log`."""
    argv = ["uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning", "--no-access-log"]
    with log.open("w") as said:
        server = subprocess.Popen(argv, cwd=made.project, env=made.environ, stdout=said, stderr=said)
        try:
            if not _listens(port, server):
                raise SystemExit(f"the application does not answer:\n{log.read_text()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _listens(port: int, server: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.1)
    return False
