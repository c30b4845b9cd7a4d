"""What generated endpoints cost beside their peers: CPU of the server per request, in turns, in one run.

python bench/endpoints.py PEERS [--database URL] [--python FILE] [--rounds N] [NAME ...]

PEERS is a folder with other applications and with what fills, starts and loads them: `make_db.py`, `fleet.py`
(its `Fleet` and `APPS`), `runner.py` (its `measure`), `scenario.json`. Two databases are made, URL_peers and
URL_generated. FILE is the interpreter of an environment that has what the peers and a project of `new` need.

`generated` finds its caller as the peers do: their token, their look-up by primary key, in its own session.
`generated_bare` has these endpoints alone in an application, as the peers have theirs. `generated_signin`
is the project as `new` made it. NAME picks peers; the first is the one to keep up with.
"""

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from measure import command_line

import generated

ROWS, DEPTH = 1_000_000, 900_000
PEERS = ("seed_idx", "fastcrud", "template", "litestar")
OURS = "generated"
MOST = 1.1  # how many times dearer than the first peer an endpoint may be; and the gain asked for in the mean
Figures = dict[str, dict[str, list[float]]]  # endpoint, application: CPU ms of each round


def main() -> None:
    """Make, fill, serve, measure, print."""
    options = command_line(__doc__)
    options.add_argument("peers", type=Path)
    options.add_argument("names", nargs="*", default=PEERS)
    options.add_argument("--database", default="postgresql://postgres@127.0.0.1:5432/bench_endpoints")
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--requests", type=int, default=60, help="per application and round")
    options.add_argument("--only", action="append", help="an endpoint; repeatable")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures, database = measured(given, Path(folder))
    print(report(figures, given.names[0]))
    print("\ndatabase time of a list, ms: " + ", ".join(f"{name} {ms:.3f}" for name, ms in database.items()))
    if given.json:
        given.json.write_text(json.dumps({"cpu": figures, "database": database}))


def measured(given: Any, folder: Path) -> tuple[Figures, dict[str, float]]:
    """CPU per request of every application and endpoint, and the database time of our lists."""
    ours, theirs = f"{given.database}_generated", f"{given.database}_peers"
    os.environ |= {"BENCH_DB": theirs, "BENCH_LOGS": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.path.insert(0, str(given.peers))
    fleet, runner, common = (import_module(name) for name in ("fleet", "runner", "apps.common"))

    generated.empty_database(theirs)
    make = [given.python, "make_db.py", str(folder), "--rows", str(ROWS)]
    generated.run(make, given.peers, dict(os.environ))
    said: dict[str, Any] = json.loads((folder / "vars.json").read_text())
    said |= {name: (folder / f"{name}.txt").read_text().split() for name in ("id", "own")}

    projects = {
        name: generated.make_project(folder / name, peers_auth=name == OURS)
        for name in (OURS, f"{OURS}_signin")
    }
    environ = {"SECRET_KEY": common.SECRET, "DATABASE_URL": ours, "MIGRATE_ON_START": "false"}
    inside = {**os.environ, **environ, "PYTHONPATH": f"{given.peers}{os.pathsep}."}
    generated.empty_database(ours)
    generated.run([given.python, "-m", "alembic", "upgrade", "head"], projects[OURS], inside)
    generated.fill(ours, said["user"], ROWS)
    cursor, database = generated.deep(projects[OURS], given.python, inside, said["user"], DEPTH)

    served_as = {name: (project, "app.main") for name, project in projects.items()}
    served_as[f"{OURS}_bare"] = (projects[OURS], "app.bare")
    for name, (project, module) in served_as.items():
        fleet.APPS[name] = (module, environ, ["--app-dir", str(project), *fleet.FAST])
    names = [OURS, *given.names, f"{OURS}_bare", f"{OURS}_signin"]
    scenario = fleet.offsets(json.loads((given.peers / "scenario.json").read_text()), names)
    scenario["list_deep"]["path_of"] |= dict.fromkeys(served_as, f"/resources?limit=20&cursor={cursor}")
    scenario["post"]["json_of"] = {"fastcrud": {"owner_id": said["user"]}}  # it takes the owner from the body
    os.sched_setaffinity(0, {(os.cpu_count() or 1) - 1})  # the load stays off the servers' core
    runner.build_requests = with_own_body(runner.build_requests)
    runner.use_uvloop()
    with fleet.Fleet(names, python=given.python) as served:
        results = runner.measure(served.urls, scenario, said, given.rounds, given.requests, only=given.only)
    return {
        endpoint: {name: row["cpu"] for name, row in table.items()} for endpoint, table in results.items()
    }, database


def with_own_body(build: Callable[..., list[bytes]]) -> Callable[..., list[bytes]]:
    """The runner's requests, with what one application alone wants in the body."""

    def build_requests(app: str, spec: dict[str, Any], *rest: Any) -> list[bytes]:
        own = spec.get("json_of", {}).get(app, {})
        return build(app, {**spec, "json": spec["json"] | own} if own else spec, *rest)

    return build_requests


def report(figures: Figures, first: str) -> str:
    """Milliseconds; then how many times our cost the others have: by smallest rounds, and by rounds."""
    endpoints, names = list(figures), list(next(iter(figures.values())))
    rounds = max(len(cpu) for table in figures.values() for cpu in table.values())
    if failed := {name for table in figures.values() for name, cpu in table.items() if len(cpu) < rounds}:
        raise SystemExit(f"not measured: {', '.join(sorted(failed))}")
    smallest = {name: [min(figures[each][name]) for each in endpoints] for name in names}
    lines = [_row("CPU ms per request, smallest round", endpoints), _row("---", ["---"] * len(endpoints))]
    lines += [_row(name, (f"{ms:.2f}" for ms in row)) for name, row in smallest.items()]
    lines += ["", _row("other's CPU over ours", ["figure", *endpoints, "mean"])]
    lines.append(_row("---", ["---"] * (len(endpoints) + 2)))
    for name in names[1:]:
        least = [theirs / ours for theirs, ours in zip(smallest[name], smallest[names[0]], strict=True)]
        usual = [
            statistics.median(
                a / b for a, b in zip(figures[each][name], figures[each][names[0]], strict=True)
            )
            for each in endpoints
        ]
        for figure, ratios in (("min", least), ("median", usual)):
            mean = statistics.geometric_mean(ratios)
            lines.append(_row(name, [figure, *(f"{ratio:.2f}" for ratio in ratios), f"{mean:.2f}"]))
    lines.append(f"\nwanted: 1 or more; of {first} {1 / MOST:.2f} or more, {MOST} in the mean")
    return "\n".join(lines)


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join([name, *cells])} |"


if __name__ == "__main__":
    main()
