"""What the program costs before it does anything, against bare Python and against Click alone.

python bench/startup.py [--rounds 9]
"""

import sys
from functools import partial

from measure import command_cpu, command_line, smallest, table, with_bytecode

LIMIT_MS = 60


def main() -> None:
    """Measure and print."""
    options = command_line(__doc__)
    options.add_argument("--rounds", type=int, default=9)
    rounds = options.parse_args().rounds
    program = [sys.executable, "-m", "fastapi_endpoint"]
    commands = {
        "bare Python": [sys.executable, "-c", "pass"],
        "import click": [sys.executable, "-c", "import click"],
        "--version": [*program, "--version"],
        "--help": [*program, "--help"],
        "add --help": [*program, "add", "--help"],
    }
    env = with_bytecode()
    figures = smallest({name: partial(command_cpu, argv, env=env) for name, argv in commands.items()}, rounds)
    print(table(figures, "bare Python"))
    above = max(figures["--version"], figures["--help"]) - figures["bare Python"]
    print(f"\nabove bare Python: {above * 1e3:.0f} ms (the limit is {LIMIT_MS})")


if __name__ == "__main__":
    main()
