"""How tests make rows: with a library of factories, or with the project's own.

A library more is a row of `_LIBRARIES`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.votes import SHOWN
from fastapi_endpoint.source.tree import SourceTree

_LIBRARIES = (
    ("factory-boy", "factory"),
    ("polyfactory", "polyfactory"),
    ("pydantic-factories", "pydantic_factories"),
    ("mixer", "mixer"),
    ("model-bakery", "model_bakery"),
)
_IMPORTS = {
    package: re.compile(rf"^\s*(?:import|from) {package}\b".encode(), re.MULTILINE)
    for _, package in _LIBRARIES
}
_OWN = re.compile(
    rb"^class \w+Factory\b|^(?:async )?def (?:\w+_factory|make_\w+|create_(?:random|test|fake|dummy)_\w+"
    rb"|\w*factory_\w+)\(",
    re.MULTILINE,
)
_MAYBE = (b"actory", b"def make_", b"def create_")


def _import_of(package: str, data: bytes) -> re.Match[bytes] | None:
    """Where a file imports the package first."""
    name = package.encode()
    likely = name in data and any(word + name in data for word in (b"import ", b"from "))
    return _IMPORTS[package].search(data) if likely else None


def detect_factories(tree: SourceTree, paths: Iterable[str]) -> Fact[str | None]:
    """The library that most files of the tests import, `own` for hand-written ones, or None."""
    found: dict[str, list[Witness]] = defaultdict(list)
    own: list[Witness] = []
    for path in paths:
        data = tree.read(path)
        for name, package in _LIBRARIES:
            imported = _import_of(package, data)
            if imported:
                found[name].append(Witness(path, data.count(b"\n", 0, imported.start()) + 1))
        helper = not path.rpartition("/")[2].startswith("test_")
        match = _OWN.search(data) if helper and any(word in data for word in _MAYBE) else None
        if match:
            own.append(Witness(path, data.count(b"\n", 0, match.start()) + 1))
    if found:
        best = max(found, key=lambda name: len(found[name]))
        others = tuple(where for name in found if name != best for where in found[name])
        return Fact(value=best, witnesses=tuple(found[best][:SHOWN]), against=others[:SHOWN])
    if own:
        return Fact(value="own", witnesses=tuple(own[:SHOWN]))
    return Fact(value=None, origin="default")
