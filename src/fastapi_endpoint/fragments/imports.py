"""Import statements as values, and the sorted block that they make.

The block is sorted as isort and Ruff do with their defaults: `__future__`, the standard library,
third parties, the project; within a section `import x` before `from x import y`, and names in the
order constants, classes, the rest.
"""

import sys
from collections.abc import Iterable
from itertools import takewhile

from msgspec import Struct

_SECTIONS = 5


class Import(Struct, frozen=True, order=True):
    """`import module`, or `from module import name`, either with `as alias`."""

    module: str
    name: str = ""
    alias: str = ""

    @property
    def bound(self) -> str:
        """The name that the statement adds to the module."""
        return self.alias or self.name or self.module.split(".", maxsplit=1)[0]


class ImportStyle(Struct, frozen=True, kw_only=True):
    """How a project writes imports.

    `first_party` holds the top-level packages of the project; with `relative_to`, the package of the
    module being written, modules below `relative_within` are imported relatively: that same package, or
    one around it.
    """

    first_party: tuple[str, ...] = ()
    relative_to: str | None = None
    relative_within: str | None = None


ABSOLUTE = ImportStyle()


def import_block(imports: Iterable[Import], style: ImportStyle = ABSOLUTE) -> str:
    """The statements, one a line, sections separated by a blank line; "" where there are none."""
    sections: list[list[str]] = [[] for _ in range(_SECTIONS)]
    plain = sorted({each for each in imports if not each.name}, key=lambda each: each.module.lower())
    for each in plain:
        alias = f" as {each.alias}" if each.alias else ""
        sections[_section(each.module, style)].append(f"import {each.module}{alias}")
    by_module: dict[str, set[Import]] = {}
    for each in imports:
        if each.name:
            by_module.setdefault(_written(each.module, style), set()).add(each)
    for module in sorted(by_module, key=_module_order):
        names = ", ".join(_item(each) for each in sorted(by_module[module], key=_name_order))
        sections[_section(module, style)].append(f"from {module} import {names}")
    return "\n\n".join("\n".join(section) for section in sections if section)


def _item(each: Import) -> str:
    return f"{each.name} as {each.alias}" if each.alias and each.alias != each.name else each.name


def _written(module: str, style: ImportStyle) -> str:
    package, within = style.relative_to, style.relative_within or style.relative_to
    if package is None or not (module == within or module.startswith(f"{within}.")):
        return module
    ours, theirs = package.split("."), module.split(".")
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))
    return "." * (len(ours) - shared + 1) + ".".join(theirs[shared:])


def _section(module: str, style: ImportStyle) -> int:
    if module.startswith("."):
        return 4
    top = module.split(".", maxsplit=1)[0]
    if top == "__future__":
        return 0
    if top in style.first_party:
        return 3
    return 1 if top in sys.stdlib_module_names else 2


def _module_order(module: str) -> tuple[bool, str]:
    return module.startswith("."), module.lower()


def _name_order(each: Import) -> tuple[int, str, str]:
    name = each.name
    constant = name.isupper() and len(name) > 1
    return 0 if constant else 1 if name[:1].isupper() else 2, name.lower(), each.alias
