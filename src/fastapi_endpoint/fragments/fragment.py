"""Source text together with the imports that it needs."""

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from fastapi_endpoint.fragments.imports import Import


class NeedsImports(Protocol):
    """Anything with source text and needed imports, given as `Import` or as (module, name)."""

    @property
    def text(self) -> str:
        """The source."""

    @property
    def imports(self) -> frozenset[Import] | frozenset[tuple[str, str]]:
        """What it needs imported."""


class Fragment(Struct, frozen=True):
    """A piece of source text and what it needs imported."""

    text: str
    imports: frozenset[Import] = frozenset()

    def __str__(self) -> str:
        return self.text

    @classmethod
    def adopt(cls, other: NeedsImports) -> "Fragment":
        """A fragment of this kind from any value with text and imports."""
        wanted = (each if isinstance(each, Import) else Import(*each) for each in other.imports)
        return cls(other.text, frozenset(wanted))

    def put(self, before: str, after: str = "") -> "Fragment":
        """The fragment with text around it."""
        return Fragment(f"{before}{self.text}{after}", self.imports)

    def needing(self, *imports: Import) -> "Fragment":
        """The fragment with more imports."""
        return Fragment(self.text, self.imports | set(imports))


def code(text: str, *names: str) -> Fragment:
    """A fragment whose imports are given by dotted name: `code("UUID", "uuid.UUID")`."""
    return Fragment(text, frozenset(Import(*name.rsplit(".", 1)) for name in names))


def join(separator: str, fragments: Iterable[Fragment]) -> Fragment:
    """The fragments with the separator between them, and all their imports."""
    parts = list(fragments)
    needed: frozenset[Import] = frozenset().union(*(part.imports for part in parts))
    return Fragment(separator.join(part.text for part in parts), needed)
