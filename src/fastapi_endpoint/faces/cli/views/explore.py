"""What a project is, on one page: conventions with evidence, routes, models, what is odd, what is asked."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.conventions import Conventions, EntryPoint, Fact, Symbol, Witness
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.question import Question
from fastapi_endpoint.faces.cli.console import place
from fastapi_endpoint.faces.cli.views.layout import Aligned, Row, count, exact, heading, line, listed
from fastapi_endpoint.faces.cli.views.routes import route_tree

UNSURE = "(unsure)"
MODELS_SHOWN = 40
ENDPOINTS = {"function": "functions", "class": "methods of classes", "mixed": "functions and methods"}
PLACEHOLDERS = {"{Singular}": "<Name>", "{Plural}": "<Names>", "{singular}": "<name>", "{plural}": "<names>"}

Told = tuple[str, Fact[Any], str]
"""A label, the fact that decides how sure it is and where it is seen, and the words for its value."""


def explore_view(project: ProjectMap, questions: Sequence[Question]) -> Iterator[RenderableType]:
    """The whole page; `questions` are those that adding an endpoint would ask."""
    yield from title(project)
    for name, told in sections(project.conventions):
        yield heading(name)
        yield from (_row(*row) for row in told)
    if project.routes:
        yield heading("Routes", count(len(project.routes), "operation"))
        yield from route_tree(project.routes)
    if project.models:
        yield heading("Models", f"{count(len(project.models), 'table')} (columns, what they refer to)")
        yield Aligned(_model_row(project, model) for model in project.models[:MODELS_SHOWN])
        if len(project.models) > MODELS_SHOWN:
            yield line(f"and {len(project.models) - MODELS_SHOWN} more: --json lists them all", "dim")
    yield from _oddities(project)
    yield from _asked(questions)
    yield from _unsure(project.conventions)


def title(project: ProjectMap) -> Iterator[RenderableType]:
    """The project's name and what it is built on."""
    seen = f"{count(project.files_seen, 'Python file')}, {project.files_parsed:,} read"
    yield Text.assemble((project.name, "bold"), "  ", (seen, "dim"))
    yield Text(", ".join(built_on(project.conventions)))


def built_on(habits: Conventions) -> tuple[str, ...]:
    """Libraries with the lowest versions the project may run on."""
    versions = habits.versions
    return (
        f"FastAPI{_at_least(versions.fastapi.value)}",
        f"Pydantic {habits.pydantic.value}",
        _words(habits.orm.value).replace("SQLAlchemy", f"SQLAlchemy{_at_least(versions.sqlalchemy.value)}"),
        f"Python{_at_least(versions.python.value)}",
    )


def sections(habits: Conventions) -> Iterator[tuple[str, tuple[Told, ...]]]:
    """What is told of the habits, in groups."""
    yield "Application", _application(habits)
    yield "Database", _database(habits)
    yield "Who may call", _access(habits)
    yield "Requests and answers", _answers(habits)
    yield "Tests and tools", _tests(habits)


def _application(habits: Conventions) -> tuple[Told, ...]:
    registration, naming = habits.router_registration, habits.naming
    entry_points = [
        f"{entry.file}: {entry.object}{'()' if entry.kind == 'factory' else ''}"
        for entry in habits.entry_points.value
    ]
    path = f"{naming.path.value}{'/' if naming.trailing_slash.value else ''}"
    return (
        ("entry point", habits.entry_points, listed(entry_points)),
        ("routers", habits.router_organisation, _words(habits.router_organisation.value)),
        ("registered in", registration.file, registration.file.value or "nowhere seen"),
        ("endpoints", habits.endpoint_style, ENDPOINTS.get(habits.endpoint_style.value, "functions")),
        ("paths", naming.path, f"{registration.mount.value or ''}{path}"),
        ("router file", habits.layout.router, habits.layout.router.value),
    )


def _database(habits: Conventions) -> tuple[Told, ...]:
    session, models = habits.session, habits.models
    given = session.alias.value or session.dependency.value
    how = "async" if session.is_async.value else "sync"
    helper = session.commit_helper.value
    commit = _words(session.commit.value) if helper is None else f"by {helper.expression}"
    return (
        ("ORM", habits.orm, _words(habits.orm.value)),
        ("models", models.style, f"{models.style.value} style, in {habits.layout.model.value}"),
        ("base", habits.declarative_base, _symbol(habits.declarative_base.value)),
        ("session", session.dependency, f"{_symbol(given)} ({how}, {_words(session.how.value)})"),
        ("commit", session.commit, commit),
        ("ids", habits.id_type, f"{habits.id_type.value}{', in text columns' * models.ids_as_text.value}"),
        ("timestamps", models.timestamps, listed(models.timestamps.value)),
        ("databases", habits.databases, listed(habits.databases.value)),
        ("migrations", habits.migrations, _migrations(habits)),
    )


def _access(habits: Conventions) -> tuple[Told, ...]:
    auth = habits.auth
    caller = auth.alias.value or auth.current_user_dependency.value
    return (
        ("schemes", auth.kinds, listed([_words(kind) for kind in auth.kinds.value])),
        ("current user", auth.current_user_dependency, _symbol(caller)),
        ("user model", habits.user_model, _symbol(habits.user_model.value)),
        ("roles", auth.role_check, _roles(habits)),
    )


def _answers(habits: Conventions) -> tuple[Told, ...]:
    naming, answers = habits.naming, habits.answers
    names = (naming.schema_create, naming.schema_update, naming.schema_response)
    statuses = (
        f"POST {answers.create_status.value}, "
        f"{answers.update_method.value.upper()} {answers.update_status.value}, "
        f"DELETE {answers.delete_status.value}"
    )
    return (
        ("schemas", naming.schema_create, listed([name.value for name in names])),
        ("schema base", habits.shared_schema_base, _symbol(habits.shared_schema_base.value, "BaseModel")),
        (
            "functions",
            naming.function_list,
            listed([naming.function_list.value, naming.function_create.value]),
        ),
        ("envelope", habits.response_envelope, habits.response_envelope.value),
        ("pagination", habits.pagination, _pagination(habits)),
        ("statuses", answers.create_status, statuses),
        ("errors", answers.error_style, _words(answers.error_style.value)),
    )


def _tests(habits: Conventions) -> tuple[Told, ...]:
    tests, tools = habits.tests, habits.tools
    fixtures = [tests.fixture_client.value, tests.fixture_db.value, tests.fixture_auth.value]
    return (
        ("tests", tests.dir, tests.dir.value or "none"),
        ("test client", tests.client, listed([tests.client.value, *_unless_none(tests.async_plugin.value)])),
        ("fixtures", tests.fixture_client, listed([name for name in fixtures if name])),
        ("packages", habits.package_manager, habits.package_manager.value),
        (
            "formatter",
            tools.formatter,
            _formatter(habits),
        ),
        ("linter", tools.linter, tools.linter.value or "none"),
        ("types", tools.type_checker, tools.type_checker.value or "none"),
    )


def _row(label: str, fact: Fact[Any], words: str) -> Row:
    mark = UNSURE if fact.confidence == "low" else ""
    return Row(label, _shown(words), _evidence(fact), mark)


def _shown(words: str) -> str:
    """Patterns as a reader expects them: `{Singular}Create` is `<Name>Create`."""
    for placeholder, name in PLACEHOLDERS.items():
        words = words.replace(placeholder, name)
    return words


def _evidence(fact: Fact[Any]) -> str:
    """The first place that shows it, and how many more are known; for a weak fact also one against it."""
    if fact.origin == "pyproject":
        return "set in pyproject.toml"
    seen = _places(fact.witnesses) or _defined(fact.value)
    if fact.confidence == "low" and fact.against:
        return f"{seen}\nagainst it: {_places(fact.against)}"
    return seen


def _places(witnesses: tuple[Witness, ...]) -> str:
    if not witnesses:
        return ""
    return place(witnesses[0]) + (f" +{len(witnesses) - 1}" if len(witnesses) > 1 else "")


def _defined(value: object) -> str:
    """Where a symbol is, for a fact that names no witness."""
    return value.file if isinstance(value, Symbol) else ""


def _model_row(project: ProjectMap, model: Model) -> tuple[Text, str, str]:
    """Its name, how many columns it has, and the models that its foreign keys lead to."""
    keys = [column.foreign_key for column in model.columns if column.foreign_key]
    named = {found.name if (found := project.referred(key)) else key.rpartition(".")[0] for key in keys}
    to = f"-> {', '.join(sorted(named))}" if named else ""
    return Text(model.name, style="bold"), str(len(model.columns)), to


def _oddities(project: ProjectMap) -> Iterator[RenderableType]:
    if not project.oddities:
        return
    yield heading("Unusual here")
    for oddity in project.oddities:
        where = f"  {place(oddity.where)}" if oddity.where else ""
        yield line(f"- {oddity.message}{where}")


def _asked(questions: Sequence[Question]) -> Iterator[RenderableType]:
    yield heading("What `add` would ask", "the resource and its fields, then")
    for question in questions:
        offered = question.default if isinstance(question.default, str) else ", ".join(question.default or ())
        yield line(f"- {question.prompt}{f' [{offered}]' if offered else ''}")


def _unsure(habits: Conventions) -> Iterator[RenderableType]:
    """The lines that settle what the project does not."""
    told = [row for _, rows in sections(habits) for row in rows]
    weak = [fact for _, fact, _ in told if fact.confidence == "low"]
    if not weak:
        return
    paths = {id(fact): path for fact, path in fact_paths(habits)}
    yield heading("To settle what is unsure", "in pyproject.toml, for example")
    yield exact("[tool.fastapi-endpoint]")
    yield from (exact(f"{paths[id(fact)]} = {as_toml(fact.value)}") for fact in weak)


def fact_paths(holder: Struct, before: str = "") -> Iterator[tuple[Fact[Any], str]]:
    """Every fact with its path, as pyproject.toml names it."""
    for name in holder.__struct_fields__:
        value = getattr(holder, name)
        if isinstance(value, Fact):
            yield value, f"{before}{name}"
        elif isinstance(value, Struct):
            yield from fact_paths(value, f"{before}{name}.")


def as_toml(value: object) -> str:
    """A fact's value as it is written in pyproject.toml."""
    match value:
        case None:
            text = '"none"'
        case tuple():
            text = f"[{', '.join(as_toml(item) for item in value)}]"
        case Symbol():
            text = f'"{value.file}:{value.expression}"'
        case EntryPoint():
            text = f'"{value.name}{"()" if value.kind == "factory" else ""}"'
        case Struct():
            fields = [f"{name} = {as_toml(getattr(value, name))}" for name in value.__struct_fields__]
            text = f"{{ {', '.join(fields)} }}"
        case _:  # words, numbers and truth are written as in JSON
            text = json.dumps(value, ensure_ascii=False)
    return text


def _symbol(symbol: Symbol | None, none: str = "none") -> str:
    return symbol.expression if symbol is not None else none


def _words(value: str) -> str:
    named = {
        "sqlalchemy_async": "SQLAlchemy (async)",
        "sqlalchemy_sync": "SQLAlchemy (sync)",
        "sqlmodel_async": "SQLModel (async)",
        "sqlmodel_sync": "SQLModel (sync)",
        "http_exception": "HTTPException",
        "depends": "by Depends",
        "crud": "in the CRUD functions",
        "endpoint": "in the endpoint",
        "dependency": "in the session dependency",
    }
    return named.get(value, value.replace("_", " "))


def _at_least(version: tuple[int, int] | None) -> str:
    return f" {version[0]}.{version[1]}+" if version is not None else ""


def _unless_none(value: str) -> list[str]:
    return [] if value == "none" else [value]


def _formatter(habits: Conventions) -> str:
    name = habits.tools.formatter.value
    return f"{name}, {habits.tools.line_length.value} columns" if name else "none"


def _migrations(habits: Conventions) -> str:
    if habits.migrations.value != "alembic":
        return habits.migrations.value
    heads = habits.alembic.heads.value
    if not heads:
        return "alembic, no revision yet"
    return f"alembic, {'head ' + heads[0] if len(heads) == 1 else count(len(heads), 'head')}"


def _roles(habits: Conventions) -> str:
    auth = habits.auth
    if auth.role_check.value is not None:
        return auth.role_check.value.expression
    return auth.role_field.value or auth.superuser_field.value or "none"


def _pagination(habits: Conventions) -> str:
    parameters = habits.answers.page_parameters.value
    return f"{_words(habits.pagination.value)}{f' ({listed(parameters)})' if parameters else ''}"
