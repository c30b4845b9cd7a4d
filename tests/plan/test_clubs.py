"""An endpoint added by feature reads as its neighbours do."""

from fastapi_endpoint.domain.plan import CreateFile, Plan
from plan.clubs import club, planned


def text(path: str, **answers: str) -> str:
    plan = planned(**answers)
    return next(each.text for each in plan.operations if isinstance(each, CreateFile) and each.path == path)


def test_a_new_package_knows_that_its_project_is_first_party() -> None:
    assert "from sqlalchemy.orm import Query, Session\n\nfrom club." in text("club/parcels/queries.py")


def test_the_pages_are_made_by_the_projects_own_function() -> None:
    assert "return cut(rows=parcels, page=query.page)" in text("club/parcels/routes.py")
    queries = text("club/parcels/queries.py")
    assert "def list_parcels(*, db: Session, query: ParcelQuery) -> Query[Parcel]:" in queries
    assert "parcels = db.query(Parcel)\n    return parcels.order_by(" in queries


def test_another_pagination_leaves_the_projects_function_alone() -> None:
    assert "cut(" not in text("club/parcels/routes.py", paginate="cursor")


def test_queries_take_and_get_keywords_as_their_neighbours_do() -> None:
    assert "def get_parcel(*, db: Session, parcel_id: int)" in text("club/parcels/queries.py")
    assert "return get_parcel(db=db, parcel_id=parcel_id)" in text("club/parcels/queries.py")
    assert "queries.get_parcel(db=db, parcel_id=parcel_id)" in text("club/parcels/routes.py")


def test_missing_rows_raise_the_projects_own_exception() -> None:
    routes = text("club/parcels/routes.py")
    assert 'raise errors.NotFound(detail="Parcel not found")' in routes
    assert "from club.common import errors\n" in routes


def test_an_update_answers_with_the_status_of_its_neighbours() -> None:
    assert "status_code=status.HTTP_202_ACCEPTED" in text("club/parcels/routes.py")
    assert "assert response.status_code == 202" in text("tests/test_parcels.py")


def test_imports_are_relative_within_the_feature_and_through_the_facade_elsewhere() -> None:
    assert "from . import queries\nfrom .models import" in text("club/parcels/routes.py")
    assert "from club.db import Base, Dated, Schema\n" in text("club/parcels/models.py")


def test_the_mixin_and_what_the_shared_schema_sets_are_not_written_anew() -> None:
    models = text("club/parcels/models.py")
    assert "class Parcel(Base, Dated):" in models
    assert "class ParcelShown(Schema):\n    id: int" in models


def test_the_generated_tests_run_on_sqlite_whatever_the_project_uses() -> None:
    assert "UNIQUE constraint failed" in text("club/common/conflicts.py")


def test_a_key_that_the_metadata_names_is_shown_without_a_name_of_ours() -> None:
    table = planned().table
    assert table is not None
    assert table.uniques == (("", ("tracking",)),)


def test_an_odd_status_that_is_kept_is_named() -> None:
    plan = club("HTTP_206_PARTIAL_CONTENT").plan("Parcel", ["tracking:str40"], auth="existing")
    assert isinstance(plan, Plan)
    assert "update keeps the status 206 that it has elsewhere here" in plan.kept


def test_patterns_of_several_databases_are_joined_within_their_text() -> None:
    assert 'r"|UNIQUE constraint failed: ' in text("club/common/conflicts.py")
