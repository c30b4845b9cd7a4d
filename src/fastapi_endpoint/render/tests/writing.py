"""How tests are written in this project: asynchronous or not, with which plugin, fixtures and people."""

from collections.abc import Callable
from typing import Any

from fastapi_endpoint.render.tests.application import entry_of
from fastapi_endpoint.render.tests.fixtures import Fixtures
from fastapi_endpoint.render.tests.people import people, special, tables
from fastapi_endpoint.render.view import ResourceView

_MANY = 10  # calls at once, of which one may succeed


def written(view: ResourceView, given: Fixtures) -> dict[str, Any]:
    """Names, flags and source that the templates of fixtures and of tests share."""
    return {
        **_idiom(view),
        **_application(view),
        **_fixtures(view, given),
        **_people(view),
        **_parameters(view, given),
    }


def _idiom(view: ResourceView) -> dict[str, Any]:
    is_async = view.idiom.is_async
    mark = _mark(view)
    return {
        "is_async": is_async,
        "async_": "async " if is_async else "",
        "await_": "await " if is_async else "",
        "mark": mark,
        "fixture": "@pytest_asyncio.fixture" if mark == "asyncio" else "@pytest.fixture",
        "iterator": "AsyncIterator" if is_async else "Iterator",
        "session": "AsyncSession" if is_async else "Session",
        "sessionmaker": "async_sessionmaker" if is_async else "sessionmaker",
        "execute": view.idiom.execute,
        "session_class": "" if view.idiom.rows == "scalars" else f"class_={view.idiom.session_type.text}, ",
        "sessions": _sessions(view),
        "client_class": _client_class(view),
        "engine": 'create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/test.db", poolclass=NullPool)'
        if is_async
        else 'create_engine(f"sqlite:///{tmp_path}/test.db", poolclass=NullPool)',
        "utc": "UTC" if view.python >= (3, 11) else "timezone.utc",
        "at_once": _at_once(view),
        "got": _got(view),
        "many": _MANY,
    }


def _mark(view: ResourceView) -> str:
    """The mark that asynchronous tests need; "" where they need none."""
    tests = view.conventions.tests
    has_plugin = tests.async_plugin.value == "pytest-asyncio"
    if not view.idiom.is_async or (has_plugin and tests.asyncio_mode.value == "auto"):
        return ""
    return "asyncio" if has_plugin else "anyio"


def _sessions(view: ResourceView) -> str:
    return "async_sessionmaker[AsyncSession]" if view.idiom.is_async else "sessionmaker[Session]"


def _client_class(view: ResourceView) -> str:
    return "AsyncClient" if view.idiom.is_async else "TestClient"


def _at_once(view: ResourceView) -> Callable[[str], str]:
    """The status codes of the same call, made many times at once."""

    def at_once(call: str) -> str:
        if view.idiom.is_async:
            return f"await at_once(*({call} for _ in range({_MANY})))"
        return f"at_once(sessions, lambda: {call})"

    return at_once


def _got(view: ResourceView) -> Callable[[str], str]:
    """What a call gives, to be asked for more on the same line."""
    return lambda call: f"(await {call})" if view.idiom.is_async else call


def _application(view: ResourceView) -> dict[str, Any]:
    habits = view.conventions
    session, caller = habits.session.dependency.value, habits.auth.current_user_dependency.value
    entry = entry_of(view)
    return {
        "app": f"{entry.object}{'()' * (entry.kind == 'factory')}" if entry else "app",
        "app_parameter": "" if entry else "app: FastAPI, ",
        "app_source": "" if entry else _router_alone(view),
        "get_session": session.expression if session else "",
        "get_current_user": caller.expression if caller else "",
        "paged_by_library": habits.answers.pages_added.value,
    }


def _router_alone(view: ResourceView) -> str:
    """The arguments that mount the router where the host is asked to."""
    prefix = view.url.rstrip("/").removesuffix(view.router.prefix or "")
    return view.router.variable + (f', prefix="{prefix}"' if prefix else "")


def _fixtures(view: ResourceView, given: Fixtures) -> dict[str, Any]:
    backends = {each.name for each in view.conventions.tests.fixtures.value}
    base = view.conventions.declarative_base.value
    in_conftest = given.place is not None
    return {
        "raw": given.raw,
        "caller": given.caller,
        "user": given.user,
        "other_user": given.other_user,
        "base": base.expression if base else "SQLModel",
        "create_tables": given.create_tables,
        "create_user": given.create_user,
        "in_conftest": in_conftest,
        "lists_tables": given.lists_tables,
        "tables": tables(view),
        "without_indexes": in_conftest or view.operation("list") is not None,
        "makes_backend": _mark(view) == "anyio" and "anyio_backend" not in backends,
        "has_callers": view.access.secured
        or (in_conftest and view.conventions.auth.current_user_dependency.value is not None),
    }


def _people(view: ResourceView) -> dict[str, Any]:
    made = people(view)
    return {"user_class": made.user_class, "user_values": made.values, "varied": made.varied}


def _parameters(view: ResourceView, given: Fixtures) -> dict[str, Any]:
    client, user = _client_class(view), people(view).user_class
    types = {
        "raw": (given.raw, client),
        "caller": (given.caller, client),
        "door": ("door", client),
        "sessions": ("sessions", _sessions(view)),
        "user": (given.user, user),
        "other_user": (given.other_user, user),
        **{name: (name, user) for name in special(view)},
        "sign_in": ("sign_in", f"Callable[[{user}], None]"),
    }

    def declared(*names: str | tuple[str, ...]) -> str:
        flat = (name for each in names for name in ((each,) if isinstance(each, str) else each))
        unique = dict.fromkeys(name for name in flat if name)
        return ", ".join(name if ":" in name else ": ".join(types[name]) for name in unique)

    def make(*arguments: str) -> str:
        made_by = (types[name][0] for name in makers if creates or name != "caller")
        return f"create_{view.words.singular}({', '.join((*made_by, *arguments))})"

    creates = view.operation("create") is not None
    makers = _makers(view)
    return {"p": declared, "makers": makers, "make": make}


def _makers(view: ResourceView) -> tuple[str, ...]:
    """The fixtures that a test takes which makes a row and calls the application."""
    if view.operation("create"):
        return ("caller",)
    of_user = any(scope.of_caller and scope.stored for scope in view.scopes)
    return ("caller", "sessions", "user") if of_user else ("caller", "sessions")
