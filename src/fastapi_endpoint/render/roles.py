"""Which callers may call which operation: the host's check of a role, or a small one beside its sign-in."""

import re
from collections.abc import Mapping

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Conventions, Symbol
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment, Import, Module, join
from fastapi_endpoint.render.access import caller, depends, reference
from fastapi_endpoint.render.missing_roles import missing_roles
from fastapi_endpoint.render.patterns import place_of
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import Holder, Place, RoleView

REQUIRE_ROLE, REQUIRE_SUPERUSER = "require_role", "require_superuser"
OF_ALL = frozenset({"admin", "superuser", "staff", "root"})


class _People(Struct, frozen=True):
    holder: Holder
    strangers: tuple[tuple[Holder, tuple[str, ...]], ...]


def role_view(spec: EndpointSpec, habits: Conventions) -> RoleView | Refusal | None:
    """The checks of the operations that need a role; None where none does."""
    if not spec.access.roles or spec.access.auth == "none":
        return None
    roles = dict(spec.access.roles)
    for make in (_of_host, _by_role, _by_superuser):
        found = make(roles, habits)
        if found is not None:
            return found
    return missing_roles(roles, habits)


def lacks_role(spec: EndpointSpec, habits: Conventions) -> bool:
    """Would a column on the users, and nothing less, make the roles that are asked for work?"""
    auth = habits.auth
    asks_otherwise = auth.role_check.value is not None and auth.role_form.value != "dependency"
    return (
        auth.role_field.value is None
        and not asks_otherwise
        and _gives_row(habits)
        and isinstance(role_view(spec, habits), Refusal)
    )


def role_module(view: RoleView, habits: Conventions) -> Module:
    """The check that is written where the host has none that fits."""
    auth = habits.auth
    user = reference(auth.annotation.value or habits.user_model.value or Symbol("", "object"))
    enum = auth.role_type.value
    role = reference(enum) if enum else Fragment("str")
    alias = auth.alias.value
    parameter = caller(habits, aliased=alias is not None and alias.file == _home(habits).path)
    several = view.defines != REQUIRE_SUPERUSER
    body = shape(
        "role.py",
        function=view.defines,
        caller=parameter.text,
        parameter=auth.parameter.value,
        user=user.text,
        role=role.text,
        several=several,
        check=f"Callable[[{user.text}], Awaitable[{user.text}]]",
        role_field=auth.role_field.value,
        superuser_field=auth.superuser_field.value,
    )
    imports = {Import("fastapi", "HTTPException"), Import("fastapi", "status")}
    imports |= parameter.imports | user.imports
    if several:
        imports |= role.imports | {
            Import("collections.abc", "Awaitable"),
            Import("collections.abc", "Callable"),
        }
    return Module(body=body, imports=frozenset(imports), defines=(view.defines,))


def _home(habits: Conventions) -> Place:
    """The file that says who is calling: a check of ours stands in it."""
    dependency = habits.auth.current_user_dependency.value or habits.auth.alias.value
    return place_of(dependency.file if dependency else "", habits.layout.import_root.value)


# -- the host's own check -------------------------------------------------------------------------
def _of_host(roles: Mapping[str, tuple[str, ...]], habits: Conventions) -> RoleView | None:
    auth = habits.auth
    check, form, given = auth.role_check.value, auth.role_form.value, auth.role_depends.value
    if check is None or not all(_takes(form, check, names) for names in roles.values()):
        return None
    people = _people(roles, habits, by_flag=form == "dependency")
    if people is None:
        return None
    asked = {method: _asked(check, form, names, habits) for method, names in roles.items()}
    return RoleView(
        guards=tuple((method, each if given else depends(each)) for method, each in asked.items()),
        holder=people.holder,
        strangers=people.strangers,
    )


def _takes(form: str, check: Symbol, names: tuple[str, ...]) -> bool:
    """Can the check be asked for these roles?"""
    if form != "dependency":
        return form != "one" or len(names) == 1
    words = set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r"_\1", check.name).lower()))
    return len(names) == 1 and bool({names[0]} & words or (names[0] in OF_ALL and words & OF_ALL))


def _asked(check: Symbol, form: str, names: tuple[str, ...], habits: Conventions) -> Fragment:
    if form == "dependency":
        return reference(check)
    given = join(", ", [role_source(name, habits) for name in names])
    keyword = habits.auth.role_keyword.value
    if form == "list":
        given = given.put("[", "]")
    return join("", [reference(check), given.put(f"({keyword}=" if keyword else "(", ")")])


def role_source(name: str, habits: Conventions) -> Fragment:
    """A role as code writes it: the member of the enum, or its text."""
    enum, members = habits.auth.role_type.value, dict(habits.auth.role_names.value)
    if enum is not None and members.get(name):
        return reference(enum).put("", f".{members[name]}")
    return Fragment(f'"{name}"')


# -- our own --------------------------------------------------------------------------------------
def _by_role(roles: Mapping[str, tuple[str, ...]], habits: Conventions) -> RoleView | None:
    auth = habits.auth
    if auth.role_field.value is None or not _gives_row(habits):
        return None
    there = [name for name, _ in auth.role_names.value]
    if there and any(name not in there for names in roles.values() for name in names):
        return None
    people = _people(roles, habits)
    if people is None:
        return None
    taken = auth.role_check.value is not None and auth.role_check.value.name == REQUIRE_ROLE
    name = "require_one_of" if taken else REQUIRE_ROLE
    home = _home(habits)
    call = Fragment(name, frozenset({Import(home.module, name)}))
    return RoleView(
        guards=tuple(
            (
                method,
                depends(join("", [call, join(", ", [role_source(n, habits) for n in names]).put("(", ")")])),
            )
            for method, names in roles.items()
        ),
        defines=name,
        home=home,
        holder=people.holder,
        strangers=people.strangers,
    )


def _by_superuser(roles: Mapping[str, tuple[str, ...]], habits: Conventions) -> RoleView | None:
    field = habits.auth.superuser_field.value
    if field is None or not _gives_row(habits):
        return None
    meant = {*OF_ALL, field.removeprefix("is_")}
    if any(len(names) != 1 or names[0] not in meant for names in roles.values()):
        return None
    people = _people(roles, habits, by_flag=True)
    if people is None:
        return None
    home = _home(habits)
    check = depends(Fragment(REQUIRE_SUPERUSER, frozenset({Import(home.module, REQUIRE_SUPERUSER)})))
    guards = tuple((method, check) for method in roles)
    return RoleView(
        guards=guards, defines=REQUIRE_SUPERUSER, home=home, holder=people.holder, strangers=people.strangers
    )


def _gives_row(habits: Conventions) -> bool:
    """Is the caller a row of the user table, so that its columns can be asked?"""
    given, user = habits.auth.annotation.value, habits.user_model.value
    return user is not None and (given is None or (given.file, given.name) == (user.file, user.name))


# -- who passes -----------------------------------------------------------------------------------
def _people(
    roles: Mapping[str, tuple[str, ...]], habits: Conventions, *, by_flag: bool = False
) -> _People | None:
    """Who passes every check, and who does not; None where nothing says how users get a role.

    `by_flag`: the checks are about one flag of the user, not about names.
    """
    auth = habits.auth
    flag, column = auth.superuser_field.value, auth.role_field.value
    if by_flag and flag is not None:
        return _People(((flag, Fragment("True")),), ((((flag, Fragment("False")),), tuple(roles)),))
    if column is None:
        return None
    there = [name for name, _ in auth.role_names.value]
    passing = [name for name in _common(roles) if not there or name in there]
    if passing:
        holder: Holder = ((column, role_source(passing[0], habits)),)
    elif flag is not None:
        holder = ((flag, Fragment("True")),)
    else:
        return None
    strangers: dict[str, list[str]] = {}
    for method, names in roles.items():
        other = _other(names, roles, there)
        if other is not None:
            strangers.setdefault(other, []).append(method)
    return _People(
        holder,
        tuple(
            (((column, role_source(other, habits)),), tuple(methods)) for other, methods in strangers.items()
        ),
    )


def _common(roles: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The roles that every check lets in."""
    first, *others = roles.values()
    return [name for name in first if all(name in names for names in others)]


def _other(names: tuple[str, ...], roles: Mapping[str, tuple[str, ...]], there: list[str]) -> str | None:
    """A role that is not enough: for none of the operations, where there is such a one."""
    if not there:
        return "nobody"
    asked = {name for each in roles.values() for name in each}
    outside = [name for name in there if name not in names]
    return next((name for name in outside if name not in asked), next(iter(outside), None))
