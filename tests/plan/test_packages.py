"""What the generated tests import must be declared, or the plan says how to add it."""

import pytest
from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.domain.spec import Access, EndpointSpec, Fields, FieldSpec, FieldType, Listing
from fastapi_endpoint.plan.packages import add_packages
from fastapi_endpoint.render import make_view
from projects import a_project

NAME = FieldSpec(name="name", type=FieldType(name="str", size=80))
SPEC = EndpointSpec(
    resource="Parcel",
    plural="parcels",
    methods=("list",),
    fields=Fields(fields=(NAME,)),
    access=Access(),
    listing=Listing(),
)


def commands(spec=SPEC, **overrides):
    project = a_project(**overrides)
    return [" ".join(command.argv) for command in add_packages(make_view(spec, project), project)]


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("uv", "uv add --dev aiosqlite"),
        ("poetry", "poetry add --group dev aiosqlite"),
        ("pip", "pip install aiosqlite"),
        ("hatch", "pip install aiosqlite"),
    ],
)
def test_an_asynchronous_project_needs_a_driver_for_its_tests(manager, command):
    assert commands(package_manager=manager, requirements=()) == [command]


def test_what_is_declared_is_not_added():
    declared = (Requirement(name="aiosqlite", specifier="", file="requirements.txt", line=1),)
    assert commands(requirements=declared) == []


def test_a_synchronous_project_needs_nothing():
    assert commands(session__is_async=False, requirements=()) == []


def test_secrets_need_a_library_that_hashes():
    secret = FieldSpec(name="password", type=FieldType(name="secret"))
    spec = replace(SPEC, fields=Fields(fields=(NAME, secret)))
    assert commands(spec, session__is_async=False, package_manager="uv", requirements=()) == [
        "uv add pwdlib[argon2]"
    ]
    own = Symbol("app/security.py", "hash_password", "app.security")
    assert commands(spec, session__is_async=False, requirements=(), auth__hasher=own) == []
