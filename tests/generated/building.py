"""Projects on disk with one generated endpoint, and runs of its tests."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from fastapi_endpoint.render.files import render
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.render.view import ResourceView
from generated.sync_project import SYNC_PROJECT

SECRET = "0123456789abcdef" * 4


def build(folder: Path, view: ResourceView) -> Path:
    """Writes the project that suits the view, the endpoint and its tests, wired together."""
    files = new_project("demo", secret=SECRET) if view.idiom.is_async else dict(SYNC_PROJECT)
    for file in render(view):
        assert file.path not in files, file.path
        files[file.path] = file.text
    stem, main = view.places.router.stem, "app/api/main.py"
    files[main] = files[main].replace(
        "\n\napi_router = ", f"\nfrom {view.places.router.package} import {stem}\n\napi_router = "
    )
    files[main] += f"api_router.include_router({stem}.{view.router.variable})\n"
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    run(folder, "ruff", "check", "--select", "I", "--fix", "-q", "app", "tests")
    run(folder, "ruff", "format", "-q", "app", "tests")
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a Python module in the folder, with nothing of this project's environment."""
    hidden = ("SECRET_KEY", "DATABASE_URL", "TEST_DATABASE_URL", "PYTEST_ADDOPTS", "PYTHONPATH")
    inherited = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=inherited,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def failing(folder: Path, *wanted: str) -> tuple[set[str], str]:
    """Names of the tests that fail of those wanted, and what pytest said. At least one test has run."""
    report = folder / "junit.xml"
    done = run(folder, "pytest", "-q", "--tb=short", f"--junitxml={report}", *wanted)
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - written by the pytest above
    assert cases, done.stdout
    broken = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return {re.sub(r"\[.*", "", case.get("name", "")) for case in broken}, done.stdout
