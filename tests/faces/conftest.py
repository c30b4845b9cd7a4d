"""Every test of the terminal face runs in a narrow terminal without colour, over a workflow of literals."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from faces.a_run import Workflow
from fastapi_endpoint.faces.cli import run


class Ended(NamedTuple):
    """How a command line ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def flow(monkeypatch: pytest.MonkeyPatch) -> Workflow:
    """The fake use cases, in place."""
    fake = Workflow()
    fake.install(monkeypatch)
    return fake


@pytest.fixture
def cli(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> Callable[..., Ended]:
    """Runs a command line in an empty folder."""
    monkeypatch.chdir(str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*arguments: str) -> Ended:
        code = run(arguments)
        seen = capsys.readouterr()
        return Ended(code, seen.out, seen.err)

    return call
