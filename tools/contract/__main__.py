"""The command: python -m contract, with tools on the path."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from contract.databases import ANSWERS
from contract.judging import Counts, judge
from contract.matrix import Configuration, configurations

SUITE = Path(__file__).parent / "suite"


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the configurations; 1 where a test failed or nothing ran."""
    parser = argparse.ArgumentParser(
        prog="python -m contract", description="Judge generated endpoints over HTTP."
    )
    parser.add_argument(
        "suite", nargs="?", type=Path, default=SUITE, help="a folder of black-box tests; ours"
    )
    parser.add_argument("--only", action="append", default=[], help="words that a configuration has")
    parser.add_argument("--list", action="store_true", help="print the configurations and stop")
    parser.add_argument("--reasons", action="store_true", help="say why tests were left out")
    given = parser.parse_args(arguments)
    wanted = {word for words in given.only for word in words.split()}
    chosen = [each for each in configurations() if wanted <= set(each.name.split())]
    if given.list:
        print("\n".join(each.name for each in chosen))
        return 0
    return _judged(chosen, given.suite.resolve(), reasons=given.reasons)


def _judged(chosen: Sequence[Configuration], suite: Path, *, reasons: bool) -> int:
    away = {kind for kind, answers in ANSWERS.items() if not answers()}
    failed = ran = 0
    for asked in chosen:
        if asked.database in away:
            print(f"| {asked.name} | left out: no server answers |")
            continue
        counts = judge(asked, suite)
        ran += 1
        failed += len(counts.failed)
        print(f"| {asked.name} | {counts.passed} | {len(counts.failed)} | {counts.skipped} |", flush=True)
        _explain(counts, reasons=reasons)
    return 1 if failed or not ran else 0


def _explain(counts: Counts, *, reasons: bool) -> None:
    if counts.failed:
        print(counts.log, *counts.failed, sep="\n")
    if reasons:
        for reason, count in sorted(counts.reasons.items()):
            print(f"    {count:3} {reason}")


if __name__ == "__main__":
    sys.exit(main())
