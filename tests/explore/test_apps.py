"""Which application is meant: the only one, the one that was asked for, or a question."""

import pytest

from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree

APP = """from fastapi import FastAPI
{name} = FastAPI()
@{name}.get("/{path}")
def read(): ...
@{name}.get("/{path}/more")
def more(): ...
"""
TWO = {
    "app/__init__.py": "",
    "app/main.py": APP.format(name="app", path="shop"),
    "app/back_office.py": APP.format(name="office", path="office"),
}


def seen(files, app=None):
    return explore(SourceTree.of_files(files), app=app)


def test_two_applications_of_one_size_are_a_question():
    fact = seen(TWO).conventions.entry_points
    assert fact.confidence == "low"
    assert {fact.value[0].file, fact.against[0].file} == {"app/main.py", "app/back_office.py"}
    assert fact.against[0].note in ("app/main.py:app", "app/back_office.py:office")


def test_the_one_that_a_server_names_is_meant():
    fact = seen(TWO | {"Makefile": "run:\n\tuvicorn app.main:app\n"}).conventions.entry_points
    assert (fact.confidence, fact.value[0].file, fact.against) == ("high", "app/main.py", ())


def test_an_application_that_is_mounted_is_no_rival():
    main = TWO["app/main.py"] + "from app.back_office import office\napp.mount('/office', office)\n"
    assert seen(TWO | {"app/main.py": main}).conventions.entry_points.confidence == "high"


@pytest.mark.parametrize(
    "asked", ["app/back_office.py:office", "app.back_office:office", "app/back_office.py"]
)
def test_the_one_that_was_asked_for_is_taken(asked):
    project = seen(TWO, asked)
    fact = project.conventions.entry_points
    assert (fact.confidence, fact.value[0].object, fact.against) == ("high", "office", ())
    assert "/office" in {route.path for route in project.routes}


@pytest.mark.parametrize("asked", ["app/main.py:office", "app.nothing:app", "elsewhere"])
def test_one_that_is_not_there_is_told_with_those_that_are(asked):
    oddities = [oddity for oddity in seen(TWO, asked).oddities if oddity.kind == "unknown-app"]
    assert len(oddities) == 1
    assert "app/main.py:app" in oddities[0].message


def test_an_object_that_a_factory_made_can_be_asked_for():
    files = {
        "app/__init__.py": "",
        "app/factory.py": "from fastapi import FastAPI\ndef create_app():\n    app = FastAPI()\n"
        "    @app.get('/shop')\n    def read(): ...\n    return app\n",
        "app/main.py": "from app.factory import create_app\napp = create_app()\n",
    }
    for asked in ("app.main:app", "app/main.py:app", "app.factory:create_app"):
        assert [oddity.kind for oddity in seen(files, asked).oddities] == []
