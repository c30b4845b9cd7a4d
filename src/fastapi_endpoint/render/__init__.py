"""Rendering: spec and conventions to the text of whole files."""

from fastapi_endpoint.render.files import render
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.render.view import RenderedFile, ResourceView

__all__ = ["RenderedFile", "ResourceView", "make_view", "new_project", "render"]
