"""Rendering: spec and conventions to the text of whole files."""

from fastapi_endpoint.render.describe import describe_parent, describe_routes, describe_table
from fastapi_endpoint.render.files import render
from fastapi_endpoint.render.kits import Kit, Setting, caller_of, next_kit
from fastapi_endpoint.render.make_view import import_style, make_view
from fastapi_endpoint.render.migration import Change, render_migration, render_revision, table_made
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.render.packages import handed_on
from fastapi_endpoint.render.role_column import missing_role
from fastapi_endpoint.render.shared_modules import hashes_secrets
from fastapi_endpoint.render.tests import test_names
from fastapi_endpoint.render.view import RenderedFile, ResourceView

__all__ = [
    "Change",
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
    "import_style",
    "make_view",
    "missing_role",
    "new_project",
    "next_kit",
    "render",
    "render_migration",
    "render_revision",
    "table_made",
    "test_names",
]
