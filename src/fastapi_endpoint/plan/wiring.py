"""What ties new files into a project: the router's registration, the model's, and package exports."""

from collections.abc import Callable
from pathlib import PurePosixPath

from fastapi_endpoint.domain.plan import ManualStep
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.edits.add_import import add_import
from fastapi_endpoint.edits.add_to_all import add_to_all
from fastapi_endpoint.edits.base import Outcome
from fastapi_endpoint.edits.include_router import include_router
from fastapi_endpoint.edits.sequence import in_sequence
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.render import ResourceView
from fastapi_endpoint.source.module import Import, Module
from fastapi_endpoint.source.parse import parse

Edit = Callable[[bytes], Outcome]


def wire(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    """Plan the edits of existing files; what cannot be edited safely becomes a manual step."""
    _register_router(changes, view, project)
    _register_model(changes, view, project)
    _export(changes, view)


# -- the router -----------------------------------------------------------------------------------
def _register_router(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    registration = project.conventions.router_registration
    if registration.style.value == "auto-discovery":
        changes.note_existing(view.places.router.path, "found and registered by the application itself")
        return
    file = registration.file.value
    statement, router = _router_import(view, project)
    receiver = registration.receiver.value or "app"
    call = f"{receiver}.include_router({', '.join([router, *_include_arguments(view)])})"
    current = changes.current(file) if file else None
    if file is None or current is None or not registration.editable.value:
        changes.manual.append(
            ManualStep(
                file=file or "?",
                line=registration.file.witnesses[0].line if registration.file.witnesses else 1,
                reason="routers are registered here in a way that cannot be edited safely",
                snippet=f"{statement}\n\n{call}",
            )
        )
        return
    module, name, alias = _import_parts(view, project)
    package = _package_of(file, project)
    edits: list[Edit] = [
        lambda data: add_import(data, module, name, alias=alias, package=package),
        lambda data: include_router(
            data, receiver=receiver, router=router, arguments=", ".join(_include_arguments(view))
        ),
    ]
    changes.edit(file, in_sequence(current, edits), f"register the router of {view.words.human_plural}")


def _import_parts(view: ResourceView, project: ProjectMap) -> tuple[str, str, str | None]:
    """Module, name and alias of the import that brings the router to where it is included."""
    registration = project.conventions.router_registration
    names = {"singular": view.words.singular, "plural": view.words.plural}
    place = view.places.router
    written = registration.import_from.value.format(**names)
    alias = registration.alias.value.format(**names)
    match registration.import_form.value:
        case "module":
            return written or place.package, place.stem, alias if alias != place.stem else None
        case "alias":
            return written, view.router.variable, alias
        case _:
            return written, view.router.variable, None


def _router_import(view: ResourceView, project: ProjectMap) -> tuple[str, str]:
    module, name, alias = _import_parts(view, project)
    statement = f"from {module} import {name}" + (f" as {alias}" if alias else "")
    bound = alias or name
    form = project.conventions.router_registration.import_form.value
    return statement, f"{bound}.{view.router.variable}" if form == "module" else bound


def _include_arguments(view: ResourceView) -> list[str]:
    arguments = []
    if view.router.include_prefix is not None:
        arguments.append(f"prefix={view.router.include_prefix}")
    if view.router.include_tags:
        tags = ", ".join(f'"{tag}"' for tag in view.router.include_tags)
        arguments.append(f"tags=[{tags}]")
    return arguments


# -- the model ------------------------------------------------------------------------------------
def _register_model(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    """Import the model wherever the project imports all of its models, in the way it does there."""
    others = {model.module for model in project.models}
    for file in project.conventions.layout.model_registry.value:
        current = changes.current(file)
        if current is None or file == view.places.model.path:
            continue
        edits = _model_import(current, file, view, project, others)
        if edits:
            changes.edit(file, in_sequence(current, edits), f"let the metadata know {view.model_class}")


def _model_import(
    data: bytes, file: str, view: ResourceView, project: ProjectMap, others: set[str]
) -> list[Edit]:
    module = parse(data)
    package = _package_of(file, project)
    place = view.places.model
    sibling = next((found for found in module.imports if _absolute(found, package) in others), None)
    if sibling is not None and not sibling.name:  # import app.models.brand
        return [lambda data: add_import(data, place.module, None, package=package)]
    if sibling is not None and sibling.name == "*":
        return [lambda data: add_import(data, _written(place.module, sibling, package), "*", package=package)]
    if sibling is not None:  # from app.models.brand import Brand
        return [
            lambda data: add_import(
                data, _written(place.module, sibling, package), view.model_class, package=package
            ),
            *_in_all(module, view.model_class),
        ]
    whole = next((found for found in module.imports if _submodule(found, package) in others), None)
    if whole is not None:  # from app.models import brand
        return [
            lambda data: add_import(
                data, _written(place.package, whole, package), place.stem, package=package
            ),
            *_in_all(module, place.stem),
        ]
    return [
        lambda data: add_import(data, place.module, view.model_class, package=package),
        *_in_all(module, view.model_class),
    ]


# -- package exports ------------------------------------------------------------------------------
def _export(changes: Changes, view: ResourceView) -> None:
    """Where a package's `__init__` re-exports every sibling, re-export the new module as well."""
    schemas = view.schemas
    names = {
        view.places.schema: tuple(
            sorted({n for n in (schemas.create, schemas.update, schemas.response, schemas.listing) if n})
        ),
        view.places.crud: (view.crud.class_name,) if view.crud.class_name else (),
    }
    for place, exported in names.items():
        init = str(PurePosixPath(place.path).parent / "__init__.py")
        current = changes.current(init)
        if not exported or current is None or place == view.places.model:
            continue
        module = parse(current)
        siblings = [
            found for found in module.imports if found.level == 1 and found.module and found.name != "*"
        ]
        if len({found.module for found in siblings}) < 2:
            continue
        edits: list[Edit] = [_exporting(place.stem, place.package, name) for name in exported]
        for name in exported:
            edits += _in_all(module, name)
        changes.edit(init, in_sequence(current, edits), "re-export as its siblings are")


def _exporting(stem: str, package: str, name: str) -> Edit:
    return lambda data: add_import(data, f".{stem}", name, package=package)


def _in_all(module: Module, name: str) -> list[Edit]:
    """The edit of `__all__`, where the module has one."""
    return [lambda data: add_to_all(data, name)] if module.assignment("__all__") else []


# -- names of modules -----------------------------------------------------------------------------
def _package_of(file: str, project: ProjectMap) -> str:
    """The package that relative imports in `file` start from."""
    root = project.conventions.layout.import_root.value.strip("./")
    path = PurePosixPath(file)
    parts = (path.relative_to(root) if root else path).parent.parts
    return ".".join(parts)


def _absolute(found: Import, package: str) -> str:
    if not found.level:
        return found.module
    parts = package.split(".")
    base = parts[: len(parts) - (found.level - 1)]
    return ".".join([*base, found.module] if found.module else base)


def _submodule(found: Import, package: str) -> str:
    return f"{_absolute(found, package)}.{found.name}"


def _written(module: str, sibling: Import, package: str) -> str:
    """`module` as an import beside `sibling` would write it: relative where the sibling is."""
    if not sibling.level:
        return module
    return f".{module.removeprefix(package + '.')}" if module.startswith(f"{package}.") else module
