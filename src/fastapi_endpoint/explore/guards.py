"""Guards: dependencies that say who is calling, or whether they may."""

import re
from collections import defaultdict

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.uses import Use
from fastapi_endpoint.source.expression import subscript_of, unquoted
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Assignment

_CURRENT = re.compile(
    r"(?i)current_?(active_?|verified_?)?(user|account|admin|employee|member|customer|principal)|get_user$|authenticat"
    r"|^(?:get_)?user_?(?:dep|dependency)$"
)
_AUTH_NAME = re.compile(r"(?i)auth|current|token|jwt|bearer|api_?key|login|credential|identity")
ROLE = re.compile(
    r"(?i)super_?user|admin|role|permission|staff|owner|member|moderator|privilege|has_|require_|allow"
    r"|access_level|(?:check|verify|require)\w*scope|scopes?_?(?:check|required)|^requires?$"
)
_PERMISSION_TEXT = re.compile(r"[\"']\w+[:.]\w[\w:.]*[\"']|(?i:role|permission)")
_NOT_AUTH = re.compile(
    r"(?i)service|repository|repo$|settings|config|session$|get_db|pagination|params|filter|form|provider$|rate_?limit"
)
_THING = re.compile(
    r"(?i)(?:flow|manager|strategy|backend|request|response|dto|payload|schema|form|service|repository|repo|context)$"
)


_CALLER = re.compile(r"User$|(?:Account|Principal|Identity)(?:Id|Info)?$")
_LOOKED_UP = re.compile(r"(?i)(?<!current_)user$")
_GIVEN = re.compile(r"\b(?:Depends|Security|Header|Cookie)\(")
_SCALAR = re.compile(r"\b(?:str|int|UUID\d?|EmailStr)\b")
SCHEMES = {
    "OAuth2PasswordBearer": "oauth2_password_bearer",
    "OAuth2PasswordBearerWithCookie": "cookie",
    "OAuth2AuthorizationCodeBearer": "oauth2_authorization_code",
    "HTTPBearer": "http_bearer",
    "HTTPBasic": "http_basic",
    "OpenIdConnect": "openid_connect",
    "APIKeyHeader": "api_key_header",
    "APIKeyQuery": "api_key_query",
    "APIKeyCookie": "cookie",
}
"""FastAPI's security schemes, and what each is called here."""

_TAKEN = 2
"""How deep a dependency of a dependency may lie."""


class Guard(Struct, frozen=True):
    """A dependency that says who is calling, or whether they may."""

    target: Target
    uses: tuple[Use, ...]
    score: int
    is_role: bool

    @property
    def count(self) -> int:
        """How many endpoints, routers and includes name it."""
        return len({(use.file, use.line, use.function) for use in self.uses if use.where != "function"})


def find_guards(index: Index, user: Symbol | None) -> list[Guard]:
    """All guards, those most used first; `user` is the user model."""
    by_target: dict[Target, list[Use]] = defaultdict(list)
    for use in index.uses:
        if not is_aside(use.file) and not index.files.is_test(use.file):
            by_target[use.target].append(use)
    found = []
    for target, uses in by_target.items():
        score, is_role = _judge(index, target, uses, user)
        if score:
            found.append(Guard(target, tuple(uses), score, is_role))
    return sorted(found, key=lambda guard: (-guard.count, guard.target.dotted))


def _judge(index: Index, target: Target, uses: list[Use], user: Symbol | None) -> tuple[int, bool]:
    """How plainly a dependency is about the caller (0: not at all), and whether it checks a role."""
    name = target.last
    if not target.file:
        return 0, False
    takes_scheme = _takes_scheme(index, target)
    other = _THING.search(name) or (_NOT_AUTH.search(name) and not _CURRENT.search(name))
    if other and not takes_scheme:
        return 0, False
    function = index.files.function_at(target)
    if function is not None and _LOOKED_UP.search(name) and _looks_up(function):
        return 0, False
    if not _CURRENT.search(name) and _gives_row(index, uses, user):
        return 0, False
    called = any(use.called for use in uses)
    returned = function.returns if function else ""
    texts = [returned, *(use.annotation for use in uses)]
    user_names = {user.name} if user else set()
    gives_user = any(head_of(text) in user_names or _CALLER.search(head_of(text)) for text in texts if text)
    score = 0
    if _CURRENT.search(name):
        score = 3
    elif gives_user and (_AUTH_NAME.search(name) or _depends_on_auth(index, target)):
        score = 2
    elif takes_scheme or _AUTH_NAME.search(name):
        score = 1
    is_role = ROLE.search(name) is not None and not re.fullmatch(r"(?i)get_current_(active_)?user", name)
    asking = [use for use in uses if _PERMISSION_TEXT.search(use.text)]
    plain = _CURRENT.search(name) and len(asking) < len(uses)  # it also gives the caller without asking more
    if called and _AUTH_NAME.search(name) and asking and not plain:
        is_role = True
    if is_role and not score:
        whole = _depends_on_auth(index, target) or index.files.class_at(target) or _is_made(index, target)
        score = 2 if called or whole else 0
    if (
        is_role
        and re.search(r"(?i)api_?key|token|auth(enticated)?$", name)
        and not re.search(r"(?i)admin|role|permission|scope", name)
    ):
        is_role = False
    return score, is_role


def _looks_up(function: Function) -> bool:
    """Does it look for the row that a path or a query names, and ask for nothing else that says who calls?"""
    said = [(each, f"{each.annotation} {each.default}") for each in function.parameters]
    if any(_GIVEN.search(text) and (_CURRENT.search(text) or _AUTH_NAME.search(text)) for _, text in said):
        return False
    return any(
        not _GIVEN.search(text) and _SCALAR.search(each.annotation) and not _AUTH_NAME.search(each.name)
        for each, text in said
    )


def _gives_row(index: Index, uses: list[Use], user: Symbol | None) -> bool:
    """Do those who take it call it a row of a table, and not that of users?"""
    names = {table.target.name for table in index.tables} - ({user.name} if user else set())
    taken = [head_of(use.annotation) for use in uses if use.annotation]
    return bool(taken) and all(name in names for name in taken)


def head_of(text: str) -> str:
    """The class that an annotation names, without `Optional`, `Annotated` and the module."""
    text = unquoted(text).partition("|")[0].strip()
    subscript = subscript_of(text)
    if subscript and subscript.base.rpartition(".")[2] in ("Optional", "Annotated") and subscript.items:
        text = subscript.items[0]
    return text.rpartition(".")[2]


def _is_made(index: Index, target: Target) -> bool:
    """Is it an object that a class of the project made?"""
    item = index.files.resolver.item(target) if not target.rest else None
    made = item.call if isinstance(item, Assignment) else None
    return (
        made is not None and index.files.class_at(index.files.target(target.file, made.function)) is not None
    )


def _takes_scheme(index: Index, target: Target) -> bool:
    """Does it take what a scheme of FastAPI's gives: `header = Security(APIKeyHeader(...))`?"""
    for use in index.uses:
        if use.where == "function" and use.file == target.file and use.function == target.last:
            item = index.files.resolver.item(use.target) if use.target.file else None
            made = item.call if isinstance(item, Assignment) and not use.target.rest else None
            name = made.last if made is not None else use.target.last
            if name in SCHEMES:
                return True
    return False


def _depends_on_auth(index: Index, target: Target, depth: int = 0) -> bool:
    """Does the dependency take a caller or a token, itself or by what it takes?"""
    for use in index.uses:
        if use.where != "function" or use.file != target.file:
            continue
        if use.function not in (target.name, target.last):
            continue
        name = use.target.last
        if use.marker == "Security" or _CURRENT.search(name) or _AUTH_NAME.search(name):
            return True
        deeper = depth < _TAKEN and use.target.file and use.target != target
        if deeper and _depends_on_auth(index, use.target, depth + 1):
            return True
    return False
