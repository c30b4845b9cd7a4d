"""The tests of an endpoint, as a colleague would have written them.

They bring their own database and their own users, so that they work whatever the project's fixtures do, and
never reach the developer's data. What all of them share is written once (`fixtures`).
"""

import re
from collections.abc import Iterable, Mapping
from textwrap import indent
from typing import Any

from fastapi_endpoint.fragments import Import, Module, print_module
from fastapi_endpoint.naming import pascal
from fastapi_endpoint.render.sayings import of_module
from fastapi_endpoint.render.tests.actions import action_values
from fastapi_endpoint.render.tests.conftest_module import fixture_source, shared_fixtures
from fastapi_endpoint.render.tests.environment import shape
from fastapi_endpoint.render.tests.imports import needed
from fastapi_endpoint.render.tests.subject import context
from fastapi_endpoint.render.view import RenderedFile, ResourceView

_TEST = re.compile(r"^(?P<start>(?:async )?def )(?P<name>test_\w+)\((?P<parameters>.*?)\)", re.MULTILINE)


def render_tests(view: ResourceView) -> tuple[RenderedFile, ...]:
    """What the conftest lacks, and the test module of the resource, not formatted yet."""
    given, conftest = shared_fixtures(view)
    values = context(view, given)
    in_classes = view.conventions.tests.style.value == "classes"
    parts = [shape("constants", values), fixture_source(view, given, given.local), shape("helpers", values)]
    actions = {each.method: action_values(view, each) for each in view.actions}
    for group in _groups(view):
        text = shape("action", values | actions[group]) if group in actions else shape(group, values)
        if text:
            parts.append(_as_class(f"Test{_title(view, group)}", text) if in_classes else text)
    return (*conftest, _test_file(view, parts))


def kit_tests(
    view: ResourceView, template: str, values: Mapping[str, Any], also: Iterable[Import]
) -> tuple[RenderedFile, ...]:
    """The tests of a kit: a template of its own, with more values and names than those of a resource."""
    given, conftest = shared_fixtures(view)
    known = context(view, given) | dict(values)
    own = [shape("fixtures/tables", known), fixture_source(view, given, given.local)]
    return (*conftest, _test_file(view, [*own, shape(template, known)], also))


def names_of(file: RenderedFile) -> tuple[str, ...]:
    """The names of the tests of a file, in their order; parametrised ones once."""
    return tuple(match["name"] for match in _TEST.finditer(_flat(file.body)))


def test_names(view: ResourceView) -> tuple[str, ...]:
    """The names of the tests of a resource, in the order of the file."""
    return tuple(name for file in render_tests(view) if "test" in file.artefacts for name in names_of(file))


test_names.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test where it is imported


def _test_file(view: ResourceView, parts: list[str], also: Iterable[Import] = ()) -> RenderedFile:
    body = "\n\n\n".join(filter(None, parts)) + "\n"
    imports = needed(view, body, view.places.test.module, also)
    return RenderedFile(
        path=view.places.test.path,
        artefacts=("test",),
        text=print_module(Module(body=body, imports=imports), view.imports),
        reason=f"tests of {view.words.human_plural}",
        imports=imports,
        body=body,
        says=of_module(view, "tests"),
    )


def _groups(view: ResourceView) -> tuple[str, ...]:
    return (*(each.method for each in view.operations), *(["nested"] if view.parent else []), "access")


def _title(view: ResourceView, group: str) -> str:
    if group == "access":
        return f"{view.words.capital}Access"
    if group == "nested" and view.parent is not None:
        return f"{view.words.capital}Of{view.parent.words.capital}"
    noun = view.words.capital_plural if group == "list" else view.words.capital
    return f"{pascal(group)}{noun}"


def _as_class(name: str, functions: str) -> str:
    methods = _TEST.sub(_with_self, functions).replace("\n\n\n", "\n\n")
    return f"class {name}:\n{indent(methods, '    ')}"


def _with_self(match: re.Match[str]) -> str:
    parameters = f"self, {match['parameters']}" if match["parameters"] else "self"
    return f"{match['start']}{match['name']}({parameters})"


def _flat(body: str) -> str:
    return re.sub(r"^ {4}((?:async )?def test_)", r"\1", body, flags=re.MULTILINE)
