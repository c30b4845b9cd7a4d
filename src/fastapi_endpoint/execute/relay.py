"""The one way out of a rehearsal: a Unix socket that leads to the throw-away databases, and nowhere else.

Rehearsed processes have no network. A PostgreSQL session passes only where its first packet asks for a
throw-away database as the throw-away role.
"""

import contextlib
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

_PORT = 5432
_ENCRYPTION = (80877103, 80877104)
_PROTOCOL_3 = 3
_LONGEST = 10_000


class _Relay(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    server_at: tuple[str, int]
    role: str
    databases: frozenset[str]


class _Session(socketserver.BaseRequestHandler):
    server: _Relay
    request: socket.socket

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            first = self._first_packet()
            if first is None:
                return
            host, port = self.server.server_at
            if host.startswith("/"):
                out = socket.socket(socket.AF_UNIX)
                out.connect(f"{host}/.s.PGSQL.{port}")
            else:
                out = socket.create_connection((host, port), timeout=10)
                out.settimeout(None)
            with out:
                out.sendall(first)
                threading.Thread(target=_pump, args=(out, self.request), daemon=True).start()
                _pump(self.request, out)

    def _first_packet(self) -> bytes | None:
        """The packet that opens a session, if it is for one of the throw-away databases."""
        while True:
            head = _exactly(self.request, 8)
            if head is None:
                return None
            length, code = struct.unpack("!II", head)
            if code in _ENCRYPTION:
                self.request.sendall(b"N")
                continue
            if code >> 16 != _PROTOCOL_3 or not 8 <= length <= _LONGEST:
                return None
            body = _exactly(self.request, length - 8)
            if body is None:
                return None
            words = body.split(b"\0")
            wanted = dict(zip(words[::2], words[1::2], strict=False))
            user, database = wanted.get(b"user", b"").decode(), wanted.get(b"database", b"").decode()
            if user == self.server.role and database in self.server.databases:
                return head + body
            self.request.sendall(_refusal(database))
            return None


def _refusal(database: str) -> bytes:
    text = f"SFATAL\0C28000\0Mthe rehearsal does not connect to {database}\0\0".encode()
    return b"E" + struct.pack("!I", len(text) + 4) + text


def _exactly(stream: socket.socket, length: int) -> bytes | None:
    data = b""
    while len(data) < length:
        part = stream.recv(length - len(data))
        if not part:
            return None
        data += part
    return data


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def relay(
    folder: Path, server_at: tuple[str, int], role: str, databases: frozenset[str]
) -> Iterator[tuple[str, int]]:
    """While open, sessions of `role` to `databases` pass through the socket in `folder`: its (host, port)."""
    server = _Relay(str(folder / f".s.PGSQL.{_PORT}"), _Session)
    server.server_at, server.role, server.databases = server_at, role, databases
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield str(folder), _PORT
    finally:
        server.shutdown()
        server.server_close()
