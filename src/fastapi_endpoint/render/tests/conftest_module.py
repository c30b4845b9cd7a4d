"""The fixtures that all generated tests share, as what the conftest of the tests still lacks."""

from fastapi_endpoint.fragments import Import, Module, print_module
from fastapi_endpoint.render.tests.environment import shape
from fastapi_endpoint.render.tests.fixtures import TABLES, Fixtures, fixtures, in_module
from fastapi_endpoint.render.tests.imports import needed
from fastapi_endpoint.render.tests.people import everybody, people, tables
from fastapi_endpoint.render.tests.writing import written
from fastapi_endpoint.render.view import RenderedFile, ResourceView


def shared_fixtures(view: ResourceView) -> tuple[Fixtures, tuple[RenderedFile, ...]]:
    """What the fixtures are called, and the conftest that has to hold them, where it is not so yet."""
    given = fixtures(view)
    if given.place is None:
        return given, ()
    body = fixture_source(view, given, given.missing)
    imports = needed(view, body, given.place.module)
    if _would_clash(view, imports):
        return in_module(view), ()
    listed = tuple((TABLES, name) for name in tables(view)) if given.lists_tables else ()
    if not body and not listed:
        return given, ()
    file = RenderedFile(
        path=given.place.path,
        artefacts=("fixtures",),
        text=print_module(Module(body=body, imports=imports), view.imports),
        reason="fixtures that all tests of endpoints share",
        imports=imports,
        body=body,
        listed=listed,
        says=_says(given),
    )
    return given, (file,)


def fixture_source(view: ResourceView, given: Fixtures, parts: tuple[str, ...]) -> str:
    """These fixtures, one after another."""
    values = written(view, given)
    users = {each.part: each for each in everybody(view)}
    sources = []
    for part in parts:
        if part == "user" and people(view).values is not None:
            sources.append(shape("fixtures/create_user", values))
        template = "fixtures/person" if part in users else f"fixtures/{part}"
        sources.append(shape(template, values | {"person": users.get(part)}))
    return "\n\n\n".join(sources)


def _says(given: Fixtures) -> tuple[tuple[str, str], ...]:
    """Docstrings of what has none elsewhere."""
    return (
        ("", "Fixtures that all tests share."),
        (given.create_user, "Store a user."),
        (given.user, "Return a user."),
        (given.other_user, "Return another user."),
    )


def _would_clash(view: ResourceView, imports: frozenset[Import]) -> bool:
    """Does the conftest call something else by a name that the fixtures need?"""
    bound = dict(view.conventions.tests.conftest_names.value or ())
    return any(
        bound.get(each.bound, path) != path
        for each in imports
        for path in [".".join(filter(None, (each.module, each.name)))]
    )
