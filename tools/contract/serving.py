"""A generated endpoint behind a real server, on a free port, for as long as it is looked at."""

import contextlib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from contract.databases import database
from contract.matrix import Configuration
from contract.projects import DESCRIBE, Made, make

START_SECONDS = 30


class Endpoint(Struct, frozen=True):
    """A served endpoint: its project, its address, and the file that says what it promises."""

    made: Made
    folder: Path
    address: str

    @property
    def descriptor(self) -> Path:
        """What a black-box suite is told."""
        return self.folder / "descriptor.json"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.folder / "server.log"


@contextlib.contextmanager
def served(asked: Configuration) -> Iterator[Endpoint]:
    """The endpoint of this configuration on an empty database; nothing is left of either."""
    with (
        tempfile.TemporaryDirectory(prefix="contract-") as name,
        database(asked.database, is_async=asked.style == "async", folder=Path(name)) as url,
    ):
        folder = Path(name)
        made = make(asked, folder, url)
        port = _free_port()
        endpoint = Endpoint(made, folder, f"http://127.0.0.1:{port}")
        described = made.run([*DESCRIBE, str(made.plan), "--base-url", endpoint.address])
        endpoint.descriptor.write_text(described)
        with _running(endpoint, port):
            yield endpoint


@contextlib.contextmanager
def _running(endpoint: Endpoint, port: int) -> Iterator[None]:
    argv = ["uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning", "--no-access-log"]
    made = endpoint.made
    with endpoint.log.open("w") as said:
        server = subprocess.Popen(argv, cwd=made.project, env=made.environ, stdout=said, stderr=said)
        try:
            if not _listens(port, server):
                raise SystemExit(f"the application does not answer:\n{endpoint.log.read_text()}")
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def _free_port() -> int:
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
