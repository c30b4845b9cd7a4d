"""The host's envelope around the answers: which ones, its type, and the call that makes it."""

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment, join
from fastapi_endpoint.render.access import reference
from fastapi_endpoint.render.patterns import fill
from fastapi_endpoint.render.view import EnvelopeView, ResourceView, Words

_AS_ELSEWHERE = "update"
"""What the host says of changes it says of replacements and actions."""

_VARIABLES = ("error", "found", "has_more", "page", "query", "request", "response", "rows", "total")


def envelope_view(spec: EndpointSpec, habits: Conventions, words: Words) -> EnvelopeView | None:
    """The envelope that was asked for, where it is known how the host fills it."""
    known = habits.answers.wrapping.value
    if spec.envelope != "host" or known is None or known.maker.imported in _hiding(habits, words):
        return None
    said = dict(known.said)
    changed = ("replace", *(action.name for action in spec.actions))
    paged_by_library = spec.listing.pagination == "fastapi_pagination"
    made_by_helper = spec.listing.host and habits.answers.page_helper.value is not None
    return EnvelopeView(
        model=reference(known.model),
        maker=reference(known.maker),
        payload=known.payload,
        argument=known.argument,
        said=tuple(
            (method, ", ".join(f"{name}={fill(source, words)}" for name, source in given))
            for method in spec.operations
            if (given := said.get(_AS_ELSEWHERE if method in changed else method))
        ),
        row_last=known.row_last,
        plain=known.plain,
        lists=known.lists and not paged_by_library and not made_by_helper,
    )


def _hiding(habits: Conventions, words: Words) -> frozenset[str]:
    """What endpoints call what they are given and find: a function of such a name is out of their reach."""
    given = (habits.session.parameter.value, fill(habits.naming.body.value, words), words.singular)
    return frozenset((*_VARIABLES, *given))


def enveloped(view: ResourceView, method: str, answer: Fragment) -> Fragment:
    """The type of an operation's answer: `Envelope[ParcelResponse]` where it is wrapped."""
    if view.envelope is None or not view.envelope.wraps(method):
        return answer
    return join("", [view.envelope.model, answer.put("[", "]")])


def put_into(envelope: EnvelopeView, method: str, shown: Fragment) -> Fragment:
    """The call that wraps an answer: `Envelope(data=..., message="Parcel created")`."""
    given = [shown.put(f"{envelope.argument}=") if envelope.argument else shown]
    if said := dict(envelope.said).get(method):
        given.insert(0 if envelope.row_last else 1, Fragment(said))
    return join("", [envelope.maker, join(", ", given).put("(", ")")])
