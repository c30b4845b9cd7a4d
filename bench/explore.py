"""What exploring costs, cold and warm, against `ruff check` with its default rules on the same folder.

python bench/explore.py FOLDER [FOLDER ...] [--rounds 5] [--copies 10]

Cold: an empty cache of ours (the operating system's file cache is warm, as it is for Ruff). Warm: the same
again. Ruff runs with `--isolated --no-cache`. Each figure is a whole process, start-up included. Then what as
many copies of the tree side by side cost, cold, in one run; and the memory that is held at most (on Linux).
"""

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from measure import command_cpu, command_line, command_peak, smallest, table, with_bytecode

from fastapi_endpoint.source.tree import SourceTree


def main() -> None:
    """Measure each folder and print."""
    options = command_line(__doc__)
    options.add_argument("folder", nargs="+", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--copies", type=int, default=10)
    given = options.parse_args()
    for folder in given.folder:
        with tempfile.TemporaryDirectory() as cache:
            figures = measured(folder.resolve(), Path(cache), given.rounds)
            print(f"{folder.name}\n{table(figures, 'ruff check')}")
            print(f"peak memory, cold: {command_peak(*cold_run(folder, Path(cache))):.0f} MB")
        if given.copies:
            with tempfile.TemporaryDirectory() as place:
                print(side_by_side(folder.resolve(), Path(place), given.copies, figures["explore, cold"]))
        print()


def side_by_side(folder: Path, place: Path, copies: int, one: float) -> str:
    """What copies of the tree in one folder cost, as a line of text; `one` is the CPU time of one."""
    tree = SourceTree.of_folder(folder)
    for number in range(copies):
        for path in tree.paths():
            copy = place / "trees" / f"copy{number}" / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / path, copy)
    spent = min(command_cpu(*cold_run(place / "trees", place)) for _ in range(2))
    peak = command_peak(*cold_run(place / "trees", place))
    return (
        f"{copies} copies side by side: {spent:.2f} s, {spent / one:.1f} times one, peak memory {peak:.0f} MB"
    )


def cold_run(folder: Path, place: Path) -> tuple[list[str], dict[str, str]]:
    """The command for a look at the folder, and its environment with a cache in `place`, emptied now."""
    shutil.rmtree(place / "cold", ignore_errors=True)
    argv = [sys.executable, "-m", "fastapi_endpoint", "explore", str(folder), "--json"]
    return argv, with_bytecode() | {"XDG_CACHE_HOME": str(place / "cold")}


def measured(folder: Path, cache: Path, rounds: int) -> dict[str, float]:
    """CPU seconds of Ruff, of a cold and of a warm look at the folder."""
    ruff = Path(sys.executable).with_name("ruff")
    check = [str(ruff), "check", "--isolated", "--no-cache", "--quiet", str(folder)]
    explore, env = cold_run(folder, cache)
    jobs = {
        "ruff check": partial(command_cpu, check),
        "explore, cold": lambda: command_cpu(*cold_run(folder, cache)),
        "explore, warm": partial(command_cpu, explore, env | {"XDG_CACHE_HOME": str(cache / "warm")}),
        "--version": partial(command_cpu, [*explore[:3], "--version"], with_bytecode()),
    }
    return smallest(jobs, rounds)


if __name__ == "__main__":
    main()
