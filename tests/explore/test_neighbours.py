"""Habits of a project laid out by feature: how modules import, call and answer one another."""

from fastapi_endpoint.domain.conventions import Conventions, PageHelper, Symbol
from plan.clubs import club


def conventions() -> Conventions:
    return club().explored.conventions


def test_a_package_that_hands_names_on_is_where_they_are_imported_from() -> None:
    found = conventions()

    base, schema, session = (
        found.declarative_base.value,
        found.shared_schema_base.value,
        found.session.alias.value,
    )

    assert base is not None
    assert schema is not None
    assert session is not None
    assert (base.module, base.file) == ("club.db", "club/db/base.py")
    assert (schema.module, session.module) == ("club.db", "club.db")


def test_the_folder_of_a_feature_imports_its_own_modules_relatively() -> None:
    assert conventions().layout.relative_imports.value == "siblings"
    assert conventions().layout.relative_imports.confidence == "high"


def test_queries_take_keywords_only() -> None:
    assert conventions().layout.crud_keywords.value


def test_a_mixin_stands_where_neighbours_put_it() -> None:
    assert not conventions().models.mixin_first.value


def test_the_status_of_an_update_is_read() -> None:
    assert conventions().answers.update_status.value == 202


def test_errors_are_raised_as_the_project_writes_them() -> None:
    found = conventions().answers

    assert found.not_found.value == Symbol("club/common/errors.py", "NotFound", "club.common", "errors")
    assert found.not_found_argument.value == "detail"


def test_the_function_that_makes_pages_is_known() -> None:
    cut = Symbol("club/common/paging.py", "cut", "club.common.paging")

    assert conventions().answers.page_helper.value == PageHelper(function=cut, rows="rows", page="page")


def test_what_the_shared_schema_sets_is_known() -> None:
    assert conventions().shared_schema_config.value == ("from_attributes=True",)
