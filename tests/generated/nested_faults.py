"""Single mistakes in an endpoint under a parent, each with the test that must notice it."""

from collections.abc import Iterator

from fastapi_endpoint.render.view import ResourceView
from generated.planting import Fault


def nested_faults(view: ResourceView) -> Iterator[Fault]:
    """What only a resource under a parent of the caller can get wrong."""
    assert view.parent
    assert view.owner
    model, one, many = view.model_class, view.words.singular, view.words.plural
    parent, above = view.parent.words.singular, view.parent.model.name
    crud, await_ = view.places.crud.path, view.idiom.await_
    of_parent = f"{model}.{parent}_id == {parent}_id, "
    owned = f"exists().where({above}.id == {parent}_id, {above}.owner_id == owner_id)"
    for verb in ("get", "update", "replace", "delete"):
        yield Fault(
            name=f"parent dropped from {verb}",
            path=crud,
            within=f"{verb}_{one}",
            old=of_parent,
            new="",
            caught_by=f"test_{one}_of_another_{parent}_is_not_found",
        )
        yield Fault(
            name=f"owner of the parent dropped from {verb}",
            path=crud,
            within=f"{verb}_{one}",
            old=f"{of_parent}{owned}",
            new=of_parent.removesuffix(", "),
            caught_by=f"test_{one}_of_another_user_is_not_found",
        )
    yield Fault(
        name="parent dropped from list",
        path=crud,
        within=f"list_{many}",
        old=f"{of_parent}{owned}",
        new=owned,
        caught_by=f"test_list_{many}_leaves_out_those_of_another_{parent}",
    )
    yield Fault(
        name="owner of the parent dropped from list",
        path=crud,
        within=f"list_{many}",
        old=f"{of_parent}{owned}",
        new=of_parent.removesuffix(", "),
        caught_by=f"test_{many}_of_the_{parent}_of_another_user_are_not_found",
    )
    check = f"not {await_}owns_{parent}(session, {parent}_id={parent}_id, owner_id=owner_id)"
    yield Fault(
        name="unknown parent not looked for in list",
        path=crud,
        within=f"list_{many}",
        old=f"if not rows and {check}",
        new="if False",
        caught_by=f"test_{many}_of_an_unknown_{parent}_are_not_found",
    )
    yield Fault(
        name="parent not looked for on create",
        path=crud,
        within=f"create_{one}",
        old=f"if {check}:\n        return None\n    {one} =",
        new=f"{one} =",
        caught_by=f"test_create_{one}_of_the_{parent}_of_another_user",
    )
    yield Fault(
        name="owner dropped from the look for the parent",
        path=crud,
        within=f"owns_{parent}",
        old=f", {above}.owner_id == owner_id",
        new="",
        caught_by=f"test_create_{one}_of_the_{parent}_of_another_user",
    )
