"""Modules that all resources of a project share: written once, found again by the next endpoint."""

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.fragments import Import
from fastapi_endpoint.render.patterns import place_of
from fastapi_endpoint.render.view import Place

KEYSET = "keyset"
CONFLICTS = "conflicts"
UTC = "utc"
UTC_DATETIME = "utc_datetime"
MOMENTS = "moments"
LOCAL_TIME = "local_time"
BOUNDED_JSON = "bounded_json"
ERROR_RESPONSE = "error_response"
HASHING = "hashing"
NAMES = (KEYSET, CONFLICTS, UTC, UTC_DATETIME, MOMENTS, LOCAL_TIME, BOUNDED_JSON, ERROR_RESPONSE, HASHING)

_ERROR_MODEL = "ErrorResponse"
ERROR_MODEL_FREE = (_ERROR_MODEL, "ErrorDetail", "ErrorMessage", "DetailResponse")


def shared_places(project: ProjectMap) -> tuple[tuple[str, Place], ...]:
    """Where each shared module lies or would lie."""
    layout = project.conventions.layout
    folder = layout.shared.value.rstrip("/")
    prefix = f"{folder}/" if folder else ""
    return tuple((name, place_of(f"{prefix}{name}.py", layout.import_root.value)) for name in NAMES)


def present_modules(project: ProjectMap, places: tuple[tuple[str, Place], ...]) -> frozenset[str]:
    """The shared modules that the project has already."""
    return frozenset(name for name, place in places if place.module in project.modules)


def error_model(project: ProjectMap, place: Place) -> Import:
    """The schema that documents errors: ours, the host's own `ErrorResponse`, or a new one.

    A second class of the same name would rename the host's in its OpenAPI document.
    """
    for schema in project.schemas:
        if schema.module == place.module or (schema.name == _ERROR_MODEL and schema.fields == ("detail",)):
            return Import(schema.module, schema.name)
    taken = {schema.name for schema in project.schemas}
    return Import(place.module, next(name for name in ERROR_MODEL_FREE if name not in taken))
