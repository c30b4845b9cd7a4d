"""How routers are spread over files, by the places of the files."""

import pytest

from explore.small import APP, ROUTER, index_of
from fastapi_endpoint.explore.organisation import detect_endpoint_style, detect_router_organisation


def organised(*files, layers=()):
    """An application that takes in a router from each of these files."""
    tree = {file: ROUTER.format(name=f"r{number}") for number, file in enumerate(files)}
    names = [file.removesuffix(".py").replace("/", ".") for file in files]
    includes = "".join(
        f"from {name} import router as r{number}\napp.include_router(r{number})\n"
        for number, name in enumerate(names)
    )
    index = index_of({**tree, **dict.fromkeys(layers, ""), "app/main.py": APP + includes})
    return detect_router_organisation(index)


@pytest.mark.parametrize(
    ("files", "value", "confidence"),
    [
        (("app/routers/posts.py", "app/routers/tags.py"), "by_type", "high"),
        (("app/posts/routes.py", "app/tags/routes.py"), "by_feature", "high"),
        (("app/posts/views.py",), "by_feature", "low"),
        (("app/api/endpoints/posts.py",), "by_type", "low"),
        (("app/routes.py",), "single_file", "low"),
        (("app/posts/router.py", "app/routers/tags.py"), "by_type", "low"),
    ],
)
def test_files_named_for_what_they_are_lie_by_feature(files, value, confidence):
    found = organised(*files)
    assert (found.value, found.confidence) == (value, confidence)


def test_a_folder_of_routers_within_a_domain_belongs_to_that():
    layers = ("app/domains/user/models/user.py", "app/domains/user/services/user.py")
    assert organised("app/domains/user/api/endpoints.py", layers=layers).value == "by_feature"
    assert organised("app/domains/user/api/endpoints.py").value == "by_type"


def test_a_resource_with_its_own_layers_is_a_feature():
    deep = ("app/user/adapter/api/v1/user.py", "app/auth/adapter/api/v1/auth.py")
    layers = ("app/user/domain/user.py", "app/auth/domain/auth.py")
    assert organised(*deep, layers=layers).value == "by_feature"
    assert organised("app/v1/users/users.py", "app/v1/roles/roles.py").value == "by_type"


def test_routes_on_the_application_are_a_single_file():
    text = APP + '@app.get("/a")\ndef a(): ...\n'
    found = detect_router_organisation(index_of({"app/main.py": text}))
    assert (found.value, found.confidence) == ("single_file", "high")


def test_methods_are_class_based():
    views = (
        "class Views:\n    @router.get('/a')\n    def a(self): ...\n"
        "    @router.get('/b')\n    def b(self): ...\n"
    )
    text = "from fastapi import APIRouter\nrouter = APIRouter()\n" + views
    main = "from app.views import router\n" + APP + "app.include_router(router)\n"
    index = index_of({"app/views.py": text, "app/main.py": main})
    assert detect_router_organisation(index).value == "class_based"
    assert detect_endpoint_style(index).value == "class"


def test_routes_among_the_other_parts_of_their_subject_lie_by_feature():
    files = ("app/users/user_routes.py", "app/posts/post_routes.py")
    parts = ("app/users/user_crud.py", "app/posts/post_schemas.py")
    assert organised(*files, layers=parts).value == "by_feature"
    assert organised(*files).value == "by_type"


def test_several_routers_of_one_whole_feature_lie_by_feature():
    files = ("app/users/admin_router.py", "app/users/auth_router.py", "app/notes/router.py")
    parts = ("app/users/models.py", "app/users/schemas.py", "app/users/service.py")
    assert organised(*files, layers=parts).value == "by_feature"
    assert organised("app/api/user_router.py", "app/api/post_router.py").value == "by_type"


def test_a_function_in_a_method_on_a_router_of_the_file_is_none_of_the_class():
    inner = "class Limit:\n    def __call__(self):\n        @router.head('/b')\n        def limit(): ...\n"
    main = "from app.limits import router\n" + APP + "app.include_router(router)\n"
    found = index_of({"app/limits.py": ROUTER.format(name="limits") + inner, "app/main.py": main})
    assert detect_endpoint_style(found).value == "function"


def test_routes_on_an_application_of_another_file_are_seen():
    routes = "from app.made import app\n@app.get('/posts')\ndef list_posts(): ...\n"
    found = index_of({"app/made.py": APP, "app/routes/posts.py": routes, "app/routes/tags.py": routes})
    assert detect_router_organisation(found).value == "by_type"


def test_no_place_speaks_for_and_against():
    main = "from app.presentation import router\n" + APP + "app.include_router(router)\n"
    found = index_of({"app/presentation.py": ROUTER.format(name="books"), "app/main.py": main})
    fact = detect_router_organisation(found)
    assert (fact.value, fact.confidence, fact.against) == ("single_file", "low", ())


FEATURES = ("library/api/book.py", "library/api/genre.py", "users/api/user.py")
REST = ("library/repos/book.py", "library/models/book.py", "users/repos/user.py", "users/models/user.py")


def test_routers_in_several_whole_features_lie_by_feature():
    assert organised(*FEATURES, layers=REST).value == "by_feature"
    assert organised(*FEATURES[:2], layers=REST).value == "by_type"
    many = [f"library/api/part{number}.py" for number in range(9)]
    assert organised(*FEATURES, *many, layers=REST).value == "by_type"
