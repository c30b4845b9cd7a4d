"""The shapes of answers: page containers, envelopes around one row, dictionaries written in place."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import is_list, unwrapped
from fastapi_endpoint.explore.routing import Endpoint
from fastapi_endpoint.source.expression import split_items, subscript_of, unquoted
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Assignment

_COUNTS = re.compile(
    r"(?i)^(?:total|count|total_?\w+|\w+_?count|page|pages|page_?\w+|limit|offset|skip|has_?more|has_?next"
    r"|next\w*|prev\w*|cursor\w*|items_?per_?page|per_?page|size|pagination|paging|page_?info)$"
)
_PAYLOAD = re.compile(
    r"(?i)^(?:data|results?|payload|content|body|item|record|response|obj|object|value|detail)$"
)
_SAYS = re.compile(
    r"(?i)^(?:status|code|status_?code|success|ok|message|msg|errs?|errors?|error_?\w+|response_?\w+|meta|time\w*|description|is_?success)$"
)
_LIST = re.compile(r"(?i)(?:^|\[|\b)(?:list|sequence|tuple|set)\b")
_DEPTH = 4
_OF_FASTCRUD = {
    "ListResponse": (("data", "list"),),
    "PaginatedListResponse": (
        ("data", "list"),
        ("total_count", "int"),
        ("has_more", "bool"),
        ("page", "int | None"),
        ("items_per_page", "int | None"),
    ),
}


@lru_cache(maxsize=4096)
def counts_rows(name: str) -> bool:
    """Is a field called like what says how many rows there are, or where the next ones are?"""
    return _COUNTS.match(name) is not None


@lru_cache(maxsize=4096)
def _is_payload(name: str) -> bool:
    return _PAYLOAD.match(name) is not None


class Shape(Struct, frozen=True):
    """The fields of an answer: name and annotation, or name and "" where it is a dictionary in place."""

    fields: tuple[tuple[str, str], ...]
    model: Target | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(name for name, _ in self.fields)

    @property
    def is_page(self) -> bool:
        """Does it hold many rows beside what says how many there are, or where the next ones are?"""
        return any(map(counts_rows, self.names)) and any(
            _LIST.search(annotation) or name in ("items", "data", "results", "rows", "objects")
            for name, annotation in self.fields
            if not counts_rows(name)
        )

    @property
    def payload(self) -> tuple[str, ...]:
        """The names of the fields that hold what was asked for."""
        return tuple(name for name in self.names if _is_payload(name))

    @property
    def is_envelope(self) -> bool:
        """Does it hold one payload, and beside it at most what says how the request went?"""
        rest = [name for name in self.names if not _is_payload(name)]
        return len(self.payload) == 1 and all(_SAYS.match(name) for name in rest)


def shape_of(index: Index, endpoint: Endpoint, answer: str) -> Shape | None:
    """The shape that the endpoint answers with: of its response model, else of the dictionary it returns."""
    if answer and not answer.startswith(("dict", "Dict", "Any")) and answer != "None":
        return shape_of_text(index, endpoint.file, answer, 0)
    return _returned(endpoint)


def list_shape_of(index: Index, endpoint: Endpoint, answer: str) -> Shape | None:
    """The same for a list: where an envelope holds a page (`Answer[Page[Item]]`), the shape of that page."""
    shape = shape_of(index, endpoint, answer)
    if shape is not None and not shape.is_page:
        subscript = subscript_of(unwrapped(answer))
        within = (
            shape_of_text(index, endpoint.file, item, 1) for item in (subscript.items if subscript else ())
        )
        return next((inner for inner in within if inner is not None and inner.is_page), shape)
    return shape


def shape_of_text(index: Index, file: str, text: str, depth: int) -> Shape | None:
    """The fields of the model that a type names, through aliases and type arguments; None where unknown.

    Of several (`Answer | Missing`), those of the first.
    """
    text = unwrapped(text)
    first = text.partition("|")[0].strip()
    if first.count("[") == first.count("]"):
        text = unwrapped(first)
    if is_list(text) or depth > _DEPTH:
        return None
    subscript = subscript_of(text)
    base = unquoted(subscript.base if subscript else text)
    target = index.files.target(file, base)
    if index.files.class_at(target):
        fields = model_fields(index, target)
        return Shape(tuple((field.target, field.annotation) for field in fields), target)
    if not target.file and target.module.partition(".")[0] == "fastcrud" and target.name in _OF_FASTCRUD:
        return Shape(_OF_FASTCRUD[target.name])
    item = index.files.resolver.item(target) if target.file and not target.rest else None
    if isinstance(item, Assignment) and item.value and item.value != text:
        return shape_of_text(index, target.file, item.value, depth + 1)
    return None


def model_fields(index: Index, target: Target) -> Iterator[Assignment]:
    """The fields of a Pydantic model: its own, then those that it has from its bases."""
    seen = set()
    for owner in (target, *index.files.ancestors(target)):
        class_ = index.files.class_at(owner)
        for field in class_.assignments if class_ else ():
            if (
                field.annotation
                and field.target not in seen
                and not field.target.startswith(("_", "model_config"))
            ):
                seen.add(field.target)
                yield field


def _returned(endpoint: Endpoint) -> Shape | None:
    """The keys of the dictionary that the endpoint returns, the longest where there are several."""
    best: tuple[str, ...] = ()
    for returned in endpoint.function.returned:
        keys = dictionary_keys(_content(returned.text))
        best = max(best, keys, key=len)
    return Shape(tuple((name, "") for name in best)) if best else None


def _content(text: str) -> str:
    """`JSONResponse(content={...})` -> `{...}`."""
    found = re.match(r"[\w.]*Response\(\s*(?:content\s*=\s*)?(\{.*)\)\s*$", text, re.DOTALL)
    return found[1] if found else text


def dictionary_keys(text: str) -> tuple[str, ...]:
    """The literal keys of a dictionary, or () where it is none."""
    text = text.strip()
    if not (text.startswith("{") and "}" in text):
        return ()
    inner = text[1 : text.rindex("}")]
    keys = []
    for item in split_items(inner):
        key, colon, _ = item.partition(":")
        name = string(key.strip()) if colon else None
        if name is not None:
            keys.append(name)
    return tuple(keys)
