"""Who is calling: the schemes, the current-user dependency by its uses, role checks, the user model."""

import re
from collections.abc import Iterator, Sequence

from fastapi_endpoint.domain.conventions import Auth, Fact, Symbol, Witness
from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.guards import SCHEMES, Guard, find_guards, head_of
from fastapi_endpoint.explore.hashing import detect_hasher
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.protection import detect_protection
from fastapi_endpoint.explore.roles import detect_roles
from fastapi_endpoint.explore.superusers import detect_superusers_reach
from fastapi_endpoint.explore.uses import Use, alias_of, by_call
from fastapi_endpoint.explore.votes import SHOWN, vote
from fastapi_endpoint.source.expression import is_name, split_items
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.statements import Call

# What the names begin with is looked for first.
_SCHEME_NAMES = {
    begin.encode(): tuple(name.encode() for name in SCHEMES if name.startswith(begin))
    for begin in ("OAuth2", "HTTPB", "OpenIdConnect", "APIKey")
}
_LIBRARY = re.compile(
    rb"(?m)^\s*(?:from|import) (?:\w+_)?(?:fastapi_jwt_auth|fastapi_login|authx|fastapi_jwt|fastapi_auth)\b"
)
_USERS = re.compile(rb"(?m)^\s*(?:from|import) fastapi_users\b")
_COOKIE = re.compile(rb"\.cookies\b|\bCookie\(|set_cookie\(")
_HEADER = re.compile(
    rb"headers(?:\.get\(|\[)\s*[\"'](?i:authorization|x-api-key|x-token)|get_authorization_scheme_param"
)
_CREDENTIAL = re.compile(r"(?i)\bauthorization\b|api[_-]?key|x[_-]token")
_PLAIN = frozenset({"dict", "Dict", "Mapping", "str", "int", "UUID", "tuple", "bool"})
_TOKEN = re.compile(r"(?i)token|auth|jwt|session|user")


def detect_auth(index: Index, models: tuple[Model, ...], user: Symbol | None) -> Auth:
    """Every field of `Auth`; `user` is the user model."""
    guards = find_guards(index, user)
    current = _current(guards)
    kinds = _kinds(index, guards)
    uses = _value_uses(current) if current else []
    table = next(
        (model for model in models if user and (model.file, model.name) == (user.file, user.name)), None
    )
    roles = detect_roles(index, guards, current, table)
    hasher, hasher_is_async = detect_hasher(index)
    return Auth(
        kinds=kinds,
        current_user_dependency=_chosen(index, current, guards),
        alias=vote(
            ((index.symbol(a) if (a := alias_of(u)) else None, Witness(u.file, u.line)) for u in uses), None
        ),
        annotation=_annotation(index, uses, current),
        plain_type=_plain_type(index, uses, current),
        parameter=vote(((u.parameter, Witness(u.file, u.line)) for u in uses if u.parameter), "current_user"),
        role_check=roles.check,
        role_form=roles.form,
        role_keyword=roles.keyword,
        role_depends=roles.depends,
        role_type=roles.type,
        role_names=roles.names,
        superuser_field=roles.superuser_field,
        role_field=roles.role_field,
        secret=_secret(index),
        scopes=_scopes(uses),
        hasher=hasher,
        hasher_is_async=hasher_is_async,
        protection=detect_protection(index, guards),
        by_call=by_call(index.files, current.target if current else None, current.uses if current else ()),
        superusers_reach=detect_superusers_reach(
            index, roles.superuser_field.value or roles.role_field.value
        ),
    )


def _value_uses(current: Guard) -> list[Use]:
    """Uses that take the user as a parameter; those of endpoints where there are any."""
    taken = [use for use in current.uses if use.parameter]
    return [use for use in taken if use.where == "endpoint"] or taken


def _scopes(uses: Sequence[Use]) -> Fact[tuple[str, ...]]:
    """What the endpoints ask of a token beside who it is of, where most of them do."""
    asked = [(use, use.call.keyword("scopes") or "") for use in uses if use.call is not None]
    asking = [(use, text) for use, text in asked if text.startswith(("[", "("))]
    if not asking or len(asking) * 2 < len(uses):
        return Fact(value=(), origin="default")
    named = {string(item) for _, text in asking for item in split_items(text[1:-1])}
    places = tuple(Witness(use.file, use.line) for use, _ in asking[:SHOWN])
    return Fact(value=tuple(sorted(name for name in named if name)), witnesses=places)


def _current(guards: list[Guard]) -> Guard | None:
    """The dependency that says who is calling: named so, else one that gives a user, else any guard."""
    plain = [
        guard
        for guard in guards
        if not guard.is_role and not re.search(r"(?i)optional|or_none|refresh", guard.target.last)
    ]
    for least in (3, 2, 1):
        fitting = [guard for guard in plain if guard.score >= least]
        used = [guard for guard in fitting if guard.count]
        if used or (fitting and least == 3):
            return max(used or fitting, key=lambda guard: (guard.count, len(guard.uses)))
    return None


def _chosen(index: Index, current: Guard | None, guards: list[Guard]) -> Fact[Symbol | None]:
    if current is None:
        return Fact(value=None, confidence="low" if guards else "high", origin="default")
    rivals = [g for g in guards if g is not current and not g.is_role and g.count >= max(1, current.count)]
    sure = current.score >= 2 and current.count >= 2 and not rivals
    return Fact(
        value=index.symbol(current.target),
        confidence="high" if sure else "low",
        witnesses=tuple(Witness(use.file, use.line) for use in current.uses[:12]),
        against=tuple(Witness(g.uses[0].file, g.uses[0].line) for g in rivals[:5]),
    )


def _annotation(index: Index, uses: list[Use], current: Guard | None) -> Fact[Symbol | None]:
    ballots: list[tuple[Symbol | None, Witness]] = []
    for use in uses:
        name = head_of(use.annotation)
        file = use.alias.file if use.alias else use.file
        target = index.files.target(file, name) if is_name(name) else None
        if target is not None and target.file:
            ballots.append((index.symbol(target), Witness(use.file, use.line)))
    if not ballots and current is not None:
        function = index.files.function_at(current.target)
        name = head_of(function.returns) if function else ""
        target = index.files.target(current.target.file, name) if is_name(name) else None
        if target is not None and target.file and function is not None:
            ballots.append((index.symbol(target), Witness(current.target.file, function.line)))
    return vote(ballots, None)


def _plain_type(index: Index, uses: Sequence[Use], current: Guard | None) -> Fact[str]:
    """The builtin that the dependency gives: by what it returns, else by what endpoints take it for."""
    function = index.files.function_at(current.target) if current else None
    texts = [(function.returns, current.target.file, function.line)] if function and current else []
    texts += [(use.annotation, use.file, use.line) for use in uses]
    for text, file, line in texts:
        head = head_of(text).partition("[")[0]
        if head in _PLAIN:
            return Fact(value=head, witnesses=(Witness(file, line),))
        if head:
            break
    return Fact(value="", origin="default")


# -- kinds ----------------------------------------------------------------------------------------
def _kinds(index: Index, guards: list[Guard]) -> Fact[tuple[str, ...]]:
    found: dict[str, Witness] = {}
    for path in index.files.python:
        aside = is_aside(path) or path.startswith(index.foreign)
        if index.files.is_test(path) or aside or path in index.files.migrations:
            continue
        data = index.tree.read(path)
        if b"fastapi_users" in data and _USERS.search(data):
            found.setdefault("fastapi_users", Witness(path, 1))
        if _names_scheme(data):
            for kind, where in _schemes_in(index, path):
                found.setdefault(kind, where)
    if "fastapi_users" in found:
        found = {"fastapi_users": found["fastapi_users"]} | {k: v for k, v in found.items() if k == "cookie"}
    if len(found) > 1:
        found.pop("http_basic", None)  # beside another scheme it guards the documentation or the log-in
    if found:
        return Fact(
            value=tuple(sorted(found)),
            confidence="high" if len(found) == 1 else "low",
            witnesses=tuple(found[kind] for kind in sorted(found)),
        )
    return _by_header(index, guards) or _custom(index, guards)


def _names_scheme(data: bytes) -> bool:
    return any(
        begin in data and any(name in data for name in names) for begin, names in _SCHEME_NAMES.items()
    )


def _schemes_in(index: Index, path: str) -> Iterator[tuple[str, Witness]]:
    module = index.files.module(path)
    if module is None:
        return
    written = module.every_call(*(name.encode() for name in SCHEMES))
    made = [call for call in written if call.last in SCHEMES]
    made += [  # Depends(HTTPBearer()) in a signature
        Call(name, (), parameter.line)
        for function in module.every_function()
        for parameter in function.parameters
        for name in SCHEMES
        if f"{name}(" in parameter.default or f"{name}(" in parameter.annotation
    ]
    for call in made:
        target = index.files.target(path, call.function)
        if not target.file:
            yield SCHEMES[call.last], Witness(path, call.line)
    for class_ in module.classes:
        for base in class_.bases:
            name = base.rpartition(".")[2]
            if name in SCHEMES:
                yield SCHEMES[name], Witness(path, class_.line)


def _by_header(index: Index, guards: list[Guard]) -> Fact[tuple[str, ...]] | None:
    """A guard that takes a header as a parameter, or an endpoint: `x_api_key: str = Header(...)`."""
    taken = [
        (guard.target.file, parameter, False)
        for guard in guards
        if (function := index.files.function_at(guard.target))
        for parameter in function.parameters
    ]
    taken += [(e.file, parameter, True) for e in index.endpoints for parameter in e.function.parameters]
    for file, parameter, plain in taken:
        text = f"{parameter.annotation} {parameter.default}"
        if "Header(" not in text or (plain and not _CREDENTIAL.search(f"{parameter.name} {text}")):
            continue
        kind = "api_key_header" if "key" in parameter.name.lower() else "custom"
        return Fact(value=(kind,), confidence="low", witnesses=(Witness(file, parameter.line),))
    return None


def _custom(index: Index, guards: list[Guard]) -> Fact[tuple[str, ...]]:
    """No scheme of FastAPI's: a cookie, a header read by hand, or nothing."""
    cookies, headers = [], []
    for path in index.files.python:
        if index.files.is_test(path) or is_aside(path):
            continue
        data = index.tree.read(path)
        if (b"_auth" in data or b"authx" in data or b"fastapi_" in data) and _LIBRARY.search(data):
            headers.append(Witness(path, 1))
        if b"eaders" not in data and b"ookie" not in data and b"authorization" not in data:
            continue
        if b"ookie" in data and _COOKIE.search(data) and _TOKEN.search(data.decode("utf-8", "replace")):
            cookies.append(Witness(path, 1))
        if _HEADER.search(data):
            headers.append(Witness(path, 1))
    if headers:
        return Fact(
            value=("custom",), confidence="low", witnesses=tuple(headers[:4]), against=tuple(cookies[:4])
        )
    if cookies and guards:
        return Fact(value=("cookie",), confidence="low", witnesses=tuple(cookies[:4]))
    if any(guard.score >= 2 and guard.count for guard in guards):
        where = guards[0].uses[0]
        return Fact(value=("custom",), confidence="low", witnesses=(Witness(where.file, where.line),))
    return Fact(value=("none",), confidence="low" if guards else "high", origin="default")


# -- fields of the user ------------------------------------------------------------------------------
def _secret(index: Index) -> Fact[Symbol | None]:
    """The setting that signs tokens: the second argument of `jwt.encode`."""
    for path in index.files.mentioning("jwt"):
        if is_aside(path):
            continue
        module = index.files.module(path)
        for call in module.every_call(b"encode", b"decode") if module else ():
            if call.function in ("jwt.encode", "encode", "jwt.decode"):
                text = call.argument(1, "key") or call.keyword("secret") or ""
                if not is_name(text):
                    continue
                target = index.files.target(path, text)
                if target.file:
                    return Fact(value=index.symbol(target), witnesses=(Witness(path, call.line),))
    return Fact(value=None, confidence="low", origin="default")
