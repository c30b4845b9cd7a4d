"""When a commit in the session dependency happens, on the FastAPI that the project runs on."""

import pytest

from explore.small import APP, index_of
from fastapi_endpoint.explore.committing import with_commit_time
from fastapi_endpoint.explore.requirements import detect_requirements
from fastapi_endpoint.explore.session import detect_session

DB = (
    "from sqlalchemy.orm import sessionmaker\nLocal = sessionmaker()\n"
    "def get_db():\n    with Local() as db:\n        yield db\n{then}"
)
MAIN = (
    "from fastapi import Depends\nfrom app.db import get_db\n"
    + APP
    + '@app.get("/a")\ndef a(db = {depends}): ...\n'
)
LOCK = '[[package]]\nname = "fastapi"\nversion = "{version}"\n'


def told(
    requirement: str, *, then: str = "        db.commit()\n", depends: str = "Depends(get_db)", lock: str = ""
):
    files = {
        "app/__init__.py": "",
        "app/db.py": DB.format(then=then),
        "app/main.py": MAIN.format(depends=depends),
        "requirements.txt": f"{requirement}\n",
    }
    index = index_of({**files, "uv.lock": LOCK.format(version=lock)} if lock else files)
    session = detect_session(index, "sqlalchemy_sync")
    return with_commit_time(index, session, detect_requirements(index.tree)).commit_time


@pytest.mark.parametrize(
    ("requirement", "value", "confidence"),
    [
        ("fastapi==0.105.0", "after_answer", "high"),
        ("fastapi==0.106.0", "before_answer", "high"),
        ("fastapi==0.117.1", "before_answer", "high"),
        ("fastapi==0.118.0", "after_answer", "high"),
        ("fastapi>=0.120", "after_answer", "high"),
        ("fastapi~=0.110.0", "before_answer", "high"),
        ("fastapi>=0.106,<0.118", "before_answer", "high"),
        ("fastapi>=0.110", "after_answer", "low"),
        ("fastapi>=0.100,<0.110", "before_answer", "low"),
        ("fastapi", "after_answer", "low"),
    ],
)
def test_the_version_decides(requirement: str, value: str, confidence: str) -> None:
    found = told(requirement)
    assert (found.value, found.confidence) == (value, confidence)
    assert [where.file for where in found.witnesses] == ["app/db.py", "requirements.txt"]


def test_what_is_locked_is_what_runs() -> None:
    found = told("fastapi>=0.100", lock="0.112.4")
    assert (found.value, found.confidence) == ("before_answer", "high")


def test_a_dependency_that_ends_with_the_endpoint_commits_in_time() -> None:
    found = told("fastapi>=0.121", depends='Depends(get_db, scope="function")')
    assert (found.value, found.confidence) == ("before_answer", "high")


def test_a_commit_elsewhere_is_always_in_time() -> None:
    found = told("fastapi==0.120", then="")
    assert (found.value, found.origin) == ("before_answer", "default")


def test_a_context_manager_around_the_yield_commits_for_the_dependency() -> None:
    managed = (
        "from contextlib import contextmanager\nfrom sqlalchemy.orm import Session, sessionmaker\n"
        "Local = sessionmaker()\n@contextmanager\ndef scope():\n    with Local() as db:\n"
        "        yield db\n        db.commit()\n"
        "def get_db() -> Session:\n    with scope() as db:\n        yield db\n"
    )
    main = MAIN.format(depends="Depends(get_db)")
    index = index_of({"app/__init__.py": "", "app/db.py": managed, "app/main.py": main})
    commit = detect_session(index, "sqlalchemy_sync").commit
    assert (commit.value, commit.witnesses[0].line) == ("dependency", 5)
