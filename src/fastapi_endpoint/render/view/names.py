"""What things are called, and where they lie."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.fragments import Fragment, Import


class Place(Struct, frozen=True, kw_only=True):
    """Where a file lies and how it is imported."""

    path: str
    module: str

    @property
    def package(self) -> str:
        """The package that holds the module; "" at the top."""
        return self.module.rpartition(".")[0]

    @property
    def stem(self) -> str:
        """The last part of the module's name."""
        return self.module.rpartition(".")[2]


class Places(Struct, frozen=True, kw_only=True):
    """The files of the resource. Artefacts with the same place share a file."""

    model: Place
    schema: Place
    crud: Place
    router: Place
    test: Place
    factory: Place


class Words(Struct, frozen=True, kw_only=True):
    """The resource's name in the forms that code and prose use."""

    singular: str
    plural: str
    capital: str
    capital_plural: str
    human: str
    human_plural: str
    article: str


class Schemas(Struct, frozen=True, kw_only=True):
    """The names of the Pydantic classes; None where the answers need none. `body` is their parameter,
    `given` what the shared base configures already.
    """

    create: str | None
    update: str | None
    replace: str | None
    response: str
    listing: str | None
    query: str | None
    bases: tuple[Import, ...]
    missing: bool
    body: str = "data"
    given: tuple[str, ...] = ()


class RouterView(Struct, frozen=True, kw_only=True):
    """The router object, and what the include statement must give it."""

    variable: str
    prefix: str | None
    tags: tuple[str, ...]
    include_prefix: str | None
    include_tags: tuple[str, ...]
    annotated: bool
    error_model: bool
    cache_control: str | None


class CrudView(Struct, frozen=True, kw_only=True):
    """How the router reaches the queries: the import and the text before a function's name."""

    style: Literal["functions", "static_class"]
    class_name: str | None
    reference: Fragment
    alone: bool
