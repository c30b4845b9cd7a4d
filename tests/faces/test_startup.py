"""`--help` and `--version` load next to nothing."""

import subprocess
import sys

import pytest

from fastapi_endpoint.__main__ import main

FORBIDDEN = {
    "fastapi",
    "jinja2",
    "msgspec",
    "pathspec",
    "platformdirs",
    "prompt_toolkit",
    "pydantic",
    "questionary",
    "rich",
    "sqlalchemy",
    "tomlkit",
    "tree_sitter",
    "tree_sitter_python",
    "fastapi_endpoint.domain",
    "fastapi_endpoint.workflow",
}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["add", "--help"], ["no-such-command"]])
def test_what_needs_no_project_imports_no_library_but_click(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fastapi_endpoint", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {
        line.rsplit("|", 1)[1].strip() for line in ran.stderr.splitlines() if line.startswith("import time:")
    }
    assert "click" in imported
    assert not imported & FORBIDDEN


def test_windows_is_told_that_it_is_not_supported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "Windows is not supported yet" in capsys.readouterr().err
