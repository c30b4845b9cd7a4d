"""Where the fixtures of generated tests live, and what they are called.

They are written once, where pytest finds them for every later test: in the conftest of the tests. Those that
an earlier endpoint (or the project that `new` makes) has there already are used as they are, told by what
they take and give. A test module keeps its own only where no such conftest can be had.
"""

from collections.abc import Callable

from msgspec import Struct

from fastapi_endpoint.domain.conventions import FixtureSeen
from fastapi_endpoint.render.patterns import place_of
from fastapi_endpoint.render.tests.application import entry_of
from fastapi_endpoint.render.tests.people import people, special
from fastapi_endpoint.render.view import Place, ResourceView

TABLES = "TABLES"
KEY_GUARD = "get_api_key_owner"
_PEOPLE = ("user", "other_user")
_CLIENTS = ("client", "api_client", "http_client")
_STRANGERS = ("anonymous", "anonymous_client")
_ORDER = (*_PEOPLE, "caller")
_CREATE_TABLES = ("create_tables", "create_test_tables")
_SKIP_FSYNC = "skip_fsync"
_CREATE_USER = ("create_user", "store_user")


class Fixtures(Struct, frozen=True, kw_only=True):
    """The names of the fixtures and their helpers. `place` is the conftest; None: the test module has them.

    `raw` is a client that is not signed in, `caller` the one that tests call with. `missing` are those that
    the conftest still lacks, `local` those that the test module has: all of them without a conftest, else
    users of a certain role. `lists_tables` is True where the conftest names the tables that it creates.
    """

    place: Place | None
    raw: str
    caller: str
    user: str = "user"
    other_user: str = "other_user"
    create_tables: str = _CREATE_TABLES[0]
    create_user: str = _CREATE_USER[0]
    missing: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    lists_tables: bool = True


class _Part(Struct, frozen=True):
    """One fixture: the names it may have, best first, and how one that is there already is known.

    `is_known` gets the fixture that has such a name, and the names of the parts before this one.
    """

    names: tuple[str, ...]
    is_known: Callable[[FixtureSeen, dict[str, str]], bool]


def fixtures(view: ResourceView) -> Fixtures:
    """Where this resource's fixtures are or go."""
    place, tests = _conftest(view), view.conventions.tests
    bound = tests.conftest_names.value
    caller = view.conventions.auth.current_user_dependency.value
    by_key = caller is not None and caller.name == KEY_GUARD  # those who sign in are let in another way
    if place is None or bound is None or by_key or entry_of(view) is None:
        return in_module(view)
    here = {each.name: each for each in tests.fixtures.value if each.file == place.path}
    taken = {*(name for name, _ in bound), *(each.name for each in tests.fixtures.value)}
    names: dict[str, str] = {}
    missing: list[str] = []
    local = [*special(view)]
    for role, part in _parts(view).items():
        known = next((n for n in part.names if n in here and part.is_known(here[n], names)), None)
        name = known or _free(part.names, taken)
        if name is None:
            return in_module(view)
        names[role] = name
        if role in _PEOPLE and people(view).varied:
            local.append(role)
        elif known is None:
            (local if role == "caller" and local else missing).append(role)
    helpers = _helpers(missing, taken)
    if helpers is None or ("raw" not in missing and not _calls_application(view, bound)):
        return in_module(view)
    return Fixtures(
        place=place,
        raw=names["raw"],
        caller=names.get("caller", names["raw"]),
        user=names.get("user", "user"),
        other_user=names.get("other_user", "other_user"),
        create_tables=helpers[0],
        create_user=helpers[1],
        missing=tuple(missing),
        local=tuple(role for role in (*_ORDER, *special(view)) if role in local),
        lists_tables="sessions" in missing or TABLES in taken,
    )


def in_module(view: ResourceView) -> Fixtures:
    """The fixtures of a test module that keeps them itself, by names that the host's fixtures do not have."""
    taken = {each.name for each in view.conventions.tests.fixtures.value}
    caller = _free(_CLIENTS, taken) or _CLIENTS[0]
    raw = (_free(_STRANGERS, taken) or _STRANGERS[0]) if view.access.secured else caller
    return Fixtures(place=None, raw=raw, caller=caller, local=(*_parts(view), *special(view)))


def _conftest(view: ResourceView) -> Place | None:
    """The conftest that a new test module sees first, or the one to make."""
    tests, path = view.conventions.tests, view.places.test.path
    found = tests.conftest.value
    if found is None or not _holds(found.rpartition("/")[0], path):
        above = path.split("/")[:-1]
        tops = [at for at, name in enumerate(above) if name in ("tests", "test")]
        folder = tests.dir.value or "/".join(above[: tops[0] + 1] if tops else above)
        if not _holds(folder, path):
            return None
        found = f"{folder}/conftest.py"
    return place_of(found, view.conventions.layout.import_root.value)


def _holds(folder: str, path: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def _parts(view: ResourceView) -> dict[str, _Part]:
    """The fixtures that the tests of this resource ask for, each after those that it takes itself."""
    client = "AsyncClient" if view.idiom.is_async else "TestClient"
    user = people(view).user_class
    has_callers = view.conventions.auth.current_user_dependency.value is not None
    parts = {
        "sessions": _Part(
            ("sessions",), lambda each, _: "sessionmaker" in each.returns and "tmp_path" in each.parameters
        ),
        "raw": _Part(
            ("anonymous", "client", "anonymous_client") if has_callers else ("client", "api_client"),
            lambda each, _: "sessions" in each.parameters and client in each.returns,
        ),
    }
    if not view.access.secured:
        return parts
    parts["sign_in"] = _Part(("sign_in",), lambda each, _: "Callable" in each.returns)
    parts["user"] = _Part(("user", "first_user"), lambda each, _: each.returns == user)
    if view.owner is not None:
        parts["other_user"] = _Part(("other_user", "second_user"), lambda each, _: each.returns == user)
    parts["caller"] = _Part(
        ("client", "user_client", "signed_in_client"),
        lambda each, names: {names["raw"], "sign_in", names["user"]} <= set(each.parameters),
    )
    return parts


def _calls_application(view: ResourceView, bound: tuple[tuple[str, str], ...]) -> bool:
    """Do the conftest's fixtures call the application that this endpoint is added to?"""
    entry = entry_of(view)
    return entry is not None and f"{entry.module}.{entry.object}" in dict(bound).values()


def _free(names: tuple[str, ...], taken: set[str]) -> str | None:
    return next((name for name in names if name not in taken), None)


def _helpers(missing: list[str], taken: set[str]) -> tuple[str, str] | None:
    """What the functions are called that the missing fixtures call, there already or still to be written."""
    tables = _free(_CREATE_TABLES, taken)
    if "sessions" in missing and (tables is None or {TABLES, _SKIP_FSYNC} & taken):
        return None
    user = _free(_CREATE_USER, taken)
    if "other_user" in missing and "user" not in missing:
        user = next((name for name in reversed(_CREATE_USER) if name in taken), None)
    if {"user", "other_user"} & set(missing) and user is None:
        return None
    return tables or "", user or ""
