"""Where the next router goes, and how its siblings got there."""

import pytest

from explore.small import APP, index_of, routers
from fastapi_endpoint.explore.registration import detect_registration
from fastapi_endpoint.explore.resources import Nouns

TWO = routers("posts", "tags")
FROM = "from app.routers import posts, tags\n"
AGGREGATE = "from fastapi import APIRouter\n" + FROM + "api = APIRouter()\n"


def registered(main, **more):
    files = {path.replace("__", "/") + ".py": text for path, text in more.items()}
    index = index_of({**TWO, **files, "app/main.py": main})
    return detect_registration(index, Nouns(index))


def test_on_the_application():
    found = registered(FROM + APP + "app.include_router(posts.router)\napp.include_router(tags.router)\n")
    assert (found.style.value, found.file.value, found.receiver.value) == (
        "app.include_router",
        "app/main.py",
        "app",
    )
    assert (found.import_form.value, found.import_from.value) == ("module", "app.routers")
    assert (found.editable.value, found.file.confidence) == (True, "high")


def test_on_an_aggregate_with_its_mount():
    api = AGGREGATE + "api.include_router(posts.router)\napi.include_router(tags.router)\n"
    main = "from app.api import api\n" + APP + 'app.include_router(api, prefix="/v1")\n'
    found = registered(main, app__api=api)
    assert (found.style.value, found.file.value, found.mount.value) == (
        "aggregated api_router",
        "app/api.py",
        "/v1",
    )


SETTINGS = "class Settings:\n    v1_prefix: str = '/api/v1'\n"


@pytest.mark.parametrize(
    ("settings", "mount"),
    [
        ({"app__settings": SETTINGS}, "/api/v1"),
        ({"app__settings": SETTINGS, "app__more": SETTINGS.replace("v1'", "v2'")}, None),
        ({}, None),
    ],
    ids=["one path is called so", "two are", "none is"],
)
def test_a_prefix_that_is_handed_in_is_known_by_its_name(settings, mount):
    api = (
        f"from fastapi import APIRouter\n{FROM}"
        "def build(v1_prefix):\n    api = APIRouter()\n    api.include_router(posts.router)\n"
        "    api.include_router(tags.router)\n    top = APIRouter()\n"
        "    top.include_router(api, prefix=v1_prefix)\n    return top\n"
    )
    main = f"from app.api import build\n{APP}app.include_router(build(v1_prefix=app.state.prefix))\n"

    assert registered(main, app__api=api, **settings).mount.value == mount


@pytest.mark.parametrize("form", ["alias", "name"])
def test_how_siblings_arrive(form):
    name = "router as {0}_router" if form == "alias" else "{0}_router"
    made = {} if form == "alias" else {
        f"app__routers__{each}": "from fastapi import APIRouter\n"
        f'{each}_router = APIRouter()\n@{each}_router.get("/{each}")\ndef read(): ...\n'
        for each in ("posts", "tags")
    }  # fmt: skip
    lines = "".join(f"from app.routers.{each} import {name.format(each)}\n" for each in ("posts", "tags"))
    calls = "".join(f"app.include_router({each}_router)\n" for each in ("posts", "tags"))
    found = registered(lines + APP + calls, **made)
    assert (found.import_form.value, found.import_from.value, found.alias.value) == (
        form,
        "app.routers.{plural}",
        "{plural}_router",
    )


def test_a_function_of_the_project_that_includes_is_no_line_to_copy():
    main = FROM + APP + "def add(app, router):\n    app.include_router(router)\nadd(app, posts.router)\n"
    found = registered(main)
    assert (found.style.value, found.editable.value) == ("other", False)


def test_without_includes_routes_stand_on_the_application():
    index = index_of({"app.py": APP + '@app.get("/a")\ndef a(): ...\n'})
    found = detect_registration(index, Nouns(index))
    assert (found.style.value, found.file.value, found.editable.value) == ("other", "app.py", True)


def test_where_prefixes_and_tags_are_said():
    main = (
        "from app.a import router as a_router\nfrom app.b import router as b_router\n" + APP
        + 'app.include_router(a_router, prefix="/a", tags=["a"])\n'
        + 'app.include_router(b_router, prefix="/b", tags=["b"])\n'
    )  # fmt: skip
    bare = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('')\ndef read(): ...\n"
    found = registered(main, app__a=bare, app__b=bare)
    assert (found.prefix_on.value, found.tags_on.value, found.prefix.value) == ("include", "include", None)


@pytest.mark.parametrize(
    ("prefix", "own"), [("/posts", True), ("/post", True), ("/api", False), ("/", False)]
)
def test_the_prefix_of_a_lone_router_may_be_its_own(prefix, own):
    """What names the router is no habit that the next one would share."""
    found = registered(FROM + APP + f"app.include_router(posts.router, prefix='{prefix}')\n")
    assert (found.prefix.value is None) == own


def test_prefixes_that_begin_with_one_setting():
    settings = "class Settings:\n    API: str = '/api/v1'\n\nsettings = Settings()\n"
    found = registered(
        "from app.settings import settings\n"
        + FROM
        + APP
        + "app.include_router(posts.router, prefix=f'{settings.API}/posts')\n"
        + "app.include_router(tags.router, prefix=f'{settings.API}/tags')\n",
        app__settings=settings,
        app__routers__posts="from fastapi import APIRouter\nrouter = APIRouter()\n",
        app__routers__tags="from fastapi import APIRouter\nrouter = APIRouter()\n",
    )
    assert (found.prefix.value, found.prefix_on.value, found.mount.value) == (
        "settings.API",
        "include",
        "/api/v1",
    )
