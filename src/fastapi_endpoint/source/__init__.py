"""Reading Python without importing it: lazy tree, tree-sitter parse, name resolution, literals."""

from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.resolve import Resolver, Target
from fastapi_endpoint.source.tree import SourceTree

__all__ = ["Resolver", "SourceTree", "Target", "parse"]
