"""What keeps rows apart: the fields whose value every statement is given, and whose the parent is."""

import re

from msgspec.structs import replace

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.fragments import Fragment, code
from fastapi_endpoint.render.ids import STORED, referred
from fastapi_endpoint.render.tenants import tenant_of_caller
from fastapi_endpoint.render.view import (
    FieldView,
    Idiom,
    ParentView,
    ScopeKind,
    ScopeView,
    SuperusersView,
    Words,
)

SEES_ALL = "sees_all"
WIDEST_FIRST: tuple[ScopeKind, ...] = ("tenant", "parent", "owner")


def scope_views(
    project: ProjectMap,
    fields: tuple[FieldView, ...],
    words: Words,
    model: str,
    idiom: Idiom,
    parent: ParentView | None,
    seeing: SuperusersView | None,
) -> tuple[ScopeView, ...]:
    """The scopes of a resource, in the order in which signatures, WHEREs and indexes have them.

    `seeing` are those whom no owner keeps from a row.
    """
    user = project.conventions.auth.parameter.value
    found = [
        ScopeView(
            kind=kind,
            column=field.column,
            keyword=field.name,
            expression=parent.expression if parent and kind == "parent" else f"{user}.{_key(field, project)}",
            condition=Fragment(f"{idiom.column_of(model, field.column.python_name)} == {field.name}"),
        )
        for kind in WIDEST_FIRST
        for field in fields
        if field.scope == kind
    ]
    if parent is not None and parent.owner:
        found.append(_of_parent(parent, model, user, project, idiom))
    if seeing is None:
        return tuple(found)
    return tuple(_passed_by(each, seeing, words, parent) if each.kind == "owner" else each for each in found)


def is_named(variable: str, source: str) -> bool:
    """Does the source name the variable, and not only an attribute that is called so?"""
    return re.search(rf"(?<![\w.]){variable}\b", source) is not None


def reach_name(words: Words) -> str:
    """The function that says which rows a caller reaches."""
    return f"reachable_{words.plural}"


def _passed_by(
    owner: ScopeView, seeing: SuperusersView, words: Words, parent: ParentView | None
) -> ScopeView:
    """The scope of an owner that is none for some callers."""
    given = [owner.keyword, f"{SEES_ALL}={SEES_ALL}"]
    if parent is not None and is_named(parent.parameter, owner.condition.text):
        given.insert(0, parent.parameter)
    called = Fragment(f"{reach_name(words)}({', '.join(given)})")
    return replace(owner, condition=called, bypass=seeing.asked, own=owner.condition)


def _key(field: FieldView, project: ProjectMap) -> str:
    """The attribute of the user that the field holds."""
    of_caller = tenant_of_caller(project, field.spec) if field.scope == "tenant" else None
    if of_caller is not None:
        return of_caller.name
    return field.column.reference.column if field.column.reference else "id"


def _of_parent(parent: ParentView, model: str, user: str, project: ProjectMap, idiom: Idiom) -> ScopeView:
    """Whose the parent is, is whose its children are; a user is their own."""
    owner, its = parent.model.column(parent.owner), parent.mapped.text
    kind = owner.type if owner and owner.type in STORED else "uuid"
    itself = parent.owner == parent.id
    keyword = "caller_id" if parent.owner in (parent.id, parent.parameter) else parent.owner
    condition = Fragment(f"{idiom.column_of(model, parent.field)} == {keyword}")
    if not itself:
        key, holder = idiom.column_of(its, parent.id), idiom.column_of(its, parent.owner)
        same = f"{key} == {parent.parameter}, {holder} == {keyword}"
        condition = code(f"exists().where({same})", "sqlalchemy.exists").needing(*parent.mapped.imports)
    its_own = f"{user}.{parent.id}"
    expression = (referred(owner, user, project.models) if owner else None) or its_own
    return ScopeView(
        kind="owner",
        column=Column(name=parent.owner, kind=kind, python=STORED[kind]),
        keyword=keyword,
        expression=expression,
        condition=condition,
        stored=False,
    )
