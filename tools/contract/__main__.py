"""The command that judges: python -m contract [SUITE], with tools on the path."""

import sys
from collections.abc import Sequence
from pathlib import Path

from contract.choosing import chosen, parser
from contract.judging import Counts, judge

SUITE = Path(__file__).parent / "suite"


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the configurations; 1 where a test failed or nothing ran."""
    command = parser("Judge generated endpoints over HTTP.")
    command.add_argument(
        "suite", nargs="?", type=Path, default=SUITE, help="a folder of black-box tests; ours"
    )
    command.add_argument("--reasons", action="store_true", help="say why tests were left out")
    given = command.parse_args(arguments)
    every = []
    print("| configuration | passed | failed | skipped |\n|---|---|---|---|")
    for asked in chosen(given):
        counts = judge(asked, given.suite.resolve())
        every.append(counts)
        print(f"| {asked.name} | {counts.passed} | {len(counts.failed)} | {counts.skipped} |", flush=True)
        _explain(counts, reasons=given.reasons)
    return 1 if not every or any(counts.failed for counts in every) else 0


def _explain(counts: Counts, *, reasons: bool) -> None:
    if counts.failed:
        print(counts.log, *counts.failed, sep="\n")
    if reasons:
        for reason, count in sorted(counts.reasons.items()):
            print(f"    {count:3} {reason}")


if __name__ == "__main__":
    sys.exit(main())
