"""Whole files: artefacts that share a place are merged, shared modules come along where needed."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from fastapi_endpoint.dialects.sqlalchemy.model import mapped_class
from fastapi_endpoint.dialects.sqlmodel import idiom as sqlmodel
from fastapi_endpoint.dialects.sqlmodel.model import table_class
from fastapi_endpoint.fragments import Import, Module, merge, print_module, qualified
from fastapi_endpoint.render.crud import crud_module
from fastapi_endpoint.render.packages import imported_from
from fastapi_endpoint.render.roles import role_module
from fastapi_endpoint.render.router import router_module
from fastapi_endpoint.render.sayings import of_module, sayings
from fastapi_endpoint.render.schemas import schema_module
from fastapi_endpoint.render.shared_modules import shared_module
from fastapi_endpoint.render.tests import render_tests
from fastapi_endpoint.render.view import Artefact, Place, RenderedFile, ResourceView

_REASONS: dict[Artefact, str] = {
    "model": "the table",
    "schema": "request and response bodies",
    "crud": "the queries",
    "router": "the endpoints",
    "test": "the tests",
    "fixtures": "fixtures of the tests",
    "factory": "rows for the tests",
    "shared": "shared by all resources",
    "role": "the check of a role",
    "security": "who is calling",
}


def render(view: ResourceView) -> tuple[RenderedFile, ...]:
    """Every file of the resource but its migration, unformatted, sorted by path."""
    made = [(artefact, place, make(view)) for artefact, place, make in _artefacts(view)]
    role = view.access.role
    if role is not None and role.home is not None:
        made.append(("role", role.home, role_module(role, view.conventions)))
    return tuple(sorted((*placed_files(view, made), *render_tests(view)), key=lambda file: file.path))


def placed_files(
    view: ResourceView, made: Sequence[tuple[Artefact, Place, Module]]
) -> tuple[RenderedFile, ...]:
    """The files of these modules, those of one place merged, with the shared ones that they need."""
    placed: dict[Place, list[tuple[Artefact, Module]]] = {}
    for artefact, place, module in made:
        saying = replace(module, says=sayings(view, artefact))
        placed.setdefault(place, []).append((artefact, saying))
    for name, place in _needed(view, [module for _, _, module in made]):
        placed[place] = [("shared", shared_module(view, name))]
    return tuple(_file(view, place, parts) for place, parts in placed.items())


def _artefacts(view: ResourceView) -> list[tuple[Artefact, Place, Callable[[ResourceView], Module]]]:
    places = view.places
    model: list[tuple[Artefact, Place, Callable[[ResourceView], Module]]] = [
        ("model", places.model, model_module)
    ]
    return [
        *(model if view.host_model is None else []),
        ("schema", places.schema, _schemas),
        ("crud", places.crud, crud_module),
        ("router", places.router, router_module),
    ]


def _schemas(view: ResourceView) -> Module:
    """The schemas; beside tables of SQLModel, `Field` is that of the tables."""
    module = schema_module(view)
    if sqlmodel.speaks(view.conventions.orm.value) and view.places.schema == view.places.model:
        return qualified(module, Import("pydantic", "Field"))
    return module


def model_module(view: ResourceView) -> Module:
    """The mapped class."""
    models = view.conventions.models
    if sqlmodel.speaks(view.conventions.orm.value):
        body = table_class(view.table, view.model_class, view.base, moment=view.moment)
        return Module(body=body.text, imports=body.imports, defines=(view.model_class,))
    given = models.base_provides.value
    body = mapped_class(
        view.table,
        view.model_class,
        view.base,
        style="dataclass" if models.as_dataclass.value else models.style.value,
        moment=view.moment,
        docstring="",
        names_table="__tablename__" not in given,
    )
    return Module(body=body.text, imports=body.imports, defines=(view.model_class,))


def _needed(view: ResourceView, modules: list[Module]) -> list[tuple[str, Place]]:
    """Shared modules that some file imports and the project lacks; they may need one another."""
    by_module = {place.module: (name, place) for name, place in view.shared}
    found: dict[str, tuple[str, Place]] = {}
    waiting = list(modules)
    while waiting:
        for each in sorted(waiting.pop().imports):
            wanted = by_module.get(each.module)
            if wanted and each.module not in found and wanted[0] not in view.present:
                found[each.module] = wanted
                waiting.append(shared_module(view, wanted[0]))
    return sorted(found.values())


def _file(view: ResourceView, place: Place, made: list[tuple[Artefact, Module]]) -> RenderedFile:
    module = merge([module for _, module in made], place.module)
    module = replace(module, imports=imported_from(view, module.imports, place.module))
    if view.conventions.tools.future_annotations.value:
        module = replace(module, imports=module.imports | {Import("__future__", "annotations")})
    style = view.imports
    match view.conventions.layout.relative_imports.value:
        case "siblings" if place.package:
            style = replace(style, relative_to=place.package)
        case "package" if place.package:
            within = place.package.partition(".")[0]
            style = replace(style, relative_to=place.package, relative_within=within)
    artefacts = tuple(artefact for artefact, _ in made)
    content = " and ".join(_REASONS[artefact] for artefact in artefacts)
    return RenderedFile(
        path=place.path,
        artefacts=artefacts,
        text=print_module(module, style),
        reason=", ".join(_REASONS[artefact] for artefact in artefacts),
        imports=module.imports,
        body=module.body,
        says=module.says if artefacts == ("shared",) else (*of_module(view, content), *module.says),
    )
