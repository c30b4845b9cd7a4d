"""Atoms of generated text: source and the imports that it needs, joined into whole modules."""

from fastapi_endpoint.fragments.fragment import Fragment, code, join
from fastapi_endpoint.fragments.imports import Import, ImportStyle, import_block
from fastapi_endpoint.fragments.module import Module, merge, print_module, qualified
from fastapi_endpoint.fragments.wrapping import wrapped

__all__ = [
    "Fragment",
    "Import",
    "ImportStyle",
    "Module",
    "code",
    "import_block",
    "join",
    "merge",
    "print_module",
    "qualified",
    "wrapped",
]
