"""Schemathesis, with all of its checks, on whole applications: python -m contract.fuzzing."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from contract.choosing import chosen, parser
from contract.matrix import Configuration
from contract.serving import Endpoint, served

EXAMPLES, SEED, SAID = 50, 1, 4_000
MOST_REJECTIONS = 5
REJECTED = "Schema-valid request rejected"
# Kinds of refusals that follow from what JSON Schema cannot say, or what Pydantic does not say in it.
EXPLAINED = {
    "decimal": "a decimal is documented as any number or a text of digits, without its digits and places",
    "date": "a date is documented by its format: years that are none, such as 0000, are well-formed",
    "datetime": "a moment is documented by its format; the calendar's ends have no UTC, seconds may be 60",
    "timezone": "a moment is documented by its format, which a time without a zone may have",
    "time_parsing": "the format of a time of day without a zone, time-local, is unknown to Schemathesis",
    "value_error": "a rule of the whole value: depth and size of a document, seals of cursors, addresses",
    "less_than": "OpenAPI's bounds are floats, whose shortest text for 2**63 is 9223372036854776000",
    "string_pattern": "patterns of Python and of ECMA differ in what \\s is",
}


class Found(Struct, frozen=True):
    """What Schemathesis did, and what it objects to: with the reason where there is a good one."""

    operations: int
    cases: int
    rejections: dict[str, tuple[str, ...]]
    failures: tuple[str, ...]
    log: str


def fuzz(asked: Configuration) -> Found:
    """Serve the configuration and let Schemathesis loose on it, as the user who may do most."""
    with served(asked) as endpoint:
        report, summary = endpoint.folder / "st.xml", endpoint.folder / "st.json"
        argv = [str(Path(sys.executable).parent / "schemathesis"), "run", f"{endpoint.address}/openapi.json"]
        argv += ["--checks", "all", "--continue-on-failure", "--seed", str(SEED), "-n", str(EXAMPLES)]
        argv += ["--report-junit-path", str(report), "--report-json-path", str(summary)]
        argv += [word for name, value in _headers(endpoint).items() for word in ("-H", f"{name}: {value}")]
        ended = subprocess.run(
            argv, cwd=endpoint.folder, env=endpoint.made.environ, capture_output=True, text=True, check=False
        )
        if not summary.exists():
            raise SystemExit(f"schemathesis did not run:\n{ended.stdout}{ended.stderr}")
        return _read(report, summary, ended.stdout[-SAID:] + endpoint.log.read_text()[-SAID:])


def _headers(endpoint: Endpoint) -> dict[str, str]:
    """The credentials of the descriptor's main actor."""
    argv = [sys.executable, "-c", _CREDENTIALS, str(endpoint.descriptor)]
    found: dict[str, str] = json.loads(endpoint.made.run(argv))
    return found


_CREDENTIALS = f"""
import json, sys
sys.path.insert(0, {str(Path(__file__).parent / "suite")!r})
from kit import credentials, load
print(json.dumps(credentials(load(sys.argv[1]))))
"""


def _read(report: Path, summary: Path, said: str) -> Found:
    told = json.loads(summary.read_text())
    rejections, failures = {}, []
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - written a moment ago
        for failure in (*case.iter("failure"), *case.iter("error")):
            message = failure.text or failure.get("message", "")
            for each in re.split(r"\n(?=\d+\. Test Case ID)", message):
                why = _explained(each)
                if why:
                    rejections[case.get("name", "")] = why
                else:
                    failures.append(f"{case.get('name')}: {each}")
    failures += [str(each) for each in told["errors"]]
    return Found(
        told["operations"]["tested"], told["test_cases"]["generated"], rejections, tuple(failures), said
    )


def _explained(failure: str) -> tuple[str, ...]:
    """The reasons for a refusal of what the document allows; none where it is no such, or one is unknown."""
    if REJECTED not in failure or re.search(r"^- (?!ST202)", failure, re.MULTILINE):
        return ()
    kinds = re.findall(r'"type":"(\w+)"', failure)
    known = [next((key for key in EXPLAINED if kind.startswith(key)), "") for kind in kinds]
    return tuple(dict.fromkeys(EXPLAINED[key] for key in known)) if all(known) else ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Ten configurations, unless told; 1 where one has a failure, rejections without a reason or too many."""
    given = parser("Let Schemathesis loose on generated applications.").parse_args(arguments)
    given.first = given.first or 10
    bad = False
    print("| configuration | operations | cases | failures | rejections, and why |\n|---|---|---|---|---|")
    for asked in chosen(given):
        found = fuzz(asked)
        reasons = {reason: None for said in found.rejections.values() for reason in said}
        why = "; ".join(reasons) or "none"
        counts = f"{found.operations} | {found.cases} | {len(found.failures)}"
        print(f"| {asked.name} | {counts} | {len(found.rejections)}: {why} |", flush=True)
        if found.failures:
            print(*found.failures, found.log, sep="\n")
        bad |= bool(found.failures) or len(found.rejections) > MOST_REJECTIONS
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
