"""Where callers are checked."""

import pytest

from explore.small import index_of
from fastapi_endpoint.explore.guards import find_guards
from fastapi_endpoint.explore.protection import detect_protection

GUARD = "def get_current_user(): ...\n"
MAIN = (
    "from fastapi import Depends, FastAPI\nfrom app.deps import get_current_user\n"
    "from app.items import router\n"
    "app = FastAPI({app})\napp.include_router(router{include})\n{more}"
)
ITEMS = (
    "from fastapi import APIRouter, Depends\nfrom app.deps import get_current_user\n"
    'router = APIRouter({router})\n@router.get("/items")\ndef list_items({taken}):\n    {body}\n'
)
ASKED = "dependencies=[Depends(get_current_user)]"


def places(*, app="", include="", more="", router="", taken="", body="...", **files):
    made = {
        "app/__init__.py": "",
        "app/deps.py": GUARD,
        "app/main.py": MAIN.format(app=app, include=include, more=more),
        "app/items.py": ITEMS.format(router=router, taken=taken, body=body),
    }
    index = index_of({**made, **files})
    return detect_protection(index, find_guards(index, None))


@pytest.mark.parametrize(
    ("given", "place", "line"),
    [
        ({"taken": "user = Depends(get_current_user)"}, "endpoint", ("app/items.py", 5)),
        ({"router": ASKED}, "router", ("app/items.py", 3)),
        ({"include": f", {ASKED}"}, "include", ("app/main.py", 5)),
        ({"app": ASKED}, "application", ("app/main.py", 4)),
        ({"body": "check_auth()"}, "body", ("app/items.py", 6)),
        ({"more": "app.add_middleware(JWTMiddleware)\n"}, "middleware", ("app/main.py", 6)),
    ],
)
def test_each_place(given: dict[str, str], place: str, line: tuple[str, int]) -> None:
    found = places(**given)
    assert found.value == (place,)
    assert (found.witnesses[0].file, found.witnesses[0].line) == line


def test_a_middleware_is_judged_by_what_it_reads() -> None:
    text = (
        "class Gate:\n    async def dispatch(self, request, call_next):\n"
        '        return request.headers["Authorization"]\n'
    )
    more = "from app.gate import Gate\napp.add_middleware(Gate)\n"
    assert places(more=more, **{"app/gate.py": text}).value == ("middleware",)
    plain = {"app/gate.py": text.replace("Authorization", "X-Request-ID")}
    assert places(more=more, **plain).value == ()


def test_a_function_as_middleware() -> None:
    more = (
        '@app.middleware("http")\nasync def gate(request, call_next):\n    return Response(status_code=401)\n'
    )
    assert places(more=more).value == ("middleware",)


def test_a_decorator_that_lets_in_some_callers_only() -> None:
    text = ITEMS.format(router="", taken="", body="...").replace("def list", '@requires(["admin"])\ndef list')
    found = places(**{"app/items.py": text})
    assert (found.value, found.witnesses[0].line) == (("endpoint",), 5)
    assert places(**{"app/items.py": text.replace("@requires", "@cached")}).value == ()


def test_attributes_of_a_class_of_endpoints_and_of_its_base() -> None:
    text = (
        "from fastapi import APIRouter, Depends\nfrom app.deps import get_current_user\n"
        "router = APIRouter()\nclass Base:\n    user = Depends(get_current_user)\n"
        'class Items(Base):\n    @router.get("/items")\n    def all(self): ...\n'
    )
    assert places(**{"app/items.py": text}).value == ("class",)


def test_a_router_class_that_gives_its_own_dependencies() -> None:
    routers = (
        "from fastapi import APIRouter, Depends\nfrom app.deps import get_current_user\n"
        "class UserRouter(APIRouter):\n    def __init__(self, **more):\n"
        "        super().__init__(dependencies=[Depends(get_current_user)], **more)\n"
    )
    text = (
        "from app.routers import UserRouter\nrouter = UserRouter()\n"
        '@router.get("/items")\ndef list_items(): ...\n'
    )
    assert places(**{"app/routers.py": routers, "app/items.py": text}).value == ("router",)


def test_the_place_with_most_uses_comes_first_and_each_is_shown() -> None:
    second = '@router.get("/a")\ndef a(user = Depends(get_current_user)): ...\n'
    found = places(include=f", {ASKED}", taken="user = Depends(get_current_user)", body="...\n" + second)
    assert found.value == ("endpoint", "include")
    assert [where.file for where in found.witnesses] == ["app/items.py", "app/main.py", "app/items.py"]


def test_a_guard_that_only_another_dependency_takes_protects_nothing() -> None:
    deps = GUARD + "from fastapi import Depends\ndef unused(user = Depends(get_current_user)): ...\n"
    found = places(**{"app/deps.py": deps})
    assert (found.value, found.origin) == ((), "default")
