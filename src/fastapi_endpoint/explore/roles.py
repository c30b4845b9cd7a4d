"""What a caller may do: the check of a role, how endpoints ask for one, and the roles that users have."""

import re
from collections.abc import Iterator

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, RoleForm, Symbol, Witness
from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.explore.guards import ROLE, Guard
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.uses import gives_depends
from fastapi_endpoint.source.expression import call_of, is_name, split_items, subscript_of
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.module import Class, Function
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Assignment, Call, Parameter

_SUPERUSER = ("is_superuser", "is_admin", "is_staff", "superuser", "admin", "is_super_admin")
_ROLE_FIELDS = ("role", "roles", "user_role", "role_name", "user_type", "account_type")
_MANY = re.compile(r"(?i)^(list|sequence|tuple|set|frozenset|iterable|collection)\b")
_LISTS = ("[", "(", "{")


class Roles(Struct, frozen=True, kw_only=True):
    """The facts of `Auth` that are about roles."""

    check: Fact[Symbol | None]
    form: Fact[RoleForm]
    keyword: Fact[str]
    depends: Fact[bool]
    type: Fact[Symbol | None]
    names: Fact[tuple[tuple[str, str], ...]]
    superuser_field: Fact[str | None]
    role_field: Fact[str | None]


class _Asked(Struct, frozen=True):
    """One place that asks for a role: the call that makes the check, None where there is none to make."""

    file: str
    line: int
    target: Target
    call: Call | None


def detect_roles(index: Index, guards: list[Guard], current: Guard | None, table: Model | None) -> Roles:
    """How roles are checked here; `current` says who is calling, `table` is the users' table."""
    found = [guard for guard in guards if guard.is_role and guard is not current]
    found = [guard for guard in found if guard.count] or found
    best = found[0] if found else None
    asked = list(_asked(index, best)) if best else []
    unused = None if best else _unused(index, current)
    target = asked[0].target if asked else unused
    role = _field(table, _ROLE_FIELDS)
    enum = _enum(index, asked, table, role.value)
    shown = tuple(Witness(each.file, each.line) for each in asked[:3])
    form, keyword = _form(index, target, asked)
    return Roles(
        check=_chosen(index, found, target),
        form=Fact(value=form, witnesses=shown) if target else Fact(value=form, origin="default"),
        keyword=Fact(value=keyword, witnesses=shown) if keyword else Fact(value="", origin="default"),
        depends=gives_depends(index.files, target),
        type=Fact(value=index.symbol(enum)) if enum else Fact(value=None, origin="default"),
        names=_names(index, enum, table, role.value),
        superuser_field=_field(table, _SUPERUSER),
        role_field=role,
    )


def _asked(index: Index, guard: Guard) -> Iterator[_Asked]:
    """The uses of a check; a check that is kept under a name is what that name is bound to."""
    for use in guard.uses:
        text = (use.call.argument(0, "dependency") or "") if use.call else ""
        made = call_of(text) if use.called else None
        item = index.files.resolver.item(use.target) if not use.target.rest else None
        if made is None and isinstance(item, Assignment) and item.call is not None:
            made_by = index.files.target(use.target.file, item.call.function)
            if made_by.file:
                yield _Asked(use.target.file, use.line, made_by, item.call)
                continue
        yield _Asked(use.file, use.line, use.target, made)


def _unused(index: Index, current: Guard | None) -> Target | None:
    """A check that stands beside the dependency on the caller, ready for the first endpoint to ask."""
    if current is None:
        return None
    home = current.target
    asking = {use.function for use in index.uses if use.target == home and use.where == "function"}
    module = index.files.module(home.file)
    for function in module.functions if module else ():
        names = {function.name, *(inner.name for inner in function.defines.functions)}
        if ROLE.search(function.name) and names & asking:
            return Target(home.file, home.module, function.name)
    return None


def _chosen(index: Index, found: list[Guard], target: Target | None) -> Fact[Symbol | None]:
    if not found:
        symbol = index.symbol(target) if target else None
        return Fact(value=symbol, origin="code" if target else "default")
    best, *others = found
    sure = best.count >= 2 and (
        not others or best.count >= 4 * others[0].count or best.count >= 0.8 * sum(g.count for g in found)
    )
    return Fact(
        value=index.symbol(target or best.target),
        confidence="high" if sure else "low",
        witnesses=tuple(Witness(use.file, use.line) for use in best.uses[:12]),
        against=tuple(Witness(g.uses[0].file, g.uses[0].line, g.target.dotted) for g in others[:5]),
    )


def _form(index: Index, target: Target | None, asked: list[_Asked]) -> tuple[RoleForm, str]:
    """How roles are given to the check, and the keyword that a list of them goes by."""
    calls = [each.call for each in asked if each.call is not None and each.call.arguments]
    for call in calls:
        for argument in call.arguments:
            if argument.value.startswith(_LISTS):
                return "list", argument.name
    if target is None or (asked and not calls):
        return "dependency", ""
    taken = [each for each in _parameters(index, target) if "Depends(" not in each.default + each.annotation]
    if any(each.kind == "*" for each in taken):
        return "each", ""
    if calls:
        named = calls[0].arguments[0].name
        return "one", named if named != "*" else ""
    if not taken:
        return "dependency", ""
    head = subscript_of(taken[0].annotation)
    return ("list", "") if head and _MANY.match(head.base.rpartition(".")[2]) else ("one", "")


def _parameters(index: Index, target: Target) -> tuple[Parameter, ...]:
    item = index.files.resolver.item(target) if not target.rest else None
    if isinstance(item, Class):
        item = next((each for each in item.functions if each.name == "__init__"), None)
        return item.parameters[1:] if item else ()
    return item.parameters if isinstance(item, Function) else ()


def _enum(index: Index, asked: list[_Asked], table: Model | None, role: str | None) -> Target | None:
    """The class whose members are roles: as endpoints ask for them, else that of the users' column."""
    given = [(each.file, item) for each in asked if each.call is not None for item in _given(each.call)]
    if any(string(text) is not None for _, text in given):
        return None
    written = [(file, text.rpartition(".")[0]) for file, text in given if is_name(text)]
    if table is not None and role is not None:
        class_ = index.files.class_at(Target(table.file, table.module, table.name))
        column = class_.assignment(role) if class_ else None
        written += [(table.file, name) for name in _types(column)] if column else []
    for file, name in written:
        found = index.files.target(file, name) if is_name(name) else None
        if found is not None and _members(index, found):
            return found
    return None


def _types(column: Assignment) -> Iterator[str]:
    """The names that may be the type of a column: in `Mapped[...]`, and in `Enum(...)`."""
    subscript = subscript_of(column.annotation)
    for item in subscript.items if subscript else ():
        yield from (part.strip() for part in item.split("|"))
    for text in column.call.positional if column.call else ():
        inner = call_of(text)
        yield from inner.positional if inner else ()


def _given(call: Call) -> tuple[str, ...]:
    values = [argument.value for argument in call.arguments]
    items = [split_items(value[1:-1]) if value.startswith(_LISTS) else (value,) for value in values]
    return tuple(each for found in items for each in found)


def _names(
    index: Index, enum: Target | None, table: Model | None, role: str | None
) -> Fact[tuple[tuple[str, str], ...]]:
    """Roles as they are stored, each with its member where they are those of an enum."""
    class_ = index.files.class_at(enum) if enum else None
    if enum is not None and class_ is not None:
        return Fact(value=_members(index, enum), witnesses=(Witness(enum.file, class_.line),))
    column = table.column(role) if table and role else None
    if table is None or column is None:
        return Fact(value=(), origin="default")
    values = column.values or _checked(index, table, column.name)
    return Fact(value=tuple((value, "") for value in values), origin="code" if values else "default")


def _checked(index: Index, table: Model, column: str) -> tuple[str, ...]:
    """The values that a CHECK allows: `role IN ('user', 'admin')`."""
    class_ = index.files.class_at(Target(table.file, table.module, table.name))
    arguments = class_.assignment("__table_args__") if class_ else None
    found = re.search(rf"\b{column} IN \(([^()]*)\)", arguments.value) if arguments else None
    return tuple(re.findall(r"'([^']*)'", found[1])) if found else ()


def _members(index: Index, target: Target) -> tuple[tuple[str, str], ...]:
    """Value and member of each role of an enum with texts for values."""
    class_ = index.files.class_at(target) if target.file else None
    if class_ is None or not any("Enum" in base for base in class_.bases):
        return ()
    said = [
        (string(each.value), each.target) for each in class_.assignments if not each.target.startswith("_")
    ]
    return tuple((value, member) for value, member in said if value is not None)


def _field(table: Model | None, names: tuple[str, ...]) -> Fact[str | None]:
    if table is None:
        return Fact(value=None, confidence="low", origin="default")
    for name in names:
        column = table.column(name)
        if column is not None:
            return Fact(value=name, witnesses=(Witness(table.file, column.line or table.line),))
    return Fact(value=None, witnesses=(Witness(table.file, table.line),))
