"""Single mistakes to plant in a generated endpoint, each with the test that must notice it."""

from fastapi_endpoint.render import shared
from fastapi_endpoint.render.view import ResourceView
from generated.more_faults import more_faults
from generated.planting import Fault


def faults(view: ResourceView) -> list[Fault]:
    """The fifty mistakes and more, for the verbs that they can be made in."""
    model, one, many = view.model_class, view.words.singular, view.words.plural
    assert view.owner
    owner = view.owner.column.name
    await_ = view.idiom.await_
    crud, router, schema = view.places.crud.path, view.places.router.path, view.places.schema.path
    keyset = view.shared_place(shared.KEYSET).path
    unique = view.uniques[0]
    filtered = view.listing.filters[0]
    solid = next(field for field in view.fields if field.in_update and not field.nullable)
    not_found = f'raise HTTPException(status.HTTP_404_NOT_FOUND, detail="{view.not_found_detail}")'
    nobody = "Annotated[Any, Depends(lambda: SimpleNamespace(id=UUID(int=0)))]"
    conflict = f"raise conflict(error, {model}) from error"
    return [
        *(
            Fault(
                name=f"owner filter dropped from {verb}",
                path=crud,
                within=f"{verb}_{one}",
                old=f".where({model}.id == {one}_id, {model}.{owner} == {owner})",
                new=f".where({model}.id == {one}_id)",
                caught_by=f"test_{one}_of_another_user_is_not_found",
            )
            for verb in ("get", "update", "delete")
        ),
        Fault(
            name="owner filter dropped from list",
            path=crud,
            within=f"list_{many}",
            old=f".where({model}.{owner} == {owner})",
            new="",
            caught_by=f"test_list_{many}_leaves_out_those_of_other_users",
        ),
        Fault(
            name="tie-breaker dropped from the order",
            path=keyset,
            within="Keyset",
            old="(key.nulls_first() if self.nullable else key, row_id)",
            new="(key.nulls_first() if self.nullable else key,)",
            caught_by=f"test_list_{many}_shows_each_once",
        ),
        Fault(
            name="tie-breaker dropped from the comparison",
            path=keyset,
            within="Keyset",
            old="beyond(self.here, tuple_(value, last_id))",
            new="beyond(self.key, value)",
            caught_by=f"test_list_{many}_shows_each_once",
        ),
        Fault(
            name="look-ahead row used for the cursor",
            path=keyset,
            within="Keyset",
            old="self._encode(shown[-1])",
            new="self._encode(rows[-1])",
            caught_by=f"test_list_{many}_shows_each_once",
        ),
        Fault(
            name="409 swallowed on create",
            path=crud,
            within=f"create_{one}",
            old=conflict,
            new="pass",
            caught_by=f"test_create_{one}_with_a_taken_{unique.name}",
        ),
        *(
            Fault(
                name=f"409 swallowed on {verb}",
                path=crud,
                within=f"{verb}_{one}",
                old=conflict,
                new=f"return {await_}get_{one}(session, {one}_id, {owner}={owner})",
                caught_by=caught_by,
            )
            for verb, caught_by in (
                ("update", f"test_update_{one}_to_a_taken_{unique.name}"),
                ("replace", f"test_replace_{one}_with_a_taken_{unique.name}"),
            )
        ),
        Fault(
            name="limit unbounded",
            path=schema,
            old="Field(ge=1, le=100)",
            new="Field(ge=1)",
            caught_by=f"test_list_{many}_refuses_bad_parameters",
        ),
        Fault(
            name="null let through on PATCH",
            path=schema,
            within=view.schemas.update or "",
            old=f"{solid.name}: REST_OF_LINE",
            new=f"{solid.name}: {solid.alias} | None = None",
            caught_by=f"test_update_{one}_refuses_null",
        ),
        *(
            Fault(
                name=f"404 turned 200 on {verb}",
                path=router,
                within=f"{verb}_{one}",
                old=not_found,
                new="return Response()",
                caught_by=f"test_unknown_{one}_is_not_found",
            )
            for verb in ("get", "delete")
        ),
        *(
            Fault(
                name=f"auth dependency removed from {function}",
                path=router,
                within=function,
                old="current_user: CurrentUser",
                new=f"current_user: {nobody}",
                caught_by=f"test_{many}_need_credentials",
            )
            for function in (f"list_{many}", f"create_{one}")
        ),
        Fault(
            name="filter ignored",
            path=crud,
            old=f"{model}.{filtered.column.name} == ASKED",
            new="True",
            caught_by=f"test_list_{many}_filters",
        ),
        Fault(
            name="updated_at never moved",
            path=crud,
            within=f"update_{one}",
            old=".values(**changes)",
            new=f".values(**changes, updated_at={model}.updated_at)",
            caught_by=f"test_update_{one}_moves_updated_at_only",
        ),
        *more_faults(view),
    ]
