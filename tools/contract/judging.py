"""One configuration before one suite: how many tests passed, failed and were left out, and why."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from msgspec import Struct

from contract.matrix import Configuration
from contract.serving import Endpoint, served

SAID = 20_000


class Counts(Struct, frozen=True):
    """What a suite said: numbers of tests, names of those that failed, why tests were left out."""

    passed: int
    skipped: int
    failed: tuple[str, ...]
    reasons: Counter[str]
    log: str


def judge(asked: Configuration, suite: Path) -> Counts:
    """Make the project, serve it, run the suite in that folder."""
    with served(asked) as endpoint:
        return _run(suite, endpoint)


def _run(suite: Path, endpoint: Endpoint) -> Counts:
    folder = endpoint.folder
    settings, report = folder / "pytest.ini", folder / "report.xml"
    settings.write_text("[pytest]\n")
    argv = [sys.executable, "-m", "pytest", str(suite), "-c", str(settings), "--rootdir", str(suite)]
    argv += ["--descriptor", str(endpoint.descriptor), f"--junitxml={report}", "-q", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        argv, cwd=folder, env=endpoint.made.environ, capture_output=True, text=True, check=False
    )
    if not report.exists():
        raise SystemExit(f"the suite did not run:\n{ended.stdout}{ended.stderr}")
    said = ended.stdout[-SAID:] + endpoint.log.read_text()[-SAID:] if ended.returncode else ""
    return _counted(report, said)


def _counted(report: Path, said: str) -> Counts:
    passed, failed, reasons = 0, [], Counter[str]()
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        skipped = case.find("skipped")
        if skipped is not None:
            reasons[re.sub(r"^Skipped: ", "", skipped.get("message", ""))] += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            failed.append(f"{case.get('classname')}::{case.get('name')}")
        else:
            passed += 1
    return Counts(passed, sum(reasons.values()), tuple(failed), reasons, said)
