"""What an endpoint gives back: the row or the page as queries give it, or the host's envelope around it."""

from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.envelopes import enveloped, put_into
from fastapi_endpoint.render.functions import mapped, schema
from fastapi_endpoint.render.view import EnvelopeView, ResourceView

AS_KEYS = Fragment("dict[str, object]")
Answer = tuple[Fragment, Fragment]
"""The expression that is returned, and its type."""


def listed(view: ResourceView) -> Fragment:
    """The class that describes a list, without an envelope."""
    response = schema(view, view.schemas.response)
    if view.listing.style == "fastapi_pagination":
        return response.put("Page[", "]").needing(Import("fastapi_pagination", "Page"))
    return schema(view, view.schemas.listing) if view.schemas.listing else response.put("list[", "]")


def row_answer(view: ResourceView, method: str) -> Answer:
    """One row, which stands in a variable that is called as it is."""
    row = view.words.singular
    if view.envelope is None:
        return Fragment(row), mapped(view)
    return _put_into(view, view.envelope, method, _shown(view), schema(view, view.schemas.response))


def list_answer(view: ResourceView) -> tuple[str, Answer]:
    """The names of what the query gives, and the endpoint's answer."""
    if view.envelope is not None and view.envelope.lists:
        return _wrapped_list(view, view.envelope)
    listing = view.listing
    if listing.helper:
        rows = view.words.plural
        given = f"({listing.helper.rows}={rows}, {listing.helper.arguments})"
        return rows, (listing.helper.function.put("", given), AS_KEYS)
    if listing.style == "cursor":
        page = Import(view.shared_place(shared.KEYSET).module, "Page")
        return "rows", (Fragment("rows"), mapped(view).put("Page[", "]").needing(page))
    if listing.style == "fastapi_pagination":
        return "rows", (Fragment("rows"), Fragment("object"))
    if not listing.items_key:
        many = join("", [code("Sequence[", "collections.abc.Sequence"), mapped(view), Fragment("]")])
        return "rows", (Fragment("rows"), many)
    names, values = _counted(view)
    answer = ", ".join(f'"{key}": {value}' for key, value in {listing.items_key: "rows", **values}.items())
    return ", ".join(names), (Fragment(f"{{{answer}}}"), AS_KEYS)


def _wrapped_list(view: ResourceView, envelope: EnvelopeView) -> tuple[str, Answer]:
    """Each row as it is shown, in the class of the list, in the envelope."""
    listing, row = view.listing, view.words.singular
    of_page = listing.style == "cursor"
    names, values = (["page"], _of_page(view)) if of_page else _counted(view)
    shown = _shown(view).put("[", f" for {row} in {'page.data' if of_page else 'rows'}]")
    if view.schemas.listing is not None:
        given = [shown.put(f"{listing.items_key}=")]
        given += [Fragment(f"{key}={value}") for key, value in values.items()]
        shown = join("", [listed(view), join(", ", given).put("(", ")")])
    return ", ".join(names), _put_into(view, envelope, "list", shown, listed(view))


def _put_into(
    view: ResourceView, envelope: EnvelopeView, method: str, shown: Fragment, model: Fragment
) -> Answer:
    return put_into(envelope, method, shown), AS_KEYS if envelope.plain else enveloped(view, method, model)


def _shown(view: ResourceView) -> Fragment:
    return schema(view, view.schemas.response).put("", f".model_validate({view.words.singular})")


def _of_page(view: ResourceView) -> dict[str, str]:
    """What a page says beside its rows: its keys, and the source of their values."""
    keys = (view.listing.next_key, "page.next_cursor"), (view.listing.more_key, "page.has_more")
    return {key: value for key, value in keys if key}


def _counted(view: ResourceView) -> tuple[list[str], dict[str, str]]:
    """The names of what the query gives, and what is said beside the rows, by its keys."""
    listing, names, values = view.listing, ["rows"], {}
    size = f"query.{listing.limit_parameter}" if listing.limit_parameter else str(listing.limit)
    if listing.style == "offset":
        names.append("has_more")
        values[listing.more_key or "has_more"] = "has_more"
    elif listing.more_key:
        values[listing.more_key] = f"query.{listing.position_parameter} * {size} < total"
    if listing.total_key:
        names.append("total")
        values[listing.total_key] = "total"
    if listing.page_key:
        values[listing.page_key] = f"query.{listing.position_parameter}"
    if listing.size_key:
        values[listing.size_key] = size
    return names, values
