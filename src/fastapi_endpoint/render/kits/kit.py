"""What a kit is: a way to know who is calling, for a project that has none."""

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Conventions, Symbol
from fastapi_endpoint.domain.plan import PlannedRoute, PlannedTable
from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.render.view import Place, RenderedFile, ResourceView


class Setting(Struct, frozen=True, kw_only=True):
    """A setting without a default: its line in the class of settings, and its name in the environment."""

    file: str
    class_name: str
    declaration: str
    imports: tuple[Import, ...]
    variable: str


class Caller(Struct, frozen=True, kw_only=True):
    """How endpoints get to know who is calling, once the kit is there."""

    kind: str
    dependency: Symbol
    alias: Symbol | None
    user: Symbol
    parameter: str = "current_user"


class Kit(Struct, frozen=True, kw_only=True):
    """Files, a table and what they need. `view` is the kit's own resource: its places, model and migration.

    `routed` is False where the kit has no endpoints; `packages` are requirements of the application. `secret`
    is the variable of the environment that the kit needs, `setting` its line in the host's class.
    """

    name: str
    view: ResourceView
    files: tuple[RenderedFile, ...]
    table: PlannedTable
    routes: tuple[PlannedRoute, ...]
    routed: bool
    packages: tuple[str, ...]
    test_names: tuple[str, ...]
    setting: Setting | None = None
    secret: str = ""
    risks: tuple[str, ...] = ()


def shared_place(view: ResourceView, name: str) -> Place:
    """A module that all resources of the project share, of our own making."""
    folder = view.conventions.layout.shared.value.rstrip("/")
    path = f"{folder}/{name}.py" if folder else f"{name}.py"
    keyset = next(iter(view.shared))[1]
    return Place(path=path, module=f"{keyset.package}.{name}" if keyset.package else name)


def named(place: Place, name: str) -> Fragment:
    """A name that a module defines, imported."""
    return Fragment(name, frozenset({Import(place.module, name)}))


def symbol(place: Place, name: str) -> Symbol:
    """A name that a module defines, as exploring would tell of it."""
    return Symbol(place.path, name, place.module)


def annotated(habits: Conventions) -> bool:
    """Does the host write `Annotated[...]` for its dependencies?"""
    return habits.answers.dependency_style.value == "annotated"
