"""Single mistakes about roles, and superusers who reach all, each with the test that must notice it."""

from collections.abc import Iterator

from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render.view import ResourceView
from generated.hosts import an_endpoint
from generated.planting import Fault

MEMO = an_endpoint(
    "Memo",
    "title:str80:unique",
    "owner:ref/users:owner",
    access=Access(auth="existing", owner="owner", admins="all"),
)
BADGE = an_endpoint(
    "Badge",
    "name:str40",
    methods=("list", "create", "delete"),
    access=Access(auth="existing", roles=(("create", ("admin",)), ("delete", ("admin",)))),
)


def access_faults(view: ResourceView) -> Iterator[Fault]:
    """What only rows can get wrong that are no bar to superusers."""
    assert view.access.seeing
    one, many, seeing = view.words.singular, view.words.plural, view.access.seeing.name
    for_seeing = f"test_{one}_of_another_user_is_there_for_{seeing}"
    to_others = f"test_{one}_of_another_user_is_not_found"
    for name, said, caught_by in (
        ("everybody reaches every row", "true() if sees_all or True else", to_others),
        ("superusers reach their own rows only", "true() if False else", for_seeing),
        ("superusers reach what others do not", "true() if not sees_all else", for_seeing),
    ):
        yield Fault(
            name=name,
            path=view.places.crud.path,
            within=f"reachable_{many}",
            old="true() if sees_all else",
            new=said,
            caught_by=caught_by,
        )
    listed = (
        f"test_list_{many}_leaves_out_those_of_other_users",
        f"test_list_{many}_shows_{seeing}_those_of_everybody",
    )
    for verb in ("list", "get", "update", "replace", "delete"):
        others, superusers = listed if verb == "list" else (to_others, for_seeing)
        for who, value, caught_by in (("everybody", "True", others), ("nobody", "False", superusers)):
            yield Fault(
                name=f"{who} is taken for a superuser by {verb}",
                path=view.places.router.path,
                within=f"{verb}_{many if verb == 'list' else one}",
                old="sees_all=current_user.is_superuser",
                new=f"sees_all={value}",
                caught_by=caught_by,
            )


def role_faults(view: ResourceView) -> Iterator[Fault]:
    """What only operations can get wrong that need a role."""
    assert view.access.role
    one, many = view.words.singular, view.words.plural
    for verb in ("create", "delete"):
        guard = view.access.role.guard("create" if verb == "create" else "delete")
        assert guard
        yield Fault(
            name=f"no role asked for by {verb}",
            path=view.places.router.path,
            within=f"{verb}_{one}",
            old=f"dependencies=[{guard.text}]",
            new="dependencies=[]",
            caught_by=f"test_{many}_need_a_role",
        )
    yield Fault(
        name="any role will do",
        path="app/api/deps.py",
        within="require_role",
        old="current_user.role not in roles",
        new="False",
        caught_by=f"test_{many}_need_a_role",
    )
