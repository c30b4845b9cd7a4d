"""Which imports a test module needs: of all that it may use, those whose name stands in it."""

import re
from collections.abc import Iterable

from fastapi_endpoint.fragments import Import
from fastapi_endpoint.render.existing import known_enums
from fastapi_endpoint.render.packages import imported_from
from fastapi_endpoint.render.tests.application import entry_of
from fastapi_endpoint.render.tests.referred import referred_rows
from fastapi_endpoint.render.tests.tenants import imported
from fastapi_endpoint.render.view import ResourceView

_COMMON = (
    Import("asyncio"),
    Import("argon2", "PasswordHasher"),
    Import("base64", "b64encode"),
    Import("collections.abc", "AsyncIterator"),
    Import("collections.abc", "Awaitable"),
    Import("collections.abc", "Callable"),
    Import("collections.abc", "Iterator"),
    Import("concurrent.futures", "ThreadPoolExecutor"),
    Import("concurrent.futures", "wait"),
    Import("datetime", "UTC"),
    Import("datetime", "date"),
    Import("datetime", "datetime"),
    Import("datetime", "time"),
    Import("datetime", "timedelta"),
    Import("datetime", "timezone"),
    Import("decimal", "Decimal"),
    Import("fastapi", "FastAPI"),
    Import("fastapi.testclient", "TestClient"),
    Import("fastapi_pagination", "add_pagination"),
    Import("httpx", "ASGITransport"),
    Import("httpx", "AsyncClient"),
    Import("httpx", "Response"),
    Import("itertools", "count"),
    Import("itertools", "cycle"),
    Import("pathlib", "Path"),
    Import("pytest"),
    Import("pytest_asyncio"),
    Import("sqlalchemy", "Connection"),
    Import("sqlalchemy", "create_engine"),
    Import("sqlalchemy", "event"),
    Import("sqlalchemy", "text"),
    Import("sqlalchemy", "update"),
    Import("sqlalchemy.ext.asyncio", "async_sessionmaker"),
    Import("sqlalchemy.ext.asyncio", "create_async_engine"),
    Import("sqlalchemy.orm", "sessionmaker"),
    Import("sqlalchemy.pool", "NullPool"),
    Import("types", "SimpleNamespace"),
    Import("typing", "Any"),
    Import("uuid", "UUID"),
    Import("uuid", "uuid4"),
)


def needed(view: ResourceView, body: str, module: str, also: Iterable[Import] = ()) -> frozenset[Import]:
    """The imports of the module of tests or fixtures that has this body; `also` are names few modules use."""
    known = {each.bound: each for each in (*_COMMON, *_of_project(view), *also)}
    code = re.sub(r'f?"(?:[^"\\\n{]|\\.)*"', "", body).replace(f"['{view.id.name}']", "")
    if "event.listen" not in code:  # one of the rows may be an event
        del known["event"]
    used = frozenset(each for name, each in known.items() if re.search(rf"(?<![\w.]){name}\b(?!=)", code))
    return imported_from(view, used, module)


def _of_project(view: ResourceView) -> list[Import]:
    habits = view.conventions
    symbols = [
        habits.declarative_base.value,
        habits.session.dependency.value,
        habits.auth.current_user_dependency.value,
        habits.user_model.value,
        habits.auth.role_type.value,
    ]
    enums = [enum.name for field in view.fields for enum in field.enums]
    entry = entry_of(view)
    return [
        *(Import(each.module, each.imported) for each in symbols if each is not None),
        *(*view.idiom.session_type.imports, view.idiom.select, *view.base.imports),
        Import(view.places.model.module, view.model_class),
        *(Import(view.places.schema.module, name) for name in enums),
        *(each for enum in known_enums(view.host_model).values() for each in enum.imports),
        *(view.parent.mapped.imports if view.parent else ()),
        *imported(view),
        *(needed for rows in referred_rows(view) for needed in rows.imports),
        Import(view.places.router.module, view.router.variable),
        *([Import(entry.module, entry.object)] if entry else ()),
    ]
