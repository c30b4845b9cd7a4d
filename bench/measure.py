"""CPU time of commands and of code, taken so that two figures of one run can be compared."""

import argparse
import os
import resource
import subprocess
from collections.abc import Callable, Mapping, Sequence

ROUNDS = 5


def command_line(about: str | None) -> argparse.ArgumentParser:
    """A parser whose help is the module's docstring as it stands."""
    return argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)


def child_cpu() -> float:
    """CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command_cpu(argv: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """CPU seconds of one run of a command; its output and exit code are of no interest."""
    before = child_cpu()
    subprocess.run(argv, env=env, capture_output=True, check=False)
    return child_cpu() - before


def command_peak(argv: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """Megabytes that one run of a command holds at its fullest."""
    with subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024


def smallest(jobs: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """The smallest figure of each job. Rounds are interleaved, so that a busy moment hits all of them."""
    best = dict.fromkeys(jobs, float("inf"))
    for job in jobs.values():
        job()  # caches and bytecode are warm from here on
    for _ in range(rounds):
        for name, job in jobs.items():
            best[name] = min(best[name], job())
    return best


def with_bytecode() -> dict[str, str]:
    """This environment, with bytecode cached: what a user has."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def table(figures: Mapping[str, float], base: str) -> str:
    """Milliseconds, and the ratio to the figure called `base`."""
    width = max(map(len, figures))
    head = f"{'':{width}}  {'CPU ms':>9}  {'ratio':>7}"
    rows = [f"{name:{width}}  {cpu * 1e3:9.1f}  {cpu / figures[base]:7.2f}" for name, cpu in figures.items()]
    return "\n".join([head, *rows])
