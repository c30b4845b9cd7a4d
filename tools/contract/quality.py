"""Generated code before Ruff, mypy and pyright, and how much of it its own tests run.

python -m contract.quality
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from contract.choosing import chosen, parser
from contract.databases import database
from contract.matrix import Configuration
from contract.projects import Made, make

LEAST_COVERED = 95
BROAD = (
    "A,ANN,ARG,ASYNC,B,BLE,C4,C90,DTZ,E,ERA,F,FA,FAST,FBT,FLY,FURB,I,ICN,ISC,N,PERF,PIE,PL,PT,PTH,Q,RET,RSE,RUF,"
    "S,SIM,SLF,T20,TC,TID,TRY,UP,W"
)
LEFT_OUT = {
    "ANN401": "Any is what a JSON value and a cursor's position are",
    "ARG002": "SQLAlchemy calls a column type with the dialect",
    "E501": "the formatter wraps what can be wrapped",
    "N818": "errors are named for what happened",
    "PLR0913": "an endpoint has as many parameters as it has",
    "PLR0917": "a test has as many fixtures as it needs",
    "PLR2004": "the numbers are bounds",
    "S101": "a test asserts",
    "S105": "a test's password is none",
    "S106": "the same",
    "S311": "the same",
    "TC": "FastAPI, Pydantic and SQLAlchemy read annotations at run time",
    "TRY003": "messages are written where they are raised",
}


class Quality(Struct, frozen=True):
    """What each program said of the generated files, and how much of them the tests run, in percent.

    `own` is what the project's rules and formatter say, `ruff` what a broad set of rules does.
    """

    own: str
    ruff: str
    mypy: str
    pyright: str
    tests: str
    covered: float
    missed: dict[str, list[int]]

    @property
    def good(self) -> bool:
        """Nothing to say, and enough covered."""
        return (
            not (self.own or self.ruff or self.mypy or self.pyright or self.tests)
            and self.covered >= LEAST_COVERED
        )


def examine(asked: Configuration) -> Quality:
    """Make the project and look at what the plan put into it."""
    with (
        tempfile.TemporaryDirectory(prefix="contract-") as name,
        database(asked.database, is_async=asked.style == "async", folder=Path(name)) as url,
    ):
        made = make(asked, Path(name), url)
        operations = json.loads(made.plan.read_text())["operations"]
        created = [
            each["path"] for each in operations if each["kind"] == "create" and each["path"].endswith(".py")
        ]
        return _examined(made, created)


def _examined(made: Made, created: Sequence[str]) -> Quality:
    code = [path for path in created if not path.startswith(("tests/", "migrations/", "alembic/"))]
    tests = [path for path in created if path.startswith("tests/")]
    ruff = [
        "ruff",
        "check",
        "--isolated",
        "--target-version=py311",
        "--output-format=concise",
        f"--select={BROAD}",
    ]
    said = _say(made, [*ruff, f"--ignore={','.join(LEFT_OUT)}", *created])
    own = _say(made, ["ruff", "check", *created]) + _say(made, ["ruff", "format", "--check", *created])
    types = _say(made, ["mypy", "--strict", "--no-error-summary", *code, *tests])
    right = _say(made, ["pyright", "--pythonpath", sys.executable, *code, *tests], quiet="0 errors")
    report = made.plan.with_name("coverage.json")
    ran = _say(
        made,
        ["coverage", "run", "--branch", "--concurrency=greenlet,thread", "-m", "pytest", "-q", *tests],
        quiet=" passed",
    )
    made.run(
        [sys.executable, "-m", "coverage", "json", "-q", "-o", str(report), f"--include={','.join(code)}"]
    )
    measured = json.loads(report.read_text())
    missed = {
        path: each["missing_lines"] for path, each in measured["files"].items() if each["missing_lines"]
    }
    return Quality(own, said, types, right, ran, measured["totals"]["percent_covered"], missed)


def _say(made: Made, argv: Sequence[str], quiet: str = "") -> str:
    """What the program said, or "" where it ended well."""
    code, said = made.ask([sys.executable, "-m", *argv])
    return "" if code == 0 and quiet in said else said


def main(arguments: Sequence[str] | None = None) -> int:
    """All configurations, unless told; 1 where one is not good."""
    given = parser("Examine generated code.").parse_args(arguments)
    bad = False
    columns = ("configuration", "project's rules", "Ruff", "mypy", "pyright", "tests", "covered", "not run")
    print(f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", sep="\n")
    for asked in chosen(given):
        found = examine(asked)
        said = (found.own, found.ruff, found.mypy, found.pyright, found.tests)
        marks = " | ".join("no" if each else "clean" for each in said)
        missed = "; ".join(f"{path} {', '.join(map(str, lines))}" for path, lines in found.missed.items())
        print(f"| {asked.name} | {marks} | {found.covered:.1f} % | {missed} |", flush=True)
        print(*(each for each in said if each), sep="\n", end="")
        bad |= not found.good
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
