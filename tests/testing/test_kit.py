"""The assertions pass where a plan does what they say, and say what it does where it does not."""

import pytest

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.testing import assert_plan_creates, assert_plan_edits, assert_unchanged, project
from testing.planned import a_plan


def test_a_project_in_memory_takes_indented_text() -> None:
    shop = project(
        {
            "app/main.py": """\
                from fastapi import FastAPI

                app = FastAPI()
            """,
            "logo.py": b"x",
        }
    )
    assert shop.tree.read("app/main.py").startswith(b"from fastapi")
    assert shop.tree.paths() == ("app/main.py", "logo.py")


def test_creations() -> None:
    plan = a_plan()
    assert_plan_creates(plan, "app/models/parcel.py", contains="class Parcel")
    assert_plan_creates(plan, "app/models/parcel.py", contains=("class", "pass"))
    with pytest.raises(AssertionError, match="does not hold 'def'"):
        assert_plan_creates(plan, "app/models/parcel.py", contains="def")
    with pytest.raises(AssertionError, match="is not created"):
        assert_plan_creates(plan, "app/api/main.py")


def test_edits() -> None:
    plan = a_plan()
    assert_plan_edits(plan, "app/api/main.py", "--- a\n+++ b\n a line\n-a\n+a\n+b\n")
    with pytest.raises(AssertionError, match="edited otherwise"):
        assert_plan_edits(plan, "app/api/main.py", "+b")
    with pytest.raises(AssertionError, match="is not edited"):
        assert_plan_edits(plan, "app/models/parcel.py", "+b")


def test_what_is_left_alone() -> None:
    plan = a_plan()
    assert_unchanged(plan, "app/main.py")
    with pytest.raises(AssertionError, match="is written"):
        assert_unchanged(plan, "app/api/main.py")
    with pytest.raises(AssertionError, match="is written"):
        assert_unchanged(plan)


def test_a_project_in_memory_goes_through_the_stages() -> None:
    shop = project(new_project("shop"))
    plan = shop.plan(
        "Jar", ["label:str40:unique"], auth="none", paginate="offset", methods=("list", "create")
    )
    assert isinstance(plan, Plan), plan
    assert_plan_creates(plan, "app/models/jar.py", contains="class Jar(")
    assert_plan_edits(
        plan,
        "app/main.py",
        "-from app.api.routes import auth, health, users\n"
        "+from app.api.routes import auth, health, jars, users\n"
        "+app.include_router(jars.router)\n",
    )
    assert_unchanged(plan, "app/api/deps.py", "app/models/user.py")
    assert [route.path for route in shop.after(plan).explored.routes].count("/jars") == 2
