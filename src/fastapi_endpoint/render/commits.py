"""The end of a write: it is made final, or refused because of what is stored."""

from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.access import reference
from fastapi_endpoint.render.functions import shared_name
from fastapi_endpoint.render.view import ResourceView


def conflict_error(view: ResourceView) -> Fragment:
    """The exception that says that what is stored does not allow a write: the host's own, or ours."""
    own = view.conventions.answers.conflict.value
    return reference(own) if own else shared_name(view, shared.CONFLICTS, "ConflictError")


def committed(view: ResourceView, row: str | None = None, *, flushed: bool = False) -> list[Fragment]:
    """Make the write final here, or leave that to the endpoint; rows stay readable afterwards."""
    session, await_ = view.session.parameter, view.idiom.await_
    here = view.session.commit == "crud"
    fetches = view.table.fetches_computed
    lines = []
    if row and (view.session.keep_readable or not here or fetches) and not flushed:
        lines.append(Fragment(f"{await_}{session}.flush()"))
    if row and fetches:
        lines.append(Fragment(f"{await_}{session}.refresh({row})  # what the database computes"))
    if row and view.session.keep_readable:
        lines.append(Fragment(f"{session}.expunge({row})  # stays readable after the commit"))
    if here:
        lines.append(view.session.commit_call)
    return lines


def committed_change(view: ResourceView) -> list[Fragment]:
    """The same after a statement that has changed a row, or found none."""
    row, session = view.words.singular, view.session.parameter
    if not view.session.keep_readable:
        return committed(view)
    return [
        Fragment(f"if {row} is not None:"),
        Fragment(f"    {session}.expunge({row})  # stays readable after the commit"),
        *committed(view),
    ]
