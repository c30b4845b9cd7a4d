"""Which interpreter runs a rehearsal, and when none can."""

import sys

from msgspec.structs import replace

from execute.hosts import options
from fastapi_endpoint.domain.conventions import Fact
from fastapi_endpoint.execute.preparing import interpreter_of
from fastapi_endpoint.tools.interpreter import version_of


def wanting(version, origin="code"):
    given = options()
    conventions = given.conventions
    versions = replace(conventions.versions, python=Fact(value=version, origin=origin))
    return replace(given, python=sys.executable, conventions=replace(conventions, versions=versions))


def test_an_interpreter_tells_its_version():
    assert version_of(sys.executable) == sys.version_info[:2]
    assert version_of("/nowhere/python") is None


def test_an_older_interpreter_than_the_project_wants_verifies_nothing(tmp_path):
    why = interpreter_of(tmp_path, wanting((4, 2)))
    assert isinstance(why, str)
    assert why.startswith("the project wants Python 4.2, and its interpreter is 3.")


def test_the_version_it_wants_or_a_newer_one_will_do(tmp_path):
    assert not isinstance(interpreter_of(tmp_path, wanting((3, 0))), str)


def test_a_version_that_nobody_declared_is_no_reason(tmp_path):
    assert not isinstance(interpreter_of(tmp_path, wanting((4, 2), origin="default")), str)
