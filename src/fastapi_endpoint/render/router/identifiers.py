"""The types of the ids in a path: named where more than one endpoint takes one with bounds."""

from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render.view import IdView, ParentView, ResourceView


def id_aliases(view: ResourceView) -> list[Fragment]:
    """The lines that name such types."""
    ids = (view.parent, view.id) if view.parent else (view.id,)
    return [each.path_type.put(f"{_name(each)} = ") for each in ids if _is_named(view, each)]


def taken_id(view: ResourceView, taken: IdView | ParentView) -> Fragment:
    """The parameter of an endpoint that takes this id from the path."""
    written = Fragment(_name(taken)) if _is_named(view, taken) else taken.path_type
    return written.put(f"{taken.parameter}: ")


def _is_named(view: ResourceView, taken: IdView | ParentView) -> bool:
    takers = [each for each in view.operations if f"{{{taken.parameter}}}" in view.url + each.path]
    return len(takers) > 1 and not taken.path_type.text.isidentifier()


def _name(taken: IdView | ParentView) -> str:
    return "".join(part.capitalize() for part in taken.parameter.split("_"))
