"""What is told of a project's habits: groups of labelled facts, in words. What is absent is left out."""

from collections.abc import Iterator
from typing import Any

from fastapi_endpoint.domain.conventions import Conventions, Fact, Symbol
from fastapi_endpoint.faces.cli.views.layout import count, listed

NONE = "none"
TELLING = frozenset({"schemes", "pagination", "tests", "migrations", "registered in"})
"""Labels that are told even where there is nothing: its absence decides what is generated."""

WRITTEN = ("sqlalchemy", "sqlmodel")
"""Libraries whose tables have a style to tell of."""

ENDPOINTS = {"function": "functions", "class": "methods of classes", "mixed": "functions and methods"}
DATABASES = {
    "url": "spelled out by the tests",
    "container": "started in a container",
    "plugin": "started by a pytest plugin",
    "mock": "mocked",
    "settings": "the one that the settings name",
    "none": NONE,
}
OPERATION_IDS = {
    "default": NONE,
    "renamed": "set on the finished routes",
    "written": "written at each endpoint",
}
BODIES = {"detail": "", "problem": ", as problem details", "own": ", with a body of its own"}
LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}

Told = tuple[str, Fact[Any], str]
"""A label, the fact that decides how sure it is and where it is seen, and the words for its value."""


def sections(habits: Conventions) -> Iterator[tuple[str, tuple[Told, ...]]]:
    """What is told of the habits, in groups."""
    for title, told in (
        ("Application", _application(habits)),
        ("Database", _database(habits)),
        ("Who may call", _access(habits)),
        ("Requests and answers", _answers(habits)),
        ("Tests and tools", _tests(habits)),
    ):
        yield title, tuple(row for row in told if _is_told(*row))


def _is_told(label: str, fact: Fact[Any], words: str) -> bool:
    """Is there something to tell: a value, or a doubt about it?"""
    return words != NONE or label in TELLING or fact.confidence == "low"


def built_on(habits: Conventions) -> tuple[str, ...]:
    """Libraries with the lowest versions the project may run on."""
    versions = habits.versions
    python = _at_least(versions.python.value if versions.python.origin != "default" else None)
    told = (
        f"FastAPI{_at_least(versions.fastapi.value)}",
        f"Pydantic {habits.pydantic.value}",
        _words(habits.orm.value).replace("SQLAlchemy", f"SQLAlchemy{_at_least(versions.sqlalchemy.value)}"),
    )
    return (*told, f"Python{python}") if python else told


def _application(habits: Conventions) -> tuple[Told, ...]:
    registration, naming, written = habits.router_registration, habits.naming, habits.documentation
    entry_points = [
        f"{entry.file}: {entry.object}{'()' if entry.kind == 'factory' else ''}"
        for entry in habits.entry_points.value
    ]
    path = f"{naming.path.value}{'/' if naming.trailing_slash.value else ''}"
    mount = registration.mount
    front = "{?}" if mount.value is None and mount.witnesses else mount.value or ""
    return (
        ("entry point", habits.entry_points, listed(entry_points)),
        ("routers", habits.router_organisation, _words(habits.router_organisation.value)),
        ("registered in", registration.file, _registered(habits)),
        ("endpoints", habits.endpoint_style, _endpoints(habits)),
        ("paths", naming.path, f"{front}{path}"),
        ("router file", habits.layout.router, habits.layout.router.value),
        ("operation ids", written.operation_ids, _operation_ids(habits)),
        ("container", habits.libraries.container, habits.libraries.container.value or NONE),
    )


def _database(habits: Conventions) -> tuple[Told, ...]:
    session, models, libraries = habits.session, habits.models, habits.libraries
    given = session.alias.value or session.dependency.value
    how = "async" if session.is_async.value else "sync"
    return (
        ("ORM", habits.orm, _words(habits.orm.value)),
        ("models", *_models(habits)),
        ("base", habits.declarative_base, _symbol(habits.declarative_base.value)),
        (
            "session",
            session.dependency,
            f"{_symbol(given)} ({how}, {_words(session.how.value)})" if given else NONE,
        ),
        ("commit", *_commit(habits)),
        ("queries", libraries.crud, libraries.crud.value or NONE),
        ("ids", habits.id_type, f"{habits.id_type.value}{', in text columns' * models.ids_as_text.value}"),
        ("timestamps", models.timestamps, _timestamps(habits)),
        ("databases", habits.databases, listed(habits.databases.value)),
        ("migrations", habits.migrations, _migrations(habits)),
        ("admin panel", libraries.admin, libraries.admin.value or NONE),
    )


def _access(habits: Conventions) -> tuple[Told, ...]:
    auth, libraries = habits.auth, habits.libraries
    caller = auth.alias.value or auth.current_user_dependency.value
    return (
        ("schemes", auth.kinds, listed([_words(kind) for kind in auth.kinds.value])),
        ("checked at", auth.protection, listed(auth.protection.value)),
        ("current user", auth.current_user_dependency, _symbol(caller)),
        ("user model", habits.user_model, _symbol(habits.user_model.value)),
        ("roles", auth.role_check, _roles(habits)),
        ("scopes", auth.scopes, listed(auth.scopes.value)),
        ("users by", libraries.users, libraries.users.value or NONE),
    )


def _answers(habits: Conventions) -> tuple[Told, ...]:
    naming, answers, libraries = habits.naming, habits.answers, habits.libraries
    names = (naming.schema_create, naming.schema_update, naming.schema_response)
    statuses = (
        f"POST {answers.create_status.value}, "
        f"{answers.update_method.value.upper()} {answers.update_status.value}, "
        f"DELETE {answers.delete_status.value}"
    )
    errors = _words(answers.error_style.value) + BODIES[answers.error_body.value]
    problem = answers.error_body if answers.error_body.value != "detail" else answers.error_style
    return (
        ("schemas", naming.schema_create, listed([name.value for name in names])),
        ("schema base", habits.shared_schema_base, _symbol(habits.shared_schema_base.value)),
        (
            "functions",
            naming.function_list,
            listed([naming.function_list.value, naming.function_create.value]),
        ),
        ("envelope", habits.response_envelope, habits.response_envelope.value),
        ("pagination", habits.pagination, _pagination(habits)),
        ("pages", answers.page_model, _symbol(answers.page_model.value)),
        ("filters", libraries.filtering, libraries.filtering.value or NONE),
        ("statuses", answers.create_status, statuses),
        ("errors", problem, errors),
        ("tags", naming.tag, _tags(habits)),
        ("docstrings", habits.documentation.language, _docstrings(habits)),
    )


def _tests(habits: Conventions) -> tuple[Told, ...]:
    tests, tools = habits.tests, habits.tools
    fixtures = [tests.fixture_client.value, tests.fixture_db.value, tests.fixture_auth.value]
    return (
        ("tests", tests.dir, tests.dir.value or NONE),
        (
            "test client",
            tests.client,
            listed([name for name in (tests.client.value, tests.async_plugin.value) if name != NONE])
            if tests.dir.value
            else NONE,
        ),
        ("fixtures", tests.fixture_client, listed([name for name in dict.fromkeys(fixtures) if name])),
        ("test rows", tests.factories, _factories(habits)),
        ("test database", *_test_database(habits)),
        ("packages", habits.package_manager, habits.package_manager.value),
        ("formatter", tools.formatter, _formatter(habits)),
        ("linter", tools.linter, tools.linter.value or NONE),
        ("types", tools.type_checker, tools.type_checker.value or NONE),
        ("chores", tools.task_runners, listed(tools.task_runners.value)),
        ("before commits", tools.hooks, tools.hooks.value or NONE),
    )


def _symbol(symbol: Symbol | None) -> str:
    return symbol.expression if symbol is not None else NONE


def _words(value: str) -> str:
    named = {
        "sqlalchemy_async": "SQLAlchemy (async)",
        "sqlalchemy_sync": "SQLAlchemy (sync)",
        "sqlmodel_async": "SQLModel (async)",
        "sqlmodel_sync": "SQLModel (sync)",
        "http_exception": "HTTPException",
        "domain": "exceptions of the domain",
        "depends": "by Depends",
        "crud": "in the CRUD functions",
        "endpoint": "in the endpoint",
        "dependency": "in the session dependency",
    }
    return named.get(value, value.replace("_", " "))


def _at_least(version: tuple[int, int] | None) -> str:
    return f" {version[0]}.{version[1]}+" if version is not None else ""


def _registered(habits: Conventions) -> str:
    registration = habits.router_registration
    if registration.file.value is None:
        return "nowhere seen"
    receiver = registration.receiver.value
    return f"{registration.file.value}, on {receiver}" if receiver else registration.file.value


def _endpoints(habits: Conventions) -> str:
    return ENDPOINTS.get(habits.endpoint_style.value, ENDPOINTS["function"])


def _operation_ids(habits: Conventions) -> str:
    written = habits.documentation
    if written.operation_ids.value == "function":
        return f"by {_symbol(written.unique_id_function.value).replace(NONE, 'a function')}"
    return OPERATION_IDS[written.operation_ids.value]


def _models(habits: Conventions) -> tuple[Fact[Any], str]:
    """How tables are written, and where; SQLModel knows one style, of other libraries nothing is told."""
    style, place = habits.models.style, habits.layout.model
    if habits.orm.value.startswith("sqlmodel"):
        return place, f"in {place.value}"
    told = f"{style.value} style, in {place.value}"
    return style, told if habits.orm.value.startswith(WRITTEN) else NONE


def _timestamps(habits: Conventions) -> str:
    models = habits.models.timestamps
    known = habits.orm.value.startswith(WRITTEN) or models.origin != "default"
    return listed(models.value) if known else NONE


def _commit(habits: Conventions) -> tuple[Fact[Any], str]:
    """Where the commit is, and, where the version of FastAPI decides it, when."""
    session = habits.session
    written = session.dependency.value is not None and habits.orm.value.startswith(WRITTEN)
    if session.commit.origin == "default" and not written:
        return Fact(value=None), NONE
    if session.commit.value != "dependency":
        helper = session.commit_helper.value
        return session.commit, f"by {helper.expression}" if helper else _words(session.commit.value)
    late = session.commit_time.value == "after_answer"
    return session.commit_time, (
        f"{_words('dependency')}, {'after the answer is sent' if late else 'before the answer is sent'}"
    )


def _migrations(habits: Conventions) -> str:
    if habits.migrations.value != "alembic":
        return habits.migrations.value
    heads = habits.alembic.heads.value
    named = (
        f"head {heads[0]}" if len(heads) == 1 else count(len(heads), "head") if heads else "no revision yet"
    )
    return f"alembic ({habits.alembic.env_style.value}), {named}"


def _roles(habits: Conventions) -> str:
    auth = habits.auth
    if auth.role_check.value is not None:
        return auth.role_check.value.expression
    return auth.role_field.value or auth.superuser_field.value or NONE


def _pagination(habits: Conventions) -> str:
    parameters = habits.answers.page_parameters.value
    return f"{_words(habits.pagination.value)}{f' ({listed(parameters)})' if parameters else ''}"


def _tags(habits: Conventions) -> str:
    on = habits.router_registration.tags_on.value
    return NONE if on == NONE else f"{habits.naming.tag.value}, on the {on}"


def _docstrings(habits: Conventions) -> str:
    written = habits.documentation
    if not written.language.value:
        return NONE
    described = written.docstrings.value or written.summaries.value
    language = LANGUAGES.get(written.language.value, written.language.value)
    return language if described else f"few, in {language}"


def _factories(habits: Conventions) -> str:
    found = habits.tests.factories.value
    return {"own": "by the project's own factories"}.get(found, found) if found else NONE


def _test_database(habits: Conventions) -> tuple[Fact[Any], str]:
    """Which database it is, and whether tests may be run without harm; nothing where none was seen."""
    tests = habits.tests
    if tests.dir.value is None or (tests.database.value == NONE and tests.db_url.value is None):
        return Fact(value=None), NONE
    told = tests.db_url.value if tests.database.value == "url" else None
    safe = "safe to run" if tests.db_safe.value else "look before running"
    return tests.db_safe, f"{told or DATABASES[tests.database.value]}; {safe}"


def _formatter(habits: Conventions) -> str:
    tools = habits.tools
    names = [name for name in (tools.import_sorter.value, tools.formatter.value) if name]
    return f"{' and '.join(names)}, {tools.line_length.value} columns" if names else NONE
