"""pytest: how it is called, and its junit report read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

from msgspec import Struct

OK, FAILED, INTERNAL, USAGE, NOTHING = 0, 1, 3, 4, 5
"""pytest's exit codes."""

NAMES_SHOWN = 8
"""So many tests are named below each reason."""


class TestCase(Struct, frozen=True, kw_only=True):
    """One test of a report: `file or class::name`, how it ended, and the first line of why."""

    __test__ = False  # not a test of ours, whatever its name

    id: str
    name: str
    outcome: Literal["passed", "failed", "error", "skipped"]
    why: str = ""
    detail: str = ""


def by_reason(tests: Iterable[TestCase]) -> str:
    """The tests below why they ended so, the most frequent reason last; cases of one test are counted."""
    reasons: dict[str, Counter[str]] = {}
    for test in tests:
        reasons.setdefault(test.why, Counter())[test.id.partition("[")[0]] += 1
    told = sorted(reasons.items(), key=lambda item: item[1].total())
    return "\n".join(line for why, names in told for line in (why, *_few(names)))


def _few(names: Counter[str]) -> Iterator[str]:
    for name, cases in list(names.items())[:NAMES_SHOWN]:
        yield f"  {name}{f' ({cases} cases)' if cases > 1 else ''}"
    if len(names) > NAMES_SHOWN:
        yield f"  and {len(names) - NAMES_SHOWN} more"


def arguments(files: tuple[str, ...], junit: Path, ignored: tuple[str, ...] = ()) -> list[str]:
    """What follows `python`: run these files (all that the project collects, if none), leaving some out."""
    left_out = [f"--ignore={path}" for path in ignored]
    quiet = ["-q", "-p", "no:cacheprovider", "--color=no", "-o", "junit_family=xunit2"]
    return ["-m", "pytest", *quiet, f"--junitxml={junit}", *left_out, *files]


def read_report(junit: Path) -> tuple[TestCase, ...] | None:
    """The tests of a junit report, in its order; None where there is no whole report."""
    try:
        root = ET.parse(junit).getroot()  # noqa: S314  # written by the pytest we started
    except (FileNotFoundError, ET.ParseError):
        return None
    return tuple(_case(element) for element in root.iter("testcase"))


def _case(element: ET.Element) -> TestCase:
    name = element.get("name", "")
    outcome: Literal["passed", "failed", "error", "skipped"] = "passed"
    why, detail = "", ""
    for child in element:
        if child.tag == "failure":
            outcome = "failed"
        elif child.tag == "error":
            outcome = "error"
        elif child.tag == "skipped":
            outcome = "skipped"
        else:
            continue
        why = child.get("message", "").strip().partition("\n")[0]
        detail = (child.text or "").strip()
        break
    return TestCase(
        id=f"{element.get('classname', '')}::{name}", name=name, outcome=outcome, why=why, detail=detail
    )
