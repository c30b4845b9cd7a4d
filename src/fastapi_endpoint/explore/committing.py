"""When the commit happens: before the answer goes out, or after it, on the FastAPI that the project runs on.

What follows the `yield` of a dependency runs after the answer in FastAPI below 0.106, before it from 0.106 to
0.117, and after it from 0.118 on; so say its release notes. `Depends(..., scope="function")`, from 0.121 on,
puts it before the answer again.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Session, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.specifiers import Release, ceiling, lowest
from fastapi_endpoint.explore.uses import Use
from fastapi_endpoint.explore.votes import SHOWN
from fastapi_endpoint.source.literals import string

When = Literal["before_answer", "after_answer"]

_EARLY: Release = (0, 106)
_LATE: Release = (0, 118)
_SCOPED: Release = (0, 121)


def with_commit_time(index: Index, session: Session, requirements: Sequence[Requirement]) -> Session:
    """The session with `commit_time` told."""
    return replace(session, commit_time=_commit_time(index, session, requirements))


def _commit_time(index: Index, session: Session, requirements: Sequence[Requirement]) -> Fact[When]:
    if session.commit.value != "dependency" or session.dependency.value is None:
        return Fact(value="before_answer", confidence=session.commit.confidence, origin="default")
    uses = [use for use in index.uses if index.symbol(use.target) == session.dependency.value]
    function = index.files.function_at(uses[0].target) if uses else None
    if function is None or not function.body.yields:
        return Fact(value="before_answer", witnesses=session.commit.witnesses)
    lowest_release, highest_release, places = _releases(requirements)
    if _scoped(uses) and (highest_release or _SCOPED) >= _SCOPED:
        where = tuple(Witness(use.file, use.line, 'scope="function"') for use in uses)
        return Fact(value="before_answer", witnesses=where[:SHOWN])
    witnesses = (*session.commit.witnesses[:1], *places)
    if lowest_release is None:
        return Fact(value="after_answer", confidence="low", witnesses=witnesses)
    newest = _when(highest_release) if highest_release else "after_answer"
    # Each release in between is one of these: where all agree, it is certain whichever is installed.
    passed = {newest, _when(lowest_release)}
    if lowest_release < _LATE and (highest_release is None or highest_release >= _LATE):
        passed.add("before_answer")
    return Fact(value=newest, confidence="high" if len(passed) == 1 else "low", witnesses=witnesses)


def _when(release: Release) -> When:
    return "before_answer" if _EARLY <= release < _LATE else "after_answer"


def _scoped(uses: Sequence[Use]) -> bool:
    """Do all uses ask that it ends with the endpoint?"""
    asked = [string(use.call.keyword("scope")) if use.call else None for use in uses]
    return bool(asked) and all(scope == "function" for scope in asked)


def _releases(
    requirements: Sequence[Requirement],
) -> tuple[Release | None, Release | None, tuple[Witness, ...]]:
    """The lowest and highest FastAPI that may be installed; None where there is no such bound."""
    asked = [requirement for requirement in requirements if requirement.name == "fastapi"]
    places = tuple(witness_of(requirement) for requirement in asked)
    locked = [release for each in asked if each.locked and (release := lowest(each.locked))]
    if locked:
        return min(locked), max(locked), places
    lows = [release for each in asked if (release := lowest(each.specifier))]
    highs = [release for each in asked if (release := ceiling(each.specifier))]
    return min(lows, default=None), min(highs, default=None), places
