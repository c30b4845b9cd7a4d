"""Which configurations a command is about, as its command line says."""

import argparse
from collections.abc import Sequence

from contract.databases import ANSWERS
from contract.matrix import Configuration, configurations


def parser(does: str) -> argparse.ArgumentParser:
    """A command that takes `--only`."""
    found = argparse.ArgumentParser(description=does)
    found.add_argument("--only", action="append", default=[], help="words that a configuration has")
    found.add_argument("--first", type=int, help="this many of them")
    return found


def chosen(given: argparse.Namespace) -> Sequence[Configuration]:
    """Those with all of the words, and a database that answers; which are left out is said."""
    wanted = {word for words in given.only for word in words.split()}
    found = [each for each in configurations() if wanted <= set(each.name.split())][: given.first]
    away = {kind for kind, answers in ANSWERS.items() if not answers()}
    for each in found:
        if each.database in away:
            print(f"| {each.name} | left out: no server answers |")
    return [each for each in found if each.database not in away]
