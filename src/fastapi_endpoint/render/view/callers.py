"""The session and the caller, and which rows are the caller's."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.fragments import Fragment

CommitPlace = Literal["endpoint", "crud", "helper"]
ScopeKind = Literal["tenant", "parent", "owner"]


class Idiom(Struct, frozen=True, kw_only=True):
    """How functions are written where sessions are asynchronous, and where they are not."""

    is_async: bool
    def_: str
    await_: str
    session_type: Fragment


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
    """What keeps rows apart, in the WHERE of every statement: `column` is what `keyword` says.

    `keyword` is an argument of each query; `expression` is what endpoints give it: an attribute of the
    caller (`current_user.id`), or a parameter of the path.
    """

    kind: ScopeKind
    column: Column
    keyword: str
    expression: str

    @property
    def of_caller(self) -> bool:
        """Does the endpoint read the value from the current user?"""
        return self.kind != "parent"


class AccessView(Struct, frozen=True, kw_only=True):
    """Who may call. `annotation` and `default` declare the current user in an endpoint.

    Where no scope reads the user, `dependency` stands on the router. `others` is the answer to a request
    for a row of another owner.
    """

    secured: bool
    parameter: str = ""
    annotation: Fragment | None = None
    default: Fragment | None = None
    dependency: Fragment | None = None
    user_class: Fragment | None = None
    others: Literal[404, 403] = 404
