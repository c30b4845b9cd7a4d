"""What modules, classes and functions say of themselves, for hosts whose linter wants every one to.

A sentence for each name that has no docstring elsewhere: `Class.method` for methods, "" for the module.
"""

from collections.abc import Iterator

from fastapi_endpoint.naming import human
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.existence import exists_name, parent_exists_name
from fastapi_endpoint.render.view import Artefact, ResourceView

Sayings = tuple[tuple[str, str], ...]

SHARED: dict[str, Sayings] = {
    shared.KEYSET: (
        ("Page.__init__", "Hold the rows of a page, and where the next one starts."),
        ("Page.has_more", "Whether there is a page after this one."),
        ("Keyset.__init__", "Order by the key, then by the id."),
    ),
    shared.CONFLICTS: (("ConflictError.__init__", "Say in `detail` what is in the way."),),
    shared.UTC: (("", "The clock."), ("utc_now", "Return the present moment, aware and in UTC.")),
    shared.UTC_DATETIME: (
        ("", "The column type of moments."),
        ("UtcDateTime.python_type", "What the values are in Python."),
        ("UtcDateTime.process_bind_param", "Send a moment to the database in UTC."),
        ("UtcDateTime.process_result_value", "Read a moment from the database, aware and in UTC."),
    ),
    shared.MOMENTS: (("", "Moments that requests give."),),
    shared.LOCAL_TIME: (("", "Times of day without a zone."),),
    shared.BOUNDED_JSON: (("", "JSON that every database can store."),),
    shared.ERROR_RESPONSE: (
        ("", "The body of errors."),
        *((name, "What was wrong.") for name in shared.ERROR_MODEL_FREE),
    ),
    shared.HASHING: (("", "Hashes of secrets."),),
}


def sayings(view: ResourceView, artefact: Artefact) -> Sayings:
    """Those of the names that a module of the resource defines."""
    match artefact:
        case "model":
            one = f"{view.words.article} {view.words.human}"
            return ((view.model_class, _sentence(f"{one} as the database keeps it")),)
        case "schema":
            return tuple(_schemas(view))
        case "crud":
            return tuple(_queries(view))
        case _:
            return ()


def of_module(view: ResourceView, content: str) -> Sayings:
    """That of a module which holds this of the resource."""
    return (("", _sentence(f"{content} of {view.words.human_plural}")),)


def _schemas(view: ResourceView) -> Iterator[tuple[str, str]]:
    names, words = view.schemas, view.words
    one, many = f"{words.article} {words.human}", words.human_plural
    page = "the list" if view.listing.style == "none" else "a page"
    told = (
        (names.create, f"what {one} is created from"),
        (names.replace, f"what replaces {one}"),
        (names.create if names.create == names.replace else None, f"what {one} is made from, or replaced by"),
        (names.update, f"what changes {one}: only the fields that are sent"),
        (names.response, f"{one} as it is returned"),
        (names.listing, f"{page} of {many}"),
        (names.query, f"what the list of {many} is asked by"),
    )
    yield from ((name, _sentence(text)) for name, text in told if name)
    for each in view.objects:
        yield each.name, _sentence(f"{human(each.name)} within another body")
    enums = [enum for each in view.objects for enum in each.enums]
    for enum in [*enums, *(enum for field in view.fields for enum in field.enums)]:
        yield enum.name, _sentence(f"what {human(enum.name)} may be")


def _queries(view: ResourceView) -> Iterator[tuple[str, str]]:
    class_name, words = view.crud.class_name, view.words
    within = f"{class_name}." if class_name else ""
    if class_name:
        yield class_name, _sentence(f"the queries of {words.human_plural}")
    for operation in view.operations:
        yield f"{within}{operation.crud}", operation.docstring
    yield f"{within}{exists_name(view)}", f"Tell whether there is such {words.article} {words.human}."
    if (parent := view.parent) is not None:
        such = f"{parent.words.article} {parent.words.human}"
        yield f"{within}{parent.check}", f"Tell whether there is such {such} for the caller."
        yield f"{within}{parent_exists_name(parent)}", f"Tell whether there is such {such}."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
