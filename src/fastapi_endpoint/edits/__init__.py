"""Pure edits of a user's file: bytes in, `Edited`, `AlreadyDone` or `CannotApply` out.

Places are found on the syntax tree and our bytes are spliced in; nothing else of the file is touched.
"""

from fastapi_endpoint.edits.add_class_field import add_class_field
from fastapi_endpoint.edits.add_class_member import add_class_member
from fastapi_endpoint.edits.add_docstring import add_docstring
from fastapi_endpoint.edits.add_import import add_import, is_free
from fastapi_endpoint.edits.add_requirement import add_requirement
from fastapi_endpoint.edits.add_to_list import add_to_all, add_to_list
from fastapi_endpoint.edits.append_definition import append_definition
from fastapi_endpoint.edits.base import AlreadyDone, CannotApply, Edited, Outcome
from fastapi_endpoint.edits.imports import Import
from fastapi_endpoint.edits.include_router import Inclusion, include_router
from fastapi_endpoint.edits.sequence import in_sequence
from fastapi_endpoint.edits.set_toml_value import set_toml_value

__all__ = [
    "AlreadyDone",
    "CannotApply",
    "Edited",
    "Import",
    "Inclusion",
    "Outcome",
    "add_class_field",
    "add_class_member",
    "add_docstring",
    "add_import",
    "add_requirement",
    "add_to_all",
    "add_to_list",
    "append_definition",
    "in_sequence",
    "include_router",
    "is_free",
    "set_toml_value",
]
