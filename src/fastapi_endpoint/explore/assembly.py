"""All detectors in order: an index in, the picture of the project out."""

from typing import Any

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Conventions, Tests
from fastapi_endpoint.domain.project import Oddity, ProjectMap, Requirement, SchemaClass
from fastapi_endpoint.explore.alembic_env import with_environment
from fastapi_endpoint.explore.answers import detect_answers
from fastapi_endpoint.explore.apps import detect_app_roots, detect_entry_points, odd_apps
from fastapi_endpoint.explore.auth import detect_auth
from fastapi_endpoint.explore.committing import with_commit_time
from fastapi_endpoint.explore.databases import detect_databases
from fastapi_endpoint.explore.documentation import detect_documentation
from fastapi_endpoint.explore.documents import dig, is_below, join, read_toml, upwards
from fastapi_endpoint.explore.envelope import detect_envelope
from fastapi_endpoint.explore.facades import with_packages
from fastapi_endpoint.explore.factories import detect_factories
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.layout import detect_layout
from fastapi_endpoint.explore.libraries import detect_libraries
from fastapi_endpoint.explore.migrations import detect_migrations
from fastapi_endpoint.explore.models import detect_models, find_models
from fastapi_endpoint.explore.naming import detect_naming
from fastapi_endpoint.explore.operations import find_operations
from fastapi_endpoint.explore.organisation import detect_endpoint_style, detect_router_organisation
from fastapi_endpoint.explore.orm import (
    detect_declarative_base,
    detect_id_type,
    detect_ids_as_text,
    detect_orm,
)
from fastapi_endpoint.explore.overrides import TABLE, with_overrides
from fastapi_endpoint.explore.packaging import detect_package_manager
from fastapi_endpoint.explore.pagination import detect_pagination, find_pages
from fastapi_endpoint.explore.problems import detect_error_body
from fastapi_endpoint.explore.pydantic_version import detect_pydantic, pydantic_of_code
from fastapi_endpoint.explore.queries import with_queries
from fastapi_endpoint.explore.registration import detect_registration
from fastapi_endpoint.explore.requirements import detect_requirements
from fastapi_endpoint.explore.resources import Nouns
from fastapi_endpoint.explore.routes import find_routes
from fastapi_endpoint.explore.runners import detect_hooks, detect_task_runners
from fastapi_endpoint.explore.schemas import detect_schema_base, detect_schema_config
from fastapi_endpoint.explore.session import detect_session
from fastapi_endpoint.explore.settings import detect_settings
from fastapi_endpoint.explore.testdatabase import with_database
from fastapi_endpoint.explore.testsuite import detect_tests
from fastapi_endpoint.explore.tools import detect_tools
from fastapi_endpoint.explore.users import detect_user_model
from fastapi_endpoint.explore.versions import detect_versions
from fastapi_endpoint.explore.wrapping import detect_wrapping
from fastapi_endpoint.source.module import Module


def project_map(index: Index) -> ProjectMap:
    """The whole picture of a project."""
    requirements = detect_requirements(index.tree, index.app_root)
    models = find_models(index)
    found = _conventions(index, requirements, models)
    conventions, odd = _settled(index, found)
    tree = index.tree
    return ProjectMap(
        root=tree.root,
        name=_name(index),
        conventions=conventions,
        routes=find_routes(index),
        models=models,
        schemas=_schemas(index),
        requirements=requirements,
        modules=tuple(index.files.resolver.module_name(path) for path in index.files.python),
        oddities=(*_broken(index), *tree.problems, *odd_apps(index), *odd),
        files_seen=len(tree.paths()),
        files_parsed=index.files.parsed,
    )


def _conventions(index: Index, requirements: tuple[Requirement, ...], models: Any) -> Conventions:
    tree, root = index.tree, index.app_root
    nouns = Nouns(index)
    sources = tuple(
        path
        for path in index.files.modules
        if not is_aside(path) and (not root or path.startswith(f"{root}/"))
    )
    orm = detect_orm(index, requirements)
    user = detect_user_model(index, models, orm.value)
    registration = detect_registration(index, nouns)
    operations = find_operations(index)
    pages = find_pages(index)
    pagination = detect_pagination(index, pages)
    envelope, envelope_model = detect_envelope(index, operations)
    answers = replace(
        detect_answers(index, operations, pages, pagination, envelope_model),
        error_body=detect_error_body(index, requirements),
    )
    if envelope.value == "wrapped":
        answers = replace(answers, wrapping=detect_wrapping(index, operations))
    base = detect_schema_base(index)
    schemas = dict.fromkeys((*sources, *(found.file for found in index.pydantic)))
    pydantic = detect_pydantic(requirements, pydantic_of_code(tree, tuple(schemas)))
    migrations, alembic = detect_migrations(tree, root, requirements, tree.paths())

    def read(path: str) -> Module:
        return index.files.module(path) or Module()

    tests = detect_tests(tree, root, requirements, read)
    return Conventions(
        app_roots=detect_app_roots(index),
        entry_points=detect_entry_points(index),
        router_organisation=detect_router_organisation(index),
        router_registration=registration,
        endpoint_style=detect_endpoint_style(index),
        orm=orm,
        declarative_base=detect_declarative_base(index),
        session=with_commit_time(index, detect_session(index, orm.value), requirements),
        auth=detect_auth(index, models, user.value),
        user_model=user,
        shared_schema_base=base,
        shared_schema_config=detect_schema_config(index, base.value),
        response_envelope=envelope,
        pagination=pagination,
        pydantic=pydantic,
        package_manager=detect_package_manager(tree, root, requirements),
        migrations=migrations,
        alembic=with_environment(tree, alembic),
        tests=_with_rows(index, tests, requirements),
        id_type=detect_id_type(index, models, orm.value),
        layout=with_queries(index, with_packages(index, detect_layout(index, nouns, tests.dir.value))),
        naming=detect_naming(index, operations, registration.mount.value or ""),
        models=replace(detect_models(index), ids_as_text=detect_ids_as_text(index, models)),
        answers=answers,
        tools=replace(
            detect_tools(tree, root, requirements, sources),
            task_runners=detect_task_runners(tree, root),
            hooks=detect_hooks(tree, root),
        ),
        versions=detect_versions(tree, root, requirements, _own_files(index), pydantic),
        databases=detect_databases(index, requirements),
        settings=detect_settings(index),
        libraries=detect_libraries(index, requirements),
        documentation=detect_documentation(index),
    )


def _with_rows(index: Index, tests: Tests, requirements: tuple[Requirement, ...]) -> Tests:
    """The tests, with how they make rows and in which database."""
    folder = tests.dir.value
    inside = [path for path in index.files.tests if folder is not None and is_below(path, folder)]
    conftest = tests.conftest.value
    seen = tuple(dict.fromkeys((*((conftest,) if conftest else ()), *inside)))
    helpers = [path for path in seen if not path.rpartition("/")[2].startswith("test_")]
    told = with_database(index, tests, helpers, requirements)
    return replace(told, factories=detect_factories(index.tree, seen))


def _own_files(index: Index) -> tuple[str, ...]:
    """All Python files of the application: any of them may need a newer version."""
    root = f"{index.app_root}/" if index.app_root else ""
    return tuple(
        path
        for path in index.files.python
        if path.startswith(root) and not index.files.is_test(path) and not is_aside(path)
    )


def _settled(index: Index, found: Conventions) -> tuple[Conventions, tuple[Oddity, ...]]:
    """The nearest pyproject that settles facts has the last word."""
    for folder in upwards(index.app_root):
        path = join(folder, "pyproject.toml")
        if not index.tree.exists(path):
            continue
        table = dig(read_toml(index.tree, path), "tool", TABLE)
        if isinstance(table, dict):
            return with_overrides(found, table, path, index.tree.text(path), index.files.resolver.module_name)
    return found, ()


def _name(index: Index) -> str:
    """What the project calls itself, else its folder's name."""
    for folder in upwards(index.app_root):
        path = join(folder, "pyproject.toml")
        if index.tree.exists(path):
            document = read_toml(index.tree, path)
            name = dig(document, "project", "name") or dig(document, "tool", "poetry", "name")
            if isinstance(name, str):
                return name
    return index.tree.root.rstrip("/").rpartition("/")[2] or "project"


def _schemas(index: Index) -> tuple[SchemaClass, ...]:
    return tuple(
        SchemaClass(
            name=found.class_.name,
            file=found.file,
            line=found.class_.line,
            module=found.target.module,
            bases=found.class_.bases,
            fields=tuple(field.target for field in found.class_.assignments if field.annotation),
        )
        for found in index.pydantic
    )


def _broken(index: Index) -> tuple[Oddity, ...]:
    """Files of which a part does not parse."""
    return tuple(index.files.broken())
