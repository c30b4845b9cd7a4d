"""What ties new files into a project: the router's registration, the model's, and package exports."""

from collections.abc import Callable
from pathlib import PurePosixPath

from fastapi_endpoint.domain.plan import ManualStep
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.edits import Import as AddedImport
from fastapi_endpoint.edits import (
    Inclusion,
    Outcome,
    add_import,
    add_to_all,
    in_sequence,
    include_router,
    is_free,
)
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.render import ResourceView, handed_on
from fastapi_endpoint.source.module import Module
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.statements import Import

Edit = Callable[[bytes], Outcome]


def wire(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    """Plan the edits of existing files; what cannot be edited safely becomes a manual step."""
    _register_router(changes, view, project)
    wire_table(changes, view, project)
    _list_module(changes, view, project)


def wire_table(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    """The same for what has no endpoints: its table, and what its modules export."""
    _register_model(changes, view, project)
    _export(changes, view, project)


def importing(file: str, project: ProjectMap, wanted: AddedImport) -> Edit:
    """The edit that adds an import to a file of the project."""
    return _Writer(file, project).importing(wanted.module, wanted.name, wanted.alias)


# -- the router -----------------------------------------------------------------------------------
def _register_router(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    registration = project.conventions.router_registration
    if registration.style.value == "auto-discovery":
        changes.note_existing(view.places.router.path, "found and registered by the application itself")
        return
    file = registration.file.value
    current = changes.current(file) if file else None
    imported = _router_import(view, project, current)
    router = _router_name(imported, view, project)
    receiver = registration.receiver.value or "app"
    call = f"{receiver}.include_router({', '.join([router, *_include_arguments(view, project)])})"
    if file is None or current is None or not registration.editable.value:
        changes.manual.append(
            ManualStep(
                file=file or "?",
                line=registration.file.witnesses[0].line if registration.file.witnesses else 1,
                reason="routers are registered here in a way that cannot be edited safely",
                snippet=f"{imported.statement}\n\n{call}",
            )
        )
        return
    writer = _Writer(file, project)
    wanted = Inclusion(receiver, router, ", ".join(_include_arguments(view, project)))
    line_length = project.conventions.tools.line_length.value
    edits: list[Edit] = [
        writer.importing(imported.module, imported.name, imported.alias),
        lambda data: include_router(data, wanted, line_length=line_length),
    ]
    changes.edit(file, in_sequence(current, edits), f"register the router of {view.words.human_plural}")


def _router_import(view: ResourceView, project: ProjectMap, current: bytes | None) -> AddedImport:
    """The import that brings the router to where it is included, by a name that means nothing else there."""
    registration = project.conventions.router_registration
    usual = _usual_import(view, project)
    if current is None:
        return usual
    package = _Writer(registration.file.value or "", project).package
    others = (f"{view.places.router.stem}_router", f"{view.words.plural}_router", f"{view.words.plural}_api")
    wanted = (usual, *(AddedImport(usual.module, usual.name, other) for other in others))
    return next((each for each in wanted if is_free(current, each, package=package)), usual)


def _usual_import(view: ResourceView, project: ProjectMap) -> AddedImport:
    """The same as other routers are imported there."""
    registration = project.conventions.router_registration
    names = {"singular": view.words.singular, "plural": view.words.plural}
    place = view.places.router
    written = registration.import_from.value.format(**names)
    alias = registration.alias.value.format(**names)
    writer = _Writer(registration.file.value or place.path, project)
    if registration.import_form.value == "module":
        home = writer.spelled(place.package, like=written)
        return AddedImport(home, place.stem, alias if alias != place.stem else "")
    module = writer.spelled(place.module, like=written)
    aliased = registration.import_form.value == "alias"
    return AddedImport(module, view.router.variable, alias if aliased else "")


def _router_name(imported: AddedImport, view: ResourceView, project: ProjectMap) -> str:
    """What the router is called behind that import."""
    whole = project.conventions.router_registration.import_form.value == "module"
    return f"{imported.bound}.{view.router.variable}" if whole else imported.bound


def _include_arguments(view: ResourceView, project: ProjectMap) -> list[str]:
    """What the include says: the resource's path where siblings have it, else what they all get."""
    arguments = []
    shared = project.conventions.router_registration.prefix.value
    if view.router.include_prefix is not None:
        begun = f"{{{shared}}}" if shared is not None and shared[-1:] not in "\"'" else ""
        arguments.append(f'prefix={"f" if begun else ""}"{begun}{view.router.include_prefix}"')
    elif shared is not None:
        arguments.append(f"prefix={shared}")
    if view.router.include_tags:
        tags = ", ".join(f'"{tag}"' for tag in view.router.include_tags)
        arguments.append(f"tags=[{tags}]")
    return arguments


# -- the model ------------------------------------------------------------------------------------
def _register_model(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    """Import the model wherever the project imports all of its models, in the way it does there."""
    if view.host_model is not None:
        return
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
    writer = _Writer(file, project)
    place = view.places.model
    classes = {model.name for model in project.models}
    root = project.conventions.layout.import_root.value
    listing = {_module_of(path, root) for path in project.conventions.layout.model_registry.value}
    for found in module.imports:
        if writer.absolute(found) in others:
            if not found.name:  # import app.models.brand
                return [writer.importing(place.module)]
            if found.name == "*":
                return [writer.importing(writer.beside(found, place.module), "*")]
            named = writer.importing(writer.beside(found, place.module), view.model_class)
            return [named, *_in_all(module, view.model_class)]
        if writer.absolute(found) in listing and found.name in classes:  # from app.models import Brand
            named = writer.importing(writer.beside(found, writer.absolute(found)), view.model_class)
            return [named, *_in_all(module, view.model_class)]
        if f"{writer.absolute(found)}.{found.name}" in others:  # from app.models import brand
            alias = _alias_like(found, place.stem, view.words.singular)
            whole = writer.importing(writer.beside(found, place.package), place.stem, alias)
            return [whole, *_in_all(module, alias or place.stem)]
    return [writer.importing(place.module, view.model_class), *_in_all(module, view.model_class)]


def _alias_like(sibling: Import, stem: str, singular: str) -> str:
    """What a module is called where its siblings have other names: `models as cart_models`."""
    if sibling.bound == sibling.name:
        return ""
    return sibling.bound.replace(sibling.name, stem) if stem.startswith(singular) else f"{singular}_{stem}"


# -- package exports ------------------------------------------------------------------------------
def _export(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    """Where a package's `__init__` re-exports every sibling, re-export the new module as well."""
    schemas = view.schemas
    names = {
        view.places.schema: tuple(
            sorted({n for n in (schemas.create, schemas.update, schemas.response, schemas.listing) if n})
        ),
        view.places.crud: (view.crud.class_name,) if view.crud.class_name else (),
    }
    wanted = handed_on(view)
    for place, usual in names.items():
        _, exported = wanted.get(place.module, ("", usual))
        init = str(PurePosixPath(place.path).parent / "__init__.py")
        current = changes.current(init)
        of_tables = place == view.places.model and place.module not in wanted
        if not exported or current is None or of_tables:
            continue
        module = parse(current)
        siblings = [
            found for found in module.imports if found.level == 1 and found.module and found.name != "*"
        ]
        if place.module not in wanted and len({found.module for found in siblings}) < 2:
            continue
        writer = _Writer(init, project)
        edits: list[Edit] = [writer.importing(f".{place.stem}", name) for name in exported]
        for name in exported:
            edits += _in_all(module, name)
        changes.edit(init, in_sequence(current, edits), "re-export as its siblings are")


def _list_module(changes: Changes, view: ResourceView, project: ProjectMap) -> None:
    """Where the package of routers imports each of its modules (`from . import brands`), the new one too."""
    place = view.places.router
    init = str(PurePosixPath(place.path).parent / "__init__.py")
    current = changes.current(init)
    if current is None or init == project.conventions.router_registration.file.value:
        return
    module, writer = parse(current), _Writer(init, project)
    listed = [
        found
        for found in module.imports
        if writer.absolute(found) == place.package and f"{place.package}.{found.name}" in project.modules
    ]
    if len(listed) < 2:
        return
    spelled = "." if listed[0].level else place.package
    edits = [writer.importing(spelled, place.stem), *_in_all(module, place.stem)]
    changes.edit(init, in_sequence(current, edits), "list it with its siblings")


def _in_all(module: Module, name: str) -> list[Edit]:
    """The edit of `__all__`, where the module has one."""
    return [lambda data: add_to_all(data, name)] if module.assignment("__all__") else []


def _module_of(file: str, import_root: str) -> str:
    """The package whose `__init__` a file is, or the module."""
    parts = _below(file, import_root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _below(file: str, import_root: str) -> PurePosixPath:
    """The file as seen from the folder that imports begin in; from the top where it lies outside of that."""
    path, root = PurePosixPath(file), import_root.strip("./")
    return path.relative_to(root) if root and path.is_relative_to(root) else path


# -- one file's imports ---------------------------------------------------------------------------
class _Writer:
    """How one file of the project writes imports."""

    def __init__(self, file: str, project: ProjectMap) -> None:
        self.package = ".".join(_below(file, project.conventions.layout.import_root.value).parent.parts)
        self._first_party = frozenset(module.partition(".")[0] for module in project.modules)
        self._line_length = project.conventions.tools.line_length.value

    def importing(self, module: str, name: str = "", alias: str = "") -> Edit:
        """The edit that adds an import."""
        wanted = AddedImport(module, name, alias)
        return lambda data: add_import(
            data,
            wanted,
            first_party=self._first_party,
            package=self.package,
            line_length=self._line_length,
        )

    def absolute(self, found: Import) -> str:
        """The whole dotted name of the module that an import takes from."""
        return self._whole(found.module, found.level)

    def spelled(self, module: str, like: str) -> str:
        """`module` as its siblings are written, `like` them: that text itself where it leads there."""
        inner = like.lstrip(".")
        if self._whole(inner, len(like) - len(inner)) == module:
            return like
        within = like.startswith(".") and module.startswith(f"{self.package}.")
        return module.removeprefix(self.package) if within else module

    def _whole(self, module: str, level: int) -> str:
        if not level:
            return module
        parts = self.package.split(".")
        base = parts[: len(parts) - (level - 1)]
        return ".".join([*base, module] if module else base)

    def beside(self, sibling: Import, module: str) -> str:
        """`module` as written beside `sibling`: relative where the sibling is."""
        if not sibling.level or not module.startswith(f"{self.package}."):
            return module
        return f".{module.removeprefix(f'{self.package}.')}"
