"""Every name, flag and import that a renderer may use, decided once.

Renderers and templates choose nothing: what depends on the answers or on the host's habits is a value
here. Paths are relative to the explored folder, with forward slashes.
"""

from fastapi_endpoint.render.view.callers import (
    AccessView,
    CommitPlace,
    Holder,
    Idiom,
    RoleView,
    ScopeKind,
    ScopeView,
    SessionView,
    SuperusersView,
)
from fastapi_endpoint.render.view.envelopes import EnvelopeView
from fastapi_endpoint.render.view.fields import EnumView, FieldView, IdKind, IdView, ObjectView
from fastapi_endpoint.render.view.lists import FilterView, ListStyle, ListView, PageHelperView, SortView
from fastapi_endpoint.render.view.names import CrudView, Place, Places, RouterView, Schemas, Words
from fastapi_endpoint.render.view.parents import ParentView
from fastapi_endpoint.render.view.resource import (
    ActionView,
    Artefact,
    OperationView,
    RenderedFile,
    ResourceView,
)

__all__ = [
    "AccessView",
    "ActionView",
    "Artefact",
    "CommitPlace",
    "CrudView",
    "EnumView",
    "EnvelopeView",
    "FieldView",
    "FilterView",
    "Holder",
    "IdKind",
    "IdView",
    "Idiom",
    "ListStyle",
    "ListView",
    "ObjectView",
    "OperationView",
    "PageHelperView",
    "ParentView",
    "Place",
    "Places",
    "RenderedFile",
    "ResourceView",
    "RoleView",
    "RouterView",
    "Schemas",
    "ScopeKind",
    "ScopeView",
    "SessionView",
    "SortView",
    "SuperusersView",
    "Words",
]
