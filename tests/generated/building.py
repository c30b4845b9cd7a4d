"""Projects on disk with one generated endpoint, and runs of its tests."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from fastapi_endpoint.render.files import render
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.render.view import RenderedFile, ResourceView
from generated.hosts import (
    MEMBERSHIPS,
    ORGANISATION,
    ORGANISATIONS,
    PARENTS,
    STOCK,
    STOCK_FILE,
    USER,
)
from generated.sync_project import SYNC_PROJECT

HIDDEN = ("SECRET_KEY", "DATABASE_URL", "TEST_DATABASE_URL", "PYTEST_ADDOPTS", "PYTHONPATH")
SECRET = "0123456789abcdef" * 4
# What pytest says of plug-ins that are imported already, and of settings that hosts lack.
_OF_PYTEST = ("PytestAssertRewriteWarning", "PytestDeprecationWarning")
WITHOUT_WARNINGS = ("-W", "error", *(f"-Wignore::pytest.{each}" for each in _OF_PYTEST))


def build(folder: Path, view: ResourceView) -> Path:
    """Writes the project that suits the view, the endpoint and its tests, wired together."""
    files = new_project("demo", secret=SECRET) if view.idiom.is_async else dict(SYNC_PROJECT)
    for file in render(view):
        if "role" in file.artefacts:
            files[file.path] = _appended(files[file.path], file)
            continue
        assert file.path not in files, file.path
        files[file.path] = file.text
    if view.conventions.router_registration.editable.value:
        _mount(files, view)
    files |= {file: text for file, text in _other_models(view).items() if file not in files}
    if view.host_model is not None:
        files[STOCK_FILE] = STOCK
    if view.tenant is not None:
        _organise(files, view.tenant.human)
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    run(folder, "ruff", "check", "--select", "I", "--fix", "-q", "app", "tests")
    run(folder, "ruff", "format", "-q", "app", "tests")
    return folder


def _other_models(view: ResourceView) -> dict[str, str]:
    """The classes of the rows that the resource refers to or hangs on."""
    references = {column.reference.table for column in view.columns if column.reference}
    return {
        model.file: PARENTS[model.file]
        for model in view.host_models
        if model.table in references and model.file in PARENTS
    }


def _organise(files: dict[str, str], tenant: str) -> None:
    """Users who belong to one of some tenants."""
    users, last = USER.file, "    hashed_password: Mapped[str] = mapped_column(String(255))\n"
    assert last in files[users]
    imports = "from uuid import UUID\nfrom sqlalchemy import ForeignKey, String\n"
    files[users] = imports + files[users].replace(last, last + MEMBERSHIPS[tenant][1])
    if tenant == "organisation":
        files[ORGANISATION.file] = ORGANISATIONS


def _appended(text: str, file: RenderedFile) -> str:
    lines = [f"from {each.module} import {each.name}" for each in sorted(file.imports)]
    return "\n".join([*lines, text, "", file.body])


def _mount(files: dict[str, str], view: ResourceView) -> None:
    main = "app/main.py"  # which has `settings` of its own
    imported = f"from {view.places.router.package} import {view.places.router.stem} as routes\n"
    files[main] = f"{imported}{files[main]}app.include_router(routes.{view.router.variable})\n"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a Python module in the folder, with nothing of this project's environment."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def failing(folder: Path, *wanted: str) -> tuple[set[str], str]:
    """Names of the tests that fail of those wanted, and what pytest said. At least one test has run."""
    report, log = folder / "junit.xml", folder / "pytest.log"
    report.unlink(missing_ok=True)
    arguments = [
        "-q",
        "--tb=short",
        *WITHOUT_WARNINGS,
        "-p",
        "no:cacheprovider",
        f"--junitxml={report}",
        *wanted,
    ]
    server = _warm_pytest()
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps([str(folder), str(log), arguments]) + "\n")
    server.stdin.flush()
    assert server.stdout.readline()
    said = log.read_text(encoding="utf-8")
    assert report.exists(), said
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - written by the pytest above
    assert cases, said
    broken = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return {re.sub(r"\[.*", "", case.get("name", "")) for case in broken}, said


@cache
def _warm_pytest() -> "subprocess.Popen[str]":
    """One for all tests of this session; it ends with its standard input."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("warm_pytest.py"))],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in HIDDEN}
