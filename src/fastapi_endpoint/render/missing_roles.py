"""Why a role that is asked for cannot be: what the project lacks for it, where, and what to do."""

from collections.abc import Mapping

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.facts import Witness
from fastapi_endpoint.domain.plan import Refusal

Roles = Mapping[str, tuple[str, ...]]
_CHECK = "or name the check in pyproject.toml: [tool.fastapi-endpoint] auth.role_check"


def missing_roles(roles: Roles, habits: Conventions) -> Refusal:
    """The reason, the first of those that hold."""
    reasons = (_no_class, _no_row, _no_name, _check_takes_others, _flag_says_less, _no_common_role)
    found = next((reason for each in reasons if (reason := each(roles, habits))), None)
    message, hint, where = found or _no_column(roles, habits)
    return Refusal(kind="missing", message=message, hint=hint, where=where)


_Reason = tuple[str, str, Witness | None]


def _no_class(roles: Roles, habits: Conventions) -> _Reason | None:
    if habits.user_model.value is not None:
        return None
    message = (
        f"nothing says which users are {_asked(roles)}: no class of the project is known to be its users"
    )
    return message, f"leave --role out, {_CHECK}", _caller(habits)


def _no_row(roles: Roles, habits: Conventions) -> _Reason | None:
    given, user = habits.auth.annotation.value, habits.user_model.value
    if given is None or user is None or (given.file, given.name) == (user.file, user.name):
        return None
    caller = habits.auth.current_user_dependency.value
    what = caller.expression if caller else "what says who is calling"
    message = f"{what} gives a {given.name}, no {user.name}: no column of users says who is {_asked(roles)}"
    return message, f"let it return the {user.name}, leave --role out, {_CHECK}", _caller(habits)


def _no_name(roles: Roles, habits: Conventions) -> _Reason | None:
    field, there = habits.auth.role_field.value, [name for name, _ in habits.auth.role_names.value]
    absent = [name for name in _names(roles) if name not in there]
    if field is None or not there or not absent:
        return None
    kind = habits.auth.role_type.value
    home = kind.name if kind else f"{_user(habits)}.{field}"
    message = f"{home} knows no {' and no '.join(absent)}: it has {', '.join(there)}"
    where = _seen(habits.auth.role_type.witnesses or habits.auth.role_names.witnesses)
    return message, f"ask for one of these, or add {', '.join(absent)} there first", where


def _check_takes_others(roles: Roles, habits: Conventions) -> _Reason | None:
    check, form = habits.auth.role_check.value, habits.auth.role_form.value
    if check is None or form != "dependency" or habits.auth.role_field.value is not None:
        return None
    message = f"{check.expression} is the only check of users here, and it is asked for no name: not for "
    where = _seen(habits.auth.role_check.witnesses)
    return f"{message}{_asked(roles)}", "ask for what it lets in, or leave --role out", where


def _flag_says_less(roles: Roles, habits: Conventions) -> _Reason | None:
    flag = habits.auth.superuser_field.value
    if flag is None or habits.auth.role_field.value is not None:
        return None
    message = f"{_user(habits)} has {flag} and no column of roles: that says who is an admin, not who is "
    where = _seen(habits.auth.superuser_field.witnesses or habits.user_model.witnesses)
    return f"{message}{_asked(roles)}", "ask for admin, or give users a column `role` first", where


def _no_common_role(roles: Roles, habits: Conventions) -> _Reason | None:
    field = habits.auth.role_field.value
    if field is None or set.intersection(*(set(names) for names in roles.values())):
        return None
    asked = ", ".join(f"{method}={'/'.join(names)}" for method, names in roles.items())
    message = f"no value of {_user(habits)}.{field} passes all of {asked}: tests need one user who does"
    return (
        message,
        "let one role in everywhere, as in --role create=admin/editor",
        _seen(habits.auth.role_field.witnesses),
    )


def _no_column(roles: Roles, habits: Conventions) -> _Reason:
    check = habits.auth.role_check.value
    asks = f", though {check.expression} asks for one" if check is not None else ""
    message = (
        f"nothing says which users are {_asked(roles)}: {_user(habits)} has no column for it (role, "
        f"user_role, user_type) and no flag (is_superuser, is_admin, is_staff){asks}"
    )
    hint = "give users a column `role` first, or leave --role out"
    return message, hint, _seen(habits.user_model.witnesses)


def _names(roles: Roles) -> list[str]:
    return list(dict.fromkeys(name for names in roles.values() for name in names))


def _asked(roles: Roles) -> str:
    return ", ".join(_names(roles))


def _user(habits: Conventions) -> str:
    user = habits.user_model.value
    return user.name if user else "a user"


def _caller(habits: Conventions) -> Witness | None:
    return _seen(habits.auth.current_user_dependency.witnesses)


def _seen(witnesses: tuple[Witness, ...]) -> Witness | None:
    return witnesses[0] if witnesses else None
