"""Rendering: spec and conventions to the text of whole files."""

from fastapi_endpoint.render.describe import describe_routes, describe_table
from fastapi_endpoint.render.files import render
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.migration import render_migration
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.render.packages import handed_on
from fastapi_endpoint.render.tests import test_names
from fastapi_endpoint.render.view import RenderedFile, ResourceView

__all__ = [
    "RenderedFile",
    "ResourceView",
    "describe_routes",
    "describe_table",
    "handed_on",
    "make_view",
    "new_project",
    "render",
    "render_migration",
    "test_names",
]
