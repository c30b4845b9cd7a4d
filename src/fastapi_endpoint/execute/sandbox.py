"""Starting a process of a rehearsal: guarded, without a network, with a home of its own."""

import functools
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from fastapi_endpoint.domain.report import Redirect
from fastapi_endpoint.execute.guard.engines import STOOD_IN
from fastapi_endpoint.execute.throwaway import Databases
from fastapi_endpoint.tools.process import Completed, run

_GUARD = Path(__file__).parent / "guard"
_PROBES = Path(__file__).parent / "probes"
_NO_GUARD = 97
_SITECUSTOMIZE = '''\
"""Puts up the guard; without it the process must not live."""

import os
import sys
from pathlib import Path

try:
    from rehearsal_guard import install

    install(Path(__file__).resolve().parent)
except BaseException as problem:
    sys.stderr.write(f"the guard could not be put up: {problem!r}\\n")
    sys.stderr.flush()
    os._exit(97)
'''
_NOT_INHERITED = (
    "PYTHON",
    "PYTEST",
    "VIRTUAL_ENV",
    "CONDA",
    "COV_",
    "XDG_",
    "PG",
    "FASTAPI_ENDPOINT",
    "UV_",
    "PIP_",
)


class Sandbox(Struct, frozen=True, kw_only=True):
    """How the processes of one rehearsal run. `roots` are import roots relative to a copy of the project;
    `folder`, also relative to it, is where the project is at home: its people run it and its tests there.
    """

    home: Path
    python: str
    roots: tuple[str, ...]
    settings: Mapping[str, str]
    databases: Databases
    folder: str = ""

    def run(
        self,
        phase: str,
        copy: Path,
        arguments: Sequence[str],
        *,
        timeout: float,
        stdin: str = "",
        folder: str = "",
    ) -> Completed:
        """Run the project's Python in a copy, or in a folder of it; `phase` chooses the databases and the
        list of redirects.
        """
        guard = self._guard(phase)
        roots = [str(guard), *(str((copy / root).resolve()) for root in self.roots)]
        env = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
        env |= dict(self.settings)
        env |= {
            "HOME": str(self.home / "home"),
            "TMPDIR": str(self.home / "tmp"),
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(roots)),
            "PYTHONUNBUFFERED": "1",
            "PYTEST_XDIST_AUTO_NUM_WORKERS": "0",  # workers would share one throw-away database
            "VIRTUAL_ENV": str(Path(self.python).parent.parent),
            "PATH": os.pathsep.join((str(Path(self.python).parent), env.get("PATH", os.defpath))),
        }
        argv = [self.python, *arguments]
        if has_namespaces():
            env["FASTAPI_ENDPOINT_NAMESPACE"] = "1"
            argv = ["unshare", "--map-root-user", "--net", "--", *argv]
        return run(argv, cwd=copy / folder, env=env, timeout=timeout, stdin=stdin)

    def probe(
        self, phase: str, copy: Path, name: str, task: Mapping[str, object], *, timeout: float
    ) -> tuple[dict[str, object] | None, Completed]:
        """Run one of our own small programs; its answer, or None where it gave none."""
        answer = self.home / "run" / f"{phase}-{name}.json"
        answer.unlink(missing_ok=True)
        script = self.home / "run" / f"{name}.py"
        shutil.copyfile(_PROBES / f"{name}.py", script)
        loader = f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')"
        stdin = json.dumps({**task, "answer": str(answer)})
        done = self.run(phase, copy, ["-c", loader], timeout=timeout, stdin=stdin, folder=self.folder)
        try:
            return msgspec.json.decode(answer.read_bytes(), type=dict[str, object]), done
        except (FileNotFoundError, msgspec.DecodeError):
            return None, done

    def is_guarded(self) -> bool:
        """Does a process of this interpreter really come up with the guard?"""
        said = self.run(
            "probe",
            self.home,
            ["-c", "import sys; print('rehearsal_guard.walls' in sys.modules)"],
            timeout=30,
        )
        return said.code == 0 and said.out.strip() == "True"

    def redirects(self, phase: str | None = None) -> tuple[Redirect, ...]:
        """What was sent elsewhere or refused so far, in one phase or in all."""
        pattern = f"redirects-{phase or '*'}.jsonl"
        lines = [line for path in sorted(self.home.glob(pattern)) for line in path.read_bytes().splitlines()]
        seen = {msgspec.json.decode(line, type=Redirect) for line in lines}
        return tuple(sorted(seen, key=lambda redirect: (redirect.wanted, redirect.instead)))

    def stands_in(self, phase: str) -> bool:
        """Was a connection opened to SQLite in place of the project's own server in this phase?"""
        return any(redirect.instead == STOOD_IN for redirect in self.redirects(phase))

    def _guard(self, phase: str) -> Path:
        folder = self.home / "guards" / phase
        if not folder.exists():
            shutil.copytree(_GUARD, folder / "rehearsal_guard", ignore=shutil.ignore_patterns("__pycache__"))
            (folder / "sitecustomize.py").write_text(_SITECUSTOMIZE, "utf-8")
            files = self.home / "databases" / phase
            files.mkdir(parents=True, exist_ok=True)
            settings = {
                "home": str(self.home),
                "files": str(files),
                "record": str(self.home / f"redirects-{phase}.jsonl"),
                "databases": self.databases.targets.get(phase, {}),
            }
            (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
        return folder


@functools.cache
def has_namespaces() -> bool:
    """Can this user start a process in a network namespace of its own?"""
    if shutil.which("unshare") is None:
        return False
    argv = ["unshare", "--map-root-user", "--net", "--", "true"]
    return run(argv, cwd=Path("/"), env=os.environ, timeout=10).code == 0
