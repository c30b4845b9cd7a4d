"""The addresses that tests call, as source: literals, or constants where ids of parents are in them."""

from fastapi_endpoint.render.ids import key_of
from fastapi_endpoint.render.view import ParentView, ResourceView


def constant(view: ResourceView) -> str:
    """The name of the collection's address under the first parent."""
    return f"{view.words.plural}_URL".upper()


def id_name(parent: ParentView) -> str:
    """The name of the first parent's id."""
    return f"{parent.words.singular}_ID".upper()


def id_source(parent: ParentView, name: str) -> str:
    """The parent's id of that name, as a model takes it."""
    return f"UUID({name})" if key_of(parent.model.column(parent.id)).kind == "uuid" else name


def under(view: ResourceView, source: str) -> str:
    """The collection's address; `source` is that of the parent's id."""
    assert view.parent is not None  # noqa: S101 - for the type checker; only asked of nested resources
    return 'f"' + view.url.replace(f"{{{view.parent.parameter}}}", f"{{{source}}}") + '"'


def collection(view: ResourceView) -> str:
    """The collection's address."""
    return f'"{view.url}"' if view.parent is None else constant(view)


def item(view: ResourceView, identifier: str, below: str = "") -> str:
    """The address of one row, or of what is `below`; `identifier` is in braces where it is an expression."""
    if view.parent is None:
        return f'{"f" * identifier.startswith("{")}"{view.item_url(identifier, below)}"'
    base = f"{{{constant(view)}}}".removesuffix("/")
    tail = view.item_url(identifier, below).removeprefix(view.url.rstrip("/"))
    if view.url.endswith("/"):
        return f'f"{base}{tail.removeprefix("/")}"'
    return f'f"{base}{tail}"'
