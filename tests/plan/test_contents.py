"""A plan says what stands behind its routes: schemas, queries, dependencies."""

from fastapi_endpoint import interview, workflow
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.plan.contents import describe_dependencies, describe_queries, describe_schemas
from fastapi_endpoint.render import ResourceView, make_view
from projects import a_project


def view(*fields: str, **answers: str | tuple[str, ...]) -> ResourceView:
    project = a_project()
    given = {"resource": "Parcel", "fields": fields, **answers}
    complete = workflow.accept(project, tuple(Answer(key, value) for key, value in given.items()))
    spec = interview.build(project, complete)
    assert not isinstance(spec, tuple)
    made = make_view(spec, project)
    assert isinstance(made, ResourceView)
    return made


def test_schemas_are_told_with_the_types_of_their_fields() -> None:
    made = view("tracking:str40", "note:text:optional", "pin:str8:writeonly", "user:ref/users:owner")
    assert {schema.name: schema.holds for schema in describe_schemas(made)} == {
        "ParcelCreate": "tracking str40, note text or null, pin str8",
        "ParcelUpdate": "any of tracking, note, pin",
        "ParcelResponse": (
            "id uuid, tracking str40, note text or null, user_id ref/users, created_at, updated_at"
        ),
        "ParcelListResponse": "a page of ParcelResponse",
        "ParcelQuery": "the parameters of a list",
    }


def test_schemas_that_the_answers_exclude_are_not_told() -> None:
    names = [schema.name for schema in describe_schemas(view("a:str", methods=("get",)))]
    assert names == ["ParcelResponse"]


def test_queries_are_told_by_name() -> None:
    assert describe_queries(view("a:str", methods=("list", "delete"))) == ("list_parcels", "delete_parcel")


def test_dependencies_are_told_as_they_are_written() -> None:
    assert describe_dependencies(view("a:str")) == (
        ("session", "SessionDep"),
        ("caller", "Depends(get_current_user)"),
        ("list", "ParcelQuery"),
    )
    assert describe_dependencies(view("a:str", auth="none", methods=("get",))) == (("session", "SessionDep"),)
