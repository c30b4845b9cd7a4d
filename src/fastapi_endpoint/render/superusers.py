"""Users who may more than others: how code asks for them, and how tests make one."""

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.naming import human, plural
from fastapi_endpoint.render.roles import OF_ALL, role_source
from fastapi_endpoint.render.view import SuperusersView


def both_by_one_column(seeing: SuperusersView) -> Refusal:
    """Why roles and the reach of superusers, said by the same column, cannot be written together."""
    column = seeing.holder[0][0]
    return Refusal(
        message=f"{column} says who has the role and who reaches everybody's rows: it cannot say both",
        hint="answer --admins own, or leave --role out",
    )


def superusers(habits: Conventions) -> SuperusersView | None:
    """Those of the project, by a flag of its users or by a role; None where all users are alike."""
    auth = habits.auth
    user, flag, role = auth.parameter.value, auth.superuser_field.value, auth.role_field.value
    if flag is not None:
        return SuperusersView(
            name=human(plural(flag.removeprefix("is_"))),
            asked=Fragment(f"{user}.{flag}"),
            holder=((flag, Fragment("True")),),
            others=((flag, Fragment("False")),),
        )
    there = [name for name, _ in auth.role_names.value]
    found = next((name for name in there if name in OF_ALL), None)
    if role is None or found is None:
        return None
    plain = next((name for name in there if name not in OF_ALL), None)
    source = role_source(found, habits)
    return SuperusersView(
        name=human(plural(found)),
        asked=source.put(f"{user}.{role} == "),
        holder=((role, source),),
        others=((role, role_source(plain, habits)),) if plain else (),
    )
