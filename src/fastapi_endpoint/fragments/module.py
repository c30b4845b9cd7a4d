"""Whole modules: a body and the imports above it."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from fastapi_endpoint.fragments.imports import ABSOLUTE, Import, ImportStyle, import_block

_DEFINITIONS = ("class ", "def ", "async def ", "@")


class Module(Struct, frozen=True, kw_only=True):
    """The text of a module without its imports, and those imports.

    `defines` names what the body defines at its top level: a merged module does not import them. `says` are
    docstrings by the names that may get one.
    """

    body: str
    imports: frozenset[Import] = frozenset()
    defines: tuple[str, ...] = ()
    docstring: str = ""
    says: tuple[tuple[str, str], ...] = ()


def merge(modules: Sequence[Module], name: str) -> Module:
    """Several modules as one, called `name`: bodies in their order, imports of one another dropped."""
    defines = tuple(each for module in modules for each in module.defines)
    imports: frozenset[Import] = frozenset().union(*(module.imports for module in modules))
    return Module(
        body="\n\n\n".join(module.body.strip("\n") for module in modules),
        imports=frozenset(each for each in imports if each.module != name),
        defines=defines,
        docstring=next((module.docstring for module in modules if module.docstring), ""),
        says=tuple(each for module in modules for each in module.says),
    )


def print_module(module: Module, style: ImportStyle = ABSOLUTE) -> str:
    """The text of the file: docstring, imports, body. It still has to be formatted."""
    docstring = f'"""{module.docstring}"""' if module.docstring else ""
    head = [part for part in (docstring, import_block(module.imports, style)) if part]
    body = module.body.strip("\n")
    gap = "\n\n\n" if body.startswith(_DEFINITIONS) else "\n\n"
    return "\n\n".join(head) + (f"{gap}{body}\n" if head and body else f"{body}\n")


def qualified(module: Module, name: Import) -> Module:
    """The module with a name that it calls written with its module before it: `pydantic.Field(...)`."""
    if name not in module.imports:
        return module
    body = re.sub(rf"(?<![\w.]){name.name}\(", f"{name.module}.{name.name}(", module.body)
    return replace(module, body=body, imports=module.imports - {name} | {Import(name.module)})
