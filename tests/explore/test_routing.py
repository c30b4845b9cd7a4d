"""Routers on their way into the application: loops, other names, functions that hand them on."""

import pytest

from explore.small import APP, index_of, routers
from fastapi_endpoint.explore.apps import detect_entry_points, odd_apps
from fastapi_endpoint.explore.registration import detect_registration
from fastapi_endpoint.explore.resources import Nouns
from fastapi_endpoint.explore.routes import find_routes
from fastapi_endpoint.explore.routing import find_routing

TWO = routers("posts", "tags")
FROM = "from app.routers import posts, tags\n"
NAMED = "from app.routers.posts import router as a\nfrom app.routers.tags import router as b\n"


def paths(files):
    return [route.path for route in find_routes(index_of(files))]


def registration(files):
    index = index_of(files)
    return detect_registration(index, Nouns(index))


@pytest.mark.parametrize(
    "main",
    [
        NAMED + APP + "for each in [a, b]:\n    app.include_router(each)\n",
        NAMED + APP + "for each in (\n    a,\n    b,\n):\n    app.include_router(each)\n",
        NAMED
        + "ROUTERS: list = [a]\n"
        + APP
        + "for each in ROUTERS + [b]:\n    app.include_router(router=each)\n",
        NAMED + APP + "[app.include_router(each) for each in (a, b)]\n",
        FROM + APP + "for module in [posts, tags]:\n    app.include_router(module.router)\n",
        NAMED + "def register(app):\n    every = [a, b]\n    for each in every:\n"
        "        app.include_router(each)\n" + APP + "register(app)\n",
        NAMED + APP + "for each in (*[a], *[b]):\n    app.include_router(each)\n",
    ],
    ids=["list", "lines", "sum", "comprehension", "modules", "function", "unpacked"],
)
def test_a_loop_over_what_is_written_is_followed(main):
    assert paths({**TWO, "app/main.py": main}) == ["/posts", "/tags"]


def test_a_loop_gives_each_turn_its_prefix():
    main = NAMED + APP + 'for each, at in [(a, "/x"), (b, "/y")]:\n    app.include_router(each, prefix=at)\n'
    assert paths({**TWO, "app/main.py": main}) == ["/x/posts", "/y/tags"]
    main = (
        NAMED + APP + 'for at, each in {"/x": a, "/y": b}.items():\n    app.include_router(each, prefix=at)\n'
    )
    assert paths({**TWO, "app/main.py": main}) == ["/x/posts", "/y/tags"]


@pytest.mark.parametrize(
    ("prefix", "path"),
    [("load().version", "{?}/posts/{id}"), ("self.__prefix", "/v1/posts/{id}"), ('""', "/posts/{id}")],
)
def test_what_only_running_tells_of_a_path_is_left_open(prefix, path):
    main = FROM + APP + f"app.include_router(posts.router, prefix={prefix})\n"
    posts = 'from fastapi import APIRouter\nfrom app.config import s\nrouter = APIRouter(prefix="/posts")\n'
    files = {
        **TWO,
        "app/config.py": "PREFIX = '/v1'\nclass S:\n    one = ''\ns = S()\n",
        "app/routers/posts.py": posts + '@router.get(f"{s.one}/{{id}}")\ndef read(id: int): ...\n',
        "app/main.py": main,
    }
    assert paths(files) == [path]


def test_the_values_of_a_dictionary_are_gone_through():
    main = NAMED + APP + 'for each in {"x": a, "y": b}.values():\n    app.include_router(each)\n'
    assert paths({**TWO, "app/main.py": main}) == ["/posts", "/tags"]


def test_a_loop_over_a_list_of_another_file_is_followed():
    listed = {"app/routers/__init__.py": NAMED + "ROUTERS = [a, b]\n"}
    main = "from app.routers import ROUTERS\n" + APP + "for each in ROUTERS:\n    app.include_router(each)\n"
    assert paths({**TWO, **listed, "app/main.py": main}) == ["/posts", "/tags"]


def test_in_a_loop_there_is_no_line_to_add():
    main = NAMED + APP + "for each in [a, b]:\n    app.include_router(each)\n"
    found = registration({**TWO, "app/main.py": main})
    assert (found.style.value, found.editable.value) == ("app.include_router", False)


def test_a_loop_over_what_is_found_at_run_time_is_discovery():
    main = "import pkgutil\n" + APP + "for router in load(pkgutil):\n    app.include_router(router)\n"
    assert registration({**TWO, "app/main.py": main}).style.value == "auto-discovery"


@pytest.mark.parametrize(
    "made", ["posts_router = r = APIRouter()", "posts_router = APIRouter()\nr = posts_router"]
)
def test_two_names_of_a_router_are_one(made):
    files = {
        "app/__init__.py": "",
        "app/posts.py": f'from fastapi import APIRouter\n{made}\n@r.get("/posts")\ndef read(): ...\n',
        "app/main.py": "from app.posts import posts_router\n" + APP + "app.include_router(posts_router)\n",
    }
    assert paths(files) == ["/posts"]
    assert len(find_routing(index_of(files).files).routers) == 2  # with the application


def test_a_function_may_hand_on_a_router_that_it_imports():
    build = "def build():\n    from app.routers.posts import router as main\n    return main\n"
    for main in (
        "app.include_router(build())\n",
        "def register():\n    made = build()\n    app.include_router(made)\nregister()\n",
    ):
        text = "from fastapi import FastAPI\nfrom app.build import build\napp = FastAPI()\n" + main
        assert paths({**TWO, "app/build.py": build, "app/main.py": text}) == ["/posts"]


def test_a_router_belongs_where_its_neighbours_are():
    """Of an aggregate and the application that takes it in, the aggregate is where the next one goes."""
    api = FROM + "from fastapi import APIRouter\napi = APIRouter()\napi.include_router(posts.router)\n"
    main = "from app.v1.api import api\n" + APP + "app.include_router(api)\n"
    found = registration({**TWO, "app/v1/__init__.py": "", "app/v1/api.py": api, "app/main.py": main})
    assert (found.file.value, found.style.value) == ("app/v1/api.py", "aggregated api_router")
    assert found.editable.value


def test_what_serves_nothing_is_odd():
    main = FROM + APP + "app.include_router(posts.router)\nspare = FastAPI()\n"
    assert [odd.kind for odd in odd_apps(index_of({**TWO, "app/main.py": main}))] == ["dead-app"]


def test_an_application_handed_on_at_run_time_is_the_only_one_there_is():
    provider = FROM + "def boot(app):\n    app.include_router(posts.router)\n"
    main = (
        "from app import provider\n"
        + APP
        + "def start(app, given):\n    given.boot(app)\nstart(app, provider)\n"
    )
    files = {**TWO, "app/provider.py": provider, "app/main.py": main}
    assert paths(files) == ["/posts"]
    assert registration(files).file.value == "app/provider.py"


def test_with_two_applications_it_stays_unknown():
    provider = FROM + "def boot(app):\n    app.include_router(posts.router)\n"
    other = 'from fastapi import FastAPI\nother = FastAPI()\n@other.get("/o")\ndef o(): ...\n'
    files = {**TWO, "app/provider.py": provider, "app/main.py": APP, "app/other.py": other}
    assert paths(files) == ["/o"]


def test_an_application_about_tests_is_no_test():
    router = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/runs')\ndef runs(): ...\n"
    main = "from app import test_runs\n" + APP + "app.include_router(test_runs.router)\n"
    more = {"tests/test_made.py": router, "app/test_them.py": router + "def test_runs(): ...\n"}
    found = index_of({"app/__init__.py": "", "app/test_runs.py": router, "app/main.py": main, **more})
    assert [route.path for route in find_routes(found)] == ["/runs"]
    assert found.files.tests == ("app/test_them.py", "tests/test_made.py")


GIVEN = (
    "def given():\n    from app.routers import posts, tags\n    found = list()\n"
    "    found.append(posts.router)\n    found.append(tags.router)\n    return found\n"
)


def test_a_loop_over_what_a_function_gives_is_followed():
    loop = "for each in given():\n    app.include_router(each)\n"
    files = {**TWO, "app/given.py": GIVEN, "app/main.py": "from app.given import given\n" + APP + loop}
    assert paths(files) == ["/posts", "/tags"]


def test_a_router_that_nothing_is_seen_to_take_in_has_its_prefix():
    main = APP + "for each in found_at_run_time():\n    app.include_router(each)\n"
    assert paths({**TWO, "app/main.py": main}) == ["/posts", "/tags"]


def test_the_last_of_several_factories_is_the_one_to_serve():
    inner = "from fastapi import FastAPI\ndef begin():\n    made = FastAPI()\n    return made\n"
    outer = "def build():\n    from app.begin import begin\n    app = begin()\n    return app\n"
    run = "from app.build import build\napp = build()\n"
    index = index_of({"app/__init__.py": "", "app/begin.py": inner, "app/build.py": outer, "run.py": run})
    told = [(point.file, point.object) for point in detect_entry_points(index).value]
    assert told == [("run.py", "app"), ("app/build.py", "build")]
