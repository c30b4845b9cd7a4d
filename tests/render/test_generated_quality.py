"""Generated code is clean under a broad set of Ruff's rules and under mypy strict."""

import subprocess
import sys
from pathlib import Path

import pytest

from render.hosts import host, on_sqlmodel
from render.test_golden import CASES, GOLDEN

BROAD = (
    "A,ANN,ARG,ASYNC,B,BLE,C4,C90,DTZ,E,ERA,F,FA,FAST,FBT,FLY,FURB,I,ICN,ISC,N,PERF,PIE,PL,PTH,Q,RET,RSE,RUF,S,SIM,"
    "SLF,T20,TC,TID,TRY,UP,W"
)
IGNORED = {
    "ANN401": "Any is what a JSON value and a cursor's position are",
    "ARG002": "SQLAlchemy calls a column type with the dialect",
    "B008": "the host that writes = Depends(...) asks for it",
    "FAST002": "the same",
    "N818": "errors are named for what happened",
    "PLR0913": "an endpoint has as many parameters as it has",
    "PLR2004": "the numbers are bounds",
    "TC": "FastAPI, Pydantic and SQLAlchemy read annotations at run time",
    "TRY003": "messages are written where they are raised",
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_ruff_and_mypy_find_nothing(case: str, tmp_path: Path) -> None:
    expected = GOLDEN / case / "expected"
    generated = {
        path.relative_to(expected).as_posix(): path.read_text()
        for path in sorted(expected.rglob("*.py"))
        if path.relative_to(expected).parts[0] == "app"
    }
    files = host(is_async=not case.startswith("sync"), includes="")
    files = on_sqlmodel(files) if case.endswith("sqlmodel") else files
    for path, text in {**files, **generated}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    for folder in {(tmp_path / path).parent for path in generated}:
        (folder / "__init__.py").touch()

    ruff = ["ruff", "check", "--isolated", "--line-length=100", "--target-version=py311"]
    rules = [f"--select={BROAD}", f"--ignore={','.join(IGNORED)}"]
    _run([*ruff, *rules, *generated], tmp_path)
    _run(["mypy", "--strict", *generated], tmp_path)


def _run(arguments: list[str], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
