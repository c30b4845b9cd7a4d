"""Where a file of the resource imports a name from: its module, or the package that hands it on."""

from msgspec.structs import replace

from fastapi_endpoint.fragments import Import
from fastapi_endpoint.render.patterns import place_of
from fastapi_endpoint.render.view import ResourceView


def handed_on(view: ResourceView) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Module of the resource -> the package that files import it from, and the names it hands on."""
    layout, places, schemas = view.conventions.layout, view.places, view.schemas
    bodies = (
        schemas.create,
        schemas.update,
        schemas.replace,
        schemas.response,
        schemas.listing,
        schemas.query,
    )
    found = {
        places.model.module: (layout.model_package.value, (view.model_class,)),
        places.schema.module: (layout.schema_package.value, tuple(sorted({each for each in bodies if each}))),
        places.crud.module: (layout.crud_package.value, (view.crud.class_name or "",)),
    }
    return {module: each for module, each in found.items() if each[0]}


def imported_from(view: ResourceView, imports: frozenset[Import], module: str) -> frozenset[Import]:
    """The imports of the file that is `module`, each from where neighbours take such a name.

    A module takes nothing from a package around it, which may not have come that far yet.
    """
    packages, defined = handed_on(view), _definitions(view)
    found = set()
    for each in imports:
        package, names = packages.get(each.module, ("", ()))
        if each.name in names and not _is_inside(module, package):
            found.add(replace(each, module=package))
        elif _is_inside(module, each.module):
            found.add(replace(each, module=defined.get((each.module, each.name), each.module)))
        else:
            found.add(each)
    return frozenset(found)


def _is_inside(module: str, package: str) -> bool:
    return module.startswith(f"{package}.")


def _definitions(view: ResourceView) -> dict[tuple[str, str], str]:
    """Names of the host as they are imported -> the module that defines them."""
    habits = view.conventions
    facts = (
        habits.declarative_base,
        habits.models.timestamp_mixin,
        habits.models.utc_type,
        habits.shared_schema_base,
        habits.session.dependency,
        habits.session.alias,
        habits.auth.current_user_dependency,
        habits.auth.alias,
        habits.auth.annotation,
        habits.user_model,
    )
    symbols = [fact.value for fact in facts if fact.value is not None]
    root = habits.layout.import_root.value
    return {(each.module, each.imported): place_of(each.file, root).module for each in symbols}
