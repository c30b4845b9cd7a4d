"""The audit hook: what the interpreter itself reports before it happens.

Connections are refused unless they go to a Unix socket in the private folder. Files outside of it are
read-only. Children are Python with this guard, or a few harmless programs.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from .settings import Denied, Forbidden, Settings

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_HARMLESS = frozenset(
    [
        "uname",
        "ldconfig",
        "ldd",
        "gcc",
        "cc",
        "c++",
        "g++",
        "clang",
        "ld",
        "objdump",
        "lsb_release",
        "file",
        "hostname",
        "true",
        "false",
    ]
)
_Check = Callable[[Settings, tuple[Any, ...]], None]


def raise_loopback() -> None:
    """In a network namespace of its own the loopback device is down until someone raises it."""
    if os.environ.get("FASTAPI_ENDPOINT_NAMESPACE") != "1":
        return
    import fcntl  # noqa: PLC0415  # Linux only, like the namespace
    import struct  # noqa: PLC0415  # the same

    set_flags, up_and_running = 0x8914, 0x1 | 0x40
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            fcntl.ioctl(probe, set_flags, struct.pack("16sH14x", b"lo", up_and_running))
        except OSError:
            return


def install(settings: Settings) -> None:
    """Put up the hook. It cannot be taken down again, and children made by fork inherit it."""
    busy = threading.local()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        check = _CHECKS.get(event)
        if check is None or getattr(busy, "now", False):
            return
        busy.now = True
        try:
            check(settings, arguments)
        finally:
            busy.now = False

    sys.addaudithook(hook)


def _connect(settings: Settings, arguments: tuple[Any, ...]) -> None:
    address = arguments[1]
    if address is None:
        return
    if isinstance(address, (str, bytes)):
        path = os.fsdecode(address)
        if not path.startswith("\0") and settings.inside(path):
            return
        wanted = f"unix socket {path.lstrip(chr(0))}"
    elif isinstance(address, tuple) and len(address) >= 2:
        wanted = f"{address[0]}:{address[1]}"
    else:
        wanted = f"address {address!r}"
    settings.note(wanted, "refused")
    raise Denied(111, f"the rehearsal makes no connection to {wanted}")


def _resolve(settings: Settings, arguments: tuple[Any, ...]) -> None:
    host = arguments[0]
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii", "replace")
    if not host or host in ("localhost", socket.gethostname()) or _is_numeric(host):
        return
    settings.note(f"name {host}", "refused")
    raise Denied(111, f"the rehearsal does not look up {host}")


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host.split("%", 1)[0])
    except ValueError:
        return False
    return True


def _sqlite(settings: Settings, arguments: tuple[Any, ...]) -> None:
    database = arguments[0]
    if not isinstance(database, (str, bytes, os.PathLike)):
        return
    path = os.fsdecode(database)
    if settings.sqlite_file(path) is not None:
        settings.note(f"sqlite file {path}", "refused")
        raise Forbidden(13, "the rehearsal opens no database outside of its copy", path)


def _open(settings: Settings, arguments: tuple[Any, ...]) -> None:
    path, mode, flags = arguments
    writes = (isinstance(flags, int) and flags & _WRITING) or (
        isinstance(mode, str) and set(mode) & set("wax+")
    )
    if writes and isinstance(path, (str, bytes, os.PathLike)):
        _may_write(settings, os.path.realpath(os.fsdecode(path)))


def _may_write(settings: Settings, path: str) -> None:
    if settings.inside(path) or path.startswith(("/dev/", "/proc/self/", f"/proc/{os.getpid()}/")):
        return
    if "__pycache__" not in path:
        settings.note(f"file {path}", "not written")
    raise Forbidden(13, "the rehearsal writes nothing outside of its copy", path)


def _entry(settings: Settings, path: Any, folder: Any = -1) -> None:
    """A change to a folder's entry: a link is judged by where it stands, not by what it points to."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return
    name = os.fsdecode(path)
    if isinstance(folder, int) and folder >= 0 and not os.path.isabs(name):
        try:
            name = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), name)
        except OSError:
            return
    parent, last = os.path.split(os.path.abspath(name))
    _may_write(settings, os.path.join(os.path.realpath(parent), last))


def _first(settings: Settings, arguments: tuple[Any, ...]) -> None:
    folder = arguments[-1] if len(arguments) > 1 and isinstance(arguments[-1], int) else -1
    _entry(settings, arguments[0], folder)


def _mkdir(settings: Settings, arguments: tuple[Any, ...]) -> None:
    if not os.path.isdir(os.fsdecode(arguments[0])):
        _entry(settings, arguments[0], arguments[2] if len(arguments) > 2 else -1)


def _rename(settings: Settings, arguments: tuple[Any, ...]) -> None:
    _entry(settings, arguments[0], arguments[2] if len(arguments) > 2 else -1)
    _entry(settings, arguments[1], arguments[3] if len(arguments) > 3 else -1)


def _link(settings: Settings, arguments: tuple[Any, ...]) -> None:
    _entry(settings, arguments[1], arguments[-1] if len(arguments) > 2 else -1)


def _child(settings: Settings, executable: Any, arguments: Any, environment: Any) -> None:
    words = (
        [os.fsdecode(word) for word in arguments]
        if isinstance(arguments, (list, tuple))
        else [str(arguments)]
    )
    program = os.fsdecode(executable) if executable else words[0]
    name = os.path.basename(program)
    if name in _HARMLESS:
        return
    if not _is_python(program):
        settings.note(f"program {name}", "not started")
        raise Forbidden(13, "the rehearsal starts no program but Python", program)
    for word in words[1:]:
        if not word.startswith("-") or word.startswith("--") or word[:2] in ("-c", "-m"):
            break
        if set(word[1:]) & set("IES") and word[:2] not in ("-W", "-X"):
            settings.note(f"program {name} {word}", "not started")
            raise Forbidden(13, "the rehearsal starts no Python without its guard", program)
    for variables in (environment, os.environ) if isinstance(environment, dict) else (os.environ,):
        paths = variables.get("PYTHONPATH", "")
        if settings.folder not in paths.split(os.pathsep):
            variables["PYTHONPATH"] = os.pathsep.join(filter(None, (settings.folder, paths)))


def _is_python(program: str) -> bool:
    found = program if os.sep in program else _which(program)
    if found is None:
        return False
    if os.path.basename(found).startswith(("python", "pypy")):
        return True
    if os.path.realpath(found) == os.path.realpath(sys.executable):
        return True
    try:
        with open(found, "rb") as stream:
            line = stream.readline(200)
    except OSError:
        return False
    words = line[2:].split() if line.startswith(b"#!") else []
    if any(word.startswith(b"-") and set(word) & set(b"IES") for word in words[1:]):
        return False
    return any(b"python" in os.path.basename(word) for word in words[:2])


def _which(program: str) -> str | None:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, program)
        if os.access(path, os.X_OK) and not os.path.isdir(path):
            return path
    return None


def _popen(settings: Settings, arguments: tuple[Any, ...]) -> None:
    executable, words, _, environment = arguments
    _child(settings, executable, words, environment)


def _exec(settings: Settings, arguments: tuple[Any, ...]) -> None:
    _child(settings, arguments[0], arguments[1], arguments[2])


def _system(settings: Settings, arguments: tuple[Any, ...]) -> None:
    settings.note("a shell command", "not started")
    raise Forbidden(13, "the rehearsal starts no shell", os.fsdecode(arguments[0]))


_CHECKS: dict[str, _Check] = {
    "socket.connect": _connect,
    "socket.sendto": _connect,
    "socket.sendmsg": _connect,
    "socket.getaddrinfo": _resolve,
    "socket.gethostbyname": _resolve,
    "sqlite3.connect": _sqlite,
    "open": _open,
    "os.remove": _first,
    "os.rmdir": _first,
    "os.truncate": _first,
    "os.chmod": _first,
    "os.chown": _first,
    "os.mkdir": _mkdir,
    "os.rename": _rename,
    "os.link": _link,
    "os.symlink": _link,
    "shutil.rmtree": _first,
    "subprocess.Popen": _popen,
    "os.exec": _exec,
    "os.posix_spawn": _exec,
    "os.system": _system,
}
