"""What surrounds a project's code: its tests, migrations, tools, settings and versions."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.facts import Fact, Symbol


class FixtureSeen(Struct, frozen=True, kw_only=True):
    """A fixture that a new test would see: what it asks for, and the text of the type it hands out."""

    name: str
    file: str
    parameters: tuple[str, ...] = ()
    returns: str = ""


class Tests(Struct, frozen=True, kw_only=True):
    """How the project tests itself.

    `db_url` is the literal or default URL its fixtures use, `db_safe` whether that is plainly a throw-away
    database. The note of `fixture_auth`'s witness says what the fixture hands out: headers, token or client.
    `conftest_names` are the names that `conftest` binds, each with what is imported by it (`app.main.app`) or
    ""; None where that file could not be read.
    `factories` is the library that makes rows for tests, `own` for the project's own functions and classes.
    `database` says where tests get theirs: from a `url` they spell out, a `container` or a `plugin` that
    starts one, a `mock`, the application's `settings`, or none that was seen.
    """

    dir: Fact[str | None]
    client: Fact[str]
    async_plugin: Fact[str]
    asyncio_mode: Fact[Literal["auto", "strict", "none"]]
    conftest: Fact[str | None]
    fixture_client: Fact[str | None]
    fixture_db: Fact[str | None]
    fixture_auth: Fact[str | None]
    style: Fact[Literal["functions", "classes"]]
    package: Fact[bool]
    db_url: Fact[str | None]
    db_safe: Fact[bool] = Fact(value=False, confidence="low", origin="default")
    fixtures: Fact[tuple[FixtureSeen, ...]] = Fact(value=(), origin="default")
    conftest_names: Fact[tuple[tuple[str, str], ...] | None] = Fact(value=(), origin="default")
    factories: Fact[str | None] = Fact(value=None, origin="default")
    database: Fact[Literal["url", "container", "plugin", "mock", "settings", "none"]] = Fact(
        value="none", origin="default"
    )


class Migrations(Struct, frozen=True, kw_only=True):
    """Alembic as the project has set it up. `heads` must be one for a revision to be added.

    `env_style`, `metadata` (the text of `target_metadata`) and `url_from` are what `env.py` says.
    """

    config: Fact[str | None]
    script_location: Fact[str | None]
    versions: Fact[str | None]
    heads: Fact[tuple[str, ...]]
    file_template: Fact[str]
    revision_style: Fact[Literal["hex", "sequence", "other"]]
    typed: Fact[bool]
    env_style: Fact[Literal["sync", "async"]] = Fact(value="sync", origin="default")
    metadata: Fact[str] = Fact(value="", origin="default")
    url_from: Fact[Literal["ini", "settings", "environment"]] = Fact(value="ini", origin="default")


class Tools(Struct, frozen=True, kw_only=True):
    """Programs the project runs on itself, and what their settings ask of new code.

    `import_sorter` is another program than the formatter; `task_runners` hold its chores (make, just, nox,
    ...), nearest first; `hooks` is what runs before commits.
    """

    formatter: Fact[str | None]
    linter: Fact[str | None]
    type_checker: Fact[str | None]
    line_length: Fact[int]
    quotes: Fact[Literal["double", "single"]]
    future_annotations: Fact[bool]
    import_sorter: Fact[str | None] = Fact(value=None, origin="default")
    task_runners: Fact[tuple[str, ...]] = Fact(value=(), origin="default")
    hooks: Fact[str | None] = Fact(value=None, origin="default")


class SettingsClass(Struct, frozen=True, kw_only=True):
    """The class that reads the application's settings from the environment.

    `instance` is the object that code imports, or (`called`) the function that gives it. `names` are its
    fields; `upper`: are they in upper case? `prefix` stands before their names in the environment.
    """

    class_: Symbol
    instance: Symbol
    called: bool = False
    upper: bool = True
    prefix: str = ""
    names: tuple[str, ...] = ()


class Versions(Struct, frozen=True, kw_only=True):
    """Lowest versions the project may run on, as (major, minor), where they are known."""

    python: Fact[tuple[int, int]]
    fastapi: Fact[tuple[int, int] | None]
    pydantic: Fact[tuple[int, int] | None]
    sqlalchemy: Fact[tuple[int, int] | None]
