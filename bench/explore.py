"""What exploring costs, cold and warm, against `ruff check` with its default rules on the same folder.

python bench/explore.py FOLDER [FOLDER ...] [--rounds 5]

Cold: an empty cache of ours (the operating system's file cache is warm, as it is for Ruff). Warm: the same
again. Ruff runs with `--isolated --no-cache`. Each figure is a whole process, start-up included.
"""

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from measure import command_cpu, command_line, smallest, table, with_bytecode


def main() -> None:
    """Measure each folder and print."""
    options = command_line(__doc__)
    options.add_argument("folder", nargs="+", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    for folder in given.folder:
        with tempfile.TemporaryDirectory() as cache:
            figures = measured(folder.resolve(), Path(cache), given.rounds)
        print(f"{folder.name}\n{table(figures, 'ruff check')}\n")


def measured(folder: Path, cache: Path, rounds: int) -> dict[str, float]:
    """CPU seconds of Ruff, of a cold and of a warm look at the folder."""
    ruff = Path(sys.executable).with_name("ruff")
    check = [str(ruff), "check", "--isolated", "--no-cache", "--quiet", str(folder)]
    explore = [sys.executable, "-m", "fastapi_endpoint", "explore", str(folder), "--json"]
    cold_env = with_bytecode() | {"XDG_CACHE_HOME": str(cache / "cold")}
    warm_env = with_bytecode() | {"XDG_CACHE_HOME": str(cache / "warm")}

    def cold() -> float:
        shutil.rmtree(cache / "cold", ignore_errors=True)
        return command_cpu(explore, env=cold_env)

    jobs = {
        "ruff check": partial(command_cpu, check),
        "explore, cold": cold,
        "explore, warm": partial(command_cpu, explore, env=warm_env),
        "--version": partial(command_cpu, [*explore[:3], "--version"], env=with_bytecode()),
    }
    return smallest(jobs, rounds)


if __name__ == "__main__":
    main()
