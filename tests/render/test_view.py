"""What is decided once: names, places, habits followed, and what cannot be written."""

import pytest

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Requirement, SchemaClass
from fastapi_endpoint.domain.spec import Access, Cache, Listing, Method
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.render import ResourceView, describe_routes, describe_table, make_view, render
from fastapi_endpoint.render.patterns import fill, words_of
from render.cases import BY_FEATURE, EVERYTHING, PARCEL, SYNC, project_of, spec_of, view_of

PUBLIC = PARCEL[:-1]


def text_of(view: ResourceView, artefact: str) -> str:
    return next(file.text for file in render(view) if artefact in file.artefacts)


def test_all_forms_of_a_name() -> None:
    words = words_of("OrderItem", "order_items")
    assert fill("{Singular} {Plural} {singular} {plural} {plural-kebab}", words) == (
        "OrderItem OrderItems order_item order_items order-items"
    )
    assert words.article == "an"


@pytest.mark.parametrize(
    ("habits", "answers"),
    [
        ({"orm": "tortoise"}, {}),
        ({"pydantic": "v1"}, {}),
        ({"declarative_base": None}, {}),
        ({"session__dependency": None, "session__alias": None}, {}),
        ({"auth__current_user_dependency": None, "auth__alias": None}, {"access": Access(auth="existing")}),
        ({}, {"cache": Cache(kind="redis", seconds=5)}),
        ({"databases": ("mariadb",)}, {"fields": parse(("length:duration",))}),
        (
            {"requirements": (Requirement("aiomysql", ">=0.2", "pyproject.toml", 9),)},
            {"fields": parse(("mark:bytes",))},
        ),
        ({}, {"fields": parse(("people:refs/users",))}),
    ],
)
def test_what_cannot_be_written_is_refused_by_name(
    habits: dict[str, object], answers: dict[str, object]
) -> None:
    refused = make_view(spec_of(PUBLIC, **answers), project_of(**habits))
    assert isinstance(refused, Refusal)
    assert refused.message
    assert refused.hint


def test_many_references_are_refused_with_what_to_write_instead() -> None:
    refused = make_view(spec_of(("label:str20", "handlers:refs/users:through=handling")), project_of())

    assert isinstance(refused, Refusal)
    sides = "parcel:ref/Parcel:ondelete=cascade handler:ref/users:ondelete=cascade"
    assert f"add ParcelHandler {sides} +unique/parcel/handler" in refused.hint


def test_pages_say_what_those_of_the_host_say() -> None:
    habits = {
        "answers__list_shape": "{data,total_count,has_more,page,items_per_page}",
        "answers__page_parameters": ("page", "items_per_page"),
    }
    router = text_of(view_of(spec_of(PUBLIC, listing=Listing(pagination="page")), **habits), "router")

    assert (
        '{"data": rows, "has_more": query.page * query.items_per_page < total, "total_count": total' in router
    )


def test_one_host_class_for_both_bodies_becomes_two() -> None:
    habits = {"naming__schema_create": "{Singular}Payload", "naming__schema_update": "{Singular}Payload"}
    schemas = view_of(spec_of(PARCEL), **habits).schemas
    assert (schemas.create, schemas.update) == ("ParcelPayload", "ParcelUpdatePayload")


def test_a_shared_module_is_written_once() -> None:
    first = view_of(spec_of(PARCEL))
    assert "app/core/keyset.py" in [file.path for file in render(first)]
    again = view_of(spec_of(PARCEL), modules=("app", "app.core.keyset", "app.core.conflicts"))
    paths = [file.path for file in render(again)]
    assert "app/core/keyset.py" not in paths
    assert "app/core/conflicts.py" not in paths
    assert "from app.core.keyset import" in text_of(again, "crud")


def test_a_public_read_only_resource_needs_little() -> None:
    view = view_of(spec_of(("name:str80",), methods=("list", "get"), listing=Listing(pagination="offset")))
    paths = {file.path for file in render(view) if "shared" in file.artefacts}
    assert paths == {"app/core/error_response.py", "app/core/utc.py", "app/core/utc_datetime.py"}
    assert len(text_of(view, "crud").splitlines()) <= 20


def test_error_documentation_never_renames_the_hosts_class() -> None:
    theirs = SchemaClass(
        name="ErrorResponse", file="app/x.py", line=1, module="app.x", fields=("code", "message")
    )
    same = SchemaClass(name="ErrorResponse", file="app/x.py", line=1, module="app.x", fields=("detail",))
    assert view_of(spec_of(PARCEL), schemas=(theirs,)).error_model.name == "ErrorDetail"
    reused = view_of(spec_of(PARCEL), schemas=(same,))
    assert reused.error_model.module == "app.x"
    assert "app/core/error_response.py" not in [file.path for file in render(reused)]
    assert '404: {"model": ErrorResponse}' in text_of(reused, "router")


@pytest.mark.parametrize(("methods", "times"), [(("list", "get"), 0), (("get", "update", "delete"), 1)])
def test_an_id_with_bounds_is_named_where_it_is_taken_twice(methods: tuple[Method, ...], times: int) -> None:
    router = text_of(view_of(spec_of(PUBLIC, methods=methods), id_type="int"), "router")

    assert router.count("ParcelId = Annotated[int, Path(ge=1, le=2**31 - 1)]") == times
    assert router.count("Path(ge=1") == 1


def test_cursors_are_sealed_where_the_host_has_a_secret() -> None:
    secret = Symbol("app/core/config.py", "SECRET_KEY", "app.core.config", owner="settings")
    sealed = next(
        file.text
        for file in render(view_of(spec_of(PARCEL), auth__secret=secret))
        if file.path.endswith("keyset.py")
    )
    assert "settings.SECRET_KEY" in sealed
    assert "_storable" not in sealed
    plain = next(file.text for file in render(view_of(spec_of(PARCEL))) if file.path.endswith("keyset.py"))
    assert "hmac" not in plain
    assert "_storable" in plain


def test_indexes_serve_every_order_and_filter_owner_first() -> None:
    table = describe_table(view_of(spec_of(PARCEL)))
    assert {columns for _, columns in table.indexes} == {
        ("owner_id", "created_at", "id"),
        ("owner_id", "shipped_at", "id"),
        ("owner_id", "carrier", "created_at", "id"),
    }
    assert [columns for _, columns in table.uniques] == [("owner_id", "tracking")]


def test_a_globally_unique_field_is_not_scoped() -> None:
    access = Access(auth="existing", owner="owner", unique_scope="global")
    table = describe_table(view_of(spec_of(PARCEL, access=access)))
    assert [columns for _, columns in table.uniques] == [("tracking",)]


def test_routes_say_their_statuses_and_who_may_call() -> None:
    routes = {route.operation: route for route in describe_routes(view_of(spec_of(PARCEL)))}
    assert routes["create"].statuses == (201, 400, 401, 409, 422)
    assert routes["delete"].statuses == (204, 401, 404, 422)
    assert routes["get"].path == "/api/v1/parcels/{parcel_id}"
    assert "owner" in routes["update"].who
    public = describe_routes(view_of(spec_of(PUBLIC)))
    assert {route.who for route in public} == {"anybody"}


def test_tables_and_schemas_may_share_a_file() -> None:
    habits = {**BY_FEATURE, **SYNC, "layout__schema": "app/{plural}/models.py"}
    view = view_of(spec_of(PARCEL), **habits)
    merged = next(file for file in render(view) if file.artefacts == ("model", "schema"))
    assert "class Parcel(Base)" in merged.text
    assert "class ParcelCreate(BaseModel)" in merged.text
    assert "from app.parcels.models import" not in merged.text


def test_hosts_that_commit_in_endpoints_get_their_commit_there() -> None:
    view = view_of(spec_of(PARCEL), session__commit="endpoint")
    assert "commit()" not in text_of(view, "crud")
    assert text_of(view, "router").count("await session.commit()") == 4


def test_fields_that_nobody_sends_or_sees_stay_out_of_the_bodies() -> None:
    view = view_of(spec_of(EVERYTHING))
    by_name = {field.name: field for field in view.fields}
    assert not by_name["seen_at"].in_create
    assert by_name["seen_at"].in_response
    assert by_name["pin"].in_create
    assert not by_name["pin"].in_response
    assert by_name["code"].in_create
    assert not by_name["code"].in_update
    assert view.schemas.replace == "ParcelReplace"


def test_a_time_of_day_is_taken_shown_and_asked_for_without_a_zone() -> None:
    view = view_of(spec_of(("opens:time:optional:filter", "breaks:list/time:optional")))
    files = {file.path: file.text for file in render(view)}
    schema = text_of(view, "schema")

    assert schema.count("opens: LocalTime | None") == len(["create", "update", "response"])
    assert "opens_min: LocalTime | None" in schema
    assert "breaks: list[LocalTime] | None" in schema
    assert '"format": "time-local"' in files["app/core/local_time.py"]
    assert "def refuse_numbers" in files["app/core/moments.py"]


def test_filters_are_of_the_type_that_bodies_have_a_name_for() -> None:
    schema = text_of(view_of(spec_of(("day:date:filter=equals/min", "count:int:min=0:filter"))), "schema")

    assert "    day: Day | None = None\n    day_min: Day | None = None\n    count: Annotated[int" in schema
