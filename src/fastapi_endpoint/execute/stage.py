"""What the verifications of one rehearsal share."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.domain.report import Check
from fastapi_endpoint.execute.options import RehearsalOptions
from fastapi_endpoint.execute.sandbox import Sandbox
from fastapi_endpoint.execute.secrets import redact
from fastapi_endpoint.tools.process import Completed, end_all

BEFORE_APP = "before-app"
BEFORE_SUITE = "before-suite"
AFTER_APP = "after-app"
AFTER_TESTS = "after-tests"
AFTER_SUITE = "after-suite"
MIGRATION = "migration"
PHASES = (BEFORE_APP, BEFORE_SUITE, AFTER_APP, AFTER_TESTS, AFTER_SUITE, MIGRATION)

_SHOWN = 40


class Stage(Struct, frozen=True, kw_only=True):
    """The plan, its after-images, the unchanged copy and the changed one, and how processes are started."""

    plan: Plan
    after: Mapping[str, bytes]
    options: RehearsalOptions
    before: Path
    changed: Path
    sandbox: Sandbox
    secrets: tuple[str, ...]

    def is_own_module(self, name: str) -> bool:
        """Is a module's name one of the project's, so that its absence is not a missing package?"""
        top = name.partition(".")[0]
        places = [self.changed / root / top for root in self.sandbox.roots]
        return any(place.is_dir() or place.with_suffix(".py").is_file() for place in places)

    def tail(self, done: Completed) -> str:
        """The end of what a program said, fit to be shown."""
        return self.shown(done.text)

    def shown(self, text: str) -> str:
        """A text without secrets and without the names of private folders, its last lines."""
        for folder in (self.changed, self.before):
            text = text.replace(f"{folder}/", "")
        return "\n".join(redact(text, self.secrets).splitlines()[-_SHOWN:])


C = TypeVar("C", Check, Check | None)
T = TypeVar("T")
U = TypeVar("U")


def timed(check: Callable[[], C]) -> C:
    """The check with the time it took; none if there is none."""
    started = time.monotonic()
    done = check()
    return done and msgspec.structs.replace(done, seconds=round(time.monotonic() - started, 3))


def both(before: Callable[[], T], after: Callable[[], U]) -> tuple[T, U]:
    """The unchanged copy and the changed one at the same time. An interrupt ends both."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(before)
        try:
            done = after()
            return running.result(), done
        except BaseException:
            end_all()
            raise


def green(name: str, why: str = "", detail: str = "") -> Check:
    """It was verified."""
    return Check(name=name, outcome="green", why=why, detail=detail)


def red(name: str, why: str, detail: str = "") -> Check:
    """It is wrong, and the plan is the cause."""
    return Check(name=name, outcome="red", why=why, detail=detail)


def not_verified(name: str, why: str, detail: str = "") -> Check:
    """It could not be found out."""
    return Check(name=name, outcome="not-verified", why=why, detail=detail)
