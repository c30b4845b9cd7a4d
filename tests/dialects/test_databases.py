"""What several databases can all do."""

from fastapi_endpoint.dialects.databases import common


def test_one_database_without_returning_takes_it_from_all() -> None:
    both = common(("postgresql", "mysql"))
    assert both.names == ("postgresql", "mysql")
    assert not both.update_returning
    assert not both.row_value_seek


def test_sqlite_in_tests_costs_postgresql_nothing() -> None:
    both = common(("sqlite", "postgresql"))
    assert both.update_returning
    assert both.delete_returning
    assert both.row_value_seek
    assert both.nulls_first_last


def test_unknown_databases_count_as_the_usual_pair() -> None:
    assert common(()).names == common(("oracle",)).names == ("sqlite", "postgresql")
