"""What endpoints say of themselves: one sentence that tells who gets what."""

from fastapi_endpoint.domain.spec import Action, EndpointSpec, Method
from fastapi_endpoint.naming import human
from fastapi_endpoint.render.view import ParentView, ScopeView, Words


def whose_rows(scopes: tuple[ScopeView, ...], parent: ParentView | None) -> str:
    """Of whom or what the rows are, with `of` before it; "" where they are nobody's."""
    owner = next((scope for scope in scopes if scope.kind == "owner"), None)
    tenant = next((scope for scope in scopes if scope.kind == "tenant"), None)
    if parent is None and owner is None and tenant is not None:
        return f"of the caller's {tenant.human}"
    if parent is None:
        return "of the caller" if owner else ""
    if owner is not None and not owner.stored:
        return (
            "of the caller"
            if parent.owner == parent.id
            else f"of one of the caller's {parent.words.human_plural}"
        )
    return f"of {parent.words.article} {parent.words.human}"


def docstring(method: Method, spec: EndpointSpec, words: Words, whose: str, seeing: str = "") -> str:
    """One sentence that says who gets what; `whose` as `whose_rows` says it, `seeing` those who reach all."""
    many, one, made = _nouns(words, whose, seeing)
    match method:
        case "list":
            return f"List {many}, {order_in_words(spec)}."
        case "create":
            return f"Create {made}."
        case "get":
            return f"Return {one}."
        case "update":
            return f"Change {one}: only the fields that are sent."
        case "replace":
            return f"Replace {one}: what is not sent falls back to its default."
        case _:
            return f"Delete {one}."


def action_docstring(action: Action, words: Words, whose: str, seeing: str = "") -> str:
    """`Cancel a parcel: from pending or paid to cancelled.`"""
    _, one, _ = _nouns(words, whose, seeing)
    step = f"from {states_in_words(action.sources)} to {states_in_words((action.target,))}"
    return f"{human(action.name).capitalize()} {one}: {step}."


def states_in_words(states: tuple[str, ...]) -> str:
    """`pending, paid or in transit`."""
    *others, last = (human(state) for state in states)
    return f"{', '.join(others)} or {last}" if others else last


def _nouns(words: Words, whose: str, seeing: str) -> tuple[str, str, str]:
    """All rows, one that is there, and one that is made, each with whose it is."""
    many, one, made = (
        words.human_plural,
        f"{words.article} {words.human}",
        f"{words.article} {words.human}",
    )
    if whose == "of the caller":
        many, one = f"the caller's {many}", f"one of the caller's {many}"
        made = f"{made} that belongs to the caller"
    elif whose:
        many, one, made = f"the {many} {whose}", f"{one} {whose}", f"{made} {whose}"
    if seeing:
        many, one = f"{many}, or everybody's for {seeing}", f"{one}, or anybody's for {seeing}"
        made = made if whose == "of the caller" else f"{made}, or anybody's for {seeing}"
    return many, one, made


def order_in_words(spec: EndpointSpec) -> str:
    """`newest first`, or `ordered by price, descending`."""
    order = spec.listing.order
    if order.column == "created_at":
        return "newest first" if order.descending else "oldest first"
    return f"ordered by {human(order.column)}{', descending' if order.descending else ''}"
