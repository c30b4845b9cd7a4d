"""The other forty mistakes: what is stored, taken, shown, listed and answered."""

from collections.abc import Iterator

from fastapi_endpoint.render import shared
from fastapi_endpoint.render.view import ResourceView
from generated.planting import Fault


def more_faults(view: ResourceView) -> list[Fault]:
    """Those that can be made in this endpoint, by layer."""
    return [*_stored(view), *_taken(view), *_shown(view), *_listed(view), *_answered(view)]


def _stored(view: ResourceView) -> Iterator[Fault]:
    """In the queries, the model and the telling of conflicts."""
    model, one = view.model_class, view.words.singular
    assert view.owner
    owner, unique = view.owner.column.name, view.uniques[0]
    crud, session = view.places.crud.path, view.session.parameter
    cleared = next(field.name for field in view.fields if field.in_update and field.nullable)
    yield Fault(
        name="owner filter dropped from replace",
        path=crud,
        within=f"replace_{one}",
        old=f".where({model}.id == {one}_id, {model}.{owner} == {owner})",
        new=f".where({model}.id == {one}_id)",
        caught_by=f"test_{one}_of_another_user_is_not_found",
    )
    for verb, caught_by in (
        ("create", f"test_create_{one}"),
        ("update", f"test_update_{one}_changes_the_field_sent_and_no_other"),
        ("replace", f"test_replace_{one}"),
        ("delete", f"test_delete_{one}"),
    ):
        yield Fault(
            name=f"commit forgotten on {verb}",
            path=crud,
            within=f"{verb}_{one}",
            old=f"{session}.commit()",
            new=f"{session}.flush()",
            caught_by=caught_by,
        )
    scope = f"{model}.{owner} == {owner}, " if view.spec.access.unique_scope == "owner" else ""
    await_, conflicts = view.idiom.await_, view.shared_place(shared.CONFLICTS).module
    yield Fault(
        name="taken values looked for before the row is written",
        path=crud,
        within=f"create_{one}",
        old=f"{session}.add({one}) EVERYTHING raise conflict(error, {model}) from error",
        new=f"""from {conflicts} import ConflictError
    taken = select({model}.id).where({scope}{model}.{unique.name} == {one}.{unique.name})
    if {await_}{session}.scalar(taken):
        raise ConflictError("taken")
    {session}.add({one})
    {await_}{session}.flush()
    {session}.expunge({one})
    {await_}{session}.commit()""",
        caught_by=f"test_create_{one}_many_times_at_once",
    )
    yield Fault(
        name="a row looked for before it is deleted",
        path=crud,
        within=f"delete_{one}",
        old=f"deleted = {await_}{session}.scalar(statement)",
        new=f"""deleted = {await_}{session}.scalar(select({model}.id).where({model}.id == {one}_id))
    {await_}{session}.execute(statement)""",
        caught_by=f"test_delete_{one}_many_times_at_once",
    )
    yield Fault(
        name="PATCH resets what is omitted",
        path=crud,
        within=f"update_{one}",
        old=".values(**changes)",
        new=f'.values(**{{"{cleared}": None, **changes}})',
        caught_by=f"test_update_{one}_changes_the_field_sent_and_no_other",
    )
    yield Fault(
        name="PATCH of nothing is a write",
        path=crud,
        within=f"update_{one}",
        old="if not changes:",
        new=f'changes = changes or {{"{owner}": {owner}}}\n    if not changes:',
        caught_by=f"test_update_{one}_with_nothing_changes_nothing",
    )
    yield Fault(
        name="PUT keeps what is omitted",
        path=crud,
        within=f"replace_{one}",
        old=".values(**data.model_dump())",
        new=".values(**data.model_dump(exclude_unset=True))",
        caught_by=f"test_replace_{one}_resets_what_is_omitted",
    )
    yield Fault(
        name="unique constraint forgotten",
        path=view.places.model.path,
        within=model,
        old="UniqueConstraint(REST_OF_LINE",
        new="",
        caught_by=f"test_create_{one}_with_a_taken_{unique.name}",
    )
    if view.spec.access.unique_scope == "owner":
        yield Fault(
            name="unique for everybody, not for each owner",
            path=view.places.model.path,
            within=model,
            old=f'UniqueConstraint("{owner}", "{unique.name}")',
            new=f'UniqueConstraint("{unique.name}")',
            caught_by=f"test_create_{one}_with_the_{unique.name}_of_another_user",
        )
    yield Fault(
        name="no unique violation is told from a bug",
        path=view.shared_place(shared.CONFLICTS).path,
        within="conflict",
        old="return ConflictError(f",
        new="return ValueError(f",
        caught_by=f"test_create_{one}_with_a_taken_{unique.name}",
    )


def _taken(view: ResourceView) -> Iterator[Fault]:
    """In the schemas of bodies."""
    one, schema = view.words.singular, view.places.schema.path
    create, update = view.schemas.create or "", view.schemas.update or ""
    refused = f"test_create_{one}_refuses_values_beyond_the_bounds"
    unique = view.uniques[0]
    required = [field for field in view.fields if field.in_create and field.required]
    for body, verb in ((create, "create"), (update, "update")):
        yield Fault(
            name=f"unknown fields ignored on {verb}",
            path=schema,
            within=body,
            old='extra="forbid"',
            new='extra="ignore"',
            caught_by=f"test_{verb}_{one}_refuses_fields_it_does_not_take",
        )
    for name, old, new in (
        ("text without a maximum", "Annotated[str, Field(max_length=NUMBER,", "Annotated[str, Field("),
        ("NUL and blank text let through", "REST_OF_LINE", "Annotated[str, Field(max_length=20)]"),
    ):
        yield Fault(
            name=name,
            path=schema,
            old=f"{unique.alias} = {old}",
            new=f"{unique.alias} = {new}",
            caught_by=refused,
        )
    for verb in ("create", "replace"):
        yield Fault(
            name=f"a required field has a default on {verb}",
            path=schema,
            within=create,
            old=f"{required[-1].name}: REST_OF_LINE",
            new=f'{required[-1].name}: {required[-1].alias} = "1"',
            caught_by=f"test_{verb}_{one}_needs_the_required_fields",
        )
    nullable = next(field for field in view.fields if field.in_update and field.nullable)
    yield Fault(
        name="an optional field cannot be cleared",
        path=schema,
        within=update,
        old=f"{nullable.name}: REST_OF_LINE",
        new=f"{nullable.name}: {nullable.alias} = Field(default_factory=lambda: None)",
        caught_by=f"test_update_{one}_clears_optional_fields",
    )
    for name, kinds, type_ in (
        ("a number without bounds", ("decimal", "int"), "float"),
        ("a moment without a zone, or from a number", ("datetime", "date"), "datetime"),
    ):
        field = next(each for each in view.fields if each.spec.type.name in kinds and each.alias)
        yield Fault(
            name=name,
            path=schema,
            old=f"{field.alias} = Annotated[EVERYTHING]",
            new=f"{field.alias} = {type_}",
            caught_by=refused,
        )
    closed = next(field for field in view.fields if field.spec.type.name in ("enum", "bool"))
    yield Fault(
        name="a closed set left open",
        path=schema,
        within=create,
        old=f"{closed.name}: REST_OF_LINE",
        new=f"{closed.name}: {'str' if closed.enum else 'bool = False'}",
        caught_by=refused,
    )


def _shown(view: ResourceView) -> Iterator[Fault]:
    """In the schemas of answers."""
    one, schema = view.words.singular, view.places.schema.path
    unique = view.uniques[0]
    yield Fault(
        name="a field is not shown",
        path=schema,
        within=view.schemas.response,
        old=f"    {unique.name}: str\n",
        new="",
        caught_by=f"test_create_{one}",
    )
    yield Fault(
        name="a time stamp is not shown",
        path=schema,
        within=view.schemas.response,
        old="updated_at: datetime",
        new="",
        caught_by=f"test_update_{one}_moves_updated_at_only",
    )


def _listed(view: ResourceView) -> Iterator[Fault]:
    """In the list: its order, its pages, its parameters."""
    many = view.words.plural
    keyset, schema = view.shared_place(shared.KEYSET).path, view.places.schema.path
    query = view.schemas.query or ""
    refused = f"test_list_{many}_refuses_bad_parameters"
    once, any_order = f"test_list_{many}_shows_each_once", f"test_list_{many}_shows_each_once_in_any_order"
    for name, old, new, caught_by in (
        ("sort direction ignored", "self.descending = descending", "self.descending = False", once),
        ("rows without a key left out", "or_(later, self.key.is_(None))", "later", any_order),
        ("rows after those without a key left out", "or_(tied, self.key.is_not(None))", "tied", any_order),
        ("the extra row is shown", "shown = rows[:limit]", "shown = rows", once),
        ("has_more is always true", "return self.next_cursor is not None", "return True", once),
        ("a cursor on every page", "if len(rows) > limit else None", "", once),
        ("the cursor is not followed", "if cursor is not None:", "if cursor == '':", once),
        ("a bad cursor is an error of ours", "raise _invalid(cursor)", "raise KeyError(cursor)", refused),
    ):
        yield Fault(name=name, path=keyset, old=old, new=new, caught_by=caught_by)
    yield Fault(
        name="sort key ignored",
        path=view.places.crud.path,
        within=f"list_{many}",
        old="ORDERS[query.sort]",
        new='ORDERS["-created_at"]',
        caught_by=f"test_list_{many}_sorts",
    )
    yield Fault(
        name="sorted by another column, but for descending orders",
        path=view.places.crud.path,
        within=f"list_{many}",
        old="ORDERS[query.sort]",
        new='ORDERS[query.sort if query.sort.startswith("-") else "created_at"]',
        caught_by=f"test_list_{many}_sorts",
    )
    for name, old, new, caught_by in (
        ("another default limit", "= 20", "= 50", f"test_list_{many}_shows_20_unless_told"),
        ("limit of nothing", "Field(ge=1, le=100)", "Field(ge=0, le=100)", refused),
        ("sort keys left open", "sort: Literal[EVERYTHING]", "sort: str", refused),
        ("unknown parameters ignored", 'extra="forbid"', 'extra="ignore"', refused),
    ):
        yield Fault(name=name, path=schema, within=query, old=old, new=new, caught_by=caught_by)


def _answered(view: ResourceView) -> Iterator[Fault]:
    """In the endpoints: statuses, headers, who may call."""
    one, many, router = view.words.singular, view.words.plural, view.places.router.path
    nobody = "Annotated[Any, Depends(lambda: SimpleNamespace(id=UUID(int=0)))]"
    for name, verb, old, new, caught_by in (
        ("POST answers 200", "create", "HTTP_201_CREATED", "HTTP_200_OK", f"test_create_{one}"),
        ("DELETE answers 200", "delete", "HTTP_204_NO_CONTENT", "HTTP_200_OK", f"test_delete_{one}"),
        (
            "no Location",
            "create",
            'response.headers["Location"]',
            'response.headers["X-Location"]',
            f"test_create_{one}_says_where_it_is",
        ),
        (
            "Location of another row",
            "create",
            f"{one}_id={one}.id",
            f"{one}_id=UUID(int=0)",
            f"test_create_{one}_says_where_it_is",
        ),
    ):
        yield Fault(name=name, path=router, within=f"{verb}_{one}", old=old, new=new, caught_by=caught_by)
    not_found = f'raise HTTPException(status.HTTP_404_NOT_FOUND, detail="{view.not_found_detail}")'
    for verb in ("update", "replace"):
        yield Fault(
            name=f"404 turned 200 on {verb}",
            path=router,
            within=f"{verb}_{one}",
            old=not_found,
            new="return Response()",
            caught_by=f"test_unknown_{one}_is_not_found",
        )
    for verb in ("get", "update", "replace", "delete"):
        yield Fault(
            name=f"auth dependency removed from {verb}_{one}",
            path=router,
            within=f"{verb}_{one}",
            old="current_user: CurrentUser",
            new=f"current_user: {nobody}",
            caught_by=f"test_{many}_need_credentials",
        )
