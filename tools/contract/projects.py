"""A host on disk with the endpoint added, its database migrated and its users made."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from contract.answers import question
from contract.matrix import Configuration
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.testing.hosts import host_files, to_the_microsecond

BIN = Path(sys.executable).parent
DESCRIBE = [sys.executable, "-m", "fastapi_endpoint.testing.contract"]


class Made(Struct, frozen=True):
    """A project with its endpoint, the plan it was made by, and what its programs run with."""

    project: Path
    plan: Path
    environ: Mapping[str, str]

    def run(self, argv: Sequence[str], codes: tuple[int, ...] = (0,)) -> str:
        """What the program prints; a SystemExit with all it said where it ends otherwise."""
        ended = self._ended(argv)
        if ended.returncode not in codes:
            raise SystemExit(f"{' '.join(argv)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def ask(self, argv: Sequence[str]) -> tuple[int, str]:
        """How the program ends, and all it says."""
        ended = self._ended(argv)
        return ended.returncode, ended.stdout + ended.stderr

    def _ended(self, argv: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            argv, cwd=self.project, env=self.environ, capture_output=True, text=True, check=False, timeout=600
        )


def make(asked: Configuration, folder: Path, url: str) -> Made:
    """The host with the endpoint of this configuration, in `folder`, on the database at `url`."""
    project = folder / "project"
    made = Made(project, folder / "plan.json", _environ(folder, url))
    _write(asked, project)
    for command in (["check", "-q", "--select", "I", "--fix"], ["format", "-q"]):
        made.run([sys.executable, "-m", "ruff", *command, "."])
    add(made, question(asked), made.plan)
    made.run(["alembic", "upgrade", "head"])
    if asked.auth != "none":
        made.run([*DESCRIBE, "--seed", str(project)])
    return made


def add(made: Made, asked: Sequence[str], plan: Path) -> None:
    """One endpoint more: planned, approved, written."""
    tool = str(BIN / "fastapi-endpoint")
    made.run([tool, "add", *asked, "--accept", "--no-rehearse", "--dry-run", "--plan", str(plan)], codes=(2,))
    approved = json.loads(plan.read_text())["hash"]
    made.run([tool, "apply", str(plan), "--no-rehearse", "--approve", approved])


def _environ(folder: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "DATABASE_URL": url,
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _write(asked: Configuration, project: Path) -> None:
    files = _scaffold(asked.database) if asked.host is None else host_files(asked.host)
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")


def _scaffold(database: str) -> dict[str, str]:
    """What `new` makes; for MariaDB with its driver, and moments that keep their microseconds."""
    files = new_project("shop")
    if database == "mariadb":
        files["pyproject.toml"] = files["pyproject.toml"].replace(
            '    "aiosqlite>=0.20",\n', '    "aiomysql>=0.2",\n    "aiosqlite>=0.20",\n'
        )
        files["app/db/types.py"] = to_the_microsecond(files["app/db/types.py"])
    return files
