"""A literal ProjectMap for tests: an async SQLAlchemy 2 project laid out by type, with a `User`.

`a_project()` is that project. Every override replaces one value of it: the name is a field of
`ProjectMap`, of `Conventions`, or a path into them with double underscores
(`session__is_async=False`, `models__style="Column"`). A plain value given where a `Fact` stands becomes
a fact of high confidence; `low(value)` makes one that is asked.
"""

from typing import Any, TypeVar

import msgspec

from fastapi_endpoint.domain.conventions import (
    Answers,
    Auth,
    Confidence,
    Conventions,
    EntryPoint,
    Fact,
    FixtureSeen,
    Layout,
    Migrations,
    Models,
    Naming,
    Registration,
    Session,
    Symbol,
    Tests,
    Tools,
    Versions,
    Witness,
)
from fastapi_endpoint.domain.project import Column, Model, ProjectMap, Route, SchemaClass

T = TypeVar("T")

USER = Model(
    name="User",
    table="users",
    file="app/models/user.py",
    line=8,
    module="app.models.user",
    columns=(
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True, line=11),
        Column(name="email", type="str", size=255, nullable=False, has_default=False, unique=True, line=12),
        Column(name="is_superuser", type="bool", nullable=False, has_default=True, line=13),
    ),
)
BRAND = Model(
    name="Brand",
    table="brands",
    file="app/models/brand.py",
    line=8,
    module="app.models.brand",
    columns=(
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True, line=11),
        Column(name="name", type="str", size=80, nullable=False, has_default=False, unique=True, line=12),
        Column(name="created_at", type="datetime", nullable=False, has_default=True, line=13),
    ),
)


def high(value: T, *witnesses: Witness) -> Fact[T]:
    """A fact that is followed without asking."""
    return Fact(value=value, confidence="high", witnesses=witnesses)


def low(value: T, *witnesses: Witness) -> Fact[T]:
    """A fact that is asked."""
    return Fact(value=value, confidence="low", witnesses=witnesses)


def a_project(**overrides: Any) -> ProjectMap:
    """The project described above, with the given values replaced."""
    project = ProjectMap(
        root="/srv/shop",
        name="shop",
        conventions=_conventions(),
        routes=(
            _route("GET", "/api/v1/brands", "list_brands", 14),
            _route("POST", "/api/v1/brands", "create_brand", 22),
            _route("GET", "/api/v1/brands/{brand_id}", "get_brand", 31),
        ),
        models=(BRAND, USER),
        schemas=(
            SchemaClass(
                name="BrandCreate",
                file="app/schemas/brand.py",
                line=7,
                module="app.schemas.brand",
                bases=("BaseModel",),
            ),
        ),
        modules=(
            "app",
            "app.api",
            "app.api.deps",
            "app.api.routes",
            "app.api.routes.brands",
            "app.crud.brand",
            "app.db",
            "app.main",
            "app.models",
            "app.models.brand",
            "app.models.user",
            "app.schemas.brand",
        ),
        files_seen=24,
        files_parsed=14,
    )
    for path, value in overrides.items():
        names = path.split("__")
        if len(names) > 1 or path not in ProjectMap.__struct_fields__:
            names.insert(0, "conventions")
        project = _replaced(project, names, value)
    return project


def _replaced(struct: Any, names: list[str], value: Any) -> Any:
    name, *rest = names
    old = getattr(struct, name)
    if rest:
        new = _replaced(old, rest, value)
    elif isinstance(old, Fact) and not isinstance(value, Fact):
        new = high(value)
    else:
        new = value
    return msgspec.structs.replace(struct, **{name: new})


def _route(method: str, path: str, function: str, line: int) -> Route:
    return Route(method=method, path=path, function=function, file="app/api/routes/brands.py", line=line)


def _unseen(value: T, confidence: Confidence = "high") -> Fact[T]:
    return Fact(value=value, confidence=confidence, origin="default")


def _conventions() -> Conventions:
    get_current_user = Symbol("app/api/deps.py", "get_current_user", "app.api.deps")
    return Conventions(
        app_roots=high(("",)),
        entry_points=high((EntryPoint("app/main.py", "app", "module", "app.main"),)),
        router_organisation=high("by_type"),
        router_registration=Registration(
            file=high("app/api/__init__.py", Witness("app/api/__init__.py", 6)),
            style=high("aggregated api_router"),
            receiver=high("api_router"),
            editable=high(value=True),
            import_form=high("module"),
            import_from=high("app.api.routes"),
            alias=high("{plural}"),
            prefix=high(None),
            prefix_on=high("router"),
            tags_on=high("router"),
            mount=high("/api/v1"),
        ),
        endpoint_style=high("function"),
        orm=high("sqlalchemy_async"),
        declarative_base=high(Symbol("app/db.py", "Base", "app.db")),
        session=Session(
            how=high("depends"),
            dependency=high(Symbol("app/db.py", "get_session", "app.db"), Witness("app/db.py", 20)),
            alias=high(Symbol("app/api/deps.py", "SessionDep", "app.api.deps")),
            is_async=high(value=True),
            parameter=high("session"),
            commit=high("crud"),
            commit_helper=_unseen(None),
        ),
        auth=Auth(
            kinds=high(("oauth2_password_bearer",)),
            current_user_dependency=high(
                get_current_user,
                Witness("app/api/routes/brands.py", 24, "create_brand"),
                Witness("app/api/routes/users.py", 12, "read_me"),
            ),
            alias=high(Symbol("app/api/deps.py", "CurrentUser", "app.api.deps")),
            annotation=high(Symbol("app/models/user.py", "User", "app.models.user")),
            parameter=high("current_user"),
            role_check=_unseen(None),
            superuser_field=high("is_superuser"),
            role_field=_unseen(None),
        ),
        user_model=high(Symbol("app/models/user.py", "User", "app.models.user")),
        shared_schema_base=_unseen(None),
        response_envelope=high("direct"),
        pagination=_unseen("none"),
        pydantic=high("v2"),
        package_manager=high("uv"),
        migrations=high("alembic"),
        alembic=Migrations(
            config=high("alembic.ini"),
            script_location=high("alembic"),
            versions=high("alembic/versions"),
            heads=high(("1a2b3c4d5e6f",)),
            file_template=_unseen("%%(rev)s_%%(slug)s"),
            revision_style=high("hex"),
            typed=high(value=True),
        ),
        tests=Tests(
            dir=high("tests"),
            client=high("AsyncClient"),
            async_plugin=high("pytest-asyncio"),
            asyncio_mode=high("auto"),
            conftest=high("tests/conftest.py"),
            fixture_client=high("client"),
            fixture_db=high("session"),
            fixtures=high(
                (
                    FixtureSeen(
                        name="session", file="tests/conftest.py", returns="AsyncIterator[AsyncSession]"
                    ),
                    FixtureSeen(
                        name="client", file="tests/conftest.py", returns="AsyncIterator[AsyncClient]"
                    ),
                )
            ),
            fixture_auth=_unseen(None),
            style=high("functions"),
            package=high(value=False),
            db_url=high("sqlite+aiosqlite://"),
        ),
        id_type=high("uuid"),
        layout=Layout(
            import_root=high(""),
            model=high("app/models/{singular}.py"),
            schema=high("app/schemas/{singular}.py"),
            crud=high("app/crud/{singular}.py"),
            router=high("app/api/routes/{plural}.py"),
            test=high("tests/test_{plural}.py"),
            crud_style=high("functions"),
            model_registry=high(("app/models/__init__.py",)),
            shared=_unseen("app/core"),
            package_markers=high(value=True),
            relative_imports=high("never"),
        ),
        naming=Naming(
            schema_create=high("{Singular}Create"),
            schema_update=high("{Singular}Update"),
            schema_response=_unseen("{Singular}Response"),
            schema_list=_unseen("{Singular}ListResponse"),
            function_list=high("list_{plural}"),
            function_create=high("create_{singular}"),
            function_get=high("get_{singular}"),
            function_update=high("update_{singular}"),
            function_delete=high("delete_{singular}"),
            model_class=high("{Singular}"),
            table=high("{plural}"),
            router_variable=high("router"),
            path=high("/{plural}"),
            trailing_slash=high(value=False),
            tag=high("{plural}"),
        ),
        models=Models(
            style=high("Mapped"),
            base_provides=high(()),
            timestamp_mixin=_unseen(None),
            timestamps=high(("created_at", "updated_at")),
            naming_convention=high(value=True),
            utc_type=_unseen(None),
        ),
        answers=Answers(
            create_status=high(201),
            update_method=high("patch"),
            delete_status=high(204),
            list_shape=_unseen("none"),
            page_parameters=_unseen(()),
            page_model=_unseen(None),
            envelope_model=_unseen(None),
            error_style=high("http_exception"),
            not_found=_unseen(None),
            not_found_detail=high("{Singular} not found"),
            return_style=high("response_model"),
            dependency_style=high("annotated"),
        ),
        tools=Tools(
            formatter=high("ruff"),
            linter=high("ruff"),
            type_checker=_unseen(None),
            line_length=high(100),
            quotes=high("double"),
            future_annotations=high(value=False),
        ),
        versions=Versions(
            python=high((3, 11)),
            fastapi=high((0, 121)),
            pydantic=high((2, 9)),
            sqlalchemy=high((2, 0)),
        ),
        databases=high(("sqlite", "postgresql")),
    )
