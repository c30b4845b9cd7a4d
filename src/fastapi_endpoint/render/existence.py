"""Queries that say whether a row is there: to tell 403 from 404, and to check a parent."""

from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.render.functions import call, identified, within
from fastapi_endpoint.render.scopes import SEES_ALL
from fastapi_endpoint.render.view import ParentView, ResourceView, ScopeView


def exists_name(view: ResourceView) -> str:
    """The query that tells another's row from no row."""
    return f"{view.words.singular}_exists"


def parent_exists_name(parent: ParentView) -> str:
    """The query that tells another's parent from none."""
    return f"{parent.words.singular}_exists"


def existence_queries(view: ResourceView) -> list[Fragment]:
    """Those that the operations of the resource, or the answers to them, need."""
    forbids = view.owner is not None and view.access.others == 403
    items = any(each.method not in ("list", "create") for each in view.operations)
    found = [_row(view)] if forbids and items else []
    if view.parent is not None and checked(view):
        found.append(_parent(view, view.parent, view.parent.check, view.scopes))
        if forbids and not view.owner_stored:
            scopes = tuple(scope for scope in view.scopes if scope.kind == "parent")
            found.append(_parent(view, view.parent, parent_exists_name(view.parent), scopes))
    return found


def checked(view: ResourceView) -> bool:
    """Does an operation ask whether the parent is there? Those on one row find no row without it."""
    return any(each.method in ("list", "create") for each in view.operations)


def parent_missing(view: ResourceView, parent: ParentView) -> str:
    """The condition that the parent is not there for the caller."""
    return f"not {call(view, _of_parent(view.scopes), parent.check)}"


def widened(view: ResourceView) -> tuple[ScopeView, ...]:
    """The scopes without the owner."""
    return tuple(scope for scope in view.scopes if scope.kind != "owner")


def _row(view: ResourceView) -> Fragment:
    identifier = view.column(view.id.column)
    value = view.id.lookup.format(view.id.parameter)
    scopes = widened(view)
    where = ", ".join([f"{identifier} == {value}", *(each.condition.text for each in scopes)])
    body = _found(view, f"select({identifier}).where({where})")
    return within(view, scopes, exists_name(view), [identified(view)], Fragment("bool"), [body])


def _parent(view: ResourceView, parent: ParentView, name: str, scopes: tuple[ScopeView, ...]) -> Fragment:
    key = view.idiom.column_of(parent.mapped.text, parent.id)
    where = [f"{key} == {parent.parameter}"]
    owners = [each for each in scopes if not each.stored]
    for each in owners:
        own = f"{view.idiom.column_of(parent.mapped.text, parent.owner)} == {each.keyword}"
        where.append(f"true() if {SEES_ALL} else {own}" if each.bypass else own)
    body = _found(view, f"select({key}).where({', '.join(where)})")
    if any(each.bypass for each in owners):
        body = body.needing(Import("sqlalchemy", "true"))
    return within(
        view, _of_parent(scopes), name, [], Fragment("bool"), [body.needing(*parent.mapped.imports)]
    )


def _of_parent(scopes: tuple[ScopeView, ...]) -> tuple[ScopeView, ...]:
    """What a question about the parent is given: which it is, and whose."""
    return tuple(each for each in scopes if each.kind == "parent" or not each.stored)


def _found(view: ResourceView, statement: str) -> Fragment:
    session = view.session.parameter
    return view.idiom.selected(f"return {view.idiom.await_}{session}.scalar({statement}) is not None")
