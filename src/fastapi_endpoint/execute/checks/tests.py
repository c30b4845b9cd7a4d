"""The generated tests, and the project's own suite before and after."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct

from fastapi_endpoint.domain.report import Check
from fastapi_endpoint.execute.checks.application import Application
from fastapi_endpoint.execute.checks.migration import migrated
from fastapi_endpoint.execute.stage import (
    AFTER_SUITE,
    AFTER_TESTS,
    BEFORE_SUITE,
    Stage,
    both,
    green,
    not_verified,
    red,
)
from fastapi_endpoint.tools.process import Completed
from fastapi_endpoint.tools.pytest import INTERNAL, USAGE, TestCase, arguments, by_reason, read_report

_BAD = ("failed", "error")
_STOOD_IN = " (SQLite stood in for the project's database)"
_INTERNAL = "INTERNALERROR>"
_NO_TABLE = re.compile(r"UndefinedTable|no such table|relation \"[^\"]+\" does not exist|\(1146,")
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")


class Suite(Struct, frozen=True, kw_only=True):
    """One run of a suite: its tests, or why there are none."""

    tests: tuple[TestCase, ...] = ()
    why_not: str = ""
    detail: str = ""

    @property
    def red(self) -> frozenset[str]:
        """The ids of the tests that did not pass."""
        return frozenset(test.id for test in self.tests if test.outcome in _BAD)


def run_suite(
    stage: Stage,
    copy: Path,
    phase: str,
    files: tuple[str, ...] = (),
    *,
    ignored: tuple[str, ...] = (),
    limit: float,
) -> Suite:
    """Run pytest in a copy and read its report; where tables lack, once more on a migrated database."""
    suite = _run(stage, copy, phase, files, ignored, limit)
    if any(_NO_TABLE.search(test.detail) for test in suite.tests) and migrated(stage, copy, phase):
        return _run(stage, copy, phase, files, ignored, limit)
    return suite


def _run(
    stage: Stage, copy: Path, phase: str, files: tuple[str, ...], ignored: tuple[str, ...], limit: float
) -> Suite:
    junit = stage.sandbox.home / "run" / f"{phase}.xml"
    junit.unlink(missing_ok=True)
    argv = arguments(_in(copy, files), junit, _in(copy, ignored))
    done = stage.sandbox.run(phase, copy, argv, timeout=limit, folder=stage.sandbox.folder)
    if done.code is None:
        return Suite(why_not=f"no end within {limit:g} s", detail=stage.tail(done))
    tests = read_report(junit)
    if done.code == USAGE or tests is None or (done.code == INTERNAL and not tests):
        return Suite(why_not=_why_not(done), detail=stage.tail(done))
    return Suite(tests=tests, detail=stage.tail(done))


def _in(copy: Path, files: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(copy / file) for file in files)


def _why_not(done: Completed) -> str:
    if "No module named pytest" in done.err:
        return "the interpreter lacks pytest"
    lines = done.text.splitlines()
    errors = [line.removeprefix("E").strip() for line in lines if line.startswith("E ")]
    errors += [line.removeprefix(_INTERNAL).strip() for line in lines if line.startswith(_INTERNAL)]
    return f"pytest could not start: {errors[-1] if errors else done.text.rpartition(chr(10))[2]}"


def baseline(stage: Stage) -> Suite:
    """The project's own suite in the unchanged copy."""
    return run_suite(stage, stage.before, BEFORE_SUITE, limit=stage.options.suite_limit)


def check_generated(stage: Stage, before: Application) -> Check:
    """The check "tests": every planned test is there and passes. `before` is the unchanged application:
    where that does not import, a failure is not the plan's.
    """
    if not stage.plan.tests:
        return not_verified("tests", "the plan has no tests")
    suite = run_suite(stage, stage.changed, AFTER_TESTS, stage.plan.tests, limit=stage.options.suite_limit)
    if suite.why_not:
        return _blocked(stage, before, suite)
    bad = [test for test in suite.tests if test.outcome in _BAD]
    if bad:
        return _failed(stage, before, suite, bad)
    where = _STOOD_IN if stage.sandbox.stands_in(AFTER_TESTS) else ""
    names = {test.name.partition("[")[0] for test in suite.tests}
    lost = [name for name in stage.plan.test_names if name.partition("[")[0] not in names]
    skipped = [test for test in suite.tests if test.outcome == "skipped"]
    if lost or not suite.tests:
        return red("tests", f"{len(lost)} planned tests were not collected", "\n".join(lost) or suite.detail)
    if skipped:
        said = f"{len(skipped)} of {len(suite.tests)} skipped{where}"
        return not_verified("tests", said, _listing(stage, skipped))
    return green("tests", f"{len(suite.tests)} passed{where}", "\n".join(test.id for test in suite.tests))


def _failed(stage: Stage, before: Application, suite: Suite, bad: list[TestCase]) -> Check:
    said, listing = f"{len(bad)} of {len(suite.tests)} failed", _listing(stage, bad)
    if before.obstacle is not None and before.obstacle.stage == "import":
        return not_verified("tests", f"{said}; without the plan: {before.obstacle.words}", listing)
    if stage.sandbox.stands_in(AFTER_TESTS):
        return not_verified("tests", said + _STOOD_IN, listing)
    lacking = {name for test in bad if test.outcome == "error" for name in _NO_MODULE.findall(test.detail)}
    if lacking and not any(map(stage.is_own_module, lacking)):
        return not_verified("tests", f"the interpreter lacks {', '.join(sorted(lacking))}", listing)
    return red("tests", said, listing)


def _blocked(stage: Stage, before: Application, suite: Suite) -> Check:
    """pytest did not get to the tests. It is ours only if the unchanged project and its tests load."""
    if "lacks pytest" in suite.why_not or "no end within" in suite.why_not:
        return not_verified("tests", suite.why_not, suite.detail)
    if before.obstacle is not None and before.obstacle.stage == "import":
        why = f"the project does not import without the plan either: {before.obstacle.words}"
        return not_verified("tests", why, suite.detail)
    folders = {str(Path(path).parent) for path in stage.plan.tests}
    there = tuple(sorted(folder for folder in folders if (stage.before / folder).is_dir()))
    if there:
        junit = stage.sandbox.home / "run" / "collected.xml"
        argv = [*arguments(_in(stage.before, there), junit), "--collect-only"]
        limit, folder = stage.options.time_limit, stage.sandbox.folder
        loaded = stage.sandbox.run(BEFORE_SUITE, stage.before, argv, timeout=limit, folder=folder)
        if loaded.code in (USAGE, INTERNAL):
            why = f"the project's own tests do not load either: {_why_not(loaded)}"
            return not_verified("tests", why, suite.detail)
    return red("tests", suite.why_not, suite.detail)


def _listing(stage: Stage, tests: list[TestCase]) -> str:
    """The whole of the first failure, then all of them by their reasons."""
    first = next((f"{test.detail}\n" for test in tests if test.detail), "")
    return stage.shown(f"{first}{by_reason(tests)}")


def check_suite(stage: Stage, unchanged: Callable[[], Suite]) -> Check:
    """The check "host-tests": the same tests pass as in the unchanged copy, which runs at the same time.

    What is newly red is run once more.
    """
    name = "host-tests"
    before, after = both(unchanged, partial(_suite_after, stage))
    if before.why_not:
        return not_verified(name, f"before any change: {before.why_not}", before.detail)
    if not before.tests:
        return not_verified(name, "the project has no tests of its own")
    if after.why_not:
        return red(name, f"the project's own tests do not run any more: {after.why_not}", after.detail)
    newly = _newly_red(before, after)
    if newly:
        again = _suite_after(stage)
        newly = [test for test in newly if test.id in again.red or test.id not in {t.id for t in again.tests}]
    if newly:
        return red(name, f"{len(newly)} tests failed that passed before", _listing(stage, newly))
    passed = len(after.tests) - len(after.red)
    known = f", {len(before.red)} red as before" if before.red else ""
    return green(name, f"{passed} passed{known}", "\n".join(sorted(before.red)))


def _suite_after(stage: Stage) -> Suite:
    limit = stage.options.suite_limit
    return run_suite(stage, stage.changed, AFTER_SUITE, ignored=stage.plan.tests, limit=limit)


def _newly_red(before: Suite, after: Suite) -> list[TestCase]:
    known = {test.id for test in before.tests}
    there = {test.id for test in after.tests}
    gone = [test for test in before.tests if test.id not in there and test.outcome == "passed"]
    bad = [t for t in after.tests if t.outcome in _BAD and t.id in known and t.id not in before.red]
    return bad + gone
