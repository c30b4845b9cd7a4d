"""The whole picture of small projects, and that no bytes can stop it from being drawn."""

from pathlib import Path

import platformdirs
import pytest
from hypothesis import given, settings, strategies

from explore.projects import BY_FEATURE, BY_TYPE
from fastapi_endpoint.domain.conventions import EntryPoint, Symbol
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.explore import cache_folder, explore
from fastapi_endpoint.source.tree import SourceTree


def picture(files: dict[str, str], **changes: str) -> ProjectMap:
    return explore(SourceTree.of_files({**files, **changes}))


@pytest.fixture(scope="module")
def by_type() -> ProjectMap:
    return picture(BY_TYPE)


@pytest.fixture(scope="module")
def by_feature() -> ProjectMap:
    return picture(BY_FEATURE)


def test_the_application_and_its_routers(by_type: ProjectMap) -> None:
    found = by_type.conventions
    assert found.app_roots.value == (".",)
    assert found.entry_points.value == (EntryPoint("app/main.py", "app", "module", "app.main"),)
    assert found.router_organisation.value == "by_type"
    assert found.endpoint_style.value == "function"
    registration = found.router_registration
    assert registration.file.value == "app/main.py"
    assert registration.style.value == "app.include_router"
    assert registration.receiver.value == "app"
    assert registration.editable.value
    assert registration.import_form.value == "module"
    assert registration.import_from.value == "app.routers"
    assert registration.alias.value == "{plural}"
    assert registration.prefix.value == "settings.API"
    assert registration.prefix_on.value == "router"
    assert registration.tags_on.value == "router"
    assert registration.mount.value == "/api/v1"


def test_routes_have_their_whole_paths(by_type: ProjectMap) -> None:
    assert [(route.method, route.path, route.function) for route in by_type.routes] == [
        ("POST", "/api/v1/items", "create_item"),
        ("DELETE", "/api/v1/items/{item_id}", "delete_item"),
        ("GET", "/api/v1/items/{item_id}", "get_item"),
        ("GET", "/api/v1/users", "list_users"),
        ("GET", "/api/v1/users/me", "me"),
    ]
    create = by_type.routes[0]
    assert (create.status_code, create.response_model, create.tags) == (201, "ItemRead", ("items",))


def test_the_session_is_found_by_its_uses(by_type: ProjectMap) -> None:
    session = by_type.conventions.session
    assert session.how.value == "depends"
    assert session.dependency.value == Symbol("app/db.py", "get_session", "app.db")
    assert session.dependency.confidence == "high"
    assert session.alias.value == Symbol("app/deps.py", "SessionDep", "app.deps")
    assert session.is_async.value
    assert session.parameter.value == "session"
    assert session.commit.value == "crud"
    assert session.expire_on_commit.value is False


def test_who_is_calling(by_type: ProjectMap) -> None:
    auth = by_type.conventions.auth
    assert auth.kinds.value == ("oauth2_password_bearer",)
    assert auth.current_user_dependency.value == Symbol("app/deps.py", "get_current_user", "app.deps")
    assert auth.alias.value == Symbol("app/deps.py", "CurrentUser", "app.deps")
    assert auth.annotation.value == Symbol("app/models/user.py", "User", "app.models.user")
    assert auth.parameter.value == "user"
    assert auth.role_check.value == Symbol("app/deps.py", "require_admin", "app.deps")
    assert auth.superuser_field.value == "is_superuser"
    assert auth.secret.value == Symbol("app/core/config.py", "SECRET_KEY", "app.core.config", "settings")
    assert by_type.conventions.user_model.value == Symbol("app/models/user.py", "User", "app.models.user")


def test_tables_with_the_columns_of_their_bases(by_type: ProjectMap) -> None:
    found = by_type.conventions
    assert found.orm.value == "sqlalchemy_async"
    assert found.declarative_base.value == Symbol("app/db.py", "Base", "app.db")
    assert found.id_type.value == "int"
    assert found.models.style.value == "Mapped"
    assert found.models.base_provides.value == ("id",)
    item = by_type.model("items")
    assert item is not None
    assert [column.name for column in item.columns] == [
        "id",
        "created_at",
        "title",
        "price",
        "state",
        "owner_id",
    ]
    assert item.relations == ("owner",)
    title, price, state, owner = (item.column(name) for name in ("title", "price", "state", "owner_id"))
    assert title is not None
    assert (title.type, title.size, title.index, title.nullable) == ("str", 80, True, False)
    assert price is not None
    assert (price.type, price.size, price.scale, price.nullable) == ("decimal", 12, 2, True)
    assert state is not None
    assert (state.type, state.values) == ("enum", ("draft", "live"))
    assert owner is not None
    assert owner.foreign_key == "users.id"


def test_where_the_files_of_a_resource_lie(by_type: ProjectMap, by_feature: ProjectMap) -> None:
    layout = by_type.conventions.layout
    assert layout.model.value == "app/models/{singular}.py"
    assert layout.schema.value == "app/schemas/{singular}.py"
    assert layout.crud.value == "app/crud/{singular}.py"
    assert layout.crud_style.value == "functions"
    assert layout.router.value == "app/routers/{plural}.py"
    assert layout.test.value == "tests/test_{plural}.py"
    assert layout.model_registry.value == ("app/models/__init__.py",)
    assert layout.shared.value == "app/core"
    assert layout.package_markers.value
    assert layout.relative_imports.value == "never"
    other = by_feature.conventions.layout
    assert other.model.value == "shop/{plural}/models.py"
    assert other.router.value == "shop/{plural}/routes.py"
    assert other.crud.value == "shop/{plural}/services.py"
    assert other.crud_style.value == "static_class"
    assert not other.package_markers.value


def test_by_feature_with_a_factory_and_an_aggregated_router(by_feature: ProjectMap) -> None:
    found = by_feature.conventions
    assert [(point.file, point.object, point.kind) for point in found.entry_points.value] == [
        ("shop/main.py", "app", "module"),
        ("shop/setup.py", "create_app", "factory"),
    ]
    assert found.router_organisation.value == "by_feature"
    registration = found.router_registration
    assert (registration.file.value, registration.receiver.value) == ("shop/api.py", "api_router")
    assert registration.style.value == "aggregated api_router"
    assert registration.import_form.value == "alias"
    assert registration.import_from.value == "shop.{plural}.routes"
    assert registration.alias.value == "{singular}_router"
    assert registration.prefix_on.value == "include"
    assert registration.tags_on.value == "include"
    assert registration.mount.value == "/api"
    assert {route.path for route in by_feature.routes} == {"/api/posts", "/api/posts/{post_id}", "/api/tags"}


def test_a_method_of_an_object_gives_the_session(by_feature: ProjectMap) -> None:
    dependency = by_feature.conventions.session.dependency.value
    assert dependency == Symbol("shop/database.py", "session", "shop.database", "helper")
    assert dependency is not None
    assert dependency.expression == "helper.session"


def test_a_dead_application_is_told_from_the_live_one(by_feature: ProjectMap) -> None:
    assert [oddity.kind for oddity in by_feature.oddities] == ["dead-app"]


def test_pyproject_settles_facts() -> None:
    settled = (
        BY_TYPE["pyproject.toml"] + '[tool.fastapi-endpoint]\nid_type = "uuid"\n'
        'session.dependency = "app/db.py:get_db"\nlayout.crud = "app/store/{singular}.py"\nnonsense = 1\n'
        "session.is_async = 3\n"
    )
    found = picture(BY_TYPE, **{"pyproject.toml": settled})
    assert found.conventions.id_type.value == "uuid"
    assert found.conventions.id_type.origin == "pyproject"
    assert found.conventions.id_type.witnesses[0].line == 5
    assert found.conventions.session.dependency.value == Symbol("app/db.py", "get_db", "app.db")
    assert found.conventions.layout.crud.value == "app/store/{singular}.py"
    assert [oddity.kind for oddity in found.oddities] == ["bad-override", "bad-override"]


def test_a_function_that_gives_a_dependency_is_the_dependency() -> None:
    found = picture(
        BY_FEATURE,
        **{
            "shop/roles.py": (
                "from fastapi import Depends\ndef has_roles(names):\n"
                "    def check(): ...\n    return Depends(check)\n"
            ),
            "shop/tags/routes.py": (
                "from fastapi import APIRouter\nfrom shop.roles import has_roles\nrouter = APIRouter()\n"
                '@router.get("")\ndef a(ok=has_roles(["admin"])): ...\n'
                '@router.get("/x")\ndef b(ok=has_roles(["admin"])): ...\n'
            ),
        },
    )
    assert found.conventions.auth.role_check.value == Symbol("shop/roles.py", "has_roles", "shop.roles")


def test_an_empty_tree_has_a_picture_too() -> None:
    found = picture({})
    assert found.routes == ()
    assert found.conventions.orm.value == "none"
    assert found.conventions.entry_points.confidence == "low"


def test_a_file_that_does_not_parse_is_reported_and_survived() -> None:
    found = picture(BY_TYPE, **{"app/deps.py": BY_TYPE["app/deps.py"] + "def broken(:\n"})
    assert ("unparsable", "app/deps.py") in [
        (o.kind, o.where.file if o.where else "") for o in found.oddities
    ]
    assert found.conventions.session.dependency.value == Symbol("app/db.py", "get_session", "app.db")


def test_the_same_tree_gives_the_same_picture() -> None:
    assert picture(BY_TYPE) == picture(dict(reversed(BY_TYPE.items())))


def test_an_unchanged_folder_is_read_from_the_cache(tmp_path: Path) -> None:
    root, cache = tmp_path / "project", tmp_path / "cache"
    for path, text in BY_TYPE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    first = explore(SourceTree.of_folder(root), cache=cache)
    assert explore(SourceTree.of_folder(root), cache=cache) == first
    (root / "app/main.py").write_text(BY_TYPE["app/main.py"].replace("prefix=settings.API", 'prefix="/v2"'))
    changed = explore(SourceTree.of_folder(root), cache=cache)
    assert changed.routes[0].path == "/v2/items"
    next(cache.iterdir()).write_bytes(b"spoilt")
    assert explore(SourceTree.of_folder(root), cache=cache) == changed


@settings(max_examples=40, deadline=None)
@given(strategies.sampled_from(sorted(BY_TYPE)), strategies.binary(max_size=200), strategies.integers(0, 400))
def test_no_bytes_make_a_traceback(path: str, noise: bytes, at: int) -> None:
    data = BY_TYPE[path].encode()
    explore(SourceTree.of_files({**BY_TYPE, path: data[:at] + noise + data[at:]}))


@settings(max_examples=25, deadline=None)
@given(strategies.dictionaries(strategies.sampled_from(sorted(BY_TYPE)), strategies.binary(max_size=300)))
def test_any_files_have_a_picture(files: dict[str, bytes]) -> None:
    explore(SourceTree.of_files(files))


def test_pictures_are_kept_where_other_tools_keep_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("", "/elsewhere", "not/absolute"):
        monkeypatch.setenv("XDG_CACHE_HOME", folder)
        assert cache_folder() == platformdirs.user_cache_path("fastapi-endpoint") / "explore"
