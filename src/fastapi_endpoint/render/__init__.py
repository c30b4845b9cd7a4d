"""Rendering: spec and conventions to the text of whole files."""

from fastapi_endpoint.render.describe import describe_parent, describe_routes, describe_table
from fastapi_endpoint.render.files import render
from fastapi_endpoint.render.kits import Kit, Setting, caller_of, next_kit
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.migration import render_migration
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.render.packages import handed_on
from fastapi_endpoint.render.shared_modules import hashes_secrets
from fastapi_endpoint.render.tests import test_names
from fastapi_endpoint.render.view import RenderedFile, ResourceView

__all__ = [
    "Kit",
    "RenderedFile",
    "ResourceView",
    "Setting",
    "caller_of",
    "describe_parent",
    "describe_routes",
    "describe_table",
    "handed_on",
    "hashes_secrets",
    "make_view",
    "new_project",
    "next_kit",
    "render",
    "render_migration",
    "test_names",
]
