"""The session and the caller, and which rows are the caller's."""

import re
from typing import Literal

from msgspec import Struct

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.render.view.names import Place

CommitPlace = Literal["endpoint", "crud", "helper"]
ScopeKind = Literal["tenant", "parent", "owner"]


class Idiom(Struct, frozen=True, kw_only=True):
    """How functions are written where sessions are asynchronous, and where they are not.

    `select` begins a query and `rows` is the session's method that runs one for whole rows, `execute` the one
    that runs what changes rows. `column` is how a column of a model stands in an expression, with two
    places: for the model, and for the column; `wrapper` is what it calls, if anything.
    """

    is_async: bool
    def_: str
    await_: str
    session_type: Fragment
    select: Import = Import("sqlalchemy", "select")
    rows: str = "scalars"
    execute: str = "execute"
    column: str = "{}.{}"
    wrapper: Import | None = None

    def column_of(self, model: str, name: str) -> str:
        """That column of the model, in an expression."""
        return self.column.format(model, name)

    def wrapping(self, source: str) -> frozenset[Import]:
        """What source that names columns has to import for that."""
        if self.wrapper is None or not re.search(rf"(?<![\w.]){self.wrapper.name}\(", source):
            return frozenset()
        return frozenset({self.wrapper})

    def selected(self, text: str) -> Fragment:
        """Source that calls `select`."""
        return Fragment(text, frozenset({self.select}))


class SessionView(Struct, frozen=True, kw_only=True):
    """The database session: its parameter, its annotation in endpoints, who commits.

    `annotation` (and `default`, where the host writes `= Depends(...)`) declare the endpoint's parameter.
    `keep_readable` is True where rows must leave the session before the commit expires them.
    """

    parameter: str
    annotation: Fragment
    default: Fragment | None
    commit: CommitPlace
    commit_call: Fragment
    keep_readable: bool


class ScopeView(Struct, frozen=True, kw_only=True):
    """What keeps rows apart: `condition` stands in the WHERE of every statement.

    `keyword` is an argument of each query, of the type of `column`; `expression` is what endpoints give it:
    an attribute of the caller (`current_user.id`), or a parameter of the path. `stored` is False where the
    column is none of the resource's own: what it says of the parent holds for its children. `bypass` is set
    where some callers are kept apart from nothing: what endpoints give as `sees_all`; `own` is then the
    condition for the others.
    """

    kind: ScopeKind
    column: Column
    keyword: str
    expression: str
    condition: Fragment
    stored: bool = True
    bypass: Fragment | None = None
    own: Fragment | None = None

    @property
    def human(self) -> str:
        """What the column refers to, in prose."""
        return self.keyword.removesuffix("_id").replace("_", " ")

    @property
    def of_caller(self) -> bool:
        """Does the endpoint read the value from the current user?"""
        return self.kind != "parent"


Holder = tuple[tuple[str, Fragment], ...]
"""Attributes of a user, and the source of their values."""


class SuperusersView(Struct, frozen=True, kw_only=True):
    """Users who may more than others: `name` is what they are called in prose, all of them.

    `asked` is the condition, of a user who is called as endpoints call the caller. `holder` is what one of
    them has, `others` what everybody else has.
    """

    name: str
    asked: Fragment
    holder: Holder
    others: Holder


class RoleView(Struct, frozen=True, kw_only=True):
    """Which operations need a role: each with the `Depends(...)` that asks for it.

    `holder` is what a user has who passes every check, `strangers` what one has who does not pass those of
    the operations beside it. Where the host has no check that fits, `defines` is the name of a new one,
    `home` the file of the host that it is added to.
    """

    guards: tuple[tuple[str, Fragment], ...]
    holder: Holder
    strangers: tuple[tuple[Holder, tuple[str, ...]], ...]
    defines: str = ""
    home: Place | None = None

    def guard(self, operation: str) -> Fragment | None:
        """The check of one operation."""
        return dict(self.guards).get(operation)

    def of_all(self, operations: tuple[str, ...]) -> Fragment | None:
        """The check that all of the operations share, where they do."""
        checks = {check.text: check for check in map(self.guard, operations) if check is not None}
        shared = len(checks) == 1 and all(self.guard(operation) for operation in operations)
        return next(iter(checks.values())) if shared else None


class AccessView(Struct, frozen=True, kw_only=True):
    """Who may call. `annotation` and `default` declare the current user in an endpoint.

    Where no scope reads the user, `dependency` stands on the router. `others` is the answer to a request
    for a row of another owner. Where all operations need the same role, `dependency` asks for that.
    `seeing` are those to whom rows of others are no others', where there are such.
    """

    secured: bool
    parameter: str = ""
    annotation: Fragment | None = None
    default: Fragment | None = None
    dependency: Fragment | None = None
    user_class: Fragment | None = None
    others: Literal[404, 403] = 404
    role: RoleView | None = None
    seeing: SuperusersView | None = None

    def refuses(self, operation: str) -> tuple[int, ...]:
        """The statuses of callers who may not call an operation at all."""
        asks = self.role is not None and self.role.guard(operation) is not None
        return (*([401] if self.secured else []), *([403] if asks else []))
