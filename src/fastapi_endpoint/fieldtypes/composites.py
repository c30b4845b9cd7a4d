"""Lines over several fields, such as `+filter/owner/state`, as words of those fields."""

from msgspec.structs import replace

from fastapi_endpoint.domain.spec import Fields, FieldSpec
from fastapi_endpoint.fieldtypes.base import attribute

WORDS = ("filter", "sort", "search")


def spread(fields: Fields) -> Fields:
    """The fields with the words that `+filter`, `+sort` and `+search` give them."""
    named = {kind: names_of(fields, kind) for kind in WORDS}
    return replace(fields, fields=tuple(_with_words(field, named) for field in fields.fields))


def names_of(fields: Fields, kind: str) -> tuple[str, ...]:
    """The names that lines of that kind give, each once."""
    return tuple(
        dict.fromkeys(name for each in fields.composites if each.kind == kind for name in each.names)
    )


def _with_words(field: FieldSpec, named: dict[str, tuple[str, ...]]) -> FieldSpec:
    own = {field.name, attribute(field)}
    words = {kind: True for kind, names in named.items() if own & set(names)}
    return replace(field, **words) if words else field
