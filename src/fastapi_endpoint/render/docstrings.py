"""What endpoints say of themselves: one sentence that tells who gets what."""

from fastapi_endpoint.domain.spec import Action, EndpointSpec, Method
from fastapi_endpoint.naming import human
from fastapi_endpoint.render.view import ParentView, ScopeView, Words

_OF_CALLER, _REACHED = "of the caller", "that the caller reaches"


def whose_rows(scopes: tuple[ScopeView, ...], parent: ParentView | None) -> str:
    """Of whom or what the rows are, as words that follow them; "" where they are nobody's."""
    owner = next((scope for scope in scopes if scope.kind == "owner"), None)
    tenant = next((scope for scope in scopes if scope.kind == "tenant"), None)
    if parent is not None and (owner is None or owner.stored or parent.owner != parent.id):
        return _of_parent(parent, owner)
    if owner is not None:
        return _REACHED if owner.bypass else _OF_CALLER
    return f"of the caller's {tenant.human}" if tenant is not None else ""


def _of_parent(parent: ParentView, owner: ScopeView | None) -> str:
    one = f"of {parent.words.article} {parent.words.human}"
    if owner is None or owner.stored:
        return one
    return f"{one} {_REACHED}" if owner.bypass else f"of one of the caller's {parent.words.human_plural}"


def docstring(method: Method, spec: EndpointSpec, words: Words, whose: str) -> str:
    """One sentence that says who gets what; `whose` as `whose_rows` says it."""
    many, one, made = _nouns(words, whose)
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


def action_docstring(action: Action, words: Words, whose: str) -> str:
    """`Cancel a parcel: from pending or paid to cancelled.`"""
    _, one, _ = _nouns(words, whose)
    step = f"from {states_in_words(action.sources)} to {states_in_words((action.target,))}"
    return f"{human(action.name).capitalize()} {one}: {step}."


def states_in_words(states: tuple[str, ...]) -> str:
    """`pending, paid or in transit`."""
    *others, last = (human(state) for state in states)
    return f"{', '.join(others)} or {last}" if others else last


def _nouns(words: Words, whose: str) -> tuple[str, str, str]:
    """All rows, one that is there, and one that is made, each with whose it is."""
    many, one, made = (
        words.human_plural,
        f"{words.article} {words.human}",
        f"{words.article} {words.human}",
    )
    if whose in (_OF_CALLER, _REACHED):
        made = f"{made} that belongs to the caller"
    elif whose:
        made = f"{made} {whose}"
    if whose == _OF_CALLER:
        return f"the caller's {many}", f"one of the caller's {many}", made
    return (f"the {many} {whose}", f"{one} {whose}", made) if whose else (many, one, made)


def order_in_words(spec: EndpointSpec) -> str:
    """`newest first`, or `ordered by price, descending`."""
    order = spec.listing.order
    if order.column == "created_at":
        return "newest first" if order.descending else "oldest first"
    return f"ordered by {human(order.column)}{', descending' if order.descending else ''}"
