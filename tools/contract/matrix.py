"""Which hosts and answers are tried together: every pair of values at least once."""

import re
from collections.abc import Mapping

from msgspec import Struct

from contract.pairs import pairwise
from fastapi_endpoint.testing.hosts import Host

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "layout": ("type", "feature"),
    "style": ("async", "sync"),
    "database": ("sqlite", "postgresql", "mariadb"),
    "auth": ("existing", "jwt", "api-key", "none"),
    "access": ("none", "role", "owner-404", "owner-403"),
    "pages": ("cursor", "offset", "none"),
    "ids": ("uuid", "int", "str"),
    "fields": ("parcel", "booking", "ticket"),
    "cache": ("none", "control"),
    "nested": ("no", "yes"),
    "rows": ("bare", "wrapped"),
}


class Configuration(Struct, frozen=True, kw_only=True):
    """One host and one set of answers."""

    layout: str
    style: str
    database: str
    auth: str
    access: str
    pages: str
    ids: str
    fields: str
    cache: str
    nested: str
    rows: str

    @property
    def name(self) -> str:
        """All values, in the order of the dimensions."""
        return " ".join(getattr(self, dimension) for dimension in DIMENSIONS)

    @property
    def slug(self) -> str:
        """The name, for a folder."""
        return re.sub(r"\W+", "-", self.name)

    @property
    def host(self) -> Host | None:
        """The project it is added to; None where it is one made by `new`."""
        scaffold = ("type", "async", "uuid", "existing", "no", "bare")
        if (self.layout, self.style, self.ids, self.auth, self.nested, self.rows) == scaffold:
            return None
        return Host(
            layout="feature" if self.layout == "feature" else "type",
            is_async=self.style == "async",
            ids=self.ids,  # type: ignore[arg-type]  # the dimension's values are the host's
            users=self.auth == "existing",
            wrapped=self.rows == "wrapped",
            database=self.database,  # type: ignore[arg-type]  # the same
        )


def configurations() -> tuple[Configuration, ...]:
    """The fewest that show every pair that can be, always the same ones."""
    return tuple(Configuration(**row) for row in pairwise(DIMENSIONS, possible))


def possible(known: Mapping[str, str]) -> bool:
    """Can these values go together?

    Nobody owns, or has a role in, what everybody may call; and the parents of these hosts belong to nobody.
    """
    access = known.get("access", "none")
    if known.get("nested") == "yes" and access.startswith("owner"):
        return False
    return known.get("auth") != "none" or access == "none"
